/**
 * What changes the meaning of values although Java's check lets it pass: the edits, judged by the rows of
 * the semantic rules.
 */
import type { CompatibilityFinding } from '../compatibility/compatibility-finding.ts';
import type { Position } from '../json/position.ts';
import type { Schema } from '../schema.ts';
import { compareSchemas } from './schema-diff.ts';
import { editKind, type Meaning, type SemanticRow } from './semantic-row.ts';
import { semanticRows } from './semantic-rules.ts';
import { movedTypes, typeHomeRow } from './type-homes.ts';

export interface SemanticOptions {
  /** Ids of rules that are off and yet looked for; their findings are `info`. */
  readonly also?: ReadonlySet<string>;
}

/**
 * Findings between a version and the next that Java's check does not make; each concerns both ways unless its
 * `direction` says otherwise. What Java refuses is not repeated.
 * @example
 * const millis = parseSchema('{"type": "long", "logicalType": "timestamp-millis"}');
 * const micros = parseSchema('{"type": "long", "logicalType": "timestamp-micros"}');
 * semanticFindings(millis, micros)[0]?.rule; // 'TIMESTAMP_UNIT_CHANGED'
 */
export function semanticFindings(
  before: Schema,
  after: Schema,
  { also = new Set() }: SemanticOptions = {},
): CompatibilityFinding[] {
  const comparison = compareSchemas(before, after);
  const findings = new Map<string, CompatibilityFinding>();
  const add = (row: SemanticRow, place: FindingPlace, meaning: Meaning): void => {
    const finding = findingOf(row, place, meaning);
    const key = JSON.stringify([finding.rule, finding.path, finding.detail]);
    if (!findings.has(key)) findings.set(key, finding);
  };
  for (const found of comparison.found) {
    const { path, before: old, after: now } = found.edit;
    for (const row of rowsByEdit.get(editKind(found)) ?? []) {
      if (row.severity === 'off' && !also.has(row.id)) continue;
      for (const meaning of row.find(found)) {
        add(row, { path, position: now.position, other: old.position }, meaning);
      }
    }
  }
  for (const { pair, to } of movedTypes(before, after, comparison.types)) {
    const place = { path: pair.after.fullName, position: pair.after.position, other: pair.before.position };
    const message = `the type was defined in ${to === 'this file' ? 'another file' : 'this file'} and comes from ${to} now`;
    add(typeHomeRow, place, { message, fix: null, detail: to });
  }
  return [...findings.values()];
}

const rowsByEdit: ReadonlyMap<string, readonly SemanticRow[]> = indexed(semanticRows);

function indexed(rows: readonly SemanticRow[]): Map<string, SemanticRow[]> {
  const byEdit = new Map<string, SemanticRow[]>();
  for (const row of rows) {
    for (const kind of row.on) byEdit.set(kind, [...(byEdit.get(kind) ?? []), row]);
  }
  return byEdit;
}

interface FindingPlace {
  readonly path: string;
  readonly position: Position;
  readonly other: Position;
}

function findingOf(row: SemanticRow, place: FindingPlace, meaning: Meaning): CompatibilityFinding {
  const asked = row.severity === 'off' ? 'info' : (row.severity ?? 'warn');
  return {
    rule: row.id,
    severity: meaning.severity ?? asked,
    path: meaning.path ?? place.path,
    message: meaning.message,
    position: place.position,
    other: place.other,
    fix: meaning.fix,
    detail: meaning.detail,
    direction: meaning.direction ?? null,
    incompatibility: null,
    inner: [],
  };
}
