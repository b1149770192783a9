/**
 * Values to the bytes of a container file, block by block.
 *
 * Holds one block and what is finished and not yet taken; whoever writes files takes it from here. A value that
 * does not fit leaves no trace. Randomness is given from outside. Source: Avro 1.12 specification, "Object
 * Container Files".
 */
import { ByteWriter, ConfigError } from '@ottla/kernel';
import type { Schema } from '@ottla/schema';
import { avroCodec, type AvroCodec, type UntypedOptions } from '../avro-codec.ts';
import type { AvroSchema } from '../avro-schema.ts';
import type { AvroWriteOptions } from '../write/value-write.ts';
import { codecNamed, containerCodecs, type BlockCodec, type ContainerCodec } from './block-codec.ts';
import { writeBlock } from './container-block.ts';
import { CODEC_KEY, SCHEMA_KEY, SYNC_BYTES, writeHeader, type ContainerHeader } from './container-header.ts';
import { textOfGiven } from './given-schema.ts';

/** As in Java. */
const BLOCK_BYTES = 64_000;
const LEAST_BLOCK_BYTES = 32;
const LARGEST_BLOCK_BYTES = 2 ** 30;
const randomBytes = (bytes: number): Uint8Array => crypto.getRandomValues(new Uint8Array(bytes));
/** Names that begin so are Avro's own. */
const RESERVED = 'avro.';

export interface WriteContainerOptions<Input = unknown> extends UntypedOptions, AvroWriteOptions {
  /** A constant of generated code, or a parsed schema. */
  readonly schema: AvroSchema<unknown, Input> | Schema;
  /** Default: `null`, which packs nothing. */
  readonly codec?: ContainerCodec | undefined;
  /** What else the file says of itself; text is written as UTF-8. Names that begin with `avro.` are Avro's. */
  readonly metadata?: Readonly<Record<string, string | Uint8Array>> | undefined;
  /** A block ends when it has as many bytes, unpacked: 32 to 2^30. Default: 64,000, as in Java. */
  readonly blockBytes?: number | undefined;
  /** The 16 bytes that end every block. Default: random ones. */
  readonly sync?: Uint8Array | undefined;
  /** Where random bytes come from. Default: `crypto.getRandomValues`. */
  readonly random?: ((bytes: number) => Uint8Array) | undefined;
}

/**
 * Writes a container file piece by piece.
 * @example
 * import { createWriteStream } from 'node:fs';
 *
 * const file = createWriteStream('customers.avro');
 * const writer = new ContainerWriter({ schema: Customer, codec: 'deflate' });
 * for (const customer of customers) {
 *   writer.append(customer);
 *   if (writer.finishedBytes > 1_000_000) file.write(writer.take());
 * }
 * file.end(writer.finish());
 */
export class ContainerWriter<Input = unknown> {
  readonly #values: AvroCodec<unknown, Input>;
  readonly #codec: BlockCodec;
  readonly #sync: Uint8Array;
  readonly #blockBytes: number;
  readonly #block = new ByteWriter();
  readonly #finished = new ByteWriter();
  #count = 0;
  #isFinished = false;

  /** `appendTo`: the header of a file that exists; then nothing but blocks is written, in its codec. */
  constructor(options: WriteContainerOptions<Input>, appendTo?: Pick<ContainerHeader, 'codec' | 'sync'>) {
    this.#values = avroCodec<unknown, Input>(options.schema, codecOptions(options));
    this.#blockBytes = checkedBlockBytes(options.blockBytes ?? BLOCK_BYTES);
    if (appendTo !== undefined) {
      this.#codec = appendTo.codec;
      this.#sync = appendTo.sync;
      return;
    }
    this.#codec = chosenCodec(options.codec ?? 'null');
    this.#sync = checkedSync(options.sync ?? (options.random ?? randomBytes)(SYNC_BYTES));
    const metadata = metadataOf(textOfGiven(options.schema), this.#codec, options.metadata ?? {});
    writeHeader({ metadata, sync: this.#sync }, this.#finished);
  }

  /** How many bytes `take` would give. */
  get finishedBytes(): number {
    return this.#finished.position;
  }

  /** Throws SerializationError `VALUE_MISFIT` for a value that does not fit; what came before it stays. */
  append(value: Input): void {
    if (this.#isFinished) {
      throw new ConfigError('the container file is finished; make a new ContainerWriter', 'ALREADY_FINISHED');
    }
    this.#values.encodeInto(value, this.#block);
    this.#count++;
    if (this.#block.position >= this.#blockBytes) this.#endBlock();
  }

  /** Ends the block, however short it is, and gives all bytes that were not taken before. */
  flush(): Uint8Array {
    this.#endBlock();
    return this.take();
  }

  /** The header and the blocks that have ended since the last time, to be written behind what came before. */
  take(): Uint8Array {
    const bytes = this.#finished.toBytes();
    this.#finished.reset();
    return bytes;
  }

  /** The last bytes. Nothing can be appended afterwards. */
  finish(): Uint8Array {
    this.#isFinished = true;
    return this.flush();
  }

  #endBlock(): void {
    if (this.#count === 0) return;
    const packed = this.#codec.pack(this.#block.view());
    writeBlock({ count: this.#count, packed }, this.#sync, this.#finished);
    this.#block.reset();
    this.#count = 0;
  }
}

function codecOptions({
  choices,
  codecs,
  undeclaredFields,
  missingNullable,
}: UntypedOptions & AvroWriteOptions): UntypedOptions & AvroWriteOptions {
  return { choices, codecs, undeclaredFields, missingNullable };
}

function metadataOf(
  schema: string,
  codec: BlockCodec,
  own: Readonly<Record<string, string | Uint8Array>>,
): Map<string, Uint8Array> {
  const metadata = new Map<string, Uint8Array>([
    [SCHEMA_KEY, Buffer.from(schema)],
    [CODEC_KEY, Buffer.from(codec.name)],
  ]);
  for (const [key, value] of Object.entries(own)) {
    if (key.startsWith(RESERVED)) {
      throw new ConfigError(`metadata: names that begin with '${RESERVED}' are Avro's own; rename the entry`);
    }
    metadata.set(key, typeof value === 'string' ? Buffer.from(value) : value);
  }
  return metadata;
}

function chosenCodec(name: string): BlockCodec {
  const codec = codecNamed(name);
  if (codec !== undefined) return codec;
  throw new ConfigError(`codec must be ${containerCodecs.join(' or ')}`);
}

function checkedBlockBytes(bytes: number): number {
  if (Number.isInteger(bytes) && bytes >= LEAST_BLOCK_BYTES && bytes <= LARGEST_BLOCK_BYTES) return bytes;
  throw new ConfigError(`blockBytes must be an integer from ${LEAST_BLOCK_BYTES} to ${LARGEST_BLOCK_BYTES}`);
}

function checkedSync(sync: Uint8Array): Uint8Array {
  if (sync instanceof Uint8Array && sync.length === SYNC_BYTES) return new Uint8Array(sync);
  throw new ConfigError(`sync must be ${SYNC_BYTES} bytes`);
}
