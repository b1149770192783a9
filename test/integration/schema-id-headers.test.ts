/** Schema GUIDs in record headers: from a serializer, through the producer and a cluster, to a deserializer. */
import { Cluster } from '@ottla/cluster';
import { EmbeddedCluster, EmbeddedRegistry } from '@ottla/embedded';
import { deserializeValue, type RecordHeader } from '@ottla/kernel';
import { Producer } from '@ottla/producer';
import { RegistryClient } from '@ottla/registry-client';
import { recordNameStrategy } from '@ottla/serializers';
import { avroDeserializer, avroSerializer } from '@ottla/serializers/avro';
import { expect, it } from 'vitest';

const visit = { type: 'record', name: 'com.acme.Visit', fields: [{ name: 'at', type: 'long' }] };

it('a key and a value are named in headers, beside those of the record, and read back without a prefix', async () => {
  await using brokers = await EmbeddedCluster.start();
  await using store = await EmbeddedRegistry.start();
  const { bootstrapServers } = brokers;
  brokers.createTopic('visits');
  await using registry = new RegistryClient({ url: store.url });
  const options = { registry, autoRegister: true, schemaIdIn: 'header' } as const;
  await using producer = new Producer({
    bootstrapServers,
    topics: {
      visits: {
        key: avroSerializer('"string"', options),
        value: avroSerializer(visit, { ...options, subject: recordNameStrategy }),
      },
    },
  });
  const trace = { key: 'trace', value: Buffer.from('t-1') };
  // The first record waits for its schemas, the others do not.
  for (const at of [1, 2, 3]) {
    await producer.send({ topic: 'visits', key: 'ada', value: { at }, headers: [trace] });
  }
  expect((await registry.subjects()).toSorted()).toEqual(['com.acme.Visit', 'visits-key']);

  await using cluster = new Cluster({ bootstrapServers });
  await cluster.connect();
  // A client that has to ask what each GUID stands for.
  await using reading = new RegistryClient({ url: store.url });
  const keys = avroDeserializer<string>('"string"', { registry: reading });
  const values = avroDeserializer({ registry: reading });
  const read: unknown[] = [];
  for await (const { key, value, headers } of cluster.readPartition('visits', 0)) {
    const names = headers.map((header: RecordHeader) => header.key);
    expect(names).toEqual(['trace', '__key_schema_id', '__value_schema_id']);
    expect(headers.slice(1).map((header: RecordHeader) => header.value?.length)).toEqual([17, 17]);
    expect(Buffer.from(key ?? []).toString('latin1')).toBe('\x06ada');
    expect(value).toHaveLength(1);
    read.push([
      await deserializeValue(keys, key, { topic: 'visits', isKey: true, headers }),
      await deserializeValue(values, value, { topic: 'visits', isKey: false, headers }),
    ]);
  }
  expect(read).toEqual([1, 2, 3].map((at) => ['ada', { at }]));
});
