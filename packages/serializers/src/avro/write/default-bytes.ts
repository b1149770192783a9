/**
 * The bytes of a field's default, from the JSON of the schema.
 *
 * Made from the schema alone: what users hold has no say in it. A union's default may match any branch, the
 * first that fits, as since Avro 1.12. A default that fits nothing is an error when it is needed, not before:
 * stored schemas hold some. Bounded, since defaults of records inside defaults multiply. Source: Avro 1.12
 * specification, "Complex Types".
 */
import { ByteWriter, SerializationError } from '@ottla/kernel';
import type { JsonValue, RecordSchema, Schema } from '@ottla/schema';

/** More than a default that anybody wrote by hand. */
const MOST_BYTES = 1 << 20;
/** Values without bytes are not bounded by bytes. */
const MOST_VALUES = 1 << 16;
/** Records that default to themselves would never end. */
const DEEPEST = 100;

/**
 * Throws SerializationError `DEFAULT_INVALID` for JSON that is no value of the schema, and for one that is too
 * large to be meant.
 * @example
 * defaultBytes(7, parseSchema('"int"')); // Uint8Array [14]
 */
export function defaultBytes(json: JsonValue | undefined, schema: Schema): Uint8Array {
  const made = new DefaultWrite();
  if (json === undefined || !made.write(json, schema)) {
    throw invalid('does not fit its own type');
  }
  return made.writer.toBytes();
}

function invalid(problem: string): SerializationError {
  return new SerializationError(`a default of the schema ${problem}; give the field a value`, {
    code: 'DEFAULT_INVALID',
  });
}

class DefaultWrite {
  readonly writer = new ByteWriter(64);
  #depth = 0;
  #values = 0;

  /** False when the JSON does not fit; what was written until then is to be forgotten. */
  write(json: JsonValue, schema: Schema): boolean {
    this.#values++;
    if (this.#values > MOST_VALUES || this.writer.position > MOST_BYTES || this.#depth > DEEPEST) {
      throw invalid('is too large or contains itself');
    }
    this.#depth++;
    const fits = this.#any(json, schema);
    this.#depth--;
    return fits;
  }

  #any(json: JsonValue, schema: Schema): boolean {
    switch (schema.type) {
      case 'null':
        return json === null;
      case 'boolean':
        if (typeof json !== 'boolean') return false;
        this.writer.writeInt8(json ? 1 : 0);
        return true;
      case 'int':
        if (typeof json !== 'number' || json !== (json | 0)) return false;
        this.writer.writeVarint(json);
        return true;
      case 'long':
        return this.#long(json);
      case 'float':
      case 'double':
        return this.#float(json, schema.type);
      case 'string':
        if (typeof json !== 'string') return false;
        this.writer.writePrefixedUtf8(json);
        return true;
      case 'bytes':
      case 'fixed':
        return this.#bytes(json, schema.type === 'fixed' ? schema.size : null);
      case 'enum':
        return this.#enum(json, schema.symbols);
      case 'array':
        return Array.isArray(json) && this.#block(json, (item: JsonValue) => this.write(item, schema.items));
      case 'map':
        return isJsonObject(json) && this.#entries(json, schema.values);
      case 'record':
        return isJsonObject(json) && this.#record(json, schema);
      case 'union':
        return this.#union(json, schema.branches);
    }
  }

  #long(json: JsonValue): boolean {
    if (typeof json === 'bigint' && BigInt.asIntN(64, json) === json) this.writer.writeVarlongBigint(json);
    else if (typeof json === 'number' && Number.isSafeInteger(json)) this.writer.writeVarlong(json);
    else return false;
    return true;
  }

  /** JSON has no NaN and no infinities; stored schemas write them as strings. */
  #float(json: JsonValue, type: 'float' | 'double'): boolean {
    const isNamed = json === 'NaN' || json === 'Infinity' || json === '-Infinity';
    if (!isNamed && typeof json !== 'number' && typeof json !== 'bigint') return false;
    if (type === 'float') this.writer.writeFloat32LE(Number(json));
    else this.writer.writeFloat64LE(Number(json));
    return true;
  }

  /** JSON writes bytes as a string of code points 0 to 255. */
  #bytes(json: JsonValue, size: number | null): boolean {
    if (typeof json !== 'string' || /[^\0-\u00ff]/.test(json)) return false;
    if (size === null) this.writer.writeVarlong(json.length);
    else if (json.length !== size) return false;
    this.writer.writeBytes(Buffer.from(json, 'latin1'));
    return true;
  }

  #enum(json: JsonValue, symbols: readonly string[]): boolean {
    const position = typeof json === 'string' ? symbols.indexOf(json) : -1;
    if (position === -1) return false;
    this.writer.writeVarint(position);
    return true;
  }

  #block<T>(items: readonly T[], write: (item: T) => boolean): boolean {
    if (items.length > 0) this.writer.writeVarlong(items.length);
    const fits = items.every(write);
    this.writer.writeInt8(0);
    return fits;
  }

  #entries(json: JsonObject, values: Schema): boolean {
    return this.#block(Object.entries(json), ([key, value]) => {
      this.writer.writePrefixedUtf8(key);
      return this.write(value, values);
    });
  }

  #record(json: JsonObject, { fields }: RecordSchema): boolean {
    return fields.every((field) => {
      const own = Object.hasOwn(json, field.name) ? json[field.name] : field.defaultValue;
      return own !== undefined && this.write(own, field.schema);
    });
  }

  #union(json: JsonValue, branches: readonly Schema[]): boolean {
    const start = this.writer.position;
    return branches.some((branch, index) => {
      this.writer.truncate(start);
      this.writer.writeVarint(index);
      return this.write(json, branch);
    });
  }
}

interface JsonObject {
  readonly [key: string]: JsonValue;
}

function isJsonObject(json: JsonValue): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
