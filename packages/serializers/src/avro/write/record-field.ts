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
import { nextCellLoad, writeDoubleOfCell, writeFloatOfCell, writeLongOfCell } from './number-cell.ts';
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

type CellWrite = (record: Members, writer: ByteWriter) => boolean;

export class RecordField {
  readonly name: string;
  /** Takes undefined for a field that is left out. */
  readonly write: ValueWrite;
  /** Of null or this type, the byte of this branch: 0 or 2, and null is the other. Else NO_BRANCH. */
  readonly branchByte: number;
  code: number;
  #cellWrite: CellWrite | undefined = undefined;
  /** Undefined for a field that needs none, or has asked for it. */
  #writeCell: ((writer: ByteWriter) => void) | undefined;

  constructor({ name, value }: FieldWriteStep, write: ValueWrite) {
    this.name = asName(name);
    this.write = write;
    const { step, branchByte } = insideNullable(value);
    this.code = codeOf(step);
    this.branchByte = this.code === FieldCode.OTHER ? NO_BRANCH : branchByte;
    this.#writeCell = cellWriteOf(this.code);
  }

  /** Of code CELL: false, with nothing written, when the record holds no number there. */
  writeCell(record: Members, writer: ByteWriter): boolean {
    return this.#cellWrite?.(record, writer) === true;
  }

  /** Asked with the first number that is no int32; the field goes without when all cells are taken. */
  takeCell(): void {
    const writeCell = this.#writeCell;
    this.#writeCell = undefined;
    const load = writeCell === undefined ? undefined : nextCellLoad();
    if (writeCell === undefined || load === undefined) return;
    const { name, branchByte } = this;
    this.#cellWrite = (record, writer) => {
      if (!load(record, name)) return false;
      if (branchByte !== NO_BRANCH) writer.writeInt8(branchByte);
      writeCell(writer);
      return true;
    };
    this.code = FieldCode.CELL;
  }
}

function cellWriteOf(code: number): ((writer: ByteWriter) => void) | undefined {
  if (code === FieldCode.LONG) return writeLongOfCell;
  if (code === FieldCode.DOUBLE) return writeDoubleOfCell;
  return code === FieldCode.FLOAT ? writeFloatOfCell : undefined;
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
