/**
 * Holds a compiled codec against the closures of the same schema: bytes, values and verdicts, for right values and
 * wrong ones, for whole bytes and broken ones. Counts how often the compiled code did the work itself.
 */
import { isDeepStrictEqual } from 'node:util';
import { ByteWriter, OttlaError, type Random } from '@ottla/kernel';
import { parseSchema, representationOf, type Representation, type Schema } from '@ottla/schema';
import { avroCodec, defineAvroSchema, type AvroCodec, type AvroSchema } from '@ottla/serializers/avro';
import {
  compiledWrite,
  type CompiledCodec,
} from '../../packages/serializers/src/avro/compiled/compiled-codec.ts';
import { DatumReader } from '../../packages/serializers/src/avro/read/datum-reader.ts';
import { RandomDatum } from '../../packages/serializers/testing/random-datum.ts';
import { RandomValue } from './codegen-random-value.ts';
import { spoiled } from './codegen-compiled-spoil.ts';

export interface Tally {
  /** Natural values, and how many of them the compiled code wrote, and read. */
  values: number;
  written: number;
  read: number;
  /** Broken bytes, and how many of them compiled code read all the same. */
  broken: number;
  brokenRead: number;
  /** Wide and wrong values, and how many of them could be written by someone. */
  odd: number;
  oddWritten: number;
}

export const emptyTally = (): Tally => ({
  values: 0,
  written: 0,
  read: 0,
  broken: 0,
  brokenRead: 0,
  odd: 0,
  oddWritten: 0,
});

type Outcome = { readonly value: unknown } | { readonly problem: string };

/** Flipped bits of one datum. */
const MOST_FLIPS = 40;
/** Truncations of one datum. */
const MOST_CUTS = 60;
/** Longer values are not fitted into every size of buffer. */
const LONGEST_FITTED = 400;

export class CompiledJudge {
  readonly #random: Random;
  readonly #compiled: CompiledCodec<unknown, unknown>;
  readonly #asGiven: AvroCodec<unknown>;
  readonly #closures: AvroCodec<unknown>;
  readonly #schema: Schema;
  readonly #representation: Representation;
  readonly tally = emptyTally();

  constructor(constant: AvroSchema<unknown>, random: Random) {
    const { compiled, ...others } = constant;
    if (compiled === undefined) throw new Error(`${constant.fullName} has no compiled code`);
    this.#random = random;
    this.#compiled = compiled;
    this.#asGiven = avroCodec(constant);
    this.#closures = avroCodec(defineAvroSchema<unknown>(others));
    this.#schema = parseSchema(constant.schema);
    this.#representation = representationOf(this.#schema, constant.choices);
  }

  /** Throws an Error that says what differed. */
  judge(draws: number): void {
    const datum = new RandomDatum(this.#random);
    const values = new RandomValue(this.#random);
    for (let draw = 0; draw < draws; draw++) {
      const bytes = datum.of(this.#schema);
      // A type without values in it.
      if (bytes === undefined) return;
      this.#bytes(bytes);
      const natural = outcome(() => this.#closures.decode(bytes));
      if ('value' in natural) this.#natural(natural.value);
      const given = values.of(this.#representation);
      this.#odd(given);
      const taken = outcome(() => this.#closures.decode(encodedBy(this.#closures, given)));
      if ('value' in taken) this.#natural(taken.value);
    }
  }

  /** A value as decode gives it. */
  #natural(value: unknown): void {
    const expected = outcome(() => encodedBy(this.#closures, value));
    this.#odd(value);
    // Of what stands on the wire, some is read and cannot be written: a text that is no uuid.
    if (!('value' in expected)) return;
    this.tally.values++;
    const writer = new ByteWriter(1 + Math.floor(this.#random() * 80));
    writer.writeInt8(7);
    if (compiledWrite(this.#compiled.write, value, writer)) {
      this.tally.written++;
      same({ value: writer.toBytes(1) }, expected, 'compiled.write');
      this.#rooms(value, expected.value as Uint8Array); // as encoded
    }
    for (let change = 0; change < 6; change++) this.#odd(spoiled(value, this.#random));
  }

  /** Where the buffer ends behind the value, or within it, it grows in time: nothing is put beyond the end. */
  #rooms(value: unknown, bytes: Uint8Array): void {
    if (bytes.length > LONGEST_FITTED) return;
    for (let size = Math.max(1, bytes.length - 10); size < bytes.length + 90; size++) {
      const writer = new ByteWriter(size);
      const end = outcome(() => this.#compiled.write(value, writer, 0, 1));
      if ('problem' in end) throw new Error(`no room: ${end.problem}`);
      same(end, { value: bytes.length }, 'the end');
      same(
        { value: new Uint8Array(writer.buffer.subarray(0, bytes.length)) },
        { value: bytes },
        'in little room',
      );
    }
  }

  /** Any value: the same verdict by both. */
  #odd(value: unknown): void {
    const expected = outcome(() => encodedBy(this.#closures, value));
    this.tally.odd++;
    if ('value' in expected) this.tally.oddWritten++;
    same(
      outcome(() => encodedBy(this.#asGiven, value)),
      expected,
      'encodeInto',
    );
  }

  /** A value that is written as another library writes it. */
  judgeBytes(value: unknown, bytes: Uint8Array): void {
    this.#natural(value);
    same({ value: encodedBy(this.#asGiven, value) }, { value: new Uint8Array(bytes) }, 'avsc');
  }

  /** Whole bytes, cut ones, and ones with a flipped bit. */
  #bytes(bytes: Buffer): void {
    if (this.#read(bytes)) this.tally.read++;
    const step = Math.max(1, Math.ceil(bytes.length / MOST_CUTS));
    for (let length = 0; length < bytes.length; length += step) this.#broken(bytes.subarray(0, length));
    for (let flip = 0; flip < Math.min(MOST_FLIPS, bytes.length * 8); flip++) {
      const bit = Math.floor(this.#random() * bytes.length * 8);
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      this.#broken(flipped);
    }
  }

  #broken(bytes: Buffer): void {
    this.tally.broken++;
    if (this.#read(bytes)) this.tally.brokenRead++;
  }

  /** Whether the compiled code read them by itself. */
  #read(bytes: Buffer): boolean {
    const expected = outcome(() => this.#closures.decode(bytes));
    same(
      outcome(() => this.#asGiven.decode(bytes)),
      expected,
      'decode',
    );
    const datum = new DatumReader();
    datum.start(bytes, 0);
    const found = outcome(() => this.#compiled.read(datum));
    if ('problem' in found) return false;
    same(found, expected, 'compiled.read');
    if (datum.depth !== 0 || datum.isEmptyInside)
      throw new Error('compiled.read left the datum within a value');
    return true;
  }
}

/** The bytes of a value. */
export function encodedBy(codec: AvroCodec<unknown>, value: unknown): Uint8Array {
  const writer = new ByteWriter();
  codec.encodeInto(value, writer);
  return writer.toBytes();
}

function outcome(act: () => unknown): Outcome {
  try {
    return { value: act() };
  } catch (error) {
    return { problem: error instanceof OttlaError ? `${error.code}: ${error.message}` : String(error) };
  }
}

function same(found: Outcome, expected: Outcome, by: string): void {
  if (isDeepStrictEqual(found, expected)) return;
  throw new Error(`${by} differs: ${shown(found)} instead of ${shown(expected)}`);
}

function shown(result: Outcome): string {
  return JSON.stringify(result, (_key, value: unknown) => {
    if (typeof value === 'bigint') return `${value}n`;
    return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;
  });
}
