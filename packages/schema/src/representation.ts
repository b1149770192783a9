/**
 * The one decision about JavaScript shapes, for generated types and run time alike.
 *
 * Values
 * - null, boolean, string: themselves. int, float, double: number. bytes and fixed: Uint8Array.
 * - long: a number checked to be safe, or bigint by choice for the run, a record or a field.
 * - enum: its symbols as strings. Arrays, maps and records: arrays and plain objects.
 * - decimal: a string that keeps its scale. uuid: a string. date: 'YYYY-MM-DD'. time-millis, time-micros: number.
 * - timestamp-millis: Date; timestamp-micros and -nanos: bigint; every local-timestamp: bigint, never Date.
 * - duration: { months, days, milliseconds }.
 *
 * Unions
 * - Every branch has a natural value; null, boolean, string, number, bigint, bytes, array and Date need no tag.
 * - With two records or more, each record carries `$type`, its full name, beside its fields (`inline`).
 * - A map beside a record is always { $type: 'map', value } (`wrapped`). So is a duration beside a record or
 *   a map: its object could be either.
 * - Where branches share a JavaScript kind, decode gives the natural value and encode takes the first branch
 *   in schema order that holds the value exactly; { $type: tag, value } forces one.
 * - The tag of a branch is the full name of a named type, else the name of the type.
 *
 * Avro names cannot contain `$`, so no field can clash with `$type`. Source: DESIGN.md section 5.
 */
import { branchName } from './names.ts';
import type {
  ArrayRepresentation,
  DecimalStringRepresentation,
  FieldRepresentation,
  JavaScriptKind,
  MapRepresentation,
  RecordRepresentation,
  Representation,
  UnionBranch,
} from './representation-kinds.ts';
import { longChoice, refuseUnknownChoices, type RepresentationChoices } from './representation-choices.ts';
import {
  isPrimitive,
  type FixedSchema,
  type LogicalType,
  type PrimitiveSchema,
  type RecordSchema,
  type Schema,
  type UnionSchema,
} from './schema.ts';

type LongChoice = 'number' | 'bigint';

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };

/**
 * The shape of a schema's values. Cyclic for recursive records: each named type is one object. Throws
 * ConfigError `CHOICE_UNKNOWN` when a choice names nothing in the schema.
 * @example
 * representationOf(parseSchema('["null", "long"]'), { long: 'bigint' });
 * // { kind: 'union', branches: [{ tag: 'null', tagging: 'none', … }, { tag: 'long', tagging: 'none', … }] }
 */
export function representationOf(schema: Schema, choices: RepresentationChoices = {}): Representation {
  refuseUnknownChoices([schema], choices);
  return new Representer(choices).represent(schema);
}

/** Works through a list of unfinished parts instead of recursing, so that no schema is too deep. */
class Representer {
  readonly #choices: RepresentationChoices;
  readonly #records = new Map<string, RecordRepresentation>();
  readonly #unfinished: (() => void)[] = [];

  constructor(choices: RepresentationChoices) {
    this.#choices = choices;
  }

  represent(schema: Schema): Representation {
    const representation = this.#of(schema, this.#choices.long ?? 'number');
    for (let next = this.#unfinished.pop(); next !== undefined; next = this.#unfinished.pop()) next();
    return representation;
  }

  /** Makes the object at once; what is inside it follows later. `long` is the choice that holds here. */
  #of(schema: Schema, long: LongChoice): Representation {
    if (isPrimitive(schema)) return primitiveRepresentation(schema, long);
    switch (schema.type) {
      case 'record':
        return this.#record(schema);
      case 'array': {
        // `items` is set before anyone outside this class sees the object.
        const made = { kind: 'array', schema } as Writable<ArrayRepresentation>;
        this.#unfinished.push(() => (made.items = this.#of(schema.items, long)));
        return made;
      }
      case 'map': {
        // As above.
        const made = { kind: 'map', schema } as Writable<MapRepresentation>;
        this.#unfinished.push(() => (made.values = this.#of(schema.values, long)));
        return made;
      }
      case 'union': {
        const branches: UnionBranch[] = [];
        this.#unfinished.push(() => this.#fillBranches(schema, branches, long));
        return { kind: 'union', branches, schema };
      }
      case 'enum':
        return { kind: 'enum', symbols: schema.symbols, schema };
      case 'fixed':
        return fixedRepresentation(schema);
    }
  }

  #record(schema: RecordSchema): RecordRepresentation {
    const known = this.#records.get(schema.fullName);
    if (known !== undefined) return known;
    const fields: FieldRepresentation[] = [];
    const made: RecordRepresentation = { kind: 'record', fields, schema };
    this.#records.set(schema.fullName, made);
    this.#unfinished.push(() => {
      for (const field of schema.fields) {
        const long = longChoice(this.#choices, schema.fullName, field.name);
        fields.push({ name: field.name, representation: this.#of(field.schema, long), field });
      }
    });
    return made;
  }

  #fillBranches(schema: UnionSchema, branches: UnionBranch[], long: LongChoice): void {
    const records = schema.branches.filter((branch) => branch.type === 'record').length;
    const maps = schema.branches.filter((branch) => branch.type === 'map').length;
    for (const branch of schema.branches) {
      const representation = this.#of(branch, long);
      const { kind } = representation;
      let tagging: UnionBranch['tagging'] = 'none';
      if (kind === 'record' && records > 1) tagging = 'inline';
      if (kind === 'map' && records > 0) tagging = 'wrapped';
      if (kind === 'duration' && records + maps > 0) tagging = 'wrapped';
      branches.push({ representation, tag: branchName(branch), tagging, jsKind: JS_KINDS[kind] });
    }
  }
}

const WIDE_TIMESTAMPS = [
  'timestamp-micros',
  'timestamp-nanos',
  'local-timestamp-millis',
  'local-timestamp-micros',
  'local-timestamp-nanos',
] as const;

/** A union is never a branch; its row only completes the table. */
const JS_KINDS: Readonly<Record<Representation['kind'], JavaScriptKind>> = {
  null: 'null',
  boolean: 'boolean',
  string: 'string',
  bytes: 'bytes',
  number: 'number',
  bigint: 'bigint',
  timestamp: 'date',
  dateString: 'string',
  temporal: 'class',
  decimalString: 'string',
  unscaledDecimal: 'object',
  bigDecimalString: 'string',
  duration: 'object',
  custom: 'class',
  fixedBytes: 'bytes',
  enum: 'string',
  array: 'array',
  map: 'object',
  record: 'object',
  union: 'object',
};

function primitiveRepresentation(schema: PrimitiveSchema, long: LongChoice): Representation {
  switch (schema.type) {
    case 'null':
    case 'boolean':
    case 'string':
      return { kind: schema.type, schema };
    case 'bytes':
      return decimalRepresentation(schema.logical, schema) ?? { kind: 'bytes', schema };
    case 'float':
    case 'double':
      return { kind: 'number', of: schema.type, schema };
    case 'int':
      if (schema.logical?.name === 'date') return { kind: 'dateString', schema };
      return { kind: 'number', of: schema.logical?.name === 'time-millis' ? 'time-millis' : 'int', schema };
    case 'long':
      return longRepresentation(schema, long);
  }
}

function longRepresentation(schema: PrimitiveSchema, long: LongChoice): Representation {
  const name = schema.logical?.name;
  if (name === 'time-micros') return { kind: 'number', of: name, schema };
  if (name === 'timestamp-millis') return { kind: 'timestamp', schema };
  const wide = WIDE_TIMESTAMPS.find((each) => each === name);
  if (wide !== undefined) return { kind: 'bigint', of: wide, schema };
  return { kind: long, of: 'long', schema };
}

function fixedRepresentation(schema: FixedSchema): Representation {
  if (schema.logical?.name === 'uuid') return { kind: 'string', schema };
  if (schema.logical?.name === 'duration') return { kind: 'duration', schema };
  const decimal = decimalRepresentation(schema.logical, schema);
  return decimal ?? { kind: 'fixedBytes', size: schema.size, schema };
}

function decimalRepresentation(
  logical: LogicalType | null,
  schema: PrimitiveSchema | FixedSchema,
): DecimalStringRepresentation | undefined {
  if (logical?.name !== 'decimal') return undefined;
  return { kind: 'decimalString', precision: logical.precision, scale: logical.scale, schema };
}
