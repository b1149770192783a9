import { MalformedBytesError, OttlaError } from '@ottla/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeRequest, encodeRequest } from '../frame/request.ts';
import { decodeResponse, encodeResponse } from '../frame/response.ts';
import type { AnyField, Fields } from '../wire/field.ts';
import type { Frame } from '../wire/message-writer.ts';
import type { Api } from './api.ts';
import { apis } from './apis.ts';

// Every failure prints its seed and path; put the seed here to see it again.
const RUNS = { numRuns: 30 };

const SCALARS: Record<string, fc.Arbitrary<unknown>> = {
  int8: fc.integer({ min: -128, max: 127 }),
  int16: fc.integer({ min: -32768, max: 32767 }),
  int32: fc.integer(),
  int64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  bool: fc.boolean(),
  string: fc.string({ unit: 'binary', maxLength: 40 }),
  uuid: fc
    .uint8Array({ minLength: 16, maxLength: 16 })
    .map((bytes) => Buffer.from(bytes).toString('base64url')),
  records: fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes)),
};

function valueOf(field: AnyField, version: number): fc.Arbitrary<unknown> {
  const { type, versions } = field;
  let value: fc.Arbitrary<unknown>;
  if (type.element !== undefined) value = fc.array(valueOf(type.element, version), { maxLength: 3 });
  else if (type.table !== undefined) value = bodyOf(type.table, version);
  else {
    const scalar = SCALARS[type.name];
    if (scalar === undefined) throw new Error(`no values for ${type.name}`);
    value = scalar;
  }
  return version >= versions.nullableSince ? fc.option(value, { freq: 5 }) : value;
}

/** Bodies as decoding gives them: what the version does not carry says what silence says. */
function bodyOf(table: Fields, version: number): fc.Arbitrary<Record<string, unknown>> {
  const members = Object.entries(table).map(([name, field]): [string, fc.Arbitrary<unknown>] => {
    if (!field.isCarriedBy(version)) return [name, fc.constant(field.silence.value)];
    const value = valueOf(field, version);
    // A default now and then, so that tagged fields are absent too.
    return [name, field.silence.onMissing ? fc.oneof(value, fc.constant(field.silence.value)) : value];
  });
  return fc.record(Object.fromEntries(members), { noNullPrototype: true });
}

const versionsOf = (api: Api): number[] =>
  Array.from({ length: api.versions.max - api.versions.min + 1 }, (_, index) => api.versions.min + index);

const cases = apis.flatMap((api) =>
  versionsOf(api).map((version) => ({ api, version, title: `${api.name} v${version}` })),
);

function whole(frame: Frame): Buffer {
  const bytes = Buffer.concat(frame.chunks);
  expect(bytes.length).toBe(frame.byteLength);
  expect(bytes.readInt32BE(0)).toBe(bytes.length - 4);
  return bytes.subarray(4);
}

// The tables are only known at run time here, so bodies are plain records.
type Body = Record<string, unknown>;
const requestFrame = (api: Api, version: number, body: Body): Buffer =>
  whole(encodeRequest(api, version, { correlationId: 77, clientId: 'ottla' }, body));
const responseFrame = (api: Api, version: number, body: Body): Buffer =>
  whole(encodeResponse(api, version, 77, body));

describe.each(cases)('$title', ({ api, version }) => {
  // An answer of 35 to ApiVersions has the body of v0 whatever was asked; specified with the frames.
  const responses = bodyOf(api.response, version).filter(
    (body) => api.name !== 'ApiVersions' || body['errorCode'] !== 35,
  );
  const requests = bodyOf(api.request, version);

  it('gives requests back as they were', () => {
    fc.assert(
      fc.property(requests, (body) => {
        const frame = requestFrame(api, version, body);
        const decoded = decodeRequest(frame);
        expect(decoded).toEqual({ api, version, correlationId: 77, clientId: 'ottla', body });
        expect(requestFrame(api, version, decoded.body as Body).equals(frame)).toBe(true);
      }),
      RUNS,
    );
  });

  it('gives responses back as they were', () => {
    fc.assert(
      fc.property(responses, (body) => {
        const frame = responseFrame(api, version, body);
        const decoded = decodeResponse(api, version, frame);
        expect(decoded).toEqual({ correlationId: 77, body });
        expect(responseFrame(api, version, decoded.body).equals(frame)).toBe(true);
      }),
      RUNS,
    );
  });

  it('refuses both when cut off at any byte', () => {
    fc.assert(
      fc.property(requests, responses, (request, response) => {
        const asked = requestFrame(api, version, request);
        for (let length = 0; length < asked.length; length++) {
          expect(() => decodeRequest(asked.subarray(0, length))).toThrow(MalformedBytesError);
        }
        const answered = responseFrame(api, version, response);
        for (let length = 0; length < answered.length; length++) {
          expect(() => decodeResponse(api, version, answered.subarray(0, length))).toThrow(
            MalformedBytesError,
          );
        }
      }),
      { numRuns: 3 },
    );
  });

  it('refuses both with bytes behind them', () => {
    fc.assert(
      fc.property(requests, responses, (request, response) => {
        const asked = Buffer.concat([requestFrame(api, version, request), Buffer.alloc(1)]);
        const answered = Buffer.concat([responseFrame(api, version, response), Buffer.alloc(1)]);
        expect(() => decodeRequest(asked)).toThrow(expect.objectContaining({ code: 'TRAILING_BYTES' }));
        expect(() => decodeResponse(api, version, answered)).toThrow(
          expect.objectContaining({ code: 'TRAILING_BYTES' }),
        );
      }),
      { numRuns: 3 },
    );
  });

  it('reads flipped bits as another body or refuses them with an error of its own', () => {
    fc.assert(
      fc.property(requests, responses, fc.nat(), (request, response, place) => {
        const asked = requestFrame(api, version, request);
        const answered = responseFrame(api, version, response);
        for (let bit = place % 5; bit < asked.length * 8; bit += 5) {
          expectValueOrTypedError(() => decodeRequest(flipped(asked, bit)));
        }
        for (let bit = place % 5; bit < answered.length * 8; bit += 5) {
          expectValueOrTypedError(() => decodeResponse(api, version, flipped(answered, bit)));
        }
      }),
      { numRuns: 3 },
    );
  });
});

function flipped(bytes: Buffer, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
}

function expectValueOrTypedError(attempt: () => unknown): void {
  try {
    expect(attempt()).toBeDefined();
  } catch (error) {
    expect(error).toBeInstanceOf(OttlaError);
    expect(['MalformedBytesError', 'UnsupportedVersionError']).toContain((error as OttlaError).name);
  }
}
