/**
 * A field's default, from the JSON of the schema to a value in our representation.
 *
 * Fresh for every use where it could be changed. A union's default may match any branch, the first that fits,
 * as since Avro 1.12. A default that fits nothing is an error when it is needed, not before: stored schemas
 * hold some. Source: Avro 1.12 specification, "Records".
 */
import { SerializationError } from '@ottla/kernel';
import type {
  BigintRepresentation,
  DecimalStringRepresentation,
  DurationRepresentation,
  FixedBytesRepresentation,
  JsonValue,
  NumberRepresentation,
  PlainRepresentation,
  RecordRepresentation,
  Representation,
  UnionRepresentation,
} from '@ottla/schema';
import type { WireType } from './logical/conversion.ts';
import { dateOfDays } from './logical/calendar-date.ts';
import { decimalText, unscaledOfBytes } from './logical/decimal-text.ts';
import { durationOfBytes } from './logical/duration.ts';
import { conversionOf, type ConvertedRepresentation } from './logical/scalar-conversion.ts';
import { uuidOfBytes } from './logical/uuid.ts';
import { isLong } from './logical/zigzag.ts';
import { tagged } from './union-tag.ts';

/** What a default that does not fit becomes; never a value. */
const UNFIT: unique symbol = Symbol('unfit');
type Fitting = unknown;

const CHANGEABLE: ReadonlySet<Representation['kind']> = new Set([
  'bytes',
  'fixedBytes',
  'timestamp',
  'duration',
  'unscaledDecimal',
  'custom',
  'array',
  'map',
  'record',
  'union',
]);

/** Gives the default each time it is called. Throws SerializationError `DEFAULT_INVALID` when there is none that fits. */
export function defaultMaker(json: JsonValue | undefined, representation: Representation): () => unknown {
  const make = (): unknown => {
    const value = json === undefined ? UNFIT : valueOf(json, representation);
    if (value === UNFIT) {
      throw new SerializationError(
        'a default of the schema does not fit its own type; give the field a value',
        { code: 'DEFAULT_INVALID' },
      );
    }
    return value;
  };
  if (CHANGEABLE.has(representation.kind)) return make;
  let kept: unknown = UNFIT;
  return () => (kept === UNFIT ? (kept = make()) : kept);
}

function valueOf(json: JsonValue, representation: Representation): Fitting {
  switch (representation.kind) {
    case 'null':
      return json === null ? null : UNFIT;
    case 'boolean':
      return typeof json === 'boolean' ? json : UNFIT;
    case 'enum':
      return typeof json === 'string' && representation.symbols.includes(json) ? json : UNFIT;
    case 'number':
      return numberOf(json, representation);
    case 'bigint':
      return bigintOf(json, representation);
    case 'timestamp':
      return Number.isInteger(json) && Math.abs(Number(json)) <= 8.64e15 ? new Date(Number(json)) : UNFIT;
    case 'dateString':
      return isInt(json) ? dateOfDays(json) : UNFIT;
    case 'array':
      return arrayOf(json, representation.items);
    case 'map':
      return mapOf(json, representation.values);
    case 'record':
      return recordOf(json, representation);
    case 'union':
      return unionOf(json, representation);
    case 'string':
      if (representation.schema.type === 'string') return typeof json === 'string' ? json : UNFIT;
      return bytesValueOf(json, representation);
    case 'bytes':
    case 'fixedBytes':
    case 'decimalString':
    case 'duration':
      return bytesValueOf(json, representation);
    case 'temporal':
    case 'unscaledDecimal':
    case 'bigDecimalString':
    case 'custom':
      return convertedOf(json, representation);
  }
}

/** The JSON of the wire's type, converted as if it had been read. */
function convertedOf(json: JsonValue, representation: ConvertedRepresentation): Fitting {
  const { wire, size, conversion } = conversionOf(representation);
  const value = wireOf(json, wire, size);
  return value === UNFIT || conversion === null ? value : conversion.fromWire(value, '');
}

function wireOf(json: JsonValue, wire: WireType, size: number | null): Fitting {
  if (wire === 'int') return isInt(json) ? json : UNFIT;
  if (wire === 'long') return Number.isSafeInteger(json) ? json : UNFIT;
  if (wire === 'bigintLong') {
    const isWhole = typeof json === 'bigint' ? isLong(json) : Number.isSafeInteger(json);
    return isWhole ? BigInt(json as number | bigint) : UNFIT;
  }
  if (typeof json !== 'string') return UNFIT;
  if (wire === 'string') return json;
  const bytes = Buffer.from(json, 'latin1');
  return /[^\0-\u00ff]/.test(json) || (size !== null && bytes.length !== size) ? UNFIT : bytes;
}

function isInt(json: JsonValue): json is number {
  return typeof json === 'number' && json === (json | 0);
}

function numberOf(json: JsonValue, { of }: NumberRepresentation): Fitting {
  if (of === 'float' || of === 'double') {
    if (json === 'NaN' || json === 'Infinity' || json === '-Infinity') return Number(json);
    return typeof json === 'number' || typeof json === 'bigint' ? Number(json) : UNFIT;
  }
  const fits = of === 'int' || of === 'time-millis' ? isInt(json) : Number.isSafeInteger(json);
  return fits ? json : UNFIT;
}

function bigintOf(json: JsonValue, _representation: BigintRepresentation): Fitting {
  if (typeof json !== 'bigint' && !Number.isSafeInteger(json)) return UNFIT;
  const value = BigInt(json as number | bigint);
  return isLong(value) ? value : UNFIT;
}

type BytesRepresentation =
  PlainRepresentation | FixedBytesRepresentation | DecimalStringRepresentation | DurationRepresentation;

/** JSON writes bytes as a string of code points 0 to 255. */
function bytesValueOf(json: JsonValue, representation: BytesRepresentation): Fitting {
  if (typeof json !== 'string' || /[^\0-\u00ff]/.test(json)) return UNFIT;
  const bytes = Buffer.from(json, 'latin1');
  const { schema } = representation;
  if (schema.type === 'fixed' && bytes.length !== schema.size) return UNFIT;
  if (representation.kind === 'string') return uuidOfBytes(bytes);
  if (representation.kind === 'duration') return durationOfBytes(bytes);
  if (representation.kind !== 'decimalString') return new Uint8Array(bytes);
  const unscaled = unscaledOfBytes(bytes, representation.precision);
  return unscaled === undefined ? UNFIT : decimalText(unscaled, representation.scale);
}

function arrayOf(json: JsonValue, items: Representation): Fitting {
  if (!Array.isArray(json)) return UNFIT;
  // Array.isArray forgets what the array holds.
  const values = (json as readonly JsonValue[]).map((item) => valueOf(item, items));
  return values.includes(UNFIT) ? UNFIT : values;
}

function isJsonObject(json: JsonValue): json is { readonly [key: string]: JsonValue } {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function mapOf(json: JsonValue, values: Representation): Fitting {
  if (!isJsonObject(json)) return UNFIT;
  const entries = Object.entries(json).map(([key, item]) => [key, valueOf(item, values)] as const);
  return entries.some(([, value]) => value === UNFIT) ? UNFIT : Object.fromEntries(entries);
}

function recordOf(json: JsonValue, { fields }: RecordRepresentation): Fitting {
  if (!isJsonObject(json)) return UNFIT;
  const entries = fields.map(({ name, representation, field }) => {
    const own = Object.hasOwn(json, name) ? json[name] : field.defaultValue;
    return [name, own === undefined ? UNFIT : valueOf(own, representation)] as const;
  });
  return entries.some(([, value]) => value === UNFIT) ? UNFIT : Object.fromEntries(entries);
}

function unionOf(json: JsonValue, { branches }: UnionRepresentation): Fitting {
  for (const branch of branches) {
    const value = valueOf(json, branch.representation);
    if (value !== UNFIT) return tagged(value, branch);
  }
  return UNFIT;
}
