import fc from 'fast-check';
import { SerializationError } from '@ottla/kernel';
import { parseSchema, type Schema } from '@ottla/schema';
import { describe, expect, it } from 'vitest';
import { cases } from '../../../testing/case-count.ts';
import { UnionSketches } from '../../../testing/random-unions.ts';
import { avroCodec } from '../avro-codec.ts';
import { EXACT_CHOICES } from '../plain-json/exact-choices.ts';
import { datumOfJson } from '../plain-json/plain-json.ts';
import { mapPayload, type PayloadMap } from './payload-map.ts';

const schemaOf = (json: unknown): Schema => parseSchema(JSON.stringify(json));
const ORDER = schemaOf({
  type: 'record',
  name: 'com.acme.Order',
  fields: [
    { name: 'id', type: 'long' },
    { name: 'paidAt', type: ['null', { type: 'long', logicalType: 'timestamp-millis' }] },
    { name: 'tags', type: { type: 'map', values: { type: 'array', items: 'string' } } },
    { name: 'kind', type: { type: 'enum', name: 'Kind', symbols: ['NEW', 'PAID'] } },
  ],
});
const VALUE = '{"id":300,"paidAt":"1970-01-01T00:00:00.001Z","tags":{"a b":["x"]},"kind":"PAID"}';

/** Of what reading for the value throws; undefined for none. */
function codeOfReading(schema: Schema, bytes: Uint8Array): string | undefined {
  try {
    avroCodec<unknown>(schema, { choices: EXACT_CHOICES }).decode(bytes);
    return undefined;
  } catch (error) {
    if (error instanceof SerializationError) return error.code;
    throw error;
  }
}

const rowsOf = ({ parts }: PayloadMap): string[] =>
  parts.map(({ start, end, path, kind, type, text }) => `${start}-${end} ${path} ${kind} ${type} ${text}`);

describe('the map of a payload', () => {
  it('says of every byte what it is', () => {
    const map = mapPayload(datumOfJson(VALUE, ORDER), ORDER);
    expect(rowsOf(map)).toEqual([
      '0-2 id value long 300',
      '2-3 paidAt branch union long',
      '3-4 paidAt value timestamp-millis (long) "1970-01-01T00:00:00.001Z"',
      '4-5 tags block map 1',
      '5-9 tags["a b"] key map key "a b"',
      '9-10 tags["a b"] block array 1',
      '10-12 tags["a b"][0] value string "x"',
      '12-13 tags["a b"] block array 0',
      '13-14 tags block map 0',
      '14-15 kind value com.acme.Kind (enum) "PAID"',
    ]);
    expect(map).toMatchObject({ value: VALUE, end: 15, failure: null, untold: 0 });
  });

  it('begins behind a frame, and does not read what follows', () => {
    const payload = Buffer.concat([Buffer.alloc(5), datumOfJson(VALUE, ORDER), Buffer.from('rest')]);
    const map = mapPayload(payload, ORDER, { start: 5 });
    expect(map).toMatchObject({ value: VALUE, end: 20 });
    expect(map.parts[0]?.start).toBe(5);
  });

  it('tells up to the break, and then where and why', () => {
    const map = mapPayload(datumOfJson(VALUE, ORDER).subarray(0, 11), ORDER);
    expect(rowsOf(map).at(-1)).toBe('9-10 tags["a b"] block array 1');
    expect(map).toMatchObject({
      value: null,
      end: 10,
      failure: { start: 10, path: 'tags["a b"][0]', type: 'string' },
    });
    expect(map.failure?.error).toMatchObject({ code: 'BYTES_MALFORMED' });
  });

  it('tells a branch that is not there at its union', () => {
    const map = mapPayload(Uint8Array.of(2, 8), ORDER);
    expect(map.failure).toMatchObject({ start: 1, path: 'paidAt', type: 'union' });
    expect(map.failure?.error.message).toContain('branch 4 of 2');
  });

  it.each([
    [
      'a count beyond the bytes',
      { type: 'array', items: 'int' },
      [0xfe, 0xff, 0xff, 0xff, 0x0f],
      'BYTES_MALFORMED',
    ],
    [
      'nulls beyond all use',
      { type: 'array', items: 'null' },
      [0xfe, 0xff, 0xff, 0xff, 0x0f],
      'BYTES_TOO_LARGE',
    ],
    ['a length beyond the bytes', 'string', [0xfe, 0xff, 0xff, 0xff, 0x0f], 'BYTES_MALFORMED'],
    ['no bytes', 'int', [], 'BYTES_MALFORMED'],
  ])('is bounded: %s', (_words, json, bytes, code) => {
    const { failure, value } = mapPayload(Uint8Array.from(bytes), schemaOf(json));
    expect(value).toBeNull();
    expect(failure?.error.code).toBe(code);
  });

  it('follows records that contain themselves, each where it stands', () => {
    const node = schemaOf({
      type: 'record',
      name: 'Node',
      fields: [{ name: 'next', type: ['null', 'Node'] }],
    });
    const { parts } = mapPayload(Uint8Array.of(2, 2, 0), node);
    expect(parts.map(({ path, text }) => `${path} ${text}`)).toEqual([
      'next Node',
      'next.next Node',
      'next.next.next null',
      'next.next.next null',
    ]);
  });

  it('counts parts beyond the most, and cuts off long texts', () => {
    const list = schemaOf({ type: 'array', items: 'string' });
    const bytes = datumOfJson(['x'.repeat(100_000), 'y', 'z'], list);
    const map = mapPayload(bytes, list, { mostParts: 2 });
    expect(map.parts.map(({ text }) => text)).toEqual(['3', `"${'x'.repeat(1000)}…`]);
    expect(map).toMatchObject({ untold: 3, end: bytes.length });
  });
});

describe('the maps of random payloads', () => {
  const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });

  it('have no gaps, and the value that the bytes are', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { schema: json, bytes: draw } = new UnionSketches(seed).type();
        const schema = schemaOf(json);
        const bytes = draw();
        const { parts, value, end, failure } = mapPayload(bytes, schema);
        expect(failure).toBeNull();
        expect(end).toBe(bytes.length);
        let position = 0;
        for (const part of parts) {
          expect(part.start).toBe(position);
          position = part.end;
        }
        expect(position).toBe(end);
        expect(Buffer.from(datumOfJson(value ?? '', schema))).toEqual(bytes);
      }),
      { numRuns: cases(150) },
    );
  });

  it('of broken bytes end as reading them does', () => {
    fc.assert(
      fc.property(seeds, fc.nat(), fc.nat({ max: 255 }), (seed, place, byte) => {
        const { schema: json, bytes: draw } = new UnionSketches(seed).type();
        const schema = schemaOf(json);
        const bytes = draw();
        const broken = Buffer.from(bytes.subarray(0, bytes.length - (place % 2)));
        if (broken.length > 0) broken[place % broken.length] = byte;
        const { parts, failure, value } = mapPayload(broken, schema);
        expect(failure === null).toBe(value !== null);
        let position = 0;
        for (const part of parts) {
          expect(part.start).toBe(position);
          position = part.end;
        }
        expect(failure?.error.code).toBe(codeOfReading(schema, broken));
      }),
      { numRuns: cases(150) },
    );
  });
});
