/**
 * What two versions of a JSON Schema mean for those who read and write them: Confluent's differences, judged
 * in one direction under one policy, as findings.
 *
 * Only what the policy refuses is a finding. A definition that several paths lead to is found once.
 */
import type { CompatibilityFinding, Direction } from '../compatibility/compatibility-finding.ts';
import type { JsonSchemaPolicy } from './difference-types.ts';
import { jsonSchemaDifferences, type JsonSchemaDifference } from './json-schema-differences.ts';
import type { JsonSchemaDocument } from './json-schema-document.ts';
import { jsonSchemaRuleId, ruleWordsOf } from './json-schema-rules.ts';
import { filled } from './rule-words.ts';

export type { JsonSchemaPolicy } from './difference-types.ts';

export interface JsonSchemaFindingOptions {
  readonly direction: Direction;
  readonly policy: JsonSchemaPolicy;
}

/**
 * The incompatible differences between two versions of a JSON Schema; empty when all is well.
 * BACKWARD: the new version must accept what the old one accepted. FORWARD: the other way round. In both, a
 * finding's position is in the new version. Throws SchemaError `SCHEMA_TOO_COMPLEX`.
 * @example
 * const before = parseJsonSchema('{"type": "string", "maxLength": 10}');
 * const after = parseJsonSchema('{"type": "string", "maxLength": 5}');
 * jsonSchemaFindings(before, after, { direction: 'BACKWARD', policy: 'STRICT' }).length; // 1
 */
export function jsonSchemaFindings(
  before: JsonSchemaDocument,
  after: JsonSchemaDocument,
  { direction, policy }: JsonSchemaFindingOptions,
): CompatibilityFinding[] {
  const backward = direction === 'BACKWARD';
  const differences = backward
    ? jsonSchemaDifferences(before, after, policy)
    : jsonSchemaDifferences(after, before, policy);
  const found = new Map<string, CompatibilityFinding>();
  for (const difference of differences) {
    if (difference.compatible) continue;
    const key = placeKey(difference);
    if (!found.has(key)) found.set(key, findingOf(difference, direction));
  }
  return [...found.values()];
}

function placeKey({ type, before, after }: JsonSchemaDifference): string {
  return JSON.stringify([type, before, after]);
}

function findingOf(difference: JsonSchemaDifference, direction: Direction): CompatibilityFinding {
  const { type, path, was, is } = difference;
  const backward = direction === 'BACKWARD';
  const words = ruleWordsOf(type);
  const values = {
    reader: backward ? 'the new version' : 'the old version',
    writer: backward ? 'the old version' : 'the new version',
    was: was ?? 'nothing',
    is: is ?? 'nothing',
    name: path.slice(path.lastIndexOf('/') + 1),
  };
  const fix = backward ? words?.mendReader : words?.mendWriter;
  return {
    rule: jsonSchemaRuleId(type),
    severity: 'error',
    path,
    message: filled(words?.message ?? type, values),
    position: backward ? difference.after : difference.before,
    other: backward ? difference.before : difference.after,
    fix: fix === undefined ? null : filled(fix, values),
    detail: changeText(backward ? [was, is] : [is, was]),
    direction,
    incompatibility: null,
    inner: [],
  };
}

/** From the old value to the new one, whoever reads. */
function changeText([old, young]: readonly [string | null, string | null]): string {
  return old === null && young === null ? '' : `${old ?? 'none'} -> ${young ?? 'none'}`;
}
