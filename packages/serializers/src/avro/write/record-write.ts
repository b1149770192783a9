/**
 * Writers of records: the fields in the schema's order, and nothing else.
 *
 * A record is walked by its own keys, which V8 does faster than any look-up by name and which finds undeclared
 * fields for nothing. As long as key follows key as field follows field, that is all. Fields that are left out
 * are looked for where they should have come; keys in another order, and getters of classes, are written by
 * name. Fields of the commonest types are written right here; see record-field.ts.
 */
import type { ByteWriter } from '@ottla/kernel';
import { isRecordLike } from '../../found-kind.ts';
import { fieldValue, isHarmlessKey, type Members } from './members.ts';
import { MISFIT } from './misfit-signal.ts';
import { FieldCode, NO_BRANCH, type RecordField } from './record-field.ts';
import { DEEPEST_VALUE, type Nesting, type ValueWrite } from './write-contract.ts';

export interface RecordShape {
  readonly fullName: string;
  readonly ignoresUndeclared: boolean;
  /** Complete, as `places`, before the first record is written. */
  readonly fields: readonly RecordField[];
  readonly places: ReadonlyMap<string, number>;
  /** Shared by all records of a plan. */
  readonly nesting: Nesting;
}

/** The place of a key that is passed over. */
const NOWHERE = -1;
/** The index of a record whose keys come in another order. */
const BY_NAME = -1;
const { TEXT, INT, LONG, DOUBLE, FLOAT, BOOLEAN, CELL } = FieldCode;

export function recordWrite(shape: RecordShape): ValueWrite {
  const record = new RecordWriter(shape);
  return (value, writer) => record.write(value, writer);
}

/** A class, since V8 makes one code of a method for all its objects, and knows there what its module holds. */
class RecordWriter {
  readonly #shape: RecordShape;

  constructor(shape: RecordShape) {
    this.#shape = shape;
  }

  write(value: unknown, writer: ByteWriter): void {
    const shape = this.#shape;
    const { fields, nesting } = shape;
    if (typeof value !== 'object' || value === null || ++nesting.depth > DEEPEST_VALUE) throw MISFIT;
    // Any object may be asked for any key.
    const record = value as Members;
    const start = writer.position;
    let index = 0;
    for (const key in record) {
      let field = fields[index];
      if (field === undefined || key !== field.name) {
        const place = placeOf(shape, record, key);
        if (place === NOWHERE) continue;
        while (index < place && writeLeftOut(fields[index], record, writer)) index++;
        field = index === place ? fields[place] : undefined;
        if (field === undefined) {
          index = BY_NAME;
          break;
        }
      }
      index++;
      const { code, branchByte } = field;
      if (code === CELL) {
        if (!field.writeCell(record, writer)) field.write(record[key], writer);
        continue;
      }
      const member = record[key];
      if (branchByte !== NO_BRANCH) {
        if (member === null) {
          writer.writeInt8(2 - branchByte);
          continue;
        }
        writer.writeInt8(branchByte);
      }
      if (code === TEXT && typeof member === 'string') writer.writePrefixedUtf8(member);
      else if ((code === INT || code === LONG) && isInt32(member)) writer.writeVarint(member);
      else if (code === BOOLEAN && typeof member === 'boolean') writer.writeInt8(member ? 1 : 0);
      else if (code === DOUBLE && isInt32(member)) writer.writeFloat64LE(member);
      else if (code === FLOAT && isInt32(member)) writer.writeFloat32LE(member);
      else {
        if (branchByte !== NO_BRANCH) writer.position--;
        if (typeof member === 'number') field.takeCell();
        field.write(member, writer);
      }
    }
    const isWhole = index > 0 && index === fields.length;
    if (!isWhole && (index === BY_NAME || !this.#writeRest(record, index, writer))) {
      writer.position = start;
      writeByName(shape, record, writer);
    }
    nesting.depth--;
  }

  /** The fields that no key was left for; false when one of them is there after all. */
  #writeRest(record: Members, from: number, writer: ByteWriter): boolean {
    const { fields } = this.#shape;
    if (from === 0 && !isRecordLike(record)) throw MISFIT;
    let index = from;
    while (index < fields.length && writeLeftOut(fields[index], record, writer)) index++;
    return index === fields.length;
  }
}

/** Other numbers go through cells. */
function isInt32(value: unknown): value is number {
  return typeof value === 'number' && (value | 0) === value;
}

/** Throws MISFIT for a key that is neither a field nor harmless, unless such keys are ignored. */
function placeOf({ places, fullName, ignoresUndeclared }: RecordShape, record: Members, key: string): number {
  const place = places.get(key);
  if (place !== undefined) return place;
  if (ignoresUndeclared || isHarmlessKey(record, key, fullName)) return NOWHERE;
  throw MISFIT;
}

/** False for a field that is there after all, and not where its key was due. */
function writeLeftOut(field: RecordField | undefined, record: Members, writer: ByteWriter): boolean {
  if (field === undefined || fieldValue(record, field.name) !== undefined) return false;
  field.write(undefined, writer);
  return true;
}

function writeByName(shape: RecordShape, record: Members, writer: ByteWriter): void {
  if (!isRecordLike(record)) throw MISFIT;
  for (const key in record) placeOf(shape, record, key);
  for (const field of shape.fields) field.write(fieldValue(record, field.name), writer);
}
