/**
 * All differences between two JSON Schemas, in Confluent's words and paths, with their places.
 *
 * The comparison is a graph that shares what several places lead to. It is listed as a tree, like Confluent
 * does: what a definition differs in stands at every path that leads to the definition. What keeps that list from
 * exploding: a cycle is listed once, after ten thousand schemas each one is, and there is a bound to its text.
 *
 * Like Confluent, this does not look at format, if, propertyNames, and the schemas of contains and patternProperties.
 * Where the verdict is not Confluent's, and why, stands in vectors/json-schema/deviations.json.
 */
import type { Position } from '../json/position.ts';
import { SchemaError } from '../schema-error.ts';
import type { Comparison, Step } from './comparison.ts';
import { isCompatible, type DifferenceType, type JsonSchemaPolicy } from './difference-types.ts';
import type { JsonSchemaDocument } from './json-schema-document.ts';
import { comparedSchemas } from './schema-comparer.ts';
import type { SchemaModel } from './schema-model.ts';
import { placeOf, placeOfAny, valueText, type Place } from './schema-place.ts';

export interface JsonSchemaDifference {
  readonly type: DifferenceType;
  /** In Confluent's form: `#/properties/id/maxLength`; the root is `#/`. */
  readonly path: string;
  /** Whether the policy of the comparison lets it pass. */
  readonly compatible: boolean;
  /** In the first schema; of what it lacks, where that would be. */
  readonly before: Position;
  readonly after: Position;
  /** The values in question as text, where there are any: `10` and `5` of a maxLength. */
  readonly was: string | null;
  readonly is: string | null;
}

/**
 * How the second schema differs from the first when it is to accept what the first one does.
 * Throws SchemaError `SCHEMA_TOO_COMPLEX`.
 * @example
 * const before = parseJsonSchema('{"type": "string", "maxLength": 10}');
 * const after = parseJsonSchema('{"type": "string", "maxLength": 5}');
 * jsonSchemaDifferences(before, after).map(({ type, path }) => `${type} ${path}`); // ['MAX_LENGTH_DECREASED #/maxLength']
 */
export function jsonSchemaDifferences(
  before: JsonSchemaDocument,
  after: JsonSchemaDocument,
  policy: JsonSchemaPolicy = 'STRICT',
): JsonSchemaDifference[] {
  const root = comparedSchemas({ writer: before.schema, reader: after.schema }, policy);
  return listed(root, policy);
}

/** Schemas listed before each is listed at the first path only. */
const LISTED_AT_EVERY_PATH = 10_000;
/** Characters of all paths together: ten thousand schemas inside each other have paths of gigabytes. */
const LONGEST_LIST = 20_000_000;

/** The way from the root, the last part first. */
interface PathChain {
  readonly outer: PathChain | null;
  readonly parts: readonly string[];
}

interface Visit {
  readonly comparison: Comparison;
  readonly path: PathChain | null;
  next: number;
}

function listed(root: Comparison, policy: JsonSchemaPolicy): JsonSchemaDifference[] {
  const differing = differingComparisons(root);
  const differences: JsonSchemaDifference[] = [];
  const onPath = new Set<Comparison>();
  const seen = new Set<Comparison>();
  const visits: Visit[] = [];
  let visited = 0;
  let length = 0;
  const enter = (comparison: Comparison, path: PathChain | null): void => {
    const once = visited >= LISTED_AT_EVERY_PATH && seen.has(comparison);
    if (once || onPath.has(comparison) || !differing.has(comparison)) return;
    visited++;
    seen.add(comparison);
    onPath.add(comparison);
    visits.push({ comparison, path, next: 0 });
  };
  enter(root, null);
  for (let visit = visits.at(-1); visit !== undefined; visit = visits.at(-1)) {
    const { comparison, path } = visit;
    const step = comparison.steps[visit.next++];
    if (step === undefined) {
      visits.pop();
      onPath.delete(comparison);
    } else if (step.type === null) {
      enter(step.of, step.path.length === 0 ? path : { outer: path, parts: step.path });
    } else if (step.of === null || differing.has(step.of)) {
      const compatible = isCompatible(step.type, policy);
      const where = pathText({ outer: path, parts: step.path });
      length += where.length;
      if (length > LONGEST_LIST) throw tooLong(root);
      differences.push({ type: step.type, path: where, compatible, ...sides(comparison, step.type, step) });
    }
  }
  return differences;
}

function tooLong({ reader }: Comparison): SchemaError {
  const message = 'the schemas differ at too many places too deep inside each other; split the schema';
  return new SchemaError(message, 'SCHEMA_TOO_COMPLEX', reader.node.position);
}

/** The comparisons that a difference can be found in, or in what they lead to. */
function differingComparisons(root: Comparison): ReadonlySet<Comparison> {
  const leadingTo = new Map<Comparison, Comparison[]>([[root, []]]);
  const differing = new Set<Comparison>();
  // Grows while it is walked.
  for (const comparison of leadingTo.keys()) {
    for (const { type, of } of comparison.steps) {
      if (type !== null && of === null) differing.add(comparison);
      if (of === null) continue;
      const from = leadingTo.get(of);
      if (from === undefined) leadingTo.set(of, [comparison]);
      else from.push(comparison);
    }
  }
  // Grows as well.
  for (const comparison of differing) {
    for (const outer of leadingTo.get(comparison) ?? []) differing.add(outer);
  }
  return differing;
}

function pathText(path: PathChain): string {
  const chain: string[][] = [];
  for (let at: PathChain | null = path; at !== null; at = at.outer) chain.push([...at.parts]);
  return `#/${chain.reverse().flat().join('/')}`;
}

/** Keywords that differences without a keyword of their own in the path are about. */
const KEYWORDS_OF: Partial<Record<DifferenceType, readonly string[]>> = {
  ID_CHANGED: ['$id', 'id'],
  TITLE_CHANGED: ['title'],
  DESCRIPTION_CHANGED: ['description'],
  DEFAULT_CHANGED: ['default'],
  TYPE_CHANGED: ['type'],
  TYPE_EXTENDED: ['type'],
  TYPE_NARROWED: ['type'],
  COMBINED_TYPE_EXTENDED: ['anyOf', 'oneOf', 'allOf', 'type'],
  COMBINED_TYPE_CHANGED: ['anyOf', 'oneOf', 'allOf', 'type'],
  COMBINED_TYPE_SUBSCHEMAS_CHANGED: ['anyOf', 'oneOf', 'allOf', 'type'],
  SUM_TYPE_EXTENDED: ['anyOf', 'oneOf', 'type'],
  SUM_TYPE_NARROWED: ['anyOf', 'oneOf', 'type'],
  PRODUCT_TYPE_EXTENDED: ['allOf'],
  PRODUCT_TYPE_NARROWED: ['allOf'],
};

const COMBINED_TYPES = /^(?:COMBINED|SUM|PRODUCT)_TYPE/;

function sides(
  { writer, reader }: Comparison,
  type: DifferenceType,
  { path }: Step,
): Pick<JsonSchemaDifference, 'before' | 'after' | 'was' | 'is'> {
  const keywords = KEYWORDS_OF[type];
  const placeIn = (model: SchemaModel): Place =>
    keywords === undefined ? placeOf(model, path) : placeOfAny(model, keywords);
  const textIn = (model: SchemaModel): string | null => {
    if (COMBINED_TYPES.test(type)) return kindText(model);
    return valueText(placeIn(model)) ?? (type === 'TYPE_CHANGED' ? kindText(model) : null);
  };
  return {
    before: placeIn(writer).position,
    after: placeIn(reader).position,
    was: textIn(writer),
    is: textIn(reader),
  };
}

/** What a schema without `type` is called. */
function kindText(model: SchemaModel): string {
  if (model.kind === 'combined') return model.criterion;
  return model.kind === 'conditional' ? 'if' : model.kind;
}
