/** A schema as it is given to a container file, typed or not, with what holds for its values. */
import { parseSchema, schemaText, type Schema } from '@ottla/schema';
import type { UntypedOptions } from '../avro-codec.ts';
import type { AvroSchema } from '../avro-schema.ts';
import type { AnyCompiledCodec } from '../compiled/compiled-codec.ts';
import { expectSchema } from '../schema-source.ts';

export interface GivenSchema extends UntypedOptions {
  readonly schema: Schema;
  /** Of a constant that is used as it is. */
  readonly compiled: AnyCompiledCodec | undefined;
}

/** Options win over what a constant brings, as for a codec. */
export function givenSchema(
  given: AvroSchema<unknown, never> | Schema,
  { choices, codecs }: UntypedOptions,
): GivenSchema {
  expectSchema('schema', given);
  if (!('fingerprint' in given)) return { schema: given, choices, codecs, compiled: undefined };
  return {
    schema: parseSchema(given.schema, { file: given.fullName }),
    choices: choices ?? given.choices,
    codecs: codecs ?? given.codecs,
    compiled: choices === undefined && codecs === undefined ? given.compiled : undefined,
  };
}

/** The text of a constant as it goes to the registry; a parsed schema's with all its attributes. */
export function textOfGiven(given: AvroSchema<unknown, never> | Schema): string {
  expectSchema('schema', given);
  return 'fingerprint' in given ? given.schema : schemaText(given);
}
