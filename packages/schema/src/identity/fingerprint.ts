/**
 * Fingerprints: digests of the Parsing Canonical Form, by the three algorithms of the specification.
 *
 * Equal fingerprints mean equal bytes, not equal readers: docs, defaults and logical types are not in the
 * form. Source: Avro 1.12 specification, "Schema Fingerprints"; the names are those of Java's
 * SchemaNormalization.
 */
import { canonicalForm } from './canonical-form.ts';
import { crc64Avro } from './crc64-avro.ts';
import { newHash } from './digest.ts';
import type { Schema } from '../schema.ts';

const digests = {
  'CRC-64-AVRO': (form: Uint8Array) => crc64Avro(form).toString(16).padStart(16, '0'),
  MD5: (form: Uint8Array) => newHash('md5').update(form).digest('hex'),
  'SHA-256': (form: Uint8Array) => newHash('sha256').update(form).digest('hex'),
} as const;

export type FingerprintAlgorithm = keyof typeof digests;

/**
 * The fingerprint as hex digits, most significant first: 16 of CRC-64-AVRO, 32 of MD5, 64 of SHA-256.
 * @example
 * fingerprint(parseSchema('"null"')); // '63dd24e7cc258f8a'
 * fingerprint(parseSchema('"null"'), 'MD5'); // '9b41ef67651c18488a8b08bb67c75699'
 */
export function fingerprint(schema: Schema, algorithm: FingerprintAlgorithm = 'CRC-64-AVRO'): string {
  return digests[algorithm](Buffer.from(canonicalForm(schema), 'utf8'));
}
