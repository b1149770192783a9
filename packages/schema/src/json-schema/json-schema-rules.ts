/** Rules of JSON Schema, one for each difference that Confluent's registry refuses. */
import type { Rule } from '../rules/rule.ts';

export const jsonSchemaRules: readonly Rule[] = [];
