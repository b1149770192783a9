/** Encoding Avro into the producer's scratch, beside avsc encoding into a buffer that is kept. */
import avsc from 'avsc';
import { ByteWriter } from '@ottla/kernel';
import { parseSchema } from '@ottla/schema';
import { avroCodec } from '@ottla/serializers/avro';
import type { Figure } from './figure.ts';
import { median } from './pairs.ts';
import { compareLoops } from './rounds.ts';

const TURNS = 100_000;
const BAR = 1.3;

const customer = {
  type: 'record',
  name: 'Customer',
  fields: [
    { name: 'id', type: 'int' },
    { name: 'name', type: 'string' },
    { name: 'email', type: ['null', 'string'], default: null },
  ],
} as const;
const order = {
  type: 'record',
  name: 'Order',
  fields: [
    { name: 'id', type: 'long' },
    { name: 'customer', type: 'string' },
    { name: 'total', type: 'double' },
    { name: 'quantity', type: 'int' },
    { name: 'paid', type: 'boolean' },
    { name: 'comment', type: ['null', 'string'], default: null },
    { name: 'currency', type: 'string' },
  ],
} as const;

const samples = [
  {
    name: 'customer, 3 fields',
    schema: customer,
    value: { id: 4711, name: 'Ada Lovelace', email: 'ada@example.com' },
  },
  {
    name: 'order, 7 fields',
    schema: order,
    value: {
      id: 1234567890,
      customer: 'customer-4711',
      total: 99.5,
      quantity: 3,
      paid: true,
      comment: 'leave it at the door, please',
      currency: 'EUR',
    },
  },
];

export async function* avroBench(): AsyncGenerator<Figure> {
  for (const { name, schema, value } of samples) {
    const text = JSON.stringify(schema);
    const codec = avroCodec(parseSchema(text));
    const writer = new ByteWriter(4096);
    const type = avsc.Type.forSchema(JSON.parse(text) as avsc.Schema);
    const kept = Buffer.alloc(4096);
    codec.encodeInto(value, writer);
    const length = type.encode(value, kept, 0);
    if (!writer.view().equals(kept.subarray(0, length))) throw new Error(`${name}: the two encodings differ`);
    const ours = (): void => {
      for (let turn = 0; turn < TURNS; turn++) {
        writer.position = 0;
        codec.encodeInto(value, writer);
      }
    };
    const theirs = (): void => {
      for (let turn = 0; turn < TURNS; turn++) type.encode(value, kept, 0);
    };
    const result = await compareLoops({ turns: TURNS, run: ours }, { turns: TURNS, run: theirs });
    yield {
      what: `Avro into scratch, ${name}, beside avsc.encode into a kept buffer`,
      measured: `${median(result.ours).toFixed(0)} against ${median(result.theirs).toFixed(0)} ns, ratio ${result.ratio.toFixed(2)}`,
      bar: `ratio ≤ ${BAR}`,
      met: result.ratio <= BAR,
    };
  }
}
