/**
 * A schema as a constant that carries its TypeScript types: what generated code declares and serializers take.
 *
 * Holds text and choices only. What they mean is worked out once per constant, in avro-codec.ts. The mark at the
 * function lets bundlers leave out constants that a program does not use.
 */
import type { RepresentationChoices } from '@ottla/schema';
import type { CompiledCodec } from './compiled/compiled-codec.ts';
import type { ValueCodecs } from './value-codec.ts';

declare const types: unique symbol;

/** `Value` is what decoding gives; `Input` what encoding takes. */
export interface AvroSchema<Value, Input = Value> {
  /** `com.acme.Customer`; for unnamed types the name of the type. */
  readonly fullName: string;
  /** JSON text that parses alone, as it goes to the registry. */
  readonly schema: string;
  /** 16 hex digits: CRC-64-AVRO of the canonical form. */
  readonly fingerprint: string;
  /** Other digests of the canonical form, in hex. Generated code has them. */
  readonly fingerprints?: { readonly md5: string; readonly sha256: string } | undefined;
  readonly choices: RepresentationChoices;
  /** Those that the choices name. */
  readonly codecs?: ValueCodecs | undefined;
  /** The plan of the schema as code, where it was generated (`codecs: compiled`). */
  readonly compiled?: CompiledCodec<Value, Input> | undefined;
  /** Never there: it only carries the types. */
  readonly [types]?: { readonly value: Value; readonly input: (input: Input) => void };
}

/**
 * Makes the constant that generated code exports, frozen at every depth. Nothing is parsed before the first use.
 * @example
 * const Id = defineAvroSchema<number>({ fullName: 'long', schema: '"long"', fingerprint: 'd054e14493f41db7', choices: {} });
 */
/* @__NO_SIDE_EFFECTS__ */
export function defineAvroSchema<Value, Input = Value>(
  parts: Omit<AvroSchema<Value, Input>, typeof types>,
): AvroSchema<Value, Input> {
  const { choices, fingerprints, codecs, ...texts } = parts;
  return Object.freeze({
    ...texts,
    // Copies: what the caller holds stays the caller's.
    choices: frozenCopy(choices),
    ...(fingerprints === undefined ? {} : { fingerprints: Object.freeze({ ...fingerprints }) }),
    // The codecs themselves are the user's.
    ...(codecs === undefined ? {} : { codecs: Object.freeze({ ...codecs }) }),
  });
}

/** Of plain objects, at every depth. */
function frozenCopy<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.entries(value).map(([key, member]: [string, unknown]) => [key, frozenCopy(member)]);
  return Object.freeze(Object.fromEntries(copy)) as T; // with the same members
}
