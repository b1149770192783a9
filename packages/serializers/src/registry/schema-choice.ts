/**
 * Which schema of the registry values are written with, by the options, in Confluent's order of precedence:
 * autoRegister, useSchemaId, useLatestWithMetadata, useLatestVersion, and else looking the own schema up.
 *
 * The schema that is chosen is the one that encodes, since its id is what readers go by; its rules are those that
 * count. Whether one that others registered can read what the own schema writes is judged once per subject and schema.
 * Source: AbstractKafkaAvroSerializer of Confluent's Java client.
 */
import type { RegisteredSchema, SchemaRegistry, SchemaText } from '@ottla/kernel';
import { LRUCache } from 'lru-cache';
import { serializationError } from '../errors.ts';
import type { PayloadFormat, ResolvedSchema } from './payload-format.ts';
import type { RegistrySerializerSettings } from './registry-options.ts';
import { aloneSchema, refersToOthers, resolvedSchema } from './resolved-text.ts';
import { isPointer, type FixedSchema, type SchemaPointer } from './schema-pointer.ts';

/** What is written under a subject. */
export interface ChosenSchema {
  /** Its id goes before payloads; its rules count. */
  readonly registered: RegisteredSchema;
  /** What encodes. */
  readonly written: ResolvedSchema;
}

const MOST_VERDICTS = 1000;

type Settings = Pick<
  RegistrySerializerSettings,
  | 'registry'
  | 'autoRegister'
  | 'normalize'
  | 'useSchemaId'
  | 'useLatestWithMetadata'
  | 'useLatestVersion'
  | 'latestCompatibilityStrict'
  | 'idCompatibilityStrict'
>;

export class SchemaChoice {
  readonly #format: PayloadFormat;
  readonly #given: FixedSchema;
  readonly #own: SchemaText | null;
  readonly #settings: Settings;
  readonly #registry: SchemaRegistry;
  #resolvedOwn: ResolvedSchema | undefined;
  /** Of the record that the own schema, or the one of the registry, is; some languages read the whole text for it. */
  #recordName: string | null | undefined;
  /** By subject and id. */
  readonly #verdicts = new LRUCache<string, readonly string[]>({ max: MOST_VERDICTS });

  constructor(format: PayloadFormat, given: FixedSchema, settings: Settings) {
    this.#format = format;
    this.#given = given;
    this.#own = given === null || isPointer(given) ? null : given;
    this.#settings = settings;
    this.#registry = settings.registry;
    if (this.#own !== null && !refersToOthers(this.#own)) this.#resolvedOwn = aloneSchema(this.#own);
  }

  /** Whether the answer may be another one later. */
  get mayMove(): boolean {
    const { autoRegister, useSchemaId, useLatestWithMetadata, useLatestVersion } = this.#settings;
    if (autoRegister || useSchemaId !== undefined) return false;
    if (this.#given !== null && isPointer(this.#given)) return false;
    return useLatestWithMetadata !== undefined || useLatestVersion || this.#own === null;
  }

  /** Full name of the record the own schema is; undefined while that must be asked for. */
  get knownRecordName(): string | null | undefined {
    if (this.#recordName === undefined && this.#resolvedOwn !== undefined) {
      this.#recordName = this.#format.recordName(this.#resolvedOwn);
    }
    return this.#own === null && this.#fixedPointer() === null ? null : this.#recordName;
  }

  async recordName(): Promise<string | null> {
    const own = await this.#resolveOwn();
    if (own !== null) return (this.#recordName = this.#format.recordName(own));
    const pointer = this.#fixedPointer();
    if (pointer === null) return null;
    const registered = await this.#at(pointer, undefined);
    const resolved = await resolvedSchema(this.#registry, registered, registered.subject);
    return (this.#recordName = this.#format.recordName(resolved));
  }

  /** What was chosen, where the registry's memory tells it without a wait. */
  known(subject: string): ChosenSchema | undefined {
    const own = this.#resolvedOwn;
    if (own === undefined || this.#choosesOfOthers()) return undefined;
    const id = this.#registry.knownSchemaId(subject, own.text, this.#settings.normalize);
    // Only ids of the default context are told without a wait.
    if (id === undefined || subject.startsWith(':')) return undefined;
    const registered = this.#registry.knownSchema(id);
    return registered === undefined ? undefined : { registered, written: own };
  }

  /** Rejects as the registry does, or with `SCHEMAS_INCOMPATIBLE`. */
  async choose(subject: string): Promise<ChosenSchema> {
    const own = await this.#resolveOwn();
    if (own !== null && !this.#choosesOfOthers()) {
      const { autoRegister, normalize } = this.#settings;
      const id = await this.#registry.schemaId(subject, own.text, { register: autoRegister, normalize });
      return { registered: await this.#registry.schema(id, { subject }), written: own };
    }
    const { registered, strict } = await this.#ofOthers(subject);
    this.#expectLanguage(registered, subject);
    const written = await resolvedSchema(this.#registry, registered, subject);
    if (own !== null && strict) this.#expectCompatible(registered, { subject, own, written });
    return { registered, written };
  }

  #choosesOfOthers(): boolean {
    const { autoRegister, useSchemaId, useLatestWithMetadata, useLatestVersion } = this.#settings;
    if (autoRegister) return false;
    return useSchemaId !== undefined || useLatestWithMetadata !== undefined || useLatestVersion;
  }

  async #ofOthers(subject: string): Promise<{ registered: RegisteredSchema; strict: boolean }> {
    const { useLatestWithMetadata, latestCompatibilityStrict, idCompatibilityStrict } = this.#settings;
    const pointer = this.#fixedPointer();
    if (pointer !== null) {
      return { registered: await this.#at(pointer, subject), strict: idCompatibilityStrict };
    }
    const registered =
      useLatestWithMetadata === undefined
        ? await this.#registry.latest(subject)
        : await this.#registry.latestWithMetadata(subject, useLatestWithMetadata);
    return { registered, strict: latestCompatibilityStrict };
  }

  /** The one schema that is written with, where options or source say which. */
  #fixedPointer(): SchemaPointer | null {
    const { useSchemaId, autoRegister } = this.#settings;
    if (this.#given !== null && isPointer(this.#given)) return this.#given;
    return useSchemaId === undefined || autoRegister ? null : { id: useSchemaId };
  }

  #at(pointer: SchemaPointer, subject: string | undefined): Promise<RegisteredSchema> {
    if (pointer.subject !== undefined) return this.#registry.version(pointer.subject, pointer.version);
    return this.#registry.schema(pointer.id, subject === undefined ? {} : { subject });
  }

  async #resolveOwn(): Promise<ResolvedSchema | null> {
    if (this.#own === null) return null;
    this.#resolvedOwn ??= await resolvedSchema(this.#registry, this.#own, undefined);
    return this.#resolvedOwn;
  }

  #expectLanguage({ schemaType, id }: RegisteredSchema, subject: string): void {
    if (schemaType === this.#format.schemaType) return;
    const problem = `the schema is of type ${schemaType}, not ${this.#format.schemaType}; write with another serializer, or choose another schema`;
    throw serializationError(problem, 'SCHEMA_NOT_USABLE', { subject, schemaId: id });
  }

  /** The own schema wrote what the chosen one must be able to read. */
  #expectCompatible(
    { id }: RegisteredSchema,
    { subject, own, written }: { subject: string; own: ResolvedSchema; written: ResolvedSchema },
  ): void {
    const key = `${id} ${subject}`;
    const reasons = this.#verdicts.get(key) ?? this.#format.incompatibilities(written, own);
    this.#verdicts.set(key, reasons);
    if (reasons.length === 0) return;
    const isFixed = this.#fixedPointer() !== null;
    const option = isFixed ? 'idCompatibilityStrict' : 'latestCompatibilityStrict';
    const problem = `the ${isFixed ? 'schema' : 'latest schema'} of the registry cannot read what the own schema writes: ${reasons.join('; ')}; change the own schema, or set ${option}: false`;
    throw serializationError(problem, 'SCHEMAS_INCOMPATIBLE', { subject, schemaId: id });
  }
}
