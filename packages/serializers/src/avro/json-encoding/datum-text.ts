/**
 * An Avro datum as text in Avro's JSON encoding, made from its binary one.
 *
 * The bytes are those that our own codec has just written, so they are known to fit the schema. Numbers are
 * written so that they read back as the same number of the same type, a double without a fraction with `.0`; what
 * is no finite number as Java writes it. Source: Avro 1.12 specification, "JSON Encoding".
 */
import { ByteReader } from '@ottla/kernel';
import { isNamed, type RecordSchema, type Schema } from '@ottla/schema';

/** How a union calls its branch in JSON. */
export function branchLabel(schema: Schema): string {
  return isNamed(schema) ? schema.fullName : schema.type;
}

/** The text of the one datum in these bytes. */
export function textOfDatum(schema: Schema, bytes: Uint8Array): string {
  return textAt(schema, new ByteReader(bytes));
}

function textAt(schema: Schema, datum: ByteReader): string {
  switch (schema.type) {
    case 'null':
      return 'null';
    case 'boolean':
      return datum.readInt8() === 0 ? 'false' : 'true';
    case 'int':
    case 'long':
      return datum.readVarlong().toString();
    case 'float':
      return floatText(datum.buffer.readFloatLE(datum.take(4)));
    case 'double':
      return doubleText(datum.buffer.readDoubleLE(datum.take(8)));
    case 'string':
      return JSON.stringify(datum.readUtf8(length(datum)));
    case 'bytes':
      return JSON.stringify(datum.readBytes(length(datum)).toString('latin1'));
    case 'fixed':
      return JSON.stringify(datum.readBytes(schema.size).toString('latin1'));
    case 'enum':
      return JSON.stringify(schema.symbols[length(datum)]);
    case 'array':
      return `[${items(datum, () => textAt(schema.items, datum)).join(',')}]`;
    case 'map': {
      const entry = (): string =>
        `${JSON.stringify(datum.readUtf8(length(datum)))}:${textAt(schema.values, datum)}`;
      return `{${items(datum, entry).join(',')}}`;
    }
    case 'union':
      return branchText(schema.branches, datum);
    case 'record':
      return recordText(schema, datum);
  }
}

function recordText({ fields }: RecordSchema, datum: ByteReader): string {
  return `{${fields.map(({ name, schema }) => `${JSON.stringify(name)}:${textAt(schema, datum)}`).join(',')}}`;
}

function branchText(branches: readonly Schema[], datum: ByteReader): string {
  const branch = branches[length(datum)];
  if (branch === undefined || branch.type === 'null') return 'null';
  return `{${JSON.stringify(branchLabel(branch))}:${textAt(branch, datum)}}`;
}

/** A length or a position, which are longs. */
function length(datum: ByteReader): number {
  return Number(datum.readVarlong());
}

function items(datum: ByteReader, item: () => string): string[] {
  const texts: string[] = [];
  for (let count = length(datum); count !== 0; count = length(datum)) {
    // A negative count is followed by the size of the block.
    if (count < 0) length(datum);
    for (let index = 0; index < Math.abs(count); index++) texts.push(item());
  }
  return texts;
}

/** JSON: NaN and the infinities as strings. */
export function doubleText(value: number): string {
  if (!Number.isFinite(value)) return JSON.stringify(String(value));
  return withFraction(Object.is(value, -0) ? '-0' : String(value));
}

/** The fewest digits that give the float again. */
export function floatText(value: number): string {
  if (!Number.isFinite(value) || value === 0) return doubleText(value);
  for (let digits = 1; digits < 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return doubleText(Number(text));
  }
  return doubleText(value);
}

/** As Java writes it: whoever reads it without a schema sees a double by its point. */
function withFraction(text: string): string {
  return /[.e]/.test(text) ? text : `${text}.0`;
}
