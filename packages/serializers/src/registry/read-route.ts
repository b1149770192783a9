/**
 * How payloads of one schema are read into another: rules, migrations and payload, worked out once per pair.
 *
 * Most routes are plain: what the format reads, and nothing else to ask per record. Order of the others: encoding
 * rules, payload, migrations, domain rules. Source: AbstractKafkaAvroDeserializer of Confluent's Java client.
 */
import { ByteWriter, asBuffer, type RegisteredSchema } from '@ottla/kernel';
import type { RuleBook, RuleRecord, RuleRun } from '../rules/rule-run.ts';
import type { PayloadFormat, PayloadReader, ResolvedSchema } from './payload-format.ts';

/** What payloads were written with. */
export interface WriterSchema {
  readonly registered: RegisteredSchema;
  readonly resolved: ResolvedSchema;
}

/** What values are read into; `registered` where the registry chose it. */
export interface ReaderSchema {
  readonly registered: RegisteredSchema | null;
  /** Null: the writer's own. */
  readonly resolved: ResolvedSchema | null;
}

export class ReadRoute {
  readonly payload: PayloadReader;
  /** Known only where rules or a latest version asked for it. */
  readonly subject: string | undefined;
  /** Nothing but the format. */
  readonly isPlain: boolean;
  readonly #encodingRules: RuleRun<Uint8Array> | null;
  readonly #migrated: RuleRun<unknown> | null;
  readonly #domainRules: RuleRun<unknown> | null;

  private constructor(parts: {
    payload: PayloadReader;
    subject?: string;
    encodingRules?: RuleRun<Uint8Array> | null;
    migrated?: RuleRun<unknown> | null;
    domainRules?: RuleRun<unknown> | null;
  }) {
    this.payload = parts.payload;
    this.subject = parts.subject;
    this.#encodingRules = parts.encodingRules ?? null;
    this.#migrated = parts.migrated ?? null;
    this.#domainRules = parts.domainRules ?? null;
    this.isPlain = this.#encodingRules === null && this.#migrated === null && this.#domainRules === null;
  }

  /** Where no rule can count. */
  static plain(format: PayloadFormat, writer: ResolvedSchema, reader: ResolvedSchema | null): ReadRoute {
    return new ReadRoute({ payload: format.reader(writer, reader) });
  }

  /** With the rules of both schemas; `migration` leads to a reader's schema that the registry chose. */
  static ruled(parts: {
    readonly format: PayloadFormat;
    readonly rules: RuleBook;
    readonly subject: string;
    readonly writer: WriterSchema;
    readonly reader: ReaderSchema;
    readonly migration: RuleRun<unknown> | null;
  }): ReadRoute {
    const { format, rules, subject, writer, reader, migration } = parts;
    const target = reader.registered ?? writer.registered;
    return new ReadRoute({
      payload: format.reader(writer.resolved, migration === null ? reader.resolved : null),
      subject,
      encodingRules: rules.encodingRules('READ', { subject, schema: writer.registered }),
      migrated: migration === null ? null : intoReader(migration, format, reader.resolved ?? writer.resolved),
      domainRules: rules.domainRules('READ', { subject, schema: target }),
    });
  }

  read(payload: Buffer, messageIndexes: readonly number[] | null, record: RuleRecord): unknown {
    const plain = this.#encodingRules === null ? payload : asBuffer(this.#encodingRules(payload, record));
    const value = this.payload.read(plain, messageIndexes);
    const migrated = this.#migrated === null ? value : this.#migrated(value, record);
    return this.#domainRules === null ? migrated : this.#domainRules(migrated, record);
  }
}

/** A value that migrations have brought to the reader's version gets the shape it has when written and read with it. */
function intoReader(
  migration: RuleRun<unknown>,
  format: PayloadFormat,
  reader: ResolvedSchema,
): RuleRun<unknown> {
  const writer = format.writer(reader);
  const payload = format.reader(reader, null);
  return (value, record) => {
    const migrated = migration(value, record);
    const scratch = new ByteWriter();
    const indexes = writer.messageIndexes?.(migrated) ?? null;
    writer.write(migrated, scratch);
    return payload.read(scratch.view(), indexes);
  };
}
