/**
 * Random schemas full of unions whose branches look alike, with bytes of any branch: for what must keep branches apart.
 *
 * Bytes are put together from those of single values, so that a branch is meant and never found out. All logical
 * types are among them, with values that are valid. Everything follows from one seed.
 */
import { ByteWriter, seededRandom, type Random } from '@ottla/kernel';
import { parseSchema } from '@ottla/schema';
import { avroCodec } from '../src/avro/avro-codec.ts';
import { EXACT_CHOICES } from '../src/avro/plain-json/exact-choices.ts';
import { prefixed, varint } from './random-datum.ts';

export interface RandomUnions {
  readonly schema: unknown;
  readonly bytes: () => Buffer;
}

const LARGEST = 2n ** 63n - 1n;
const TEXTS = [
  '',
  'A',
  'abc',
  '12.30',
  '1',
  '2024-05-01',
  '12:30:00.000',
  '2024-05-01T12:30:00.000Z',
  'NaN',
  'map',
];
const KEYS = ['a', '$type', 'value', 'string', 'map', 'acme.R', '__proto__', 'constructor', '7'];
const UUID = '0f8fad5b-d9cb-469f-a165-70867728950e';

const logical = (type: string, logicalType: string, more: object = {}): object => ({
  type,
  logicalType,
  ...more,
});
const LEAVES: readonly (readonly [unknown, readonly unknown[]])[] = [
  ['null', [null]],
  ['boolean', [true, false]],
  ['int', [0, 1, -5, 2 ** 31 - 1]],
  ['long', [0n, 1n, 2n ** 53n + 1n, LARGEST, -LARGEST - 1n]],
  ['float', [0, -0, 1, Math.fround(0.1), 16777216, Number.NaN, Number.NEGATIVE_INFINITY]],
  ['double', [0, -0, 1, 0.1, 2 ** 53, 1e300, 5e-324, Number.NaN, Number.POSITIVE_INFINITY]],
  ['string', [...TEXTS, UUID]],
  ['bytes', [Uint8Array.of(), Uint8Array.of(65), Uint8Array.of(0, 34, 0x80, 0xff)]],
  [{ type: 'fixed', name: 'F', size: 1 }, [Uint8Array.of(65), Uint8Array.of(0xff)]],
  [{ type: 'enum', name: 'E', symbols: ['A', 'NaN', 'constructor'] }, ['A', 'NaN', 'constructor']],
  [logical('int', 'date'), ['2024-05-01', '-000001-12-31', '+999999-01-01', '0000-02-29']],
  [logical('int', 'time-millis'), [0, 86_399_999, 86_400_000, -1]],
  [logical('long', 'time-micros'), [0n, 86_399_999_999n, 86_400_000_000n, -1n]],
  [logical('long', 'timestamp-millis'), [0n, -1n, 1_714_566_600_123n, 8_640_000_000_000_001n, LARGEST]],
  [logical('long', 'timestamp-micros'), [0n, -1n, LARGEST, -LARGEST - 1n]],
  [logical('long', 'timestamp-nanos'), [0n, -1n, LARGEST, -LARGEST - 1n]],
  [logical('long', 'local-timestamp-millis'), [0n, -1n, 62_135_596_800_000n, LARGEST]],
  [logical('long', 'local-timestamp-micros'), [0n, -1n]],
  [logical('long', 'local-timestamp-nanos'), [5n, -1n]],
  [logical('string', 'uuid'), [UUID, UUID.toUpperCase()]],
  [logical('fixed', 'uuid', { name: 'U', size: 16 }), [UUID]],
  [
    logical('bytes', 'decimal', { precision: 9, scale: 2 }),
    [1230n, 0n, -1n, 123456789n].map((unscaled) => ({ unscaled, scale: 2 })),
  ],
  [
    logical('fixed', 'decimal', { name: 'D', size: 4, precision: 9, scale: 0 }),
    [0n, -1n, 999999999n].map((unscaled) => ({ unscaled, scale: 0 })),
  ],
  [logical('bytes', 'big-decimal'), [-2, 0, 3, 10_001].map((scale) => ({ unscaled: -120n, scale }))],
  [logical('fixed', 'duration', { name: 'T', size: 12 }), [{ months: 1, days: 0, milliseconds: 4294967295 }]],
];

export class UnionSketches {
  readonly #random: Random;
  #names = 0;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  type(depth = 3): RandomUnions {
    if (depth === 0) return this.#leaf();
    return this.#below(3) === 0 ? this.#parts(depth) : this.#union(depth);
  }

  #leaf(): RandomUnions {
    const [json, values] = this.#pick(LEAVES);
    const schema = this.#named(json);
    const codec = avroCodec<unknown>(parseSchema(JSON.stringify(schema)), { choices: EXACT_CHOICES });
    const bytes = (): Buffer => {
      const writer = new ByteWriter();
      codec.encodeInto(this.#pick(values), writer);
      return Buffer.from(writer.view());
    };
    return { schema, bytes };
  }

  #union(depth: number): RandomUnions {
    const branches = new Map<string, RandomUnions>();
    for (let tries = 1 + this.#below(7); tries > 0; tries--) {
      const branch = this.#below(3) === 0 ? this.#parts(depth) : this.#leaf();
      const { schema } = branch;
      const { type, name } =
        typeof schema === 'string' ? { type: schema } : (schema as { type: string; name?: string });
      branches.set(name ?? type, branch);
    }
    const made = [...branches.values()];
    const bytes = (): Buffer => {
      const index = this.#below(made.length);
      return Buffer.concat([varint(BigInt(index)), made[index]?.bytes() ?? Buffer.alloc(0)]);
    };
    return { schema: made.map(({ schema }) => schema), bytes };
  }

  #parts(depth: number): RandomUnions {
    const kind = this.#pick(['array', 'map', 'record']);
    if (kind === 'record') return this.#record(depth);
    const item = this.type(depth - 1);
    const schema =
      kind === 'map' ? { type: 'map', values: item.schema } : { type: 'array', items: item.schema };
    const bytes = (): Buffer => {
      const keys = new Set(Array.from({ length: this.#below(3) }, () => this.#pick(KEYS)));
      // The order of an object, whose integers come first.
      const ordered = Object.keys(Object.fromEntries([...keys].map((key) => [key, 0])));
      if (ordered.length === 0) return varint(0n);
      const entries = ordered.map((key) => {
        return Buffer.concat([...(kind === 'map' ? [prefixed(Buffer.from(key))] : []), item.bytes()]);
      });
      return Buffer.concat([varint(BigInt(ordered.length)), ...entries, varint(0n)]);
    };
    return { schema, bytes };
  }

  #record(depth: number): RandomUnions {
    const names = ['string', 'map', 'value'].slice(this.#below(3));
    const fields = names.map((name) => ({ name, type: this.type(depth - 1) }));
    return {
      schema: this.#named({
        type: 'record',
        name: 'R',
        fields: fields.map(({ name, type }) => ({ name, type: type.schema })),
      }),
      bytes: () => Buffer.concat(fields.map(({ type }) => type.bytes())),
    };
  }

  #named(schema: unknown): unknown {
    if (typeof schema !== 'object' || schema === null || !('name' in schema)) return schema;
    return { ...schema, name: `acme.${String(schema.name)}${this.#names++}` };
  }

  #pick<T>(items: readonly T[]): T {
    return items[this.#below(items.length)] as T; // within
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }
}
