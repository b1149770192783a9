/**
 * A field as its record writes it.
 *
 * Fields of the commonest types have a code, by which the record writes them without a call for each. Every field
 * has a writer of its own besides, which takes what the code does not: wide inputs, defaults, `$type`, and
 * growing the bytes. Numbers that are no int32 earn their field a cell; see number-cell.ts.
 */
import type { ByteWriter } from '@ottla/kernel';
import type { FieldWriteStep, WriteStep } from '../plan/write-step.ts';
import { asName, type Members } from './members.ts';
import {
  nextCellLoad,
  writeDoubleOfCell,
  writeFloatOfCell,
  writeLongOfCell,
  type CellLoad,
} from './number-cell.ts';
import type { ValueWrite } from './write-contract.ts';

export const FieldCode = {
  /** Left to the field's own writer. */
  OTHER: 0,
  TEXT: 1,
  INT: 2,
  /** This and the next two as far as they are an int32. */
  LONG: 3,
  DOUBLE: 4,
  FLOAT: 5,
  BOOLEAN: 6,
  /** Read through a cell. */
  CELL: 7,
} as const;

/** The branch byte of a field that is no union. */
export const NO_BRANCH = -1;

export class RecordField {
  readonly name: string;
  /** Takes undefined for a field that is left out. */
  readonly write: ValueWrite;
  /** Of null or this type, the byte of this branch: 0 or 2, and null is the other. Else NO_BRANCH. */
  readonly branchByte: number;
  code: number;
  /** What `code` is or was before the field got its cell. */
  readonly #kind: number;
  #load: CellLoad | undefined = undefined;
  #hasAsked = false;

  constructor({ name, value }: FieldWriteStep, write: ValueWrite) {
    this.name = asName(name);
    this.write = write;
    const { step, branchByte } = insideNullable(value);
    this.code = codeOf(step);
    this.branchByte = this.code === FieldCode.OTHER ? NO_BRANCH : branchByte;
    this.#kind = this.code;
  }

  /** Of code CELL: false, with nothing written, when the record holds no number there. */
  writeCell(record: Members, writer: ByteWriter): boolean {
    const load = this.#load;
    if (load === undefined || !load(record, this.name)) return false;
    if (this.branchByte !== NO_BRANCH) writer.writeInt8(this.branchByte);
    if (this.#kind === FieldCode.DOUBLE) writeDoubleOfCell(writer);
    else if (this.#kind === FieldCode.LONG) writeLongOfCell(writer);
    else writeFloatOfCell(writer);
    return true;
  }

  /** Asked with the first number that is no int32; the field goes without when all cells are taken. */
  takeCell(): void {
    const isWide =
      this.#kind === FieldCode.LONG || this.#kind === FieldCode.DOUBLE || this.#kind === FieldCode.FLOAT;
    if (!isWide || this.#hasAsked) return;
    this.#hasAsked = true;
    this.#load = nextCellLoad();
    if (this.#load !== undefined) this.code = FieldCode.CELL;
  }
}

function insideNullable(step: WriteStep): { readonly step: WriteStep; readonly branchByte: number } {
  if (step.step !== 'union' || step.branches.length !== 2) return { step, branchByte: NO_BRANCH };
  const index = step.branches.findIndex(({ value }) => value.step === 'scalar' && value.wire === 'null');
  const other = step.branches[1 - index];
  return index === -1 || other === undefined
    ? { step, branchByte: NO_BRANCH }
    : { step: other.value, branchByte: (1 - index) * 2 };
}

function codeOf(step: WriteStep): number {
  if (step.step !== 'scalar' || step.conversion !== null) return FieldCode.OTHER;
  switch (step.wire) {
    case 'string':
      return FieldCode.TEXT;
    case 'int':
      return FieldCode.INT;
    case 'long':
    case 'bigintLong':
      return FieldCode.LONG;
    case 'double':
      return FieldCode.DOUBLE;
    case 'float':
      return FieldCode.FLOAT;
    case 'boolean':
      return FieldCode.BOOLEAN;
    case 'null':
    case 'bytes':
    case 'fixed':
      return FieldCode.OTHER;
  }
}
