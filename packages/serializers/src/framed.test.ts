import { serializeValue, type RichSerializer } from '@ottla/kernel';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { MemoryRegistry } from '../testing/memory-registry.ts';
import { framed } from './framed.ts';

const value = { topic: 'customers', isKey: false, headers: [] };
const schema = '{"type":"object"}';

describe('framed', () => {
  it('puts magic byte and id before what an encoder returns', async () => {
    const registry = new MemoryRegistry();
    registry.add({ schemaType: 'JSON', schema: 'another' });
    const json = framed<{ id: number }>({
      registry,
      schemaType: 'JSON',
      schema,
      autoRegister: true,
      serialize: (customer) => Buffer.from(JSON.stringify(customer)),
    });
    expectTypeOf(json).toEqualTypeOf<RichSerializer<{ id: number }>>();
    const bytes = await serializeValue(json, { id: 1 }, value);
    expect(Buffer.from(bytes ?? []).toString('latin1')).toBe('\0\0\0\0\x02{"id":1}');
    expect(registry.requests).toEqual(['register customers-value']);
  });

  it('puts them before what an encoder writes, under the subject it was given', async () => {
    const registry = new MemoryRegistry();
    registry.add({ schemaType: 'AVRO', schema: '"int"' }, 'numbers');
    const int = framed<number>({
      registry,
      schemaType: 'AVRO',
      schema: '"int"',
      subject: 'numbers',
      serialize: (number, writer) => writer.writeVarint(number),
    });
    expect(await serializeValue(int, 64, value)).toEqual(new Uint8Array([0, 0, 0, 0, 1, 0x80, 1]));
    expect(registry.requests).toEqual(['look up numbers']);
  });

  it('passes references on, and what the encoder throws', async () => {
    const registry = new MemoryRegistry();
    const references = [{ name: 'com.acme.Money', subject: 'money', version: 1 }];
    registry.add({ schemaType: 'AVRO', schema: '{}' }, 'money');
    const broken = framed<number>({
      registry,
      schemaType: 'AVRO',
      schema: '"com.acme.Money"',
      references,
      autoRegister: true,
      serialize: () => {
        throw new Error('out of money');
      },
    });
    await expect(serializeValue(broken, 1, value)).rejects.toThrow('out of money');
    expect(await registry.schema(2)).toMatchObject({ references });
  });

  it.each([
    [
      'a promise',
      () => Promise.reject(new Error('late')),
      'SERIALIZER_ASYNC',
      /returned a promise; fetch what it needs in ready\(\)/,
    ],
    ['text', () => '{}', 'SERIALIZATION_FAILED', /returned a string; return bytes, or write them/],
  ])('refuses %s in place of bytes', async (_name, answer, code, message) => {
    const registry = new MemoryRegistry();
    // The type asks for bytes; an async function fits it, and JavaScript checks nothing.
    const serialize = answer as unknown as () => Uint8Array;
    const target = framed<number>({ registry, schemaType: 'JSON', schema, autoRegister: true, serialize });
    await expect(serializeValue(target, 1, value)).rejects.toMatchObject({
      code,
      topic: 'customers',
      action: 'usage',
    });
    await expect(serializeValue(target, 1, value)).rejects.toThrow(message);
  });
});
