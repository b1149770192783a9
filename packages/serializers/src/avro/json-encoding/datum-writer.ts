/**
 * Avro's JSON encoding to a binary datum of the same schema.
 *
 * Strict: every field must be there, and none but these; a number must be of its type exactly; a union says its
 * branch. Source: Avro 1.12 specification, "JSON Encoding"; a whole number may be spelled as 1.0, and a double as
 * NaN, Infinity or INF in quotes, as for Java.
 */
import { nearestName, type ByteWriter, type SerializationError } from '@ottla/kernel';
import type {
  JsonArray,
  JsonNode,
  JsonNumber,
  JsonObject,
  JsonString,
  RecordSchema,
  Schema,
  UnionSchema,
} from '@ottla/schema';
import { branchLabel } from './datum-text.ts';
import { jsonMisfit, type JsonMisfit } from './json-misfit.ts';

const WHOLE = /^-?\d+$/;
/** Longer ones fit no type; converting them would only cost time. */
const LONGEST_WHOLE = 40;
const BEYOND_LATIN1 = /[^\0-\u00ff]/;
export const SPECIAL_NUMBERS: ReadonlyMap<string, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['INF', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['-INF', Number.NEGATIVE_INFINITY],
]);

/** Writes what JSON says of one value. Throws SerializationError `VALUE_MISFIT` with path and place. */
export function writeDatum(schema: Schema, json: JsonNode, writer: ByteWriter): void {
  new DatumWriter(writer).write(schema, json);
}

/** What plain JSON says otherwise, it overrides: logical types, fields that are left out, unions. */
export class DatumWriter {
  protected readonly writer: ByteWriter;
  /** The way to where we are: `.orders`, `[3]`, `.total`. */
  protected readonly path: string[] = [];

  constructor(writer: ByteWriter) {
    this.writer = writer;
  }

  write(schema: Schema, json: JsonNode): void {
    switch (schema.type) {
      case 'null':
        if (json.kind !== 'null') throw this.misfit(json, 'null');
        return;
      case 'boolean':
        if (json.kind !== 'true' && json.kind !== 'false') throw this.misfit(json, 'boolean');
        return this.writer.writeInt8(json.kind === 'true' ? 1 : 0);
      case 'int':
        return this.writer.writeVarlongBigint(this.whole(json, 'int', 32));
      case 'long':
        return this.writer.writeVarlongBigint(this.whole(json, 'long', 64));
      case 'float':
      case 'double':
        return this.#writeFloating(schema.type, json);
      case 'string':
        return this.writeSized(Buffer.from(this.text(json, 'string').value));
      case 'bytes':
        return this.writeSized(this.latin1(json, 'bytes (a string of code points 0 to 255)'));
      case 'fixed':
        return this.#writeFixed(schema, json);
      case 'enum':
        return this.#writeSymbol(schema, json);
      case 'array':
        return this.#writeItems(schema.items, json);
      case 'map':
        return this.#writeEntries(schema.values, json);
      case 'record':
        return this.writeFields(schema, json);
      case 'union':
        return this.writeBranch(schema, json);
    }
  }

  protected misfit(node: JsonNode, expected: string, more: Partial<JsonMisfit> = {}): SerializationError {
    return jsonMisfit({ path: this.path, node, expected, ...more });
  }

  protected inside(piece: string, schema: Schema, json: JsonNode): void {
    this.path.push(piece);
    this.write(schema, json);
    this.path.pop();
  }

  protected whole(json: JsonNode, type: 'int' | 'long', bits: number): bigint {
    if (json.kind !== 'number') throw this.misfit(json, type);
    const value = wholeOf(json);
    const isTooLong = value === undefined && WHOLE.test(json.text);
    if (value === undefined && !isTooLong) {
      throw this.misfit(json, type, { found: 'a number with a fraction' });
    }
    if (value === undefined || BigInt.asIntN(bits, value) !== value) {
      throw this.misfit(json, type, { found: `an integer beyond ${bits} bits` });
    }
    return value;
  }

  #writeFloating(type: 'float' | 'double', json: JsonNode): void {
    const value =
      json.kind === 'number'
        ? Number(json.text)
        : json.kind === 'string'
          ? SPECIAL_NUMBERS.get(json.value)
          : undefined;
    if (value === undefined) {
      const remedy =
        json.kind === 'string' ? 'of strings only "NaN", "Infinity" and "-Infinity" are numbers' : undefined;
      throw this.misfit(json, type, { remedy });
    }
    if (json.kind === 'number' && !Number.isFinite(type === 'float' ? Math.fround(value) : value)) {
      throw this.misfit(json, type, { found: `a number beyond what a ${type} can hold` });
    }
    const bytes = Buffer.allocUnsafe(type === 'float' ? 4 : 8);
    if (type === 'float') bytes.writeFloatLE(value);
    else bytes.writeDoubleLE(value);
    this.writer.writeBytes(bytes);
  }

  protected text(json: JsonNode, expected: string): JsonString {
    if (json.kind !== 'string') throw this.misfit(json, expected);
    return json;
  }

  protected latin1(json: JsonNode, expected: string): Buffer {
    const { value } = this.text(json, expected);
    if (BEYOND_LATIN1.test(value)) {
      throw this.misfit(json, expected, { found: 'a string with characters beyond U+00FF' });
    }
    return Buffer.from(value, 'latin1');
  }

  protected writeSized(bytes: Uint8Array): void {
    this.writer.writeVarlong(bytes.length);
    this.writer.writeBytes(bytes);
  }

  #writeFixed({ fullName, size }: Extract<Schema, { type: 'fixed' }>, json: JsonNode): void {
    const expected = `fixed ${fullName} (a string of ${size} code points 0 to 255)`;
    const bytes = this.latin1(json, expected);
    if (bytes.length !== size) throw this.misfit(json, expected, { found: `a string of ${bytes.length}` });
    this.writer.writeBytes(bytes);
  }

  #writeSymbol({ fullName, symbols }: Extract<Schema, { type: 'enum' }>, json: JsonNode): void {
    const expected = `enum ${fullName} (a string)`;
    const { value } = this.text(json, expected);
    const index = symbols.indexOf(value);
    if (index === -1) {
      throw this.misfit(json, expected, {
        found: 'a string that is none of its symbols',
        remedy: suggestion(value, symbols),
      });
    }
    this.writer.writeVarlong(index);
  }

  #writeItems(items: Schema, json: JsonNode): void {
    if (json.kind !== 'array') throw this.misfit(json, 'array');
    this.#writeCount((json satisfies JsonArray).items.length);
    for (const [index, item] of json.items.entries()) this.inside(`[${index}]`, items, item);
    if (json.items.length > 0) this.writer.writeVarlong(0);
  }

  #writeEntries(values: Schema, json: JsonNode): void {
    if (json.kind !== 'object') throw this.misfit(json, 'map (an object)');
    this.#writeCount(json.members.size);
    for (const [key, { value }] of json.members) {
      this.writeSized(Buffer.from(key));
      this.inside(`[${JSON.stringify(key)}]`, values, value);
    }
    if (json.members.size > 0) this.writer.writeVarlong(0);
  }

  /** Of none, 0 ends the blocks already. */
  #writeCount(count: number): void {
    this.writer.writeVarlong(count);
  }

  protected writeFields(schema: RecordSchema, json: JsonNode): void {
    if (json.kind !== 'object') throw this.misfit(json, `record ${schema.fullName} (an object)`);
    const names = schema.fields.map(({ name }) => name);
    if (json.members.size > 0) this.#refuseUndeclared(schema, names, json);
    for (const { name, schema: type, hasDefault } of schema.fields) {
      const member = json.members.get(name);
      if (member === undefined) {
        this.path.push(`.${name}`);
        const remedy = hasDefault
          ? 'in the JSON encoding defaults are written out too'
          : 'every field must be there, also one that is null';
        throw this.misfit(json, `a field of record ${schema.fullName}`, { found: 'nothing', remedy });
      }
      this.inside(`.${name}`, type, member.value);
    }
  }

  #refuseUndeclared({ fullName }: RecordSchema, names: readonly string[], json: JsonObject): void {
    const declared = new Set(names);
    for (const [key, { value }] of json.members) {
      if (declared.has(key)) continue;
      this.path.push(`.${key}`);
      throw this.misfit(value, `a field of record ${fullName}`, {
        found: 'an undeclared field',
        remedy: suggestion(key, names),
      });
    }
  }

  protected writeBranch({ branches }: UnionSchema, json: JsonNode): void {
    const expected = `one of ${branches.map(branchLabel).join(', ')}`;
    const index =
      json.kind === 'null'
        ? branches.findIndex(({ type }) => type === 'null')
        : this.#labelled(branches, json);
    const branch = branches[index];
    if (branch === undefined) {
      const labels = branches.filter(({ type }) => type !== 'null').map(branchLabel);
      const remedy =
        labels.length === 0
          ? undefined
          : `a union says its branch, as in { ${JSON.stringify(labels[0])}: … }; null stands alone`;
      throw this.misfit(json, expected, { remedy });
    }
    this.writer.writeVarlong(index);
    if (json.kind !== 'object') return;
    const [member] = json.members.values();
    if (member !== undefined) this.write(branch, member.value);
  }

  /** -1 for what names no branch. Null is never named. */
  #labelled(branches: readonly Schema[], json: JsonNode): number {
    if (json.kind !== 'object' || json.members.size !== 1) return -1;
    const [label] = json.members.keys();
    return branches.findIndex((branch) => branch.type !== 'null' && branchLabel(branch) === label);
  }
}

/** Undefined for a number with a fraction, or one that cannot be told exactly. */
export function wholeOf({ text }: JsonNumber): bigint | undefined {
  if (text.length > LONGEST_WHOLE) return undefined;
  if (WHOLE.test(text)) return BigInt(text);
  const value = Number(text);
  return Number.isSafeInteger(value) ? BigInt(value) : undefined;
}

export function suggestion(name: string, known: readonly string[]): string | undefined {
  const nearest = nearestName(name, known);
  return nearest === undefined ? undefined : `did you mean '${nearest}'?`;
}
