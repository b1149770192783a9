/**
 * Protobuf as a language of the registry: which message of a file a value is, and how it is written and read.
 *
 * Made once per serializer or deserializer. Parses a schema when it is first met; what that comes to is kept by its
 * asker. Knows nothing of subjects, ids and frames.
 */
import { SerializationError, type ByteWriter } from '@ottla/kernel';
import { serializationError } from '../errors.ts';
import type {
  PayloadFormat,
  PayloadReader,
  PayloadWriter,
  ResolvedSchema,
} from '../registry/payload-format.ts';
import { findIncompatibilities } from './compatibility.ts';
import { codecBytes, decoded, type MessageCodec } from './generated-codec.ts';
import type { LongForm } from './long-form.ts';
import { findMisfits, unwritable } from './message-misfits.ts';
import type { MessagePlan } from './message-plan.ts';
import { readMessage } from './message-reader.ts';
import { MISFIT, writeMessage, type MessageWriteOptions } from './message-writer.ts';
import { PlanBuilder } from './plan-builder.ts';
import { linkProto, messageAt, schemaProblem, type DeclaredMessage, type ProtoFile } from './proto-files.ts';

/** The full name of a message or its name within the package; or which one a value is. */
export type MessageType = string | ((value: unknown) => string);

export interface ProtobufFormatOptions {
  readonly messageType?: MessageType | undefined;
  readonly codec?: MessageCodec | undefined;
  readonly long: LongForm;
  readonly undeclaredFields: MessageWriteOptions['undeclaredFields'];
}

export class ProtobufFormat implements PayloadFormat {
  readonly schemaType = 'PROTOBUF';
  readonly hasMessageIndexes = true;
  readonly #options: ProtobufFormatOptions;
  /** A schema is asked for its name, its writer and its verdicts; it is parsed once. */
  readonly #files = new WeakMap<ResolvedSchema, ProtoFile>();

  constructor(options: ProtobufFormatOptions) {
    this.#options = options;
  }

  /** The message that is written; null where a function chooses for each value. */
  recordName(schema: ResolvedSchema): string | null {
    const { messageType } = this.#options;
    return typeof messageType === 'function' ? null : namedMessage(this.#file(schema), messageType).fullName;
  }

  writer(schema: ResolvedSchema): PayloadWriter {
    const { messageType, codec } = this.#options;
    const file = this.#file(schema);
    if (typeof messageType === 'function') return this.#choosingWriter(file, messageType);
    const message = namedMessage(file, messageType);
    return codec === undefined ? this.#planWriter(message) : codecWriter(message, codec);
  }

  reader(writer: ResolvedSchema, reader: ResolvedSchema | null): PayloadReader {
    const written = ofWriter(() => this.#file(writer));
    const read = reader === null ? null : this.#file(reader);
    const builder = new PlanBuilder(this.#options.long);
    const reads = new Map<string, (payload: Buffer) => unknown>();
    // The last indexes: frames of the first message share theirs, and most payloads are of one message.
    let lastIndexes: readonly number[] | null | undefined;
    let lastRead: (payload: Buffer) => unknown = () => undefined;
    return {
      read: (payload, messageIndexes) => {
        if (messageIndexes !== lastIndexes) {
          const message = messageAt(written, messageIndexes ?? []);
          let readPayload = reads.get(message.fullName);
          if (readPayload === undefined) {
            this.#expectMessage(message, written);
            readPayload = this.#readerOf(message, read, builder);
            reads.set(message.fullName, readPayload);
          }
          lastRead = readPayload;
          lastIndexes = messageIndexes;
        }
        return lastRead(payload);
      },
    };
  }

  incompatibilities(reader: ResolvedSchema, writer: ResolvedSchema): readonly string[] {
    if (reader.text.schema === writer.text.schema) return [];
    const builder = new PlanBuilder('bigint');
    const readerFile = this.#file(reader);
    const plans = [...this.#file(writer).byName.values()].map(({ fullName, type }) => {
      const there = readerFile.byName.get(fullName);
      return { fullName, writer: builder.message(type), reader: there && builder.message(there.type) };
    });
    return findIncompatibilities(plans);
  }

  #file(schema: ResolvedSchema): ProtoFile {
    const known = this.#files.get(schema);
    if (known !== undefined) return known;
    const file = linkProto(schema);
    if (file.messages.length === 0) throw schemaProblem('the Protobuf schema declares no message');
    this.#files.set(schema, file);
    return file;
  }

  #planWriter(message: DeclaredMessage): PayloadWriter {
    const { undeclaredFields, long } = this.#options;
    const plan = new PlanBuilder(long).message(message.type);
    return {
      messageIndexes: () => message.indexes,
      write: (value, writer) => writePlanned(plan, value, { writer, options: { undeclaredFields } }),
    };
  }

  #choosingWriter(file: ProtoFile, choose: (value: unknown) => string): PayloadWriter {
    const { codec } = this.#options;
    const writers = new Map<string, PayloadWriter>();
    const writerOf = (value: unknown): PayloadWriter => {
      const name = choose(value);
      const known = writers.get(name);
      if (known !== undefined) return known;
      const message = namedMessage(file, name);
      const writer = codec === undefined ? this.#planWriter(message) : codecWriter(message, codec);
      writers.set(name, writer);
      return writer;
    };
    return {
      messageIndexes: (value) => writerOf(value).messageIndexes?.(value) ?? [0],
      write: (value, writer) => writerOf(value).write(value, writer),
    };
  }

  #expectMessage({ fullName }: DeclaredMessage, { packageName }: ProtoFile): void {
    const { messageType } = this.#options;
    if (typeof messageType !== 'string' || fullName === messageType) return;
    if (fullName === `${packageName}.${messageType}`) return;
    const problem = `the payload is a '${fullName}', and only '${messageType}' is read here; leave messageType out to read every message`;
    throw serializationError(problem, 'SCHEMAS_UNRESOLVABLE');
  }

  /** How payloads of one message are read. */
  #readerOf(
    message: DeclaredMessage,
    reader: ProtoFile | null,
    builder: PlanBuilder,
  ): (payload: Buffer) => unknown {
    const { codec } = this.#options;
    if (codec !== undefined) return (payload) => decoded(codec, payload);
    const target = reader === null ? message : reader.byName.get(message.fullName);
    if (target === undefined) {
      const problem = `the payload is a '${message.fullName}', which the schema to read into does not declare`;
      throw serializationError(problem, 'SCHEMAS_UNRESOLVABLE');
    }
    const makePlan = (): MessagePlan => builder.message(target.type);
    const plan = reader === null ? ofWriter(makePlan) : makePlan();
    return (payload) => readMessage(plan, payload);
  }
}

/** By full name, or by its name within the package; the first of the file by default. */
export function namedMessage(file: ProtoFile, name: string | undefined): DeclaredMessage {
  if (name === undefined) return messageAt(file, []);
  const found =
    file.byName.get(name) ?? file.byName.get(file.packageName === '' ? name : `${file.packageName}.${name}`);
  if (found !== undefined) return found;
  const known = [...file.byName.keys()];
  const shown = known.length > 10 ? [...known.slice(0, 10), '…'] : known;
  throw schemaProblem(`the Protobuf schema declares no message '${name}'; it declares ${shown.join(', ')}`);
}

/** A schema that came with a payload is the payload's fault, not that of the program that reads it. */
function ofWriter<T>(ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof SerializationError) || error.failure !== 'configuration') throw error;
    throw serializationError(`what it was written with: ${error.message}`, 'SCHEMA_UNUSABLE', {
      cause: error,
    });
  }
}

function writePlanned(
  plan: MessagePlan,
  value: unknown,
  target: { readonly writer: ByteWriter; readonly options: MessageWriteOptions },
): void {
  try {
    writeMessage(plan, value, target);
  } catch (error) {
    if (error !== MISFIT) throw error;
    throw unwritable(findMisfits(plan, value, target.options));
  }
}

function codecWriter({ indexes }: DeclaredMessage, codec: MessageCodec): PayloadWriter {
  return {
    messageIndexes: () => indexes,
    write: (value, writer) => writer.writeBytes(codecBytes(codec, value)),
  };
}
