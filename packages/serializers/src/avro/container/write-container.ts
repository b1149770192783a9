/**
 * Container files in one call: a whole file, a file as a stream, and more values for a file that exists.
 *
 * The work is done by ContainerWriter.
 */
import { ConfigError } from '@ottla/kernel';
import { canonicalForm, parseSchema } from '@ottla/schema';
import { ByteWindow } from './byte-window.ts';
import { readHeader } from './container-header.ts';
import { readPart } from './container-part.ts';
import { ContainerWriter, type WriteContainerOptions } from './container-writer.ts';
import { givenSchema } from './given-schema.ts';

/** Finished bytes are handed on when they are as many. */
const CHUNK_BYTES = 64 * 1024;

/**
 * The bytes of a container file with these values. Throws SerializationError `VALUE_MISFIT`, or ConfigError for
 * a wrong option.
 * @example
 * import { writeFileSync } from 'node:fs';
 *
 * writeFileSync('customers.avro', writeContainer(customers, { schema: Customer, codec: 'deflate' }));
 */
export function writeContainer<Input>(
  values: Iterable<Input>,
  options: WriteContainerOptions<Input>,
): Uint8Array {
  const writer = new ContainerWriter<Input>(options);
  for (const value of values) writer.append(value);
  return writer.finish();
}

/**
 * The same in chunks, holding one block at a time.
 * @example
 * import { createWriteStream } from 'node:fs';
 * import { pipeline } from 'node:stream/promises';
 *
 * await pipeline(writeContainerStream(customers, { schema: Customer }), createWriteStream('customers.avro'));
 */
export async function* writeContainerStream<Input>(
  values: AsyncIterable<Input> | Iterable<Input>,
  options: WriteContainerOptions<Input>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const writer = new ContainerWriter<Input>(options);
  for await (const value of values) {
    writer.append(value);
    if (writer.finishedBytes >= CHUNK_BYTES) yield writer.take();
  }
  yield writer.finish();
}

/** What a file that exists has already chosen cannot be chosen again. */
export type AppendContainerOptions<Input = unknown> = Omit<
  WriteContainerOptions<Input>,
  'codec' | 'metadata' | 'sync' | 'random'
>;

/**
 * The blocks to write behind a file that exists, with its codec and marker, as Java's `appendTo` does. `file` is
 * that file, or as much of its beginning as holds the header. The schema must be the file's own, for values of
 * another one cannot stand in it: ConfigError `SCHEMA_DIFFERENT`.
 * @example
 * import { appendFileSync, readFileSync } from 'node:fs';
 *
 * const block = appendToContainer(readFileSync('customers.avro'), customers, { schema: Customer });
 * appendFileSync('customers.avro', block);
 */
export function appendToContainer<Input>(
  file: Uint8Array,
  values: Iterable<Input>,
  options: AppendContainerOptions<Input>,
): Uint8Array {
  const window = new ByteWindow();
  window.push(file);
  window.end();
  const header = readPart(readHeader(window));
  const { schema } = givenSchema(options.schema, options);
  if (canonicalForm(parseSchema(header.schemaText, { lenient: true })) !== canonicalForm(schema)) {
    throw new ConfigError(
      'the container file has values of another schema; write a new file, or give the schema it was written with',
      'SCHEMA_DIFFERENT',
    );
  }
  const writer = new ContainerWriter<Input>(options, header);
  for (const value of values) writer.append(value);
  return writer.finish();
}
