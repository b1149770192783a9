/** Differences between two strings, two numbers, or two lists of values. */
import type { Comparison } from './comparison.ts';
import { equalDecimals, isMultipleOf } from './decimal-number.ts';
import { compareLimit } from './limit-differences.ts';
import type { NumberModel, StringModel, ValuesModel } from './schema-model.ts';
import { isSubset } from './subset.ts';

export function compareStrings(here: Comparison, writer: StringModel, reader: StringModel): void {
  compareLimit(here, 'MAX_LENGTH', [writer, reader]);
  compareLimit(here, 'MIN_LENGTH', [writer, reader]);
  if (writer.pattern === reader.pattern) return;
  if (writer.pattern === null) here.add('PATTERN_ADDED', 'pattern');
  else here.add(reader.pattern === null ? 'PATTERN_REMOVED' : 'PATTERN_CHANGED', 'pattern');
}

export function compareNumbers(here: Comparison, writer: NumberModel, reader: NumberModel): void {
  compareLimit(here, 'MAXIMUM', [writer, reader]);
  compareLimit(here, 'MINIMUM', [writer, reader]);
  compareLimit(here, 'EXCLUSIVE_MAXIMUM', [writer, reader]);
  compareLimit(here, 'EXCLUSIVE_MINIMUM', [writer, reader]);
  compareMultiples(here, writer, reader);
  if (writer.integer !== reader.integer) here.add(writer.integer ? 'TYPE_EXTENDED' : 'TYPE_NARROWED');
}

function compareMultiples(here: Comparison, writer: NumberModel, reader: NumberModel): void {
  const was = writer.multipleOf;
  const is = reader.multipleOf;
  if (was === null && is === null) return;
  if (was === null) here.add('MULTIPLE_OF_ADDED', 'multipleOf');
  else if (is === null) here.add('MULTIPLE_OF_REMOVED', 'multipleOf');
  else if (equalDecimals(was, is)) return;
  else if (isMultipleOf(is, was)) here.add('MULTIPLE_OF_EXPANDED', 'multipleOf');
  else here.add(isMultipleOf(was, is) ? 'MULTIPLE_OF_REDUCED' : 'MULTIPLE_OF_CHANGED', 'multipleOf');
}

/** `enum` by its set of values; a `const` is never extended, only another one. */
export function compareValues(here: Comparison, writer: ValuesModel, reader: ValuesModel): void {
  const kept = isSubset(writer.values, reader.values);
  const known = isSubset(reader.values, writer.values);
  if (kept && known) return;
  if (writer.kind === 'const') here.add('ENUM_ARRAY_CHANGED', 'const');
  else if (kept) here.add('ENUM_ARRAY_EXTENDED', 'enum');
  else here.add(known ? 'ENUM_ARRAY_NARROWED' : 'ENUM_ARRAY_CHANGED', 'enum');
}
