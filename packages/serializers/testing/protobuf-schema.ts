/**
 * .proto texts as a registry hands them over, and values through the format without a registry.
 *
 * References are texts by import name; each has a subject of that name and version 1.
 */
import { ByteWriter, type ReferencedSchema } from '@ottla/kernel';
import type { ResolvedSchema } from '../src/registry/payload-format.ts';
import { ProtobufFormat, type ProtobufFormatOptions } from '../src/protobuf/protobuf-format.ts';

export function protoSchema(schema: string, imports: Readonly<Record<string, string>> = {}): ResolvedSchema {
  const references = Object.entries(imports).map(([name, text], index): ReferencedSchema => {
    return { name, subject: name, version: 1, id: index + 1, schemaType: 'PROTOBUF', schema: text };
  });
  const named = references.map(({ name }) => ({ name, subject: name, version: 1 }));
  return { text: { schemaType: 'PROTOBUF', schema, references: named }, references };
}

export function protoFormat(options: Partial<ProtobufFormatOptions> = {}): ProtobufFormat {
  return new ProtobufFormat({ long: 'bigint', undeclaredFields: 'refuse', ...options });
}

export interface ProtoPair {
  /** Of the one message that is written. */
  readonly indexes: readonly number[];
  readonly encode: (value: unknown) => Buffer;
  /** By the indexes given, else by its own. */
  readonly decode: (payload: Uint8Array, indexes?: readonly number[]) => unknown;
}

/** Payloads without frames. */
export function protoPair(schema: ResolvedSchema, options: Partial<ProtobufFormatOptions> = {}): ProtoPair {
  const format = protoFormat(options);
  const payload = format.writer(schema);
  const reader = format.reader(schema, null);
  const own = typeof options.messageType === 'function' ? [0] : (payload.messageIndexes?.(undefined) ?? []);
  return {
    indexes: own,
    encode: (value) => {
      const writer = new ByteWriter(8);
      payload.write(value, writer);
      return Buffer.from(writer.toBytes());
    },
    decode: (bytes, indexes = own) => reader.read(Buffer.from(bytes), indexes),
  };
}
