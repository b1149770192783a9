/** What a record pays for its schema id, what the first one pays, and what a stream of unknown ids leaves behind. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { EmbeddedRegistry } from '@ottla/embedded';
import type { SchemaText } from '@ottla/kernel';
import { RegistryClient } from '@ottla/registry-client';
import type { Figure } from '../figure.ts';
import { median } from '../pairs.ts';
import { compareLoops } from '../rounds.ts';
import { InstantRegistry } from './instant-registry.ts';

/** A round of a millisecond or two: shorter than what a busy machine takes away at once. */
const TURNS = 20_000;
const WARM_UP_ROUNDS = 50;
const TOPICS = 8;
const LOOK_UP_BAR_NS = 100;
const FIRST_USES = 1_000;
const STREAM_IDS = 1_000_000;
const STREAM_WIDTH = 64;
const CACHE_SIZE = 10_000;
const MEBIBYTE = 2 ** 20;
/** 10,000 texts of 60 bytes with their answers take a few; a cache without a bound takes hundreds. */
const GROWTH_BAR_BYTES = 32 * MEBIBYTE;

const schemaOf = (number: number): SchemaText => ({
  schemaType: 'AVRO',
  schema: JSON.stringify({
    type: 'record',
    name: `com.acme.Order${number}`,
    fields: [{ name: 'id', type: 'long' }],
  }),
});

const spread = (values: readonly number[]): string =>
  `${median(values).toFixed(1)} ns (least ${Math.min(...values).toFixed(1)})`;

/** A program with several topics, each with its own schema; look-ups take turns. */
async function* lookUps(): AsyncGenerator<Figure> {
  const server = await EmbeddedRegistry.start();
  const client = new RegistryClient({ url: server.url });
  const schemas = Array.from({ length: TOPICS }, (_, number) => schemaOf(number));
  const subjects = schemas.map((_, number) => `orders-${number}-value`);
  const ids: number[] = [];
  for (const [number, schema] of schemas.entries()) {
    ids.push(await client.schemaId(subjects[number] ?? '', schema, { register: true }));
  }
  let sum = 0;
  const bySchema = (): void => {
    for (let turn = 0; turn < TURNS; turn++) {
      const number = turn % TOPICS;
      const schema = schemas[number];
      const subject = subjects[number];
      if (schema !== undefined && subject !== undefined) sum += client.knownSchemaId(subject, schema) ?? 0;
    }
  };
  const byId = (): void => {
    for (let turn = 0; turn < TURNS; turn++) {
      const id = ids[turn % TOPICS];
      if (id !== undefined) sum += client.knownSchema(id)?.id ?? 0;
    }
  };
  // As after a second of a program's life: compiled, not interpreted.
  for (let round = 0; round < WARM_UP_ROUNDS; round++) for (const run of [bySchema, byId]) run();
  const result = await compareLoops({ turns: TURNS, run: bySchema }, { turns: TURNS, run: byId });
  await client.close();
  await server.close();
  if (sum === 0) throw new Error('nothing was known');
  for (const [what, values] of [
    ['knownSchemaId(subject, schema), a kept schema', result.ours],
    ['knownSchema(id)', result.theirs],
  ] as const) {
    yield {
      what: `${what}, ${TOPICS} topics in turn`,
      measured: spread(values),
      bar: `≤ ${LOOK_UP_BAR_NS} ns`,
      met: median(values) <= LOOK_UP_BAR_NS,
    };
  }
}

/** Over loopback, with a connection that is open. */
async function* firstUses(): AsyncGenerator<Figure> {
  const server = await EmbeddedRegistry.start();
  const writer = new RegistryClient({ url: server.url });
  const ids: number[] = [];
  const costs: Record<'register' | 'schema', number[]> = { register: [], schema: [] };
  for (let number = 0; number < FIRST_USES; number++) {
    const started = performance.now();
    const schema = schemaOf(number);
    ids.push(await writer.schemaId(`orders-${number}-value`, schema, { register: true }));
    costs.register.push((performance.now() - started) * 1000);
  }
  const reader = new RegistryClient({ url: server.url });
  for (const id of ids) {
    const started = performance.now();
    await reader.schema(id);
    costs.schema.push((performance.now() - started) * 1000);
  }
  await Promise.all([writer.close(), reader.close()]);
  await server.close();
  for (const [what, values] of Object.entries(costs)) {
    yield {
      what: `first use by ${what === 'register' ? 'schemaId with registration' : 'schema(id)'}, over loopback`,
      measured: `${median(values).toFixed(0)} µs (least ${Math.min(...values).toFixed(0)})`,
      bar: 'none',
      met: true,
    };
  }
}

async function* together(): AsyncGenerator<Figure> {
  const registry = new InstantRegistry();
  const client = new RegistryClient({ url: 'http://registry', dispatcher: registry.dispatcher });
  const schema = schemaOf(0);
  const asked = Array.from({ length: FIRST_USES }, () =>
    client.schemaId('orders-value', { ...schema }, { register: true }),
  );
  await Promise.all(asked);
  const { shared } = client.metrics();
  await client.close();
  yield {
    what: `${FIRST_USES} first uses of one schema at the same time`,
    measured: `${registry.requests} request, ${shared} shared it`,
    bar: '1 request',
    met: registry.requests === 1,
  };
}

function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void; // the flag above defines it
  collect();
  return process.memoryUsage().heapUsed;
}

async function* stream(): AsyncGenerator<Figure> {
  const registry = new InstantRegistry();
  const { dispatcher } = registry;
  const client = new RegistryClient({ url: 'http://registry', dispatcher, cacheSize: CACHE_SIZE });
  const before = heapBytes();
  const started = performance.now();
  let next = 1;
  const consume = async (): Promise<void> => {
    while (next <= STREAM_IDS) await client.schema(next++);
  };
  await Promise.all(Array.from({ length: STREAM_WIDTH }, consume));
  const seconds = (performance.now() - started) / 1000;
  const grown = heapBytes() - before;
  const { entries } = client.metrics().caches.schemas;
  await client.close();
  yield {
    what: `heap that grew in a stream of ${STREAM_IDS} distinct ids, cacheSize ${CACHE_SIZE}`,
    measured: `${(grown / MEBIBYTE).toFixed(1)} MiB more than ${(before / MEBIBYTE).toFixed(1)}, ${entries} entries, ${registry.requests} requests in ${seconds.toFixed(0)} s`,
    bar: `≤ ${GROWTH_BAR_BYTES / MEBIBYTE} MiB, ${CACHE_SIZE} entries`,
    met: grown <= GROWTH_BAR_BYTES && entries === CACHE_SIZE,
  };
}

export async function* registryBench(): AsyncGenerator<Figure> {
  for (const bench of [lookUps, firstUses, together, stream]) yield* bench();
}
