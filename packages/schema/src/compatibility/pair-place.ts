/**
 * Where a pair stands in the new and in the old schema, in names and in the text.
 *
 * A path begins at the innermost record around it, under its new name: `com.acme.Order.lines[]`; `[]`, `{}`
 * and `|branch` lead into arrays, maps and unions, as in the edits of diffSchemas.
 */
import type { Position } from '../json/position.ts';
import { branchName } from '../names.ts';
import { isNamed, type Field, type Schema } from '../schema.ts';
import type { Direction } from './compatibility-finding.ts';
import type { JudgedPair } from './judged-pair.ts';
import { WrittenFields } from './pair-rules.ts';

/** Which of two schemas: the one that was, or the one that is new. */
export type Side = 'before' | 'after';

/** The schema of a pair on one side. BACKWARD: the new one reads. */
export function sideOf(pair: JudgedPair, side: Side, direction: Direction): Schema {
  return (side === 'after') === (direction === 'BACKWARD') ? pair.reader : pair.writer;
}

/** The path of the place where a pair stands; '' for the outermost when it has no name. */
export function pathOf(pair: JudgedPair, direction: Direction): string {
  let suffix = '';
  for (let each = pair; ;) {
    const { from } = each;
    const after = sideOf(each, 'after', direction);
    if (from === null) return (isNamed(after) ? after.fullName : '') + suffix;
    const around = sideOf(from, 'after', direction);
    const field = fieldOf(each, 'after', direction);
    if (around.type === 'record' && field !== undefined) return `${around.fullName}.${field.name}${suffix}`;
    if (around.type === 'array' && sideOf(from, 'before', direction).type === 'array') suffix = `[]${suffix}`;
    if (around.type === 'map' && sideOf(from, 'before', direction).type === 'map') suffix = `{}${suffix}`;
    if (around.type === 'union' && after.type !== 'union') suffix = `|${branchName(after)}${suffix}`;
    each = from;
  }
}

/** The field through which a pair was met, on one side; undefined where it was not met through a field. */
function fieldOf({ from, place }: JudgedPair, side: Side, direction: Direction): Field | undefined {
  if (from?.reader.type !== 'record' || from.writer.type !== 'record') return undefined;
  const reads = (side === 'after') === (direction === 'BACKWARD');
  return reads ? from.reader.fields[place] : new WrittenFields().of(from.reader, from.writer, place);
}

/** Where a pair is mentioned on one side: a named type may be defined elsewhere. */
export function positionOf(pair: JudgedPair, side: Side, direction: Direction): Position {
  for (let each: JudgedPair = pair; ; each = each.from) {
    const schema = sideOf(each, side, direction);
    if (!isNamed(schema) || each.from === null) return schema.position;
    const field = fieldOf(each, side, direction);
    if (field !== undefined) return field.position;
  }
}
