import { describe, expect, expectTypeOf, it } from 'vitest';
import { UnsupportedVersionError } from '../errors/protocol-errors.ts';
import type { RequestInput, RequestOf, ResponseOf } from '../messages/api.ts';
import { apiVersions } from '../messages/api-versions.ts';
import { apiByKey, apis } from '../messages/apis.ts';
import { initProducerId } from '../messages/init-producer-id.ts';
import type { metadata } from '../messages/metadata.ts';
import { produce } from '../messages/produce.ts';
import type { Frame } from '../wire/message-writer.ts';
import { ZERO_UUID } from '../wire/uuid.ts';
import { decodeRequest, encodeRequest } from './request.ts';
import { decodeResponse, encodeResponse, peekCorrelationId } from './response.ts';

const header = { correlationId: 7, clientId: 'o' };
const asked = { transactionalId: null, transactionTimeoutMs: 0, producerId: -1n, producerEpoch: -1 };
const hexOf = (frame: Frame): string => Buffer.concat(frame.chunks).toString('hex');
const withoutLength = (frame: Frame): Buffer => Buffer.concat(frame.chunks).subarray(4);

describe('a request', () => {
  it('has header v1 before the flexible versions and v2 from then on', () => {
    const classic = encodeRequest(initProducerId, 1, header, asked);
    const flexible = encodeRequest(initProducerId, 2, header, asked);
    expect(hexOf(classic)).toBe('00000011 0016 0001 00000007 00016f ffff 00000000'.replaceAll(' ', ''));
    expect(hexOf(flexible)).toBe('00000012 0016 0002 00000007 00016f 00 00 00000000 00'.replaceAll(' ', ''));
  });

  it('may have no client id', () => {
    const frame = encodeRequest(initProducerId, 1, { correlationId: -5, clientId: null }, asked);
    expect(decodeRequest(withoutLength(frame))).toMatchObject({ correlationId: -5, clientId: null });
  });

  it('skips tagged fields of its header', () => {
    const bytes = Buffer.from(
      '0016 0002 00000007 00016f 01 05 02 aabb 00 00000000 00'.replaceAll(' ', ''),
      'hex',
    );
    expect(decodeRequest(bytes).body).toEqual(asked);
  });

  it('keeps records as a chunk of their own, uncopied and in their place', () => {
    const records = Buffer.from('batch');
    const topicData = [
      {
        name: 't',
        topicId: ZERO_UUID,
        partitionData: [
          { index: 0, records },
          { index: 1, records: null },
          { index: 2, records: Buffer.alloc(0) },
        ],
      },
    ];
    const frame = encodeRequest(produce, 9, header, { acks: -1, timeoutMs: 1000, topicData });
    expect(frame.chunks[1]).toBe(records);
    expect(frame.chunks).toHaveLength(3);
    const body = decodeRequest(withoutLength(frame)).body;
    expect(body).toEqual({ transactionalId: null, acks: -1, timeoutMs: 1000, topicData });
  });

  it.each([
    ['an API nobody has heard of', 999, 0],
    ['a negative API', -1, 0],
    ['a version too new', 18, 5],
    ['a version too old', 0, 2],
    ['a negative version', 3, -1],
  ])('of %s is refused with what is needed to answer it', (_name, key, version) => {
    const bytes = Buffer.alloc(10);
    bytes.writeInt16BE(key, 0);
    bytes.writeInt16BE(version, 2);
    bytes.writeInt32BE(99, 4);
    expect(() => decodeRequest(bytes)).toThrow(UnsupportedVersionError);
    expect(() => decodeRequest(bytes)).toThrow(
      expect.objectContaining({ code: 'UNSUPPORTED_VERSION', key, version, correlationId: 99 }),
    );
  });

  it('cannot be encoded at a version there is no table for', () => {
    for (const version of [-1, 1.5, 6, Number.NaN]) {
      expect(() => encodeRequest(initProducerId, version, header, asked)).toThrow(UnsupportedVersionError);
    }
  });

  it('says in an error which message and field it was', () => {
    // Wrong on purpose: the compiler would refuse it.
    const wrong = { ...asked, producerEpoch: 40000 };
    expect(() => encodeRequest(initProducerId, 4, header, wrong)).toThrow(
      /^InitProducerId v4 request: producerEpoch: must be an integer from -32768 to 32767 \(int16\), got 40000$/,
    );
    expect(() => decodeRequest(Buffer.from('001600020000000700', 'hex'))).toThrow(
      /^InitProducerId v2 request: /,
    );
  });

  it('does not take a client id that is no string', () => {
    const wrong = { correlationId: 1, clientId: 5 as unknown as string };
    expect(() => encodeRequest(initProducerId, 4, wrong, asked)).toThrow(
      expect.objectContaining({ code: 'FIELD_INVALID' }),
    );
  });

  it.each([2 ** 31, -(2 ** 31) - 1, 1.5, Number.NaN])(
    'does not take the correlation id %d',
    (correlationId) => {
      expect(() => encodeRequest(initProducerId, 4, { correlationId, clientId: null }, asked)).toThrow(
        expect.objectContaining({ code: 'FIELD_INVALID' }),
      );
    },
  );
});

describe('a response', () => {
  const answer = { errorCode: 0, producerId: 5n, producerEpoch: 1 };

  it('has header v0 before the flexible versions and v1 from then on', () => {
    expect(hexOf(encodeResponse(initProducerId, 1, 7, answer)).slice(0, 16)).toBe('0000001400000007');
    expect(hexOf(encodeResponse(initProducerId, 2, 7, answer)).slice(0, 18)).toBe('000000160000000700');
  });

  it('tells its correlation id before the rest is read', () => {
    expect(peekCorrelationId(Buffer.from('ffffffff99', 'hex'))).toBe(-1);
    expect(() => peekCorrelationId(Buffer.alloc(3))).toThrow(expect.objectContaining({ code: 'TRUNCATED' }));
  });
});

describe('the answer to ApiVersions', () => {
  const body = { errorCode: 0, apiKeys: [{ apiKey: 18, minVersion: 0, maxVersion: 4 }] };

  it('has header v0 in every version', () => {
    for (let version = 0; version <= 4; version++) {
      const bytes = withoutLength(encodeResponse(apiVersions, version, 7, body));
      expect(bytes.subarray(0, 6).toString('hex')).toBe('000000070000');
    }
  });

  it('is written and read in v0 form when the broker does not know the version asked for', () => {
    const refusal = encodeResponse(apiVersions, 0, 7, { ...body, errorCode: 35 });
    const asked = encodeResponse(apiVersions, 99, 7, { ...body, errorCode: 35 });
    expect(hexOf(asked)).toBe(hexOf(refusal));
    for (let version = 0; version <= 4; version++) {
      expect(hexOf(encodeResponse(apiVersions, version, 7, { ...body, errorCode: 35 }))).toBe(hexOf(refusal));
      const decoded = decodeResponse(apiVersions, version, withoutLength(refusal));
      expect(decoded.body).toMatchObject({ ...body, errorCode: 35 });
    }
  });

  it('is read from an old broker that tells no versions with the refusal', () => {
    const bytes = Buffer.from('00000007 0023 00000000'.replaceAll(' ', ''), 'hex');
    expect(decodeResponse(apiVersions, 4, bytes).body.apiKeys).toEqual([]);
  });

  it('is refused when it is cut off', () => {
    for (const length of [0, 3, 4, 5, 6, 9]) {
      expect(() => decodeResponse(apiVersions, 4, Buffer.alloc(length))).toThrow(
        expect.objectContaining({ name: 'MalformedBytesError' }),
      );
    }
  });
});

describe('the APIs', () => {
  it('are found by key', () => {
    expect(apis.map((api) => apiByKey(api.key))).toEqual(apis);
    expect(apiByKey(17)).toBeUndefined();
  });

  it('cover what Kafka 4.1 takes', () => {
    const ranges = apis.map(({ key, name, versions }) => `${key} ${name} ${versions.min}-${versions.max}`);
    expect(ranges).toEqual([
      '0 Produce 3-13',
      '1 Fetch 4-18',
      '2 ListOffsets 1-10',
      '3 Metadata 0-13',
      '18 ApiVersions 0-4',
      '19 CreateTopics 2-7',
      '20 DeleteTopics 1-6',
      '22 InitProducerId 0-5',
    ]);
  });

  it('have the types of their tables', () => {
    expectTypeOf<RequestOf<typeof initProducerId>>().toEqualTypeOf<{
      readonly transactionalId: string | null;
      readonly transactionTimeoutMs: number;
      readonly producerId: bigint;
      readonly producerEpoch: number;
    }>();
    expectTypeOf<
      ResponseOf<typeof produce>['responses'][number]['partitionResponses'][number]['baseOffset']
    >().toEqualTypeOf<bigint>();
    expectTypeOf<{ topics: null }>().toExtend<RequestInput<typeof metadata>>();
    expectTypeOf<RequestOf<typeof metadata>>().toExtend<RequestInput<typeof metadata>>();
    expectTypeOf<{ acks: number }>().not.toExtend<RequestInput<typeof produce>>();
  });
});
