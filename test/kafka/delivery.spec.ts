import { Producer, type ProducerRecord, type RecordMetadata } from '@ottla/producer';
import { describe, expect, it } from 'vitest';
import { realKafka } from './harness/environment.ts';
import { type ConsumedRecord, consoleConsume } from './harness/kafka-tools.ts';
import { uniqueTopic, withTopic } from './harness/topic.ts';

const PARTITIONS = 3;

/** Bytes as Kafka's own `Bytes.toString` prints them. */
function asKafkaPrints(bytes: Uint8Array | null | undefined): string {
  if (bytes === null || bytes === undefined) return 'null';
  return [...bytes]
    .map((byte) => {
      const isPrintable = byte >= 0x20 && byte < 0x7f && byte !== 0x5c;
      return isPrintable
        ? String.fromCharCode(byte)
        : `\\x${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}

type BytesRecord = ProducerRecord<Uint8Array, Uint8Array>;
const text = (value: string): Uint8Array => Buffer.from(value);

function samples(topic: string): BytesRecord[] {
  // An hour ago, a day at most: Kafka deletes records that are older than its retention.
  const timestamp = Date.now() - 3_600_000;
  const edge: BytesRecord[] = [
    { topic, key: null, value: text('no key') },
    { topic, key: text(''), value: text('empty key') },
    { topic, key: text('tombstone'), value: null },
    { topic, key: text('empty value'), value: text('') },
    { topic, key: text('every byte'), value: Uint8Array.from({ length: 256 }, (_, byte) => byte) },
    { topic, key: text('chosen partition'), value: text('2'), partition: 2 },
    { topic, key: text('long'), value: Buffer.alloc(300_000, 'x') },
    {
      topic,
      key: text('headers'),
      value: text('in order, with a duplicate'),
      headers: [
        { key: 'a', value: text('1') },
        { key: 'b', value: text('2') },
        { key: 'a', value: text('3') },
      ],
    },
  ];
  const many = Array.from({ length: 2_000 }, (_, index): BytesRecord => {
    return {
      topic,
      key: text(`key-${index % 50}`),
      value: text(`value-${index}`),
      timestamp: timestamp + index * 7,
    };
  });
  // Timestamps may go back within a batch.
  const backwards: BytesRecord = {
    topic,
    key: text('key-0'),
    value: text('earlier'),
    timestamp: timestamp - 86_400_000,
  };
  return [...edge, ...many, backwards].map((record, index) => ({ timestamp: timestamp + index, ...record }));
}

describe("Kafka's console consumer", () => {
  it('reads back equal keys, values, headers and timestamps, where and in the order we were told', async () => {
    const topic = uniqueTopic('delivery');
    const { bootstrapServer, classPath } = realKafka;
    await withTopic({ bootstrapServer, topic, partitions: PARTITIONS }, async () => {
      const sent = samples(topic);
      await using producer = new Producer({ bootstrapServers: [bootstrapServer] });
      const delivered: RecordMetadata[] = await Promise.all(sent.map((record) => producer.send(record)));

      const consumed = await consoleConsume({ classPath, bootstrapServer, topic, count: sent.length });
      const byPlace = new Map(consumed.map((record) => [`${record.partition}:${record.offset}`, record]));
      expect(consumed).toHaveLength(sent.length);
      expect(byPlace.size).toBe(sent.length);
      for (const [index, record] of sent.entries()) {
        const { partition = -1, offset = -1n } = delivered[index] ?? {};
        const headers = (record.headers as BytesHeaders | undefined)?.map(
          ({ key, value }) => `${key}:${Buffer.from(value).toString()}`,
        );
        expect(byPlace.get(`${partition}:${offset}`)).toEqual({
          partition,
          offset: Number(offset),
          timestamp: record.timestamp,
          headers: headers?.join(',') ?? 'NO_HEADERS',
          key: asKafkaPrints(record.key),
          value: asKafkaPrints(record.value),
        } satisfies ConsumedRecord | { timestamp: unknown });
      }
    });
  });
});

type BytesHeaders = readonly { readonly key: string; readonly value: Uint8Array }[];
