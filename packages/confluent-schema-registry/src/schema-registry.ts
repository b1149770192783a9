/**
 * Registers schemas, and encodes and decodes messages with them: the class users construct.
 *
 * With a schema that is known, `encode` and `decode` do all their work before they return; their failures
 * reject nevertheless, they never throw. A schema is fetched and parsed once, however many wait for it.
 * Speaks HTTP through `api` only; what a schema type does is left to its folder.
 */
import { registryApi, type SchemaRegistryAPIClient, type SchemaRegistryAPIClientArgs } from './api/index.ts';
import { Cache, type CacheEntry } from './cache.ts';
import { COMPATIBILITY, DEFAULT_SEPARATOR } from './constants.ts';
import { ConfluentSchemaRegistryCompatibilityError, ConfluentSchemaRegistryError } from './errors.ts';
import { PayloadDecoder, type DecodeOptions } from './payload-decoder.ts';
import { PayloadEncoder } from './payload-encoder.ts';
import { fetchReferences, type NamedSchema } from './references.ts';
import { parseSchema, protocolOptions, rulesOf, schemaTypeOf, typedSchema } from './schema-parser.ts';
import type {
  AvroConfluentSchema,
  AvroSchema,
  ConfluentSchema,
  RawAvroSchema,
  Schema,
  SchemaHelper,
  SchemaReference,
  SchemaRegistryAPIClientOptions,
  SchemaResponse,
  Untyped,
} from './schema-types.ts';
import { invalidRegistryId, schemaIdOf } from './wire-decoder.ts';

export interface RegisteredSchema {
  id: number;
}

export interface RegisterOptions {
  /**
   * The level the subject must have, and gets when it has none. Default BACKWARD. Null (or undefined, given
   * explicitly) leaves the level alone: no call to `/config` is made, as a credential that may only register
   * needs it.
   */
  compatibility?: COMPATIBILITY | null | undefined;
  /** Between namespace and name in the subject of a record. Default '.'. */
  separator?: string | undefined;
  subject: string;
  /** False: the level is checked, but never set. Default true. */
  updateConfig?: boolean | undefined;
}

type AvroRegisterOptions = Omit<RegisterOptions, 'subject'> & { subject?: string };

export type { DecodeOptions };

const DEFAULTS = {
  compatibility: COMPATIBILITY.BACKWARD,
  separator: DEFAULT_SEPARATOR,
  updateConfig: true,
} as const;

const isLevel = (level: COMPATIBILITY | null | undefined): level is COMPATIBILITY =>
  level !== null && level !== undefined;

const isNotFound = (error: unknown): error is { status: 404 } =>
  typeof error === 'object' && error !== null && 'status' in error && error.status === 404;

/**
 * A client of one registry, its schemas and their options.
 *
 * @example
 * const registry = new SchemaRegistry({ host: 'http://localhost:8081' });
 * const schema = { type: SchemaType.AVRO, schema: JSON.stringify(readAVSC('customer.avsc')) };
 * const { id } = await registry.register(schema, { subject: 'customers-value' });
 * const message = await registry.encode(id, { id: 1, name: 'Ada', email: null });
 * const customer = await registry.decode(message);
 */
export class SchemaRegistry {
  /** The registry's HTTP API, as mappersmith gives it. */
  readonly api: SchemaRegistryAPIClient;
  cache: Cache;
  readonly #options: SchemaRegistryAPIClientOptions | undefined;
  readonly #payloadEncoder: PayloadEncoder;
  readonly #payloadDecoder: PayloadDecoder;
  readonly #pending = new Map<number, Promise<CacheEntry>>();

  constructor(args: SchemaRegistryAPIClientArgs, options?: SchemaRegistryAPIClientOptions) {
    this.api = registryApi(args);
    this.cache = new Cache();
    this.#options = options;
    const { noUndeclaredFields = false } = protocolOptions(options).AVRO ?? {};
    this.#payloadEncoder = new PayloadEncoder({ noUndeclaredFields });
    this.#payloadDecoder = new PayloadDecoder(() => protocolOptions(options).AVRO);
  }

  /**
   * Registers a schema and remembers it. Without a subject, that of an Avro record is its full name.
   *
   * Rejects with ConfluentSchemaRegistryArgumentError for a schema that cannot be parsed or named,
   * ConfluentSchemaRegistryCompatibilityError when the subject has another level, ResponseError otherwise.
   */
  register(
    schema: Exclude<ConfluentSchema, AvroConfluentSchema>,
    userOpts: RegisterOptions,
  ): Promise<RegisteredSchema>;
  register(
    schema: RawAvroSchema | AvroConfluentSchema,
    userOpts?: AvroRegisterOptions,
  ): Promise<RegisteredSchema>;
  register(schema: RawAvroSchema | ConfluentSchema, userOpts: RegisterOptions): Promise<RegisteredSchema>;
  async register(
    schema: RawAvroSchema | ConfluentSchema,
    userOpts?: AvroRegisterOptions,
  ): Promise<RegisteredSchema> {
    const { compatibility, separator, updateConfig } = { ...DEFAULTS, ...userOpts };
    const typed = typedSchema(schema);
    const rules = rulesOf(typed.type);
    const parsed = await this.#parse(typed, rules);
    rules.validate(parsed);
    const subject = userOpts?.subject || rules.getSubject(typed, parsed, separator ?? DEFAULT_SEPARATOR).name;
    const levelIsFree = isLevel(compatibility) && (await this.#checkLevel(subject, compatibility));
    const response = await this.api.Subject.register({ subject, body: bodyOf(typed) });
    if (levelIsFree && compatibility && updateConfig) {
      await this.api.Subject.updateConfig({ subject, body: { compatibility } });
    }
    // Some registries answer more than the id.
    const { id } = response.data<RegisteredSchema>();
    this.cache.setLatestRegistryId(subject, id);
    this.cache.setSchema(id, typed.type, parsed);
    return { id };
  }

  /** False when the subject has that level, true when it has none of its own; rejects for any other. */
  async #checkLevel(subject: string, compatibility: COMPATIBILITY): Promise<boolean> {
    try {
      const response = await this.api.Subject.config({ subject });
      const level = response.data<{ compatibilityLevel: string }>().compatibilityLevel.toUpperCase();
      if (level === compatibility) return false;
      throw new ConfluentSchemaRegistryCompatibilityError(
        `Compatibility does not match the configuration (${compatibility} != ${level})`,
      );
    } catch (error) {
      if (isNotFound(error)) return true;
      throw error;
    }
  }

  async #parse(schema: ConfluentSchema, rules: SchemaHelper): Promise<Schema | AvroSchema> {
    const references = await this.#references(schema.references, rules, new Set());
    return await parseSchema(schema, protocolOptions(this.#options), references);
  }

  #references(
    references: readonly SchemaReference[] | undefined,
    rules: SchemaHelper,
    met: Set<string>,
  ): Promise<NamedSchema[]> {
    const fetchOne = async (reference: SchemaReference): Promise<ConfluentSchema> => {
      const response = await this.api.Subject.version(reference);
      return rules.toConfluentSchema(response.data<SchemaResponse>());
    };
    return fetchReferences(references, fetchOne, met);
  }

  /** The schema of a reference after those it refers to; `referencesSet` holds what was met before. */
  async getreferencedSchemasFromReference(
    reference: SchemaReference,
    helper: SchemaHelper,
    referencesSet: Set<string>,
  ): Promise<ConfluentSchema[]> {
    const found = await this.#references([reference], helper, referencesSet);
    return found.map(({ schema }) => schema);
  }

  // The published specs call it by this name.
  private _getSchema(registryId: number): Promise<CacheEntry> {
    const known = this.cache.getSchema(registryId);
    if (known) return Promise.resolve(known);
    const pending = this.#pending.get(registryId);
    if (pending) return pending;
    const fetched = this.#fetchSchema(registryId).finally(() => this.#pending.delete(registryId));
    this.#pending.set(registryId, fetched);
    return fetched;
  }

  async #fetchSchema(registryId: number): Promise<CacheEntry> {
    const response = await this.api.Schema.find({ id: registryId });
    const found = response.data<SchemaResponse>();
    const type = schemaTypeOf(found.schemaType);
    const rules = rulesOf(type);
    const parsed = await this.#parse(rules.toConfluentSchema(found), rules);
    return this.cache.setSchema(registryId, type, parsed);
  }

  /** avsc's type, or a JSON Schema or Protobuf message with `toBuffer`, `fromBuffer` and `isValid`. */
  async getSchema(registryId: number): Promise<Schema | AvroSchema> {
    return (await this._getSchema(registryId)).schema;
  }

  /**
   * The message: magic byte, id and the value encoded with the schema of that id.
   *
   * Rejects with ConfluentSchemaRegistryValidationError, whose `paths` say what does not fit.
   */
  encode(registryId: number, payload: Untyped): Promise<Buffer> {
    try {
      if (!registryId) throw invalidRegistryId(registryId);
      const known = this.cache.getSchema(registryId);
      if (!known) return this.#encodeWhenFetched(registryId, payload);
      return Promise.resolve(this.#payloadEncoder.encode(registryId, known.schema, payload));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async #encodeWhenFetched(registryId: number, payload: Untyped): Promise<Buffer> {
    const { schema } = await this._getSchema(registryId);
    return this.#payloadEncoder.encode(registryId, schema, payload);
  }

  /**
   * The value of a message. Rejects with ConfluentSchemaRegistryArgumentError for what is no message, and with
   * avsc's own errors for a payload that does not fit its schema.
   */
  decode(buffer: Buffer, options?: DecodeOptions): Promise<Untyped> {
    try {
      const registryId = schemaIdOf(buffer);
      const known = this.cache.getSchema(registryId);
      if (known) return Promise.resolve(this.#payloadDecoder.decode(buffer, known, options));
      // No registry gives such an id, so none is asked.
      if (registryId <= 0) throw invalidRegistryId(registryId);
      return this._getSchema(registryId).then((entry) => this.#payloadDecoder.decode(buffer, entry, options));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async getRegistryId(subject: string, version: number | string): Promise<number> {
    const response = await this.api.Subject.version({ subject, version });
    return response.data<RegisteredSchema>().id;
  }

  /**
   * The id under which the subject has this schema. Rejects with ConfluentSchemaRegistryError when it does not
   * have it, or does not exist.
   */
  async getRegistryIdBySchema(
    subject: string,
    schema: AvroSchema | RawAvroSchema | ConfluentSchema,
  ): Promise<number> {
    try {
      const response = await this.api.Subject.registered({ subject, body: bodyOf(typedSchema(schema)) });
      return response.data<RegisteredSchema>().id;
    } catch (error) {
      throw isNotFound(error) ? new ConfluentSchemaRegistryError(error) : error;
    }
  }

  /** Asked anew each time; `cache.getLatestRegistryId` remembers what was registered here. */
  async getLatestSchemaId(subject: string): Promise<number> {
    const response = await this.api.Subject.latestVersion({ subject });
    return response.data<RegisteredSchema>().id;
  }
}

/** A schema as the registry takes it: always as text, without a type for Avro. */
function bodyOf({ type, schema, references }: ConfluentSchema): object {
  return {
    schemaType: type === 'AVRO' ? undefined : type,
    schema: typeof schema === 'string' ? schema : JSON.stringify(schema),
    references,
  };
}
