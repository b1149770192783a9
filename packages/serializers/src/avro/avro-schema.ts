/**
 * A schema as a constant that carries its TypeScript types: what generated code declares and serializers take.
 *
 * Holds text and choices only. What they mean is worked out once per constant, in avro-codec.ts.
 */
import type { RepresentationChoices } from '@ottla/schema';
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
  readonly choices: RepresentationChoices;
  /** Those that the choices name. */
  readonly codecs?: ValueCodecs | undefined;
  /** Never there: it only carries the types. */
  readonly [types]?: { readonly value: Value; readonly input: (input: Input) => void };
}

/**
 * Makes the constant that generated code exports. Nothing is parsed before the first use.
 * @example
 * const Id = defineAvroSchema<number>({ fullName: 'long', schema: '"long"', fingerprint: 'd054e14493f41db7', choices: {} });
 */
export function defineAvroSchema<Value, Input = Value>(
  parts: Pick<AvroSchema<Value, Input>, 'fullName' | 'schema' | 'fingerprint' | 'choices' | 'codecs'>,
): AvroSchema<Value, Input> {
  return Object.freeze({ ...parts });
}
