import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { canonicalForm } from './canonical-form.ts';
import { crc64Avro } from './crc64-avro.ts';
import { fingerprint } from './fingerprint.ts';
import { parseSchema } from '../parse/schema-parser.ts';

interface CanonicalVector {
  readonly input: string;
  readonly canonical: string;
  /** CRC-64-AVRO, signed, as Java prints it. */
  readonly fingerprint?: string;
  readonly md5: string;
  readonly sha256: string;
}

// The file is ours; vectors/README.md names its source.
const vectors = JSON.parse(
  readFileSync(new URL('../../vectors/canonical-forms.json', import.meta.url), 'utf8'),
) as readonly CanonicalVector[];

describe('canonical form and fingerprints, by the official vectors', () => {
  it('has all of them', () => {
    expect(vectors).toHaveLength(34);
    expect(vectors.filter((vector) => vector.fingerprint !== undefined)).toHaveLength(26);
  });

  it.each(vectors)('$input', (vector) => {
    const schema = parseSchema(vector.input);
    expect(canonicalForm(schema)).toBe(vector.canonical);
    expect(canonicalForm(parseSchema(vector.canonical))).toBe(vector.canonical);
    expect(fingerprint(schema, 'MD5')).toBe(vector.md5);
    expect(fingerprint(schema, 'SHA-256')).toBe(vector.sha256);
    if (vector.fingerprint === undefined) return;
    const expected = BigInt.asUintN(64, BigInt(vector.fingerprint));
    expect(crc64Avro(new TextEncoder().encode(vector.canonical))).toBe(expected);
    expect(BigInt(`0x${fingerprint(schema)}`)).toBe(expected);
    expect(fingerprint(schema, 'CRC-64-AVRO')).toBe(fingerprint(schema));
  });
});

describe('crc64Avro', () => {
  it('of nothing is the constant of the specification', () => {
    expect(crc64Avro(new Uint8Array())).toBe(0xc15d213aa4d7a795n);
  });

  it('agrees with the slow definition on every byte', () => {
    const bytes = Uint8Array.from({ length: 512 }, (_, index) => (index * 7) & 0xff);
    let expected = 0xc15d213aa4d7a795n;
    for (const byte of bytes) {
      let row = (expected ^ BigInt(byte)) & 0xffn;
      for (let bit = 0; bit < 8; bit++) row = (row >> 1n) ^ (row & 1n ? 0xc15d213aa4d7a795n : 0n);
      expected = (expected >> 8n) ^ row;
    }
    expect(crc64Avro(bytes)).toBe(expected);
  });
});

describe('fingerprint', () => {
  it('is 16 hex digits, leading zeros included', () => {
    for (let size = 0; size < 200; size++) {
      const text = fingerprint(parseSchema(`{"type":"fixed","name":"F","size":${size}}`));
      expect(text).toMatch(/^[0-9a-f]{16}$/);
    }
  });

  it('does not see docs, defaults and logical types, and sees names', () => {
    const plain = '{"type":"record","name":"a.R","fields":[{"name":"x","type":"long"}]}';
    const dressed =
      '{"type":"record","name":"R","namespace":"a","doc":"d","aliases":["S"],"fields":[{"name":"x","doc":"d","default":1,"order":"ignore","type":{"type":"long","logicalType":"timestamp-millis"}}]}';
    for (const algorithm of ['CRC-64-AVRO', 'MD5', 'SHA-256'] as const) {
      const known = fingerprint(parseSchema(plain), algorithm);
      expect(fingerprint(parseSchema(dressed), algorithm)).toBe(known);
      expect(fingerprint(parseSchema(plain.replace('a.R', 'b.R')), algorithm)).not.toBe(known);
    }
  });
});
