import { readFileSync } from 'node:fs';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import {
  RecordBatchWriter,
  UnsupportedCompressionError,
  apiVersions,
  apis,
  decodeRequest,
  decodeResponse,
  encodeRequest,
  encodeResponse,
  readBatchHeader,
  readRecordBatches,
  stampBatch,
  type Api,
  type Frame,
  type RecordBatch,
} from '@ottla/protocol';
import { describe, expect, it } from 'vitest';
import type { GoldenBatches } from './batch-recording.ts';
import type { GoldenMessage } from './record.ts';

function recorded<Row>(name: string): Row[] {
  // Written by record.ts with rows of this type.
  return JSON.parse(readFileSync(new URL(`./${name}`, import.meta.url), 'utf8')) as Row[];
}

const messages = [
  ...recorded<GoldenMessage>('filled-messages.json'),
  ...recorded<GoldenMessage>('live-messages.json'),
].map((row) => ({ ...row, title: `${row.api} v${row.version} ${row.side} (${row.fill})` }));

function apiNamed(name: string): Api {
  const api = apis.find((candidate) => candidate.name === name);
  if (api === undefined) throw new Error(`no API ${name}`);
  return api;
}

/** The JSON form of Kafka's converters: int64 as numbers, bytes as base64. */
function asKafkaJson(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(asKafkaJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, asKafkaJson(part)]));
}

const hexOf = (frame: Frame): string => Buffer.concat(frame.chunks).subarray(4).toString('hex');

describe.each(messages)('$title', ({ api: name, side, version, body: expected, frame }) => {
  const api = apiNamed(name);
  const bytes = Buffer.from(frame, 'hex');

  it('is read as what Kafka meant, and written as Kafka writes it', () => {
    if (side === 'request') {
      const { correlationId, clientId, body, ...rest } = decodeRequest(bytes);
      expect(rest).toMatchObject({ api, version });
      expect({ correlationId, clientId }).toEqual({ correlationId: 77, clientId: 'ottla' });
      expect(asKafkaJson(body)).toMatchObject(expected as object);
      // What decoding gives is what encoding takes; the table is only known at run time here.
      const input = body as Record<string, unknown>;
      expect(hexOf(encodeRequest(api, version, { correlationId, clientId }, input))).toBe(frame);
      return;
    }
    const { correlationId, body } = decodeResponse(api, version, bytes);
    expect(correlationId).toBe(77);
    if (expected !== undefined) expect(asKafkaJson(body)).toMatchObject(expected as object);
    expect(hexOf(encodeResponse(api, version, correlationId, body))).toBe(frame);
  });
});

describe('the recording', () => {
  it('has both sides of every version of every API, full, bare and live', () => {
    const wanted = apis.flatMap(({ name, versions }) =>
      Array.from({ length: versions.max - versions.min + 1 }, (_, index) =>
        ['request', 'response'].flatMap((side) =>
          ['full', 'bare', 'live'].map((fill) => `${name} v${versions.min + index} ${side} (${fill})`),
        ),
      ).flat(),
    );
    const titles = new Set(messages.map(({ title }) => title));
    expect(wanted.filter((title) => !titles.has(title))).toEqual([]);
  });

  it('shows that the tables reach as far as Kafka 4.1 does', () => {
    const row = messages.find(({ title }) => title === 'ApiVersions v4 response (live)');
    const { body } = decodeResponse(apiVersions, 4, Buffer.from(row?.frame ?? '', 'hex'));
    for (const { key, name, versions } of apis) {
      const told = body.apiKeys.find(({ apiKey }) => apiKey === key);
      expect([name, told?.maxVersion]).toEqual([name, versions.max]);
      // Brokers list Produce from 0 on and refuse 0 to 2 (KAFKA-18659).
      expect([name, told?.minVersion]).toEqual([name, name === 'Produce' ? 0 : versions.min]);
    }
    expect(body.finalizedFeatures.map(({ name }) => name)).toContain('transaction.version');
  });

  it('shows the answer to an unknown version of ApiVersions, which any version asked for can read', () => {
    const row = messages.find(({ api, body }) => api === 'ApiVersions' && body === undefined);
    const { body } = decodeResponse(apiVersions, 4, Buffer.from(row?.frame ?? '', 'hex'));
    expect(body.errorCode).toBe(35);
    expect(body.apiKeys).toContainEqual({ apiKey: 18, minVersion: 0, maxVersion: 4 });
  });
});

const CODECS = { gzip: 1, snappy: 2, lz4: 3, zstd: 4 } as const;
const DECOMPRESS: Record<number, (bytes: Uint8Array) => Uint8Array> = {
  1: gunzipSync,
  4: zstdDecompressSync,
};
const decompress = (compression: number, bytes: Uint8Array): Uint8Array => {
  const undo = DECOMPRESS[compression];
  if (undo === undefined) throw new UnsupportedCompressionError('not in Node', compression);
  return undo(bytes);
};

const textOf = (bytes: Uint8Array | null): string | null =>
  bytes === null ? null : Buffer.from(bytes).toString();

function recordsOf(batch: RecordBatch | undefined): unknown[] {
  return (batch?.records ?? []).map(({ timestamp, key, value, headers }) => ({
    timestamp: Number(timestamp),
    key: textOf(key),
    value: textOf(value),
    headers: headers.map((header) => ({ key: header.key, value: textOf(header.value) })),
  }));
}

const batchRows = recorded<GoldenBatches>('record-batches.json');

describe.each(batchRows.filter(({ compression }) => compression === 'none'))(
  'a batch of Java’s producer, $name',
  ({ name, batches, records }) => {
    const bytes = Buffer.from(batches, 'hex');
    const [batch, marker, ...rest] = readRecordBatches(bytes);

    it('holds the records that were sent', () => {
      expect(recordsOf(batch)).toEqual(records);
      expect(batch).toMatchObject({ baseOffset: 0n, control: false, recordCount: records.length });
      expect(rest).toEqual([]);
    });

    it('is what our writer makes of them, byte for byte', () => {
      if (batch === undefined) throw new Error('no batch');
      const writer = new RecordBatchWriter(Buffer.alloc(4096));
      for (const record of batch.records) {
        const [key, value] = [record.key ?? Buffer.alloc(0), record.value ?? Buffer.alloc(0)];
        const scratch = Buffer.concat([key, value]);
        const keyLength = record.key?.length ?? -1;
        const valueLength = record.value?.length ?? -1;
        const { headers } = record;
        writer.append(Number(record.timestamp), scratch, 0, keyLength, key.length, valueLength, headers);
      }
      const ours = writer.finish(batch);
      stampBatch(ours, 0, batch);
      expect(ours.toString('hex')).toBe(bytes.subarray(0, batch.batchBytes).toString('hex'));
    });

    it('tells its producer, its transaction and how that ended', () => {
      const transactional = name.endsWith('transaction');
      const idempotent = name !== 'not idempotent';
      expect(batch?.transactional).toBe(transactional);
      expect((batch?.producerId ?? -1n) >= 0n).toBe(idempotent);
      expect([batch?.producerEpoch, batch?.baseSequence]).toEqual(
        idempotent ? [expect.any(Number), 0] : [-1, -1],
      );
      expect(marker?.control).toBe(transactional ? true : undefined);
      // The key of a marker: version 0, then 0 for abort and 1 for commit.
      const ending = { 'committed transaction': '00000001', 'aborted transaction': '00000000' }[name];
      expect(marker?.records.map(({ key }) => Buffer.from(key ?? []).toString('hex'))).toEqual(
        ending === undefined ? undefined : [ending],
      );
    });
  },
);

describe.each(batchRows.filter(({ compression }) => compression !== 'none'))(
  'a batch of Java’s producer, $name',
  ({ compression, batches, records }) => {
    const bytes = Buffer.from(batches, 'hex');
    const codec = CODECS[compression as keyof typeof CODECS];

    it('shows its header', () => {
      expect(readBatchHeader(bytes, 0)).toMatchObject({ compression: codec, recordCount: records.length });
    });

    it('is read where there is a decompressor and refused by a typed error where there is none', () => {
      expect(() => readRecordBatches(bytes)).toThrow(expect.objectContaining({ compression: codec }));
      if (DECOMPRESS[codec] === undefined) {
        expect(() => readRecordBatches(bytes, { decompress })).toThrow(UnsupportedCompressionError);
      } else {
        expect(recordsOf(readRecordBatches(bytes, { decompress })[0])).toEqual(records);
      }
    });
  },
);
