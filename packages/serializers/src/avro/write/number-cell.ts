/**
 * A cell in which a number goes from its field to the bytes without becoming an object of its own.
 *
 * V8 keeps a number that is no int32 in a box inside its object, and reading it by a name that changes from call
 * to call allocates a copy: sixteen bytes for each such field of each record. Code that only ever reads one name
 * gets the number itself. So there are as many copies of that code as here, handed out once each to the fields
 * that turn out to need one; fields beyond are read as all others are, which is as right and costs the copy.
 */
import type { ByteWriter } from '@ottla/kernel';
import type { Members } from './members.ts';
import { MISFIT } from './misfit-signal.ts';

/** The number on its way; valid until the next one. */
export const NUMBER_CELL = new Float64Array(1);

/** Puts the number that a record holds under `name` into the cell; false when it holds none there. */
export type CellLoad = (record: Members, name: string) => boolean;

const TWO_POW_32 = 4294967296;

/** Writes what is in the cell as a long. */
export function writeLongOfCell(writer: ByteWriter): void {
  const value = NUMBER_CELL[0] ?? 0;
  if (!Number.isSafeInteger(value)) throw MISFIT;
  const low = value | 0;
  // What is left is a multiple of 2^32, so nothing is rounded.
  writer.writeVarlongHalves(low, ((value - (low >>> 0)) / TWO_POW_32) | 0);
}

/** Writes what is in the cell as a double. */
export function writeDoubleOfCell(writer: ByteWriter): void {
  writer.reserve(8);
  writer.words.setFloat64(writer.position, NUMBER_CELL[0] ?? 0, true);
  writer.position += 8;
}

export function writeFloatOfCell(writer: ByteWriter): void {
  writer.reserve(4);
  writer.words.setFloat32(writer.position, NUMBER_CELL[0] ?? 0, true);
  writer.position += 4;
}

/** One that nobody else has, or undefined when all are taken. */
export function nextCellLoad(): CellLoad | undefined {
  return unused.pop();
}

function store(value: unknown): boolean {
  if (typeof value !== 'number') return false;
  NUMBER_CELL[0] = value;
  return true;
}

/** Each a function of its own: what V8 learns of one must not be learnt of another. */
const unused: CellLoad[] = [
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
  (record, name) => store(record[name]),
];
