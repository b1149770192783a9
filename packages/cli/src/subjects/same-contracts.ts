/**
 * Whether two files say the same, however they are laid out.
 *
 * Avro is compared schema by schema, with all it refers to; JSON Schema as the value its text means. What does
 * not parse says nothing that could be the same. Pure.
 */
import { isDeepStrictEqual } from 'node:util';
import { jsonValueOf, sameSchema, type Contract } from '@ottla/schema';
import type { InputFile } from '../inputs/input-file.ts';
import type { Contracts } from './contracts.ts';

/** A file, and the tree whose files it refers to. */
export interface PlacedFile {
  readonly file: InputFile;
  readonly contracts: Contracts;
}

/** True when only the layout differs. */
export function sameContracts(left: PlacedFile, right: PlacedFile): boolean {
  if (left.file.text === right.file.text) return true;
  const [ours, theirs] = [left, right].map(({ file, contracts }) => contracts.of(file));
  if (ours?.error !== null || theirs?.error !== null) return false;
  return (
    ours.contracts.length === theirs.contracts.length &&
    ours.contracts.every(({ contract }, index) => {
      const other = theirs.contracts[index]?.contract;
      return other !== undefined && sameContract(contract, other);
    })
  );
}

/** True when two schemas are equal in all but layout. */
export function sameContract(left: Contract, right: Contract): boolean {
  if (left.type === 'AVRO') return right.type === 'AVRO' && sameSchema(left.schema, right.schema);
  return (
    right.type === 'JSON' && isDeepStrictEqual(jsonValueOf(left.schema.root), jsonValueOf(right.schema.root))
  );
}
