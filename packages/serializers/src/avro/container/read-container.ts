/**
 * Container files to values: from bytes in memory, or from chunks as they arrive.
 *
 * The header is read at once, values when they are asked for, block by block; a stream holds one block at a
 * time. Values come as the writer wrote them, or resolved into a reader's schema. Source: Avro 1.12
 * specification, "Object Container Files".
 */
import { ConfigError, SerializationError, kindOf } from '@ottla/kernel';
import { parseSchema, representationOf, SchemaError, type Schema } from '@ottla/schema';
import type { UntypedOptions } from '../avro-codec.ts';
import type { AvroSchema } from '../avro-schema.ts';
import { DatumReading } from '../read/datum-reading.ts';
import type { ContainerCodec } from './block-codec.ts';
import { BlockValues } from './block-values.ts';
import { ByteWindow } from './byte-window.ts';
import { MOST_BLOCK_BYTES, readBlock, type ContainerBlock } from './container-block.ts';
import { readHeader, type ContainerHeader } from './container-header.ts';
import { readPart, type Part } from './container-part.ts';
import { givenSchema } from './given-schema.ts';

export interface ReadContainerOptions<Value = unknown> extends UntypedOptions {
  /** The reader's schema: a constant of generated code, or a parsed schema. Default: what the file was written with. */
  readonly schema?: AvroSchema<Value, never> | Schema | undefined;
  /** Of one block, packed and unpacked. Default: 200 MiB, as in Java. */
  readonly maxBlockBytes?: number | undefined;
  /** `ignore`: a file that ends within a block, as one still being written, has the values before that block. */
  readonly truncatedEnd?: 'refuse' | 'ignore' | undefined;
}

/** What a container file says of itself. */
export interface ContainerDescription {
  /** The writer's. */
  readonly schema: Schema;
  readonly schemaText: string;
  readonly codec: ContainerCodec;
  /** All of it, `avro.schema` and `avro.codec` too. */
  readonly metadata: ReadonlyMap<string, Uint8Array>;
}

export interface Container<Value> extends ContainerDescription {
  /** From the first value on, each time it is called. Throws SerializationError where the file goes wrong. */
  values(): Generator<Value, void, undefined>;
}

export interface ContainerStream<Value> extends ContainerDescription {
  /** Once. Ending early ends the chunks. */
  values(): AsyncGenerator<Value, void, undefined>;
}

/**
 * Reads a container file in memory. Throws SerializationError `BYTES_MALFORMED`, `BYTES_TOO_LARGE`,
 * `CONTAINER_TRUNCATED`, `CODEC_UNKNOWN` or `SCHEMA_UNUSABLE`.
 * @example
 * import { readFileSync } from 'node:fs';
 *
 * const file = readContainer(readFileSync('customers.avro'), { schema: Customer });
 * for (const customer of file.values()) console.log(customer.name);
 */
export function readContainer<Value = unknown>(
  bytes: Uint8Array,
  options: ReadContainerOptions<Value> = {},
): Container<Value> {
  const head = wholeWindow(bytes);
  const header = readPart(readHeader(head));
  const start = head.position;
  const opened = open(header, options);
  return {
    ...opened.description,
    *values(): Generator<Value, void, undefined> {
      const window = wholeWindow(bytes);
      window.take(start);
      const values = new BlockValues(opened.datums);
      for (;;) {
        const block = readPart(opened.block(window));
        if (block === null) return;
        // The type is the caller's promise about the schema; each value was read with it.
        yield* values.of(block) as Generator<Value, void, undefined>;
      }
    },
  };
}

/**
 * Reads a container file as its chunks arrive; settles when the header is there.
 * @example
 * import { createReadStream } from 'node:fs';
 *
 * const file = await readContainerStream(createReadStream('customers.avro'), { schema: Customer });
 * for await (const customer of file.values()) console.log(customer.name);
 */
export async function readContainerStream<Value = unknown>(
  chunks: AsyncIterable<Uint8Array>,
  options: ReadContainerOptions<Value> = {},
): Promise<ContainerStream<Value>> {
  const source = new ChunkSource(chunks);
  try {
    const header = await source.read(readHeader(source.window));
    const opened = open(header, options);
    return { ...opened.description, values: () => streamedValues<Value>(source, opened) };
  } catch (error) {
    await source.close();
    throw error;
  }
}

async function* streamedValues<Value>(
  source: ChunkSource,
  opened: OpenContainer,
): AsyncGenerator<Value, void, undefined> {
  const values = new BlockValues(opened.datums);
  try {
    for (;;) {
      const block = await source.read(opened.block(source.window));
      if (block === null) return;
      // As in readContainer.
      yield* values.of(block) as Generator<Value, void, undefined>;
    }
  } finally {
    await source.close();
  }
}

interface OpenContainer {
  readonly description: ContainerDescription;
  readonly datums: DatumReading;
  readonly block: (window: ByteWindow) => Part<ContainerBlock | null>;
}

function open<Value>(header: ContainerHeader, options: ReadContainerOptions<Value>): OpenContainer {
  const { schemaText, metadata } = header;
  const writer = writerSchema(schemaText);
  const { schema: given = writer, maxBlockBytes = MOST_BLOCK_BYTES, truncatedEnd = 'refuse' } = options;
  const { schema: reader, choices, codecs, compiled } = givenSchema(given, options);
  return {
    description: { schema: writer, schemaText, codec: header.codec.name, metadata },
    datums: new DatumReading(writer, representationOf(reader, choices), {
      codecs,
      compiled: compiled?.read,
    }),
    block: (window) => wholeBlock(readBlock(window, header, maxBlockBytes), truncatedEnd),
  };
}

/** Schemas of files that exist are parsed leniently: whatever their defaults are, their values must be read. */
function writerSchema(text: string): Schema {
  try {
    return parseSchema(text, { file: 'avro.schema', lenient: true });
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    throw new SerializationError(`the schema of the Avro container file cannot be used: ${error.message}`, {
      code: 'SCHEMA_UNUSABLE',
    });
  }
}

/** Null in place of a block that is cut off, where that is allowed. */
function* wholeBlock(
  block: Part<ContainerBlock | null>,
  truncatedEnd: 'refuse' | 'ignore',
): Part<ContainerBlock | null> {
  try {
    return yield* block;
  } catch (error) {
    const isCutOff = error instanceof SerializationError && error.code === 'CONTAINER_TRUNCATED';
    if (isCutOff && truncatedEnd === 'ignore') return null;
    throw error;
  }
}

function wholeWindow(bytes: Uint8Array): ByteWindow {
  if (!ArrayBuffer.isView(bytes)) {
    const problem = `readContainer: give the bytes of a file, such as readFileSync('customers.avro'), got ${kindOf(bytes)}`;
    throw new ConfigError(problem, 'OPTION_INVALID');
  }
  const window = new ByteWindow();
  window.push(bytes);
  window.end();
  return window;
}

/** Feeds a window from chunks, as far as it is read. */
class ChunkSource {
  readonly window = new ByteWindow();
  readonly #chunks: AsyncIterator<Uint8Array>;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  async read<T>(part: Part<T>): Promise<T> {
    for (let step = part.next(); ; step = part.next()) {
      if (step.done === true) return step.value;
      const chunk = await this.#chunks.next();
      if (chunk.done === true) this.window.end();
      else this.window.push(chunk.value);
    }
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}
