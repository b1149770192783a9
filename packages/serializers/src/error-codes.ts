/**
 * Every code of the errors that this package makes, with whose fault each is and what it means.
 *
 * Errors of a registry keep codes of their own and are not here; neither are those of kernel's option tables and of
 * schemas that do not parse.
 */
import type { SerializationFailure } from '@ottla/kernel';

export interface ErrorCodeRow {
  /** `varies`: as the error itself says. */
  readonly failure: SerializationFailure | 'varies';
  /** One sentence, for people who meet the code in a log. */
  readonly meaning: string;
}

/** By code. */
export const errorCodes = {
  VALUE_MISFIT: row(
    'poison',
    'A value does not fit its schema: `misfits` names each place, `path` the first.',
  ),
  ENCODING_FAILED: row(
    'poison',
    'A value fits its schema and could still not be encoded, as when it changed meanwhile.',
  ),
  DEFAULT_INVALID: row(
    'poison',
    'A field was left out, and the default of its schema does not fit its own type.',
  ),
  SERIALIZATION_FAILED: row(
    'poison',
    'An encoder of the program threw, or returned something else than bytes.',
  ),
  SERIALIZER_ASYNC: row(
    'configuration',
    'An encoder of the program answered with a promise; `ready()` is the place to wait.',
  ),
  FRAME_EMPTY: row('poison', 'There are no bytes at all, where a schema id must stand. A tombstone is null.'),
  FRAME_TRUNCATED: row('poison', 'The bytes end inside the schema id, GUID, fingerprint or message indexes.'),
  FRAME_MAGIC_UNKNOWN: row(
    'poison',
    'The bytes do not begin as a registry serializer, or the framing asked for, would begin them.',
  ),
  FRAME_ID_INVALID: row('poison', 'The schema id is not positive.'),
  FRAME_HEADER_MALFORMED: row(
    'poison',
    'The header that carries the schema GUID is not a byte 1 and 16 bytes.',
  ),
  FRAME_INDEXES_MALFORMED: row(
    'poison',
    'The message indexes of a Protobuf frame are no zigzag varints, are negative, or are too many.',
  ),
  BYTES_MALFORMED: row('poison', 'The bytes are not what the schema they were written with promises.'),
  BYTES_TOO_LARGE: row(
    'poison',
    'The bytes promise more than a reader should build: too deep, or too many values without bytes.',
  ),
  TRAILING_BYTES: row('poison', 'Bytes follow the value, and `trailingBytes` is `refuse`.'),
  SCHEMAS_UNRESOLVABLE: row('poison', "What was written has no place in the reader's schema."),
  VALUE_UNREPRESENTABLE: row(
    'poison',
    'What was written does not fit its JavaScript type, such as a long beyond 2^53 and number.',
  ),
  SCHEMA_UNUSABLE: row(
    'poison',
    'The schema the bytes were written with cannot be read as one of its language.',
  ),
  SCHEMA_TYPE_WRONG: row('poison', 'The schema of the id is of another language than the deserializer.'),
  SCHEMA_TOO_DEEP: row('varies', 'The schema nests its types deeper than the stack reaches.'),
  SCHEMA_UNKNOWN: row('configuration', 'Bytes were given to `deserialize` before `ready` was waited for.'),
  FINGERPRINT_UNKNOWN: row(
    'poison',
    'No schema that was given has the fingerprint of a single-object payload.',
  ),
  SCHEMA_ID_UNKNOWN: row(
    'configuration',
    'A value was given to `serializeInto` before `ready` was waited for.',
  ),
  SCHEMA_NOT_USABLE: row('configuration', 'The schema to write or read with is not one of its language.'),
  SCHEMA_GUID_UNKNOWN: row(
    'configuration',
    'The schema is to be named by GUID, and the registry tells none.',
  ),
  SCHEMAS_INCOMPATIBLE: row(
    'configuration',
    'The schema chosen in the registry cannot read what the own schema writes.',
  ),
  SUBJECT_INVALID: row(
    'configuration',
    'A subject strategy gave no subject: the schema is no record, or the function answered something else than a name.',
  ),
  SUBJECT_AMBIGUOUS: row('configuration', 'The registry associates several subjects with the topic.'),
  SUBJECT_NOT_AT_ONCE: row(
    'configuration',
    'A subject function answers with promises, and nothing says that its answer holds for the topic.',
  ),
  HEADER_REFUSED: row(
    'configuration',
    'The schema id goes into a header, and whoever serializes offers no way to add one.',
  ),
  REGISTRY_FAILED: row(
    'configuration',
    'A registry, or a subject function, failed with an error that says nothing of its kind.',
  ),
  RULE_UNKNOWN: row(
    'configuration',
    'A rule of the schema has a type that no executor given in `rules` executes.',
  ),
  RULE_FAILED: row('varies', 'A rule of the schema was not met, or its executor or action threw.'),
  RULE_RESULT_INVALID: row('configuration', 'An executor answered what a rule of its kind cannot answer.'),
  RULE_MIGRATION_IMPOSSIBLE: row(
    'configuration',
    'The versions between writer and reader cannot be told, so their migration rules cannot be executed.',
  ),
  DESERIALIZER_FAILED: row('poison', 'A deserializer of the program threw over the bytes of a record.'),
  TOPIC_UNDECLARED: row(
    'configuration',
    'A record of a topic came to an adapter for consumers or producers that was told nothing about it.',
  ),
  OPTIONS_MISTAKEN: row(
    'configuration',
    'Something else stands where options were expected, or they are missing.',
  ),
  OPTIONS_CONTRADICT: row('configuration', 'Options that were given cannot all be meant.'),
  SCHEMA_SOURCE_INVALID: row(
    'configuration',
    'What was given for a schema is none, or its file cannot be read.',
  ),
  PEER_MISSING: row(
    'configuration',
    'The library of a schema language is not installed; the message names it.',
  ),
  ENGINE_NOT_LOADED: row(
    'configuration',
    'An engine that is loaded late was used before `ready` was waited for.',
  ),
  CODEC_MISSING: row('configuration', 'A choice names a codec that `codecs` does not have.'),
  TEMPORAL_MISSING: row('configuration', 'A choice asks for Temporal, and the runtime has none.'),
  STRUCT_INVALID: row('configuration', 'What was given is no class that the Thrift compiler made.'),
  JSON_INVALID: row('poison', "The text is no JSON, where Avro's JSON encoding was asked for."),
  JSON_SCHEMA_INVALID: row('configuration', 'The text is no JSON Schema of its draft.'),
  JSON_SCHEMA_UNUSABLE: row('configuration', 'The JSON Schema cannot be compiled by ajv.'),
  JSON_SCHEMA_DRAFT_UNSUPPORTED: row('configuration', 'No ajv is there for the draft of the JSON Schema.'),
  JSON_SCHEMA_TOO_LARGE: row('configuration', 'The JSON Schema is larger than what is compiled.'),
  CODEC_UNKNOWN: row('poison', 'A container file is packed by a codec that is not known here.'),
  CONTAINER_TRUNCATED: row('poison', 'A container file ends within a block.'),
  SCHEMA_DIFFERENT: row('configuration', 'Values are to be appended to a container file of another schema.'),
  ALREADY_FINISHED: row('configuration', 'A container file was written to after its end.'),
} as const satisfies Readonly<Record<string, ErrorCodeRow>>;

/** A code of this package. */
export type ErrorCode = keyof typeof errorCodes;

function row<F extends SerializationFailure | 'varies'>(
  failure: F,
  meaning: string,
): { readonly failure: F; readonly meaning: string } {
  return { failure, meaning };
}

/** Whose fault an error of this code is, where the code alone decides. */
export function failureOfCode(code: ErrorCode): SerializationFailure {
  const { failure } = errorCodes[code];
  return failure === 'varies' ? 'poison' : failure;
}
