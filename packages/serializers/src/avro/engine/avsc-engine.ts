/**
 * Avro by avsc, for those who come from it and keep the shapes of its values.
 *
 * What its types take and give is avsc's own: wrapped unions, instances of record classes, Buffers, longs within
 * 2^53 unless a type of the user's says otherwise. Frames, ids and rules are ours; so are the errors, and the
 * bounds on what hostile bytes may ask for, since avsc has none. A root `bytes` stands without its length, as
 * Confluent's serializers write it.
 */
import { ByteReader, ByteWriter, OttlaError, SerializationError } from '@ottla/kernel';
import { checkCompatibility } from '@ottla/schema';
import type {
  PayloadFormat,
  PayloadReader,
  PayloadWriter,
  ResolvedSchema,
} from '../../registry/payload-format.ts';
import { PayloadScan } from './payload-scan.ts';
import { malformed, unholdable } from '../read/read-error.ts';
import { withinStack } from '../schema-depth.ts';
import { avscLibrary, type AvscLibrary, type AvscLoader, type AvscResolver } from './avsc-library.ts';
import { avscMisfit } from './avsc-misfit.ts';
import { avscSchema, parsed, type AvscParseOptions, type AvscSchema } from './avsc-schema.ts';

export interface AvscEngineOptions extends AvscParseOptions {
  /** `refuse`: looks at every value before it is written. Default: `ignore`, as avsc does. */
  readonly undeclaredFields?: 'refuse' | 'ignore' | undefined;
  /** Whether types of other namespaces match by name, as in Java. Default: true. */
  readonly ignoreNamespaces?: boolean | undefined;
}

/** Bytes of the longest length of bytes. */
const LONGEST_LENGTH = 5;

/**
 * The format that `engine: 'avsc'` stands for. Rejects with ConfigError `PEER_MISSING` where avsc is not
 * installed; `load` brings it.
 * @example
 * const format = await avscFormat({ wrapUnions: 'always', logicalTypes: { decimal: DecimalType } });
 */
export async function avscFormat(options: AvscEngineOptions = {}, load?: AvscLoader): Promise<PayloadFormat> {
  return new AvscFormat(await avscLibrary(load), options);
}

class AvscFormat implements PayloadFormat {
  readonly schemaType = 'AVRO';
  readonly hasMessageIndexes = false;
  readonly #library: AvscLibrary;
  readonly #options: AvscEngineOptions;
  /** Own schemas, by the text that is handed over: one is read into from many writers'. */
  readonly #own = new WeakMap<object, AvscSchema>();

  constructor(library: AvscLibrary, options: AvscEngineOptions) {
    this.#library = library;
    this.#options = options;
  }

  recordName(schema: ResolvedSchema): string | null {
    const { type, ...named } = parsed(schema, 'own');
    return type === 'record' && 'fullName' in named ? named.fullName : null;
  }

  writer(resolved: ResolvedSchema): PayloadWriter {
    const own = this.#ownSchema(resolved);
    const writer = new AvscWriter(own, this.#options.undeclaredFields === 'refuse');
    return isRawBytes(own) ? withoutLength(writer) : writer;
  }

  reader(writer: ResolvedSchema, reader: ResolvedSchema | null): PayloadReader {
    const written = this.#parse(writer, 'writer');
    if (reader === null) return new AvscReader(written, written, undefined);
    const own = this.#ownSchema(reader);
    const { ignoreNamespaces = true } = this.#options;
    try {
      return new AvscReader(written, own, own.type.createResolver(written.type, { ignoreNamespaces }));
    } catch (error) {
      if (error instanceof OttlaError) throw error;
      const [reason = "avsc resolves more strictly than Java; engine: 'plan' may read it"] =
        this.incompatibilities(reader, writer);
      throw new SerializationError(`avsc cannot resolve the writer's schema into the reader's: ${reason}`, {
        code: 'SCHEMAS_UNRESOLVABLE',
      });
    }
  }

  incompatibilities(reader: ResolvedSchema, writer: ResolvedSchema): readonly string[] {
    const found = checkCompatibility(parsed(reader, 'own'), parsed(writer, 'writer'));
    return found.map(({ kind, location, message }) => `${kind} at ${location}: ${message}`);
  }

  #ownSchema(resolved: ResolvedSchema): AvscSchema {
    const known = this.#own.get(resolved.text);
    if (known !== undefined) return known;
    const made = this.#parse(resolved, 'own');
    this.#own.set(resolved.text, made);
    return made;
  }

  #parse(resolved: ResolvedSchema, role: 'own' | 'writer'): AvscSchema {
    const { undeclaredFields: _ours, ignoreNamespaces: _ofResolvers, ...options } = this.#options;
    return avscSchema(resolved, role, { library: this.#library, options });
  }
}

/** Whatever its logical type. */
function isRawBytes({ schema }: AvscSchema): boolean {
  return schema.type === 'bytes';
}

class AvscWriter implements PayloadWriter {
  readonly #type: AvscSchema['type'];
  readonly #isStrict: boolean;

  constructor({ type }: AvscSchema, isStrict: boolean) {
    this.#type = type;
    this.#isStrict = isStrict;
  }

  write(value: unknown, writer: ByteWriter): void {
    if (this.#isStrict && !this.#fits(value)) throw avscMisfit(this.#type, value, true);
    const start = writer.position;
    for (let end = this.#encode(value, writer); ; end = this.#encode(value, writer)) {
      if (end >= 0) {
        writer.position = end;
        return;
      }
      writer.reserve(writer.buffer.length - end - start);
    }
  }

  #fits(value: unknown): boolean {
    try {
      return this.#type.isValid(value, { noUndeclaredFields: true });
    } catch {
      // A logical type threw. Why is found out by who asked.
      return false;
    }
  }

  #encode(value: unknown, { buffer, position }: ByteWriter): number {
    try {
      return this.#type.encode(value, buffer, position);
    } catch {
      // avsc's error carries the value; why it threw is found out anew.
      throw avscMisfit(this.#type, value, false);
    }
  }
}

/** Of a root `bytes`. */
function withoutLength(inner: PayloadWriter): PayloadWriter {
  return {
    write(value, writer) {
      const scratch = new ByteWriter();
      inner.write(value, scratch);
      const reader = new ByteReader(scratch.view());
      writer.writeBytes(reader.readBytes(Number(reader.readVarlong())));
    },
  };
}

class AvscReader implements PayloadReader {
  readonly #type: AvscSchema['type'];
  readonly #scan: PayloadScan;
  readonly #resolver: AvscResolver | undefined;
  readonly #isRawBytes: boolean;

  constructor(written: AvscSchema, own: AvscSchema, resolver: AvscResolver | undefined) {
    this.#type = own.type;
    this.#scan = withinStack(() => new PayloadScan(written.schema));
    this.#resolver = resolver;
    this.#isRawBytes = isRawBytes(written);
  }

  read(payload: Buffer): unknown {
    return this.readAt(payload, 0);
  }

  readAt(bytes: Buffer, start: number): unknown {
    return this.#isRawBytes ? this.#decode(withLength(bytes.subarray(start)), 0) : this.#decode(bytes, start);
  }

  /** Looks at the bytes first: avsc believes every count, and goes as deep as they say. */
  #decode(bytes: Buffer, start: number): unknown {
    this.#scan.check(bytes, start);
    try {
      const { value, offset } = this.#type.decode(bytes, start, this.#resolver);
      if (offset >= 0) return value;
    } catch (error) {
      if (error instanceof Error && error.message.includes('precision loss')) {
        throw unholdable(
          "a long is beyond 2^53, which avsc's own longs cannot hold; give a long of your own in registry, or take engine: 'plan'",
          '',
        );
      }
    }
    throw malformed('avsc cannot read them with the schema they were written with');
  }
}

function withLength(payload: Buffer): Buffer {
  const writer = new ByteWriter(payload.length + LONGEST_LENGTH);
  writer.writeVarlong(payload.length);
  writer.writeBytes(payload);
  return writer.view();
}
