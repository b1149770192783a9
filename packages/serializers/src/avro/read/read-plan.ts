/**
 * From a writer's schema and a reader's representation to the avsc type that reads the one as the other.
 *
 * avsc reads the writer's shape; conversions on its nodes give the reader's values while it does, so nothing
 * is built twice. What does not resolve (a branch, a symbol, a field) is a node that fails when it is met, as
 * in Java, not before. Maps are read as arrays of entries, which are the same bytes: avsc would let a key
 * `__proto__` choose the prototype. Each pair of records is made once, so plans are finite.
 */
import { isNamed, type Schema, type UnionBranch } from '@ottla/schema';
import type { ArraySchema, EnumSchema, MapSchema, RecordSchema, Representation } from '@ottla/schema';
import { avscType, converted, customLong } from '../engine/avsc-type.ts';
import type { AvscNode, AvscType, Conversion } from '../engine/avsc-type.ts';
import { enumSymbol, enumSymbols } from '../engine/enum-symbols.ts';
import { isCertainFromAvsc, longOfZigzag } from '../logical/zigzag.ts';
import { tagged } from '../union-tag.ts';
import { namesMatch, readingBranch } from './name-match.ts';
import { malformed, unresolvable } from './read-error.ts';
import { mapOfEntries, recordAssembler } from './record-assembly.ts';
import { matchRecords } from './record-match.ts';
import {
  isPromotion,
  safeNumber,
  scalarReading,
  type ScalarReader,
  type ScalarWriter,
} from './scalar-reading.ts';

/** `exact` reads every long in full; otherwise avsc refuses those that a number may not hold. */
export function readType(writer: Schema, reader: Representation, exact: boolean): AvscType {
  return avscType(new ReadPlan(exact).node(writer, reader, { path: '' }), 'never');
}

interface Spot {
  /** The field in the reader's types: `com.acme.Order.total`; empty at the root. */
  readonly path: string;
  /** The reader's branch, when the value must say which it is. */
  readonly branch?: UnionBranch | undefined;
  /** Within a writer's union: avsc takes any mix of branches as long as each one converts. */
  readonly inUnion?: boolean | undefined;
}

const same: Conversion = (value) => value;

class ReadPlan {
  readonly #exact: boolean;
  readonly #records = new Map<string, string>();
  readonly #identities = new Map<object, number>();
  #names = 0;

  constructor(exact: boolean) {
    this.#exact = exact;
  }

  /** Without a reader the value is skipped: read, and given to nobody. */
  node(writer: Schema, reader: Representation | undefined, spot: Spot): AvscNode {
    if (writer.type === 'union') {
      if (writer.branches.length === 0)
        return this.#failing('the writer wrote a union without branches', spot);
      return writer.branches.map((branch) => this.node(branch, reader, { path: spot.path, inUnion: true }));
    }
    if (reader?.kind === 'union') {
      const index = readingBranch(reader, writer);
      const branch = index === undefined ? undefined : reader.branches[index];
      if (branch === undefined) {
        return this.#failing(`the reader's union has no branch for ${typeWords(writer)}`, spot);
      }
      return this.node(writer, branch.representation, { ...spot, branch });
    }
    if (reader !== undefined && !resolves(writer, reader.schema)) {
      return this.#failing(`${typeWords(writer)} cannot be read as ${typeWords(reader.schema)}`, spot);
    }
    if (writer.type === 'record') return this.#record(writer, reader, spot);
    if (writer.type === 'array') return this.#array(writer, reader, spot);
    if (writer.type === 'map') return this.#map(writer, reader, spot);
    if (writer.type === 'enum') return this.#enum(writer, reader, spot);
    return this.#scalar(writer, reader, spot);
  }

  #name(letter: string): string {
    return `${letter}${this.#names++}`;
  }

  #attach(node: AvscNode, fromAvsc: Conversion | undefined, { branch, inUnion }: Spot): AvscNode {
    const whole =
      branch === undefined || branch.tagging === 'none' || branch.representation.kind === 'record'
        ? fromAvsc
        : (value: unknown) => tagged((fromAvsc ?? same)(value), branch);
    if (whole === undefined && (inUnion !== true || node === 'null')) return node;
    return converted(node, { fromAvsc: whole });
  }

  #failing(problem: string, { path }: Spot): AvscNode {
    const node = { type: 'record', name: this.#name('T'), fields: [] };
    return converted(node, {
      fromAvsc: () => {
        throw unresolvable(problem, path);
      },
    });
  }

  #scalar(
    writer: Exclude<ScalarWriter, EnumSchema>,
    reader: Representation | undefined,
    spot: Spot,
  ): AvscNode {
    // `resolves` has seen that the types match, so the reader has no parts either.
    const scalar = reader as ScalarReader | undefined;
    const reading = scalar === undefined ? undefined : scalarReading(writer, scalar, spot.path);
    const isExactLong = this.#exact || scalar === undefined || scalar.kind === 'bigint';
    const fromAvsc = scalar === undefined ? undefined : checked(writer, reading, isExactLong);
    if (writer.type === 'fixed') {
      return this.#attach({ type: 'fixed', name: this.#name('F'), size: writer.size }, fromAvsc, spot);
    }
    if (writer.type !== 'long' || !isExactLong) {
      return this.#attach(writer.type, fromAvsc, spot);
    }
    return exactLong(
      scalar === undefined ? same : (fromAvsc ?? ((value) => safeNumber(value as bigint, spot.path))),
    );
  }

  #enum(writer: EnumSchema, reader: Representation | undefined, spot: Spot): AvscNode {
    const node = { type: 'enum', name: this.#name('E'), symbols: enumSymbols(writer.symbols) };
    if (reader?.kind !== 'enum') return this.#attach(node, undefined, spot);
    const known = new Set(reader.symbols);
    const { defaultSymbol } = reader.schema;
    const symbols = new Map(
      writer.symbols.map((symbol, index) => [enumSymbol(index), known.has(symbol) ? symbol : defaultSymbol]),
    );
    const fromAvsc: Conversion = (symbol) => {
      const ours = symbols.get(symbol as string) ?? undefined;
      if (ours !== undefined) return ours;
      throw unresolvable(
        "the reader's enum lacks the symbol that was written, and has no default",
        spot.path,
      );
    };
    return this.#attach(node, fromAvsc, spot);
  }

  #array(writer: ArraySchema, reader: Representation | undefined, spot: Spot): AvscNode {
    const items = reader?.kind === 'array' ? reader.items : undefined;
    const node = { type: 'array', items: this.node(writer.items, items, { path: `${spot.path}[]` }) };
    return this.#attach(node, undefined, spot);
  }

  #map(writer: MapSchema, reader: Representation | undefined, spot: Spot): AvscNode {
    const values = reader?.kind === 'map' ? reader.values : undefined;
    const entry = {
      type: 'record',
      name: this.#name('K'),
      fields: [
        { name: 'key', type: 'string' },
        { name: 'value', type: this.node(writer.values, values, { path: `${spot.path}[]` }) },
      ],
    };
    // In a record of its own: beside an array, a second array would be no union for avsc.
    const entries = { name: 'entries', type: { type: 'array', items: entry } };
    const node = { type: 'record', name: this.#name('M'), fields: [entries] };
    return this.#attach(node, mapOfEntries, spot);
  }

  #record(writer: RecordSchema, representation: Representation | undefined, spot: Spot): AvscNode {
    const reader = representation?.kind === 'record' ? representation : undefined;
    const tag = spot.branch?.tagging === 'inline' ? spot.branch.tag : undefined;
    const key = [this.#identity(writer), this.#identity(reader), tag, spot.inUnion === true].join(' ');
    const known = this.#records.get(key);
    if (known !== undefined) return known;
    const match = reader === undefined ? undefined : matchRecords(writer, reader);
    if (typeof match === 'string') return this.#failing(match, spot);
    const name = this.#name('T');
    this.#records.set(key, name);
    const assemble = match === undefined ? undefined : recordAssembler(match, tag);
    const owner = reader?.schema.fullName ?? writer.fullName;
    const fields = writer.fields.map((field, index) => {
      const taker = match?.takers[index];
      return {
        name: match !== undefined && assemble === undefined ? field.name : `f${index}`,
        type: this.node(field.schema, taker?.representation, {
          path: `${owner}.${taker?.name ?? field.name}`,
        }),
      };
    });
    return this.#attach({ type: 'record', name, fields }, assemble, spot);
  }

  #identity(of: object | undefined): number {
    if (of === undefined) return -1;
    const known = this.#identities.get(of) ?? this.#identities.size;
    this.#identities.set(of, known);
    return known;
  }
}

/** Same type, with matching names and sizes, or a promotion. */
function resolves(writer: Schema, reader: Schema): boolean {
  if (writer.type !== reader.type) return isPromotion(reader.type, writer.type);
  if (!isNamed(writer) || !isNamed(reader)) return true;
  if (writer.type === 'fixed' && reader.type === 'fixed' && writer.size !== reader.size) return false;
  return namesMatch(reader, writer);
}

function typeWords(schema: Schema): string {
  return isNamed(schema) ? `${schema.type} ${schema.fullName}` : schema.type;
}

/** avsc reads any varint as an int, and some longs as others. */
function checked(
  { type }: ScalarWriter,
  fromAvsc: Conversion | undefined,
  isExactLong: boolean,
): Conversion | undefined {
  if (type === 'int') {
    return (value) => {
      const int = value as number;
      if (int !== (int | 0)) throw malformed('an int has more than 32 bits');
      return fromAvsc === undefined ? int : fromAvsc(int);
    };
  }
  if (type !== 'long' || isExactLong) return fromAvsc;
  return (value) => {
    const long = value as number;
    // Whoever called the fast plan goes on to the exact one.
    if (!isCertainFromAvsc(long)) throw malformed('avsc may have misread a long');
    return fromAvsc === undefined ? long : fromAvsc(long);
  };
}

function exactLong(fromAvsc: Conversion): AvscType {
  return customLong({
    fits: () => true,
    write: () => Buffer.alloc(0),
    read: (varint) => {
      const long = longOfZigzag(varint);
      if (long === undefined) throw malformed('a long has more than 64 bits');
      return fromAvsc(long);
    },
  });
}
