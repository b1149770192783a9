/**
 * The drop-in beside the library it stands in for: one schema, one value, both awaited, both with the schema
 * in their cache. Callers wait for each message, as producers do, so the promises are part of the figure.
 */
import { SchemaRegistry as Theirs, SchemaType as TheirType } from '@kafkajs/confluent-schema-registry';
import { SchemaRegistry as Ours, SchemaType } from '@ottla/confluent-schema-registry';
import avsc from 'avsc';
import { readFileSync } from 'node:fs';
import type { Figure } from './figure.ts';
import { inPairs, median } from './pairs.ts';
import { customer as wideCustomer } from './serializers/samples.ts';

const TURNS = 100_000;
const READER_TURNS = 1_000;
const WARM_UP_ROUNDS = 5;
const ROUNDS = 31;
const ENCODE_BAR = 0.6;
/** Most of a decode is avsc's own, on both sides. */
const DECODE_BAR = 0.8;
/** The original parses a reader schema for every message. */
const READER_BAR = 0.05;
const ID = 1;
/** Nothing listens there: every schema comes from the cache. */
const host = 'http://127.0.0.1:9';

const customer = new URL('../schemas/customers/customer.v2.avsc', import.meta.url);
const samples = [
  {
    name: 'customer.v2, 3 fields',
    schema: readFileSync(customer, 'utf8'),
    value: { id: 4711, name: 'Ada Lovelace', email: 'ada@example.com' },
  },
  wideCustomer,
];

interface AvroRecord {
  name: string;
  type: 'record';
  fields: unknown[];
}

interface Registry {
  encode(registryId: number, payload: unknown): Promise<Buffer>;
  decode(buffer: Buffer, options?: { AVRO: { readerSchema: AvroRecord } }): Promise<unknown>;
}

type Turn = (registry: Registry) => Promise<unknown>;

interface Comparison {
  readonly ours: Registry;
  readonly theirs: Registry;
  readonly turn: Turn;
  readonly turns?: number;
  readonly bar: number;
}

async function nanosecondsPerTurn(registry: Registry, turn: Turn, turns: number): Promise<number> {
  const started = process.hrtime.bigint();
  for (let count = 0; count < turns; count++) await turn(registry);
  return Number(process.hrtime.bigint() - started) / turns;
}

async function figure(what: string, { ours, theirs, turn, turns = TURNS, bar }: Comparison): Promise<Figure> {
  for (let round = 0; round < WARM_UP_ROUNDS; round++) {
    await nanosecondsPerTurn(ours, turn, turns);
    await nanosecondsPerTurn(theirs, turn, turns);
  }
  const result = await inPairs(
    ROUNDS,
    () => nanosecondsPerTurn(ours, turn, turns),
    () => nanosecondsPerTurn(theirs, turn, turns),
  );
  const spread = ([least, typical]: readonly number[]): string =>
    `${typical?.toFixed(0)} (least ${least?.toFixed(0)})`;
  const oursText = spread([Math.min(...result.ours), median(result.ours)]);
  const theirsText = spread([Math.min(...result.theirs), median(result.theirs)]);
  const least = Math.min(...result.ours) / Math.min(...result.theirs);
  return {
    what,
    measured: `${oursText} against ${theirsText} ns, ratio ${result.ratio.toFixed(2)} (of the least ${least.toFixed(2)})`,
    bar: `ratio ≤ ${bar}`,
    met: result.ratio <= bar,
  };
}

export async function* dropInBench(): AsyncGenerator<Figure> {
  for (const { name, schema, value } of samples) {
    const type = avsc.Type.forSchema(JSON.parse(schema) as avsc.Schema); // checked by avsc
    const ours = new Ours({ host });
    ours.cache.setSchema(ID, SchemaType.AVRO, type);
    const theirs = new Theirs({ host });
    theirs.cache.setSchema(ID, TheirType.AVRO, type);
    const message = await theirs.encode(ID, value);
    if (!message.equals(await ours.encode(ID, value))) throw new Error(`${name}: the two messages differ`);
    const sides = { ours, theirs };
    yield await figure(`encode ${name}`, {
      ...sides,
      bar: ENCODE_BAR,
      turn: (registry) => registry.encode(ID, value),
    });
    yield await figure(`decode ${name}`, {
      ...sides,
      bar: DECODE_BAR,
      turn: (registry) => registry.decode(message),
    });
    const readerSchema = JSON.parse(schema) as AvroRecord; // checked above
    yield await figure(`decode ${name}, with a reader schema`, {
      ...sides,
      bar: READER_BAR,
      turns: READER_TURNS,
      turn: (registry) => registry.decode(message, { AVRO: { readerSchema } }),
    });
  }
}
