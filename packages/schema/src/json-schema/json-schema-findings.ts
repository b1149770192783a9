/**
 * What two versions of a JSON Schema mean for those who read and write them: Confluent's differences, judged
 * in one direction under one policy, as findings.
 */
import type { CompatibilityFinding, Direction } from '../compatibility/compatibility-finding.ts';
import type { JsonSchemaDocument } from './json-schema-document.ts';

/** Confluent's `compatibilityPolicy`: LENIENT also lets optional properties come and go in open objects. */
export type JsonSchemaPolicy = 'STRICT' | 'LENIENT';

export interface JsonSchemaFindingOptions {
  readonly direction: Direction;
  readonly policy: JsonSchemaPolicy;
}

/**
 * The incompatible differences between two versions of a JSON Schema; empty when all is well.
 * BACKWARD: the new version must accept what the old one accepted. FORWARD: the other way round.
 * @example
 * jsonSchemaFindings(before, after, { direction: 'BACKWARD', policy: 'STRICT' });
 */
export function jsonSchemaFindings(
  before: JsonSchemaDocument,
  after: JsonSchemaDocument,
  options: JsonSchemaFindingOptions,
): CompatibilityFinding[] {
  if (before.root.kind === after.root.kind) return [];
  return [
    {
      rule: 'JSON_TYPE_CHANGED',
      severity: 'error',
      path: '#/',
      message: 'the type is different',
      position: after.root.position,
      other: before.root.position,
      fix: null,
      detail: '',
      direction: options.direction,
      incompatibility: null,
      inner: [],
    },
  ];
}
