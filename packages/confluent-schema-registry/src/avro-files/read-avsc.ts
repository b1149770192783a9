/** Reads a record from an .avsc file, and refuses what has no name, type or fields. Parses no Avro. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { ConfluentSchemaRegistryInvalidSchemaError } from '../errors.ts';
import type { RawAvroSchema } from '../schema-types.ts';

function isRecord(value: unknown): value is RawAvroSchema {
  if (typeof value !== 'object' || value === null) return false;
  return 'name' in value && 'type' in value && value.type === 'record' && 'fields' in value;
}

function recordIn(text: string, path: string): RawAvroSchema {
  const value: unknown = JSON.parse(text);
  if (isRecord(value)) return value;
  throw new ConfluentSchemaRegistryInvalidSchemaError(
    `${path} is not recognized as a valid AVSC file (expecting valid top-level name, type and fields attributes)`,
  );
}

/**
 * The record in an .avsc file. Throws ConfluentSchemaRegistryInvalidSchemaError when it holds another kind of
 * schema, and what `node:fs` and `JSON.parse` throw.
 * @example
 * const registry = new SchemaRegistry({ host: 'http://localhost:8081' });
 * const { id } = await registry.register(readAVSC('customer.avsc'), { subject: 'customers-value' });
 */
export function readAVSC(path: string): RawAvroSchema {
  return recordIn(readFileSync(path, 'utf8'), path);
}

/** As `readAVSC`, without blocking. */
export async function readAVSCAsync(path: string): Promise<RawAvroSchema> {
  return recordIn(await readFile(path, 'utf8'), path);
}
