/** What the compiler promises about records, and what a producer does before it meets a cluster. */
import { describe, expect, expectTypeOf, it } from 'vitest';
import { serializer, type RichSerializer, type Serializer } from '@ottla/kernel';
import { Producer, type KeyOf, type ValueOf } from './index.ts';

interface Customer {
  readonly id: number;
  readonly name: string;
}

const bootstrapServers = ['localhost:9092'];
const text = serializer((value: string) => Buffer.from(value));
const customer: RichSerializer<Customer> = {
  serializeInto: ({ name }, writer) => void writer.writeUtf8(name),
};

const typed = new Producer({
  bootstrapServers,
  topics: { customers: { key: text, value: customer }, names: { value: text } },
});
const plain = new Producer({ bootstrapServers });
const defaulted = new Producer({ bootstrapServers, keySerializer: text, valueSerializer: customer });

describe('a typed record', () => {
  it('has the key and value its topic serializers take', () => {
    type Topics = {
      customers: { key: Serializer<string>; value: Serializer<Customer> };
      names: { value: Serializer<string> };
    };
    expectTypeOf<KeyOf<Topics, 'customers', Uint8Array>>().toEqualTypeOf<string>();
    expectTypeOf<ValueOf<Topics, 'customers', Uint8Array>>().toEqualTypeOf<Customer>();
    expectTypeOf<KeyOf<Topics, 'names', Uint8Array>>().toEqualTypeOf<Uint8Array>();
    expectTypeOf<ValueOf<Topics, 'other', Uint8Array>>().toEqualTypeOf<Uint8Array>();
  });

  it('compiles, and nothing else does', () => {
    const programs: (() => unknown)[] = [
      () => typed.send({ topic: 'customers', key: 'c-1', value: { id: 1, name: 'Ada' } }),
      () => typed.send({ topic: 'customers', key: null, value: null }),
      () =>
        typed.send({
          topic: 'customers',
          value: { id: 1, name: 'Ada' },
          partition: 0,
          timestamp: new Date(0),
        }),
      () => typed.send({ topic: 'names', key: Buffer.of(1), value: 'Ada' }),
      () => typed.send({ topic: 'elsewhere', value: Buffer.of(1) }),
      () => plain.send({ topic: 'anything', key: Buffer.of(1), value: new Uint8Array(1) }),
      () => defaulted.send({ topic: 'anything', key: 'c-1', value: { id: 1, name: 'Ada' } }),
      // @ts-expect-error the id is a number
      () => typed.send({ topic: 'customers', value: { id: '1', name: 'Ada' } }),
      // @ts-expect-error the name is missing
      () => typed.send({ topic: 'customers', value: { id: 1 } }),
      // @ts-expect-error there is no such field
      () => typed.send({ topic: 'customers', value: { id: 1, name: 'Ada', age: 36 } }),
      // @ts-expect-error keys are strings
      () => typed.send({ topic: 'customers', key: 1, value: null }),
      // @ts-expect-error the value is missing
      () => typed.send({ topic: 'customers', key: 'c-1' }),
      // @ts-expect-error undefined is no tombstone
      () => typed.send({ topic: 'customers', value: undefined }),
      // @ts-expect-error a record has no such field
      () => typed.send({ topic: 'customers', value: null, patition: 1 }),
      // @ts-expect-error a mistyped topic takes bytes, not a customer
      () => typed.send({ topic: 'custmers', value: { id: 1, name: 'Ada' } }),
      // @ts-expect-error without a serializer, values are bytes
      () => plain.send({ topic: 'anything', value: 'text' }),
      // @ts-expect-error the default serializer takes customers
      () => defaulted.send({ topic: 'anything', value: 'text' }),
      // @ts-expect-error there is no such option
      () => new Producer({ bootstrapServers, lingerms: 5 }),
      // @ts-expect-error a topic has a key and a value, nothing else
      () => new Producer({ bootstrapServers, topics: { names: { valeu: text } } }),
    ];
    expect(programs.length).toBeGreaterThan(0);
  });

  it('gives metadata with a bigint offset', () => {
    expectTypeOf<Awaited<ReturnType<(typeof plain)['send']>>['offset']>().toEqualTypeOf<bigint>();
  });
});

describe('a producer that met no cluster', () => {
  it('opens nothing and closes at once', async () => {
    const producer = new Producer({ bootstrapServers });
    await producer.flush();
    await producer.close();
    await expect(producer.send({ topic: 't', value: null })).rejects.toMatchObject({
      code: 'PRODUCER_CLOSED',
    });
  });

  it.each([-1, NaN, Infinity])('refuses to close within %d ms', async (timeoutMs) => {
    await expect(plain.close({ timeoutMs })).rejects.toMatchObject({ code: 'OPTION_INVALID' });
  });

  it('refuses wrong options before anything is opened', () => {
    expect(() => new Producer({ bootstrapServers: [] })).toThrow('bootstrapServers');
    expect(() => new Producer({ bootstrapServers, acks: 1 })).toThrow('enableIdempotence');
  });
});
