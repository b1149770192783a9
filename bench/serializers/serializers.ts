/**
 * Records to framed Avro and back, the id in the cache, beside what else people use.
 *
 * Ours is called as a producer calls it: `ready`, then `serializeInto` the same writer. Rivals answer with
 * promises, which their callers await; those are part of their figure. All sides write the same bytes.
 */
import { ByteWriter, type Deserializer, type RichSerializer } from '@ottla/kernel';
import { parseSchema } from '@ottla/schema';
import { avroCodec, avroDeserializer, avroSerializer } from '@ottla/serializers/avro';
import avsc from 'avsc';
import type { Figure } from '../figure.ts';
import { inPairs, median, type PairedResult } from '../pairs.ts';
import { compareLoops } from '../rounds.ts';
import { allocatedBytesPerRecord } from './allocation.ts';
import { oneSchemaRegistry } from './one-schema-registry.ts';
import { confluentRegistry, kafkajsRegistry, type Rival } from './rivals.ts';
import { samples, type Sample } from './samples.ts';

const TURNS = 20_000;
const RIVAL_TURNS = 2_000;
const WARM_UP_ROUNDS = 5;
const ROUNDS = 21;
const KEPT_BYTES = 4096;
/** Least and most of what an allocation sampler sees of other things in a million records. */
const MOST_ALLOCATED_BYTES = 1;

const context = { topic: 'records', isKey: false, headers: [] };

/** Ours, ready to run: what a producer holds. */
interface Ours {
  readonly serializer: RichSerializer<unknown>;
  readonly deserializer: Deserializer<unknown>;
  readonly writer: ByteWriter;
  readonly framed: Buffer;
}

async function ours({ schema, value }: Sample): Promise<Ours> {
  const registry = oneSchemaRegistry(schema);
  const serializer = avroSerializer(schema, { registry });
  const deserializer = avroDeserializer(schema, { registry });
  const writer = new ByteWriter(KEPT_BYTES);
  await serializer.ready?.(value, context);
  serializer.serializeInto(value, writer, context);
  const framed = Buffer.from(writer.toBytes());
  await deserializer.ready?.(framed, context);
  return { serializer, deserializer, writer, framed };
}

function serializing({ serializer, writer }: Ours, value: unknown, turns: number): () => void {
  return () => {
    for (let turn = 0; turn < turns; turn++) {
      writer.position = 0;
      if (serializer.ready?.(value, context) !== true) throw new Error('the id is not at hand');
      serializer.serializeInto(value, writer, context);
    }
  };
}

function deserializing({ deserializer, framed }: Ours, turns: number): () => void {
  return () => {
    for (let turn = 0; turn < turns; turn++) {
      if (deserializer.ready?.(framed, context) !== true) throw new Error('the schema is not at hand');
      deserializer.deserialize(framed, context);
    }
  };
}

interface Compared {
  readonly what: string;
  readonly result: PairedResult;
  readonly bar: number;
}

function figure({ what, result, bar }: Compared): Figure {
  const { ratio, interval } = result;
  const spread = `${interval[0].toFixed(3)}-${interval[1].toFixed(3)}`;
  return {
    what,
    measured: `${median(result.ours).toFixed(0)} against ${median(result.theirs).toFixed(0)} ns, ratio ${ratio.toFixed(3)} (${spread})`,
    bar: `ratio ≤ ${bar}`,
    met: ratio <= bar,
  };
}

async function awaited(turn: () => Promise<unknown>): Promise<number> {
  const started = process.hrtime.bigint();
  for (let count = 0; count < RIVAL_TURNS; count++) await turn();
  return Number(process.hrtime.bigint() - started) / RIVAL_TURNS;
}

/** Our synchronous loop beside a rival's promises. */
async function besideRival(run: () => void, turn: () => Promise<unknown>): Promise<PairedResult> {
  const mine = (): Promise<number> => {
    const started = process.hrtime.bigint();
    run();
    return Promise.resolve(Number(process.hrtime.bigint() - started) / TURNS);
  };
  for (let round = 0; round < WARM_UP_ROUNDS; round++) {
    await mine();
    await awaited(turn);
  }
  return inPairs(ROUNDS, mine, () => awaited(turn));
}

async function* encodeFigures(sample: Sample): AsyncGenerator<Figure> {
  const { name, schema, value } = sample;
  const mine = await ours(sample);
  const run = serializing(mine, value, TURNS);
  const rivals: readonly (readonly [Rival, number])[] = [
    [kafkajsRegistry(sample), 0.2],
    [await confluentRegistry(sample), 0.03],
  ];
  for (const [rival, bar] of rivals) {
    const bytes = await rival.serialize(value);
    if (!bytes.equals(mine.framed)) throw new Error(`${name}: ${rival.name} writes other bytes`);
    const result = await besideRival(run, () => rival.serialize(value));
    yield figure({ what: `serialize ${name}, beside ${rival.name}`, result, bar });
  }
  const theirs = {
    'JSON.stringify + Buffer.from': {
      bar: 0.5,
      run: (): void => {
        for (let turn = 0; turn < TURNS; turn++) Buffer.from(JSON.stringify(value));
      },
    },
    'avsc.encode into a kept buffer, no frame': { bar: 0.9, run: avscEncoding(schema, value) },
  };
  for (const [what, { bar, run: other }] of Object.entries(theirs)) {
    const result = await compareLoops({ turns: TURNS, run }, { turns: TURNS, run: other });
    yield figure({ what: `serialize ${name}, beside ${what}`, result, bar });
  }
  const bytes = await allocatedBytesPerRecord(serializing(mine, value, TURNS), TURNS);
  yield {
    what: `serialize ${name}, allocated per record`,
    measured: `${bytes.toFixed(2)} B`,
    bar: `≤ ${MOST_ALLOCATED_BYTES} B`,
    met: bytes <= MOST_ALLOCATED_BYTES,
  };
}

function avscEncoding(schema: string, value: unknown): () => void {
  // Checked by avsc.
  const type = avsc.Type.forSchema(JSON.parse(schema) as avsc.Schema);
  const kept = Buffer.alloc(KEPT_BYTES);
  return () => {
    for (let turn = 0; turn < TURNS; turn++) type.encode(value, kept, 0);
  };
}

async function* decodeFigures(sample: Sample): AsyncGenerator<Figure> {
  const { name } = sample;
  const mine = await ours(sample);
  const rival = kafkajsRegistry(sample);
  const result = await besideRival(deserializing(mine, TURNS), () => rival.deserialize(mine.framed));
  yield figure({ what: `deserialize ${name}, beside ${rival.name}`, result, bar: 0.5 });
}

const LONGS = Array.from({ length: 1000 }, (_, index) => (index - 500) * 9_007_199_254_741);

async function* longFigures(): AsyncGenerator<Figure> {
  const schema = parseSchema('{"type":"array","items":"long"}');
  const [numbers, bigints] = [
    avroCodec<number[]>(schema),
    avroCodec<bigint[]>(schema, { choices: { long: 'bigint' } }),
  ];
  const wide = LONGS.map(BigInt);
  const writer = new ByteWriter(16_384);
  const turns = TURNS / LONGS.length;
  const encode = (run: () => void) => ({
    turns: turns * LONGS.length,
    run: () => {
      for (let turn = 0; turn < turns; turn++) {
        writer.position = 0;
        run();
      }
    },
  });
  const encoded = await compareLoops(
    encode(() => bigints.encodeInto(wide, writer)),
    encode(() => numbers.encodeInto(LONGS, writer)),
  );
  yield figure({ what: 'encode a long as bigint, beside number', result: encoded, bar: 2 });
  const bytes = writer.toBytes();
  const decoded = await compareLoops(
    encode(() => void bigints.decode(bytes)),
    encode(() => void numbers.decode(bytes)),
  );
  yield figure({ what: 'decode a long as bigint, beside number', result: decoded, bar: 2 });
}

export async function* serializersBench(): AsyncGenerator<Figure> {
  for (const sample of samples) {
    yield* encodeFigures(sample);
    yield* decodeFigures(sample);
  }
  yield* longFigures();
}
