/**
 * Encoding Avro into the producer's scratch, beside avsc encoding into a buffer that is kept and beside JSON.
 *
 * The order is there twice: with plain longs on both sides, and with timestamps, which are Dates for us while avsc
 * is given the numbers it would have to make of them.
 */
import avsc from 'avsc';
import { ByteWriter } from '@ottla/kernel';
import { parseSchema } from '@ottla/schema';
import { avroCodec } from '@ottla/serializers/avro';
import type { Figure } from './figure.ts';
import { median } from './pairs.ts';
import { compareLoops, type Loop } from './rounds.ts';
import { allocatedBytesPerRecord } from './serializers/allocation.ts';
import { samples as records, type Sample } from './serializers/samples.ts';

const TURNS = 20_000;
const BAR = 0.9;
const JSON_BAR = 0.5;
const MOST_ALLOCATED_BYTES = 1;
const KEPT_BYTES = 4096;

const small = {
  name: 'customer of 3 fields',
  schema: JSON.stringify({
    type: 'record',
    name: 'Customer',
    fields: [
      { name: 'id', type: 'int' },
      { name: 'name', type: 'string' },
      { name: 'email', type: ['null', 'string'], default: null },
    ],
  }),
  value: { id: 4711, name: 'Ada Lovelace', email: 'ada@example.com' },
};

interface Encoded extends Pick<Sample, 'name' | 'schema' | 'value'> {
  /** The same for avsc, which knows no logical types. */
  readonly plain: unknown;
}

const TIMESTAMPS = /"name":"(?:placedAt|authorizedAt)","type":("long")/g;

function withTimestamps({ name, schema, value }: Sample): Encoded {
  const timestamp = '{"type":"long","logicalType":"timestamp-millis"}';
  const dated = JSON.parse(JSON.stringify(value), (key, member: unknown) =>
    key === 'placedAt' || key === 'authorizedAt' ? new Date(Number(member)) : member,
  ) as Sample['value']; // a record before, and a record after
  return {
    name: `${name}, with timestamps as Dates`,
    schema: schema.replaceAll(TIMESTAMPS, (field) => field.replace('"long"', timestamp)),
    value: dated,
    plain: value,
  };
}

const samples: readonly Encoded[] = [
  ...[small, ...records].map(({ name, schema, value }) => ({ name, schema, value, plain: value })),
  ...records.slice(1).map(withTimestamps),
];

function times(turns: number, turn: () => void): Loop {
  return {
    turns,
    run: () => {
      for (let count = 0; count < turns; count++) turn();
    },
  };
}

export async function* avroBench(): AsyncGenerator<Figure> {
  for (const { name, schema, value, plain } of samples) {
    const codec = avroCodec(parseSchema(schema));
    const writer = new ByteWriter(KEPT_BYTES);
    // Checked by avsc.
    const type = avsc.Type.forSchema(JSON.parse(schema) as avsc.Schema);
    const kept = Buffer.alloc(KEPT_BYTES);
    codec.encodeInto(value, writer);
    const length = type.encode(plain, kept, 0);
    if (!writer.view().equals(kept.subarray(0, length))) throw new Error(`${name}: the two encodings differ`);
    const ours = times(TURNS, () => {
      writer.position = 0;
      codec.encodeInto(value, writer);
    });
    const theirs = [
      { what: 'avsc.encode into a kept buffer', bar: BAR, run: () => type.encode(plain, kept, 0) },
      {
        what: 'JSON.stringify and Buffer.from',
        bar: JSON_BAR,
        run: () => Buffer.from(JSON.stringify(value)),
      },
    ];
    for (const { what, bar, run } of theirs) {
      const result = await compareLoops(ours, times(TURNS, run));
      const spread = result.interval.map((end) => end.toFixed(2)).join('-');
      yield {
        what: `Avro into scratch, ${name}, beside ${what}`,
        measured: `${median(result.ours).toFixed(0)} against ${median(result.theirs).toFixed(0)} ns, ratio ${result.ratio.toFixed(2)} (${spread})`,
        bar: `ratio ≤ ${bar}`,
        met: result.ratio <= bar,
      };
    }
    const bytes = await allocatedBytesPerRecord(ours.run, TURNS);
    yield {
      what: `Avro into scratch, ${name}, allocated per record`,
      measured: `${bytes.toFixed(2)} B`,
      bar: `≤ ${MOST_ALLOCATED_BYTES} B`,
      met: bytes <= MOST_ALLOCATED_BYTES,
    };
  }
}
