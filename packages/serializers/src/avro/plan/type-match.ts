/**
 * Whether a type of the reader takes a type of the writer, without what is inside them.
 *
 * As Apache Avro's compatibility check has it: unqualified names, or an alias equal to the writer's full name.
 * Source: Avro 1.12 specification, "Schema Resolution".
 */
import { isNamed, simpleName, type NamedSchema, type Schema } from '@ottla/schema';

/** Reader's type: the writer's types that it takes besides its own. */
const PROMOTIONS: Readonly<Record<string, readonly string[]>> = {
  long: ['int'],
  float: ['int', 'long'],
  double: ['int', 'long', 'float'],
  bytes: ['string'],
  string: ['bytes'],
};

/** True when data of the writer's type is read as the reader's by promotion. */
export function isPromotion(readerType: string, writerType: string): boolean {
  return PROMOTIONS[readerType]?.includes(writerType) ?? false;
}

export function namesMatch(reader: NamedSchema, writer: NamedSchema): boolean {
  return (
    simpleName(reader.fullName) === simpleName(writer.fullName) || reader.aliases.includes(writer.fullName)
  );
}

/** Same type, with matching names and sizes, or a promotion. Of types that are no unions. */
export function typesMatch(writer: Schema, reader: Schema): boolean {
  if (writer.type !== reader.type) return isPromotion(reader.type, writer.type);
  if (!isNamed(writer) || !isNamed(reader)) return true;
  return sizesMatch(writer, reader) && namesMatch(reader, writer);
}

/** False for two fixed of different sizes. */
export function sizesMatch(writer: Schema, reader: Schema): boolean {
  return writer.type !== 'fixed' || reader.type !== 'fixed' || writer.size === reader.size;
}

/** `record com.acme.Order` or `int`, for errors. */
export function typeWords(schema: Schema): string {
  return isNamed(schema) ? `${schema.type} ${schema.fullName}` : schema.type;
}
