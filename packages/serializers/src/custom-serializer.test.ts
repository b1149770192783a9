/** The example of a serializer of one's own; README.md shows the same one. */
import { deserializeValue, SerializationError, serializeValue } from '@ottla/kernel';
import type { Deserializer, RichSerializer } from '@ottla/kernel';
import { describe, expect, it } from 'vitest';

interface Customer {
  readonly id: number;
  readonly name: string | null;
}

/** As in "Kafka: The Definitive Guide": int32 id, int32 length of the name in UTF-8, the name. */
const customerSerializer: RichSerializer<Customer> = {
  serializeInto({ id, name }, writer) {
    writer.writeInt32(id);
    const name8 = Buffer.from(name ?? '');
    writer.writeInt32(name8.length);
    writer.writeBytes(name8);
  },
};

const customerDeserializer: Deserializer<Customer> = {
  deserialize(bytes) {
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (view.length < 8 || view.length < 8 + view.readInt32BE(4)) {
      throw new SerializationError('the bytes are too short for a customer');
    }
    return { id: view.readInt32BE(0), name: view.toString('utf8', 8, 8 + view.readInt32BE(4)) };
  },
};

const context = { topic: 'customers', isKey: false, headers: [] };

describe('the customer serializer of the Java books', () => {
  it.each<[string, Customer, string]>([
    ['a name', { id: 1, name: 'Ada' }, '0000000100000003416461'],
    ['a name whose bytes are more than its letters', { id: -1, name: 'é€' }, 'ffffffff00000005c3a9e282ac'],
    ['no name', { id: 7, name: null }, '0000000700000000'],
  ])('writes %s', async (_name, customer, hex) => {
    const bytes = await serializeValue(customerSerializer, customer, context);
    expect(Buffer.from(bytes ?? []).toString('hex')).toBe(hex);
    expect(await deserializeValue(customerDeserializer, bytes, context)).toEqual({
      id: customer.id,
      name: customer.name ?? '',
    });
  });

  it('leaves a null customer null', async () => {
    expect(await serializeValue(customerSerializer, null, context)).toBeNull();
    expect(await deserializeValue(customerDeserializer, null, context)).toBeNull();
  });

  it('refuses bytes cut anywhere', async () => {
    const bytes =
      (await serializeValue(customerSerializer, { id: 1, name: 'Ada' }, context)) ?? new Uint8Array();
    for (let length = 0; length < bytes.length; length++) {
      await expect(
        deserializeValue(customerDeserializer, bytes.subarray(0, length), context),
      ).rejects.toThrow(SerializationError);
    }
  });
});
