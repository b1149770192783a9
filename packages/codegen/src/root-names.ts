/**
 * Names for schemas that have none: unions, arrays, maps and primitives at the top of a file are called after it.
 *
 * Files of one name are all told apart by their folders, never by their order; named types always keep theirs.
 */
import type { NamedSchema, Schema } from '@ottla/schema';
import { byCodeUnits } from './code-unit-order.ts';
import { capitalized, NameScope, typeIdentifier } from './identifier.ts';

/** What one file is about. */
export interface FileSchema {
  readonly file: string;
  readonly schema: Schema;
}

/** A name for each, in their order. None is that of a type without namespace, as Avro or TypeScript spells it. */
export function unnamedRootNames(
  roots: readonly FileSchema[],
  types: readonly NamedSchema[],
): readonly string[] {
  const scope = new NameScope();
  for (const { fullName, type } of types) {
    if (!fullName.includes('.')) scope.take(fullName, typeIdentifier(fullName, type));
  }
  const stems = new Map<string, number>();
  for (const { file } of roots) stems.set(fileStem(file), (stems.get(fileStem(file)) ?? 0) + 1);
  const sorted = [...roots.entries()].toSorted(([, left], [, right]) => byCodeUnits(left.file, right.file));
  const names: string[] = [];
  for (const [index, { file, schema }] of sorted) {
    const stem = fileStem(file);
    const wish = (stems.get(stem) ?? 0) > 1 ? fileStem(file, true) : stem;
    names[index] = scope.claim(typeIdentifier(wish, schema.type));
  }
  return names;
}

/**
 * The name of a file, without folder and extension, as a type would be called.
 * @example
 * fileStem('schemas/order-lines.v2.avsc'); // 'OrderLinesV2'
 */
export function fileStem(file: string, withFolder = false): string {
  const segments = file.split(/[\\/]/);
  const own = (segments.pop() ?? '').replace(/\.[A-Za-z]+$/, '');
  const words = `${withFolder ? (segments.pop() ?? '') : ''}-${own}`.split(/[^A-Za-z0-9]+/);
  const stem = words.map((word) => capitalized(word)).join('');
  return /^[A-Z]/.test(stem) ? stem : `Schema${stem}`;
}
