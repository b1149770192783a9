/**
 * How the values of one subject are written: rules, frame and payload, worked out once per schema.
 *
 * Most routes are plain: an id before what the format writes, and nothing else to ask per record. Order of the others:
 * domain rules, payload, encoding rules, frame. Source: AbstractKafkaAvroSerializer of Confluent's Java client.
 */
import { ByteWriter, type RecordHeader, type SerializerContext } from '@ottla/kernel';
import { serializationError } from '../errors.ts';
import { headerOfGuid } from '../framing/schema-id-header.ts';
import { writePrefix } from '../framing/prefix.ts';
import type { RuleBook, RuleRun } from '../rules/rule-run.ts';
import type { PayloadFormat, PayloadWriter } from './payload-format.ts';
import type { ChosenSchema } from './schema-choice.ts';

export interface RouteOptions {
  readonly format: PayloadFormat;
  readonly rules: RuleBook;
  readonly schemaIdIn: 'prefix' | 'header';
}

export class WriteRoute {
  readonly id: number;
  readonly subject: string;
  /** Nothing but an id in front. */
  readonly isPlain: boolean;
  readonly payload: PayloadWriter;
  readonly #guid: string | null;
  readonly #domainRules: RuleRun<unknown> | null;
  readonly #encodingRules: RuleRun<Uint8Array> | null;
  /** Of payloads without message indexes: for values, for keys. */
  readonly #headers: (RecordHeader | undefined)[] = [];

  /** Throws SerializationError for a schema that cannot be written with. */
  constructor(subject: string, { registered, written }: ChosenSchema, options: RouteOptions) {
    const { format, rules, schemaIdIn } = options;
    this.id = registered.id;
    this.subject = subject;
    this.payload = format.writer(written);
    this.#guid = schemaIdIn === 'header' ? guidOf(registered.guid, this) : null;
    const ruled = { subject, schema: registered };
    this.#domainRules = rules.domainRules('WRITE', ruled);
    this.#encodingRules = rules.encodingRules('WRITE', ruled);
    this.isPlain =
      this.#guid === null &&
      this.#domainRules === null &&
      this.#encodingRules === null &&
      this.payload.messageIndexes === undefined;
  }

  /** Frame and payload of any route, at the writer's position. A throw may leave bytes behind. */
  write(value: unknown, writer: ByteWriter, context: SerializerContext): void {
    const ruled = this.#domainRules === null ? value : this.#domainRules(value, context);
    const indexes = this.payload.messageIndexes?.(ruled) ?? null;
    if (this.#guid === null) writePrefix(this.id, indexes, writer);
    if (this.#encodingRules === null) {
      this.payload.write(ruled, writer);
    } else {
      const scratch = new ByteWriter();
      this.payload.write(ruled, scratch);
      writer.writeBytes(this.#encodingRules(scratch.view(), context));
    }
    if (this.#guid !== null) addHeader(this.#header(this.#guid, indexes, context.isKey), context);
  }

  #header(guid: string, messageIndexes: readonly number[] | null, isKey: boolean): RecordHeader {
    const kept = messageIndexes === null ? this.#headers[Number(isKey)] : undefined;
    if (kept !== undefined) return kept;
    const header = headerOfGuid({ isKey, guid, messageIndexes });
    if (header === null) throw unknownGuid(this);
    if (messageIndexes === null) this.#headers[Number(isKey)] = header;
    return header;
  }
}

function guidOf(guid: string | undefined, place: { subject: string; id: number }): string {
  if (guid === undefined) throw unknownGuid(place);
  return guid;
}

function unknownGuid({ subject, id }: { readonly subject: string; readonly id: number }): Error {
  const problem =
    "the registry tells no GUID of the schema, which `schemaIdIn: 'header'` needs; use 'prefix' with this registry";
  return serializationError(problem, 'SCHEMA_GUID_UNKNOWN', { subject, schemaId: id });
}

function addHeader(header: RecordHeader, { addHeader: add }: SerializerContext): void {
  if (add === undefined) {
    const problem =
      "`schemaIdIn: 'header'` needs a record to add the header to, and the context has no addHeader; give one, or use 'prefix'";
    throw serializationError(problem, 'HEADER_REFUSED');
  }
  add(header);
}
