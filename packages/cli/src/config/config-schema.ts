/**
 * The JSON Schema of `ottla.yaml`, from which editors complete, explain and check it. Made of the table of keys. Pure.
 *
 * It refuses nothing that the program takes, but for rule ids in small letters. What rows say together (a
 * subject needs the placeholders of its path) only the program judges. Draft 07, which every editor knows.
 */
import { InvariantError, isObject } from '@ottla/kernel';
import type { JsonSchema, JsonSchemaValue } from './config-kind.ts';
import { configSection } from './config-table.ts';

/** packages/cli/ottla.schema.json and docs/reference/ottla.schema.json */
export function configSchemaText(): string {
  return `${JSON.stringify(configSchema(), null, 2)}\n`;
}

export function configSchema(): JsonSchema {
  const definitions = new Map<string, JsonSchema>();
  const whole = referring(configSection.jsonSchema, definitions);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $comment: 'Made from the table of keys in packages/cli/src/config/config-table.ts.',
    title: 'ottla.yaml',
    description:
      'The configuration of ottla: which schemas there are, how they are judged, what is generated.',
    ...whole,
    definitions: Object.fromEntries([...definitions].toSorted(([left], [right]) => (left < right ? -1 : 1))),
  };
}

/** The same with each titled part in `definitions`, and a reference in its place. */
function referring(schema: JsonSchema, definitions: Map<string, JsonSchema>): JsonSchema {
  const entries = Object.entries(schema).map(([keyword, value]) => [
    keyword,
    referringValue(value, definitions),
  ]);
  // The same keywords with values of the same kinds.
  return Object.fromEntries(entries) as JsonSchema;
}

function referringValue(value: JsonSchemaValue, definitions: Map<string, JsonSchema>): JsonSchemaValue {
  if (Array.isArray(value)) return value.map((item: JsonSchemaValue) => referringValue(item, definitions));
  if (!isSchema(value)) return value;
  const referred = referring(value, definitions);
  const { title } = value;
  if (typeof title !== 'string') return referred;
  const known = definitions.get(title);
  if (known !== undefined && JSON.stringify(known) !== JSON.stringify(referred)) {
    throw new InvariantError(`two kinds of the configuration are called '${title}'`);
  }
  definitions.set(title, referred);
  return { $ref: `#/definitions/${title}` };
}

function isSchema(value: JsonSchemaValue): value is JsonSchema {
  return isObject(value);
}
