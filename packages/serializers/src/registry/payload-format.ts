/**
 * What a schema language brings to a serializer with a registry: how its schemas write, read and judge.
 *
 * Subjects, ids, frames, caches, rules and errors are the same for all languages and are not here. A format is
 * asked once per schema; what it gives is kept.
 */
import type { ByteWriter, ReferencedSchema, SchemaText, SchemaType } from '@ottla/kernel';

/** A schema with everything its text refers to, directly or not, in the order in which to parse them. */
export interface ResolvedSchema {
  readonly text: SchemaText;
  readonly references: readonly ReferencedSchema[];
}

/** Errors are SerializationErrors that know of path and kinds only; topic, subject and id are added outside. */
export interface PayloadWriter {
  /** Writes the payload behind the frame. A throw leaves no trace: the writer is rewound. */
  write(value: unknown, writer: ByteWriter): void;
  /** Of Protobuf: which message of the file the value is, as Confluent's clients write it into the frame. */
  messageIndexes?(value: unknown): readonly number[];
}

export interface PayloadReader {
  /** `payload` is what stands behind the frame; the value must not share its memory. */
  read(payload: Buffer, messageIndexes: readonly number[] | null): unknown;
  /** The same of a payload that begins at `start`, for languages without message indexes: saves a view per record. */
  readAt?(bytes: Buffer, start: number): unknown;
}

export interface PayloadFormat {
  readonly schemaType: SchemaType;
  /** Whether frames carry message indexes. */
  readonly hasMessageIndexes: boolean;
  /** The full name for RecordNameStrategy; null when the schema is no record. */
  recordName(schema: ResolvedSchema): string | null;
  writer(schema: ResolvedSchema): PayloadWriter;
  /** `reader` null: into the writer's own schema. */
  reader(writer: ResolvedSchema, reader: ResolvedSchema | null): PayloadReader;
  /** Why `reader` cannot read what `writer` wrote, in words; empty when it can. */
  incompatibilities(reader: ResolvedSchema, writer: ResolvedSchema): readonly string[];
}
