/**
 * A schema as it stands in its file: what a registry prints on one line, laid out for people.
 *
 * Layout is all that differs: order, docs and the spelling of values stay, so the file is the same schema.
 * The text to the letter lies in `.ottla/cache`, where its SHA-256 holds. Pure.
 */
import type { SchemaType } from '@ottla/kernel';
import { formatSchemaText, SchemaError } from '@ottla/schema';

export const EXTENSIONS: Readonly<Record<SchemaType, string>> = {
  AVRO: '.avsc',
  JSON: '.schema.json',
  PROTOBUF: '.proto',
};

/** The text in its layout; as it is where it is not of its language, or would become too large. */
export function laidOut(text: string, schemaType: SchemaType): string {
  if (schemaType !== 'PROTOBUF') {
    try {
      return formatSchemaText(text);
    } catch (error) {
      if (!(error instanceof SchemaError)) throw error;
    }
  }
  return text.endsWith('\n') ? text : `${text}\n`;
}
