/**
 * Schemas by id, version, subject and text: from memory where they are known, asked once where not.
 *
 * Invariants: an id stands for one schema; callers that ask for the same thing at the same time share one
 * request; nothing is answered after close. What is remembered and for how long is SchemaCache's; how the
 * registry is asked is RegistryHttp's.
 */
import type { Logger, RegisteredSchema, SchemaText } from '@ottla/kernel';
import { isSchemaId, readRegistration, readSchemaOfId, readVersion } from './answer-shape.ts';
import type { SchemaCache } from './cache/schema-cache.ts';
import { schemaKey } from './cache/schema-key.ts';
import type { RegistryCall, RegistryHttp } from './http/registry-http.ts';
import { registryError } from './http/verdict.ts';
import { calls } from './registry-calls.ts';
import { RegistryError } from './registry-error.ts';
import { SingleFlight } from './single-flight.ts';

/** Not there now; may be there soon. */
export const missCodes: ReadonlySet<string> = new Set([
  'SCHEMA_NOT_FOUND',
  'SUBJECT_NOT_FOUND',
  'VERSION_NOT_FOUND',
]);

/** Ids are unique within a context only; subjects of other contexts begin so (`:.context:subject`). */
const CONTEXT_PREFIX = ':.';

interface SharedAsk {
  /** Equal asks have equal keys. */
  readonly key: string;
  readonly call: RegistryCall;
  readonly read: (value: unknown) => RegisteredSchema;
  readonly keep: (schema: RegisteredSchema) => void;
}

export class CachedRegistry {
  readonly #http: RegistryHttp;
  readonly #cache: SchemaCache;
  readonly #logger: Logger;
  readonly #flights = new SingleFlight<RegisteredSchema>();
  /** Counts registrations, so that a `latest` asked for before one is not remembered after it. */
  #registrations = 0;

  constructor(http: RegistryHttp, cache: SchemaCache, logger: Logger) {
    this.#http = http;
    this.#cache = cache;
    this.#logger = logger;
  }

  /** Always asks. */
  async register(subject: string, schema: SchemaText): Promise<RegisteredSchema> {
    const call = calls.register(subject, schema);
    return this.#flights.run(`register:${schemaKey(schema)}${subject}`, async () => {
      const registered = await this.#http.ask(call, (value) => readRegistration(value, subject, schema));
      this.#registrations++;
      this.#cache.forgetLatest(subject);
      this.#cache.forgetMisses();
      this.#keepId(call, registered);
      return registered;
    });
  }

  async lookUp(subject: string, schema: SchemaText): Promise<RegisteredSchema> {
    const call = calls.lookUp(subject, schema);
    return this.#ask({
      key: `lookUp:${schemaKey(schema)}${subject}`,
      call,
      read: (value) => readRegistration(value, subject, schema),
      keep: (found) => this.#keepId(call, found),
    });
  }

  async schema(id: number): Promise<RegisteredSchema> {
    const call = calls.schema(id);
    this.#http.expectOpen(call);
    if (!isSchemaId(id)) {
      throw registryError(
        call,
        'SCHEMA_ID_INVALID',
        'an id is an integer between 1 and 2147483647; are these bytes in the Confluent wire format?',
      );
    }
    const known = this.#cache.schemaOf(id);
    if (known !== undefined) return known;
    return this.#ask({
      key: `schema:${id}`,
      call,
      read: (value) => readSchemaOfId(value, id),
      keep: (found) => this.#keepText(call, found),
    });
  }

  async version(subject: string, version: number): Promise<RegisteredSchema> {
    const call = calls.version(subject, version);
    this.#http.expectOpen(call);
    const known = this.#cache.versionOf(subject, version);
    if (known !== undefined) return known;
    return this.#ask({
      key: `version:${version}:${subject}`,
      call,
      read: (value) => readVersion(value, subject),
      keep: (found) => {
        this.#keepText(call, found);
        this.#cache.rememberVersion(subject, version, found);
      },
    });
  }

  /** Fresh from memory; stale from memory while it is asked for again; old only when asking fails for now. */
  async latest(subject: string): Promise<RegisteredSchema> {
    const call = calls.version(subject, 'latest');
    this.#http.expectOpen(call);
    const held = this.#cache.latestOf(subject);
    if (held?.state === 'fresh') return held.schema;
    const asked = this.#askLatest(subject, call);
    if (held === undefined) return asked;
    if (held.state === 'stale') {
      asked.catch((error: unknown) => this.#refreshFailed(subject, error));
      return held.schema;
    }
    return asked.catch((error: unknown) => {
      if (!(error instanceof RegistryError) || !error.retriable) throw error;
      this.#logger.warn(`registry: ${error.message}; going on with version ${held.schema.version ?? '?'}`);
      return held.schema;
    });
  }

  #refreshFailed(subject: string, error: unknown): void {
    if (error instanceof RegistryError && missCodes.has(error.code)) this.#cache.forgetLatest(subject);
    this.#logger.warn(`registry: ${error instanceof Error ? error.message : 'refreshing failed'}`);
  }

  #askLatest(subject: string, call: RegistryCall): Promise<RegisteredSchema> {
    const before = this.#registrations;
    return this.#ask({
      key: `latest:${subject}`,
      call,
      read: (value) => readVersion(value, subject),
      keep: (found) => {
        this.#keepText(call, found);
        // asked → another schema registered → answered: the answer may be of before. Used, but not kept.
        if (before === this.#registrations) this.#cache.rememberLatest(subject, found);
      },
    });
  }

  /** Asks once for all who ask now; repeats a recent "not found". */
  #ask({ key, call, read, keep }: SharedAsk): Promise<RegisteredSchema> {
    return this.#flights.run(key, async () => {
      this.#http.expectOpen(call);
      const miss = this.#cache.missOf(key);
      if (miss !== undefined) throw new RegistryError(miss.message, miss);
      try {
        const found = await this.#http.ask(call, read);
        keep(found);
        return found;
      } catch (error) {
        if (error instanceof RegistryError && missCodes.has(error.code)) this.#cache.rememberMiss(key, error);
        throw error;
      }
    });
  }

  /** Keeps an id for the schema it was asked with. */
  #keepId(call: RegistryCall, found: RegisteredSchema): void {
    this.#keepText(call, found);
    this.#cache.rememberId(found.subject ?? '', found, found.id);
  }

  /** Keeps what an id stands for; throws SCHEMA_ID_CONFLICT when it stood for something else. */
  #keepText(call: RegistryCall, found: RegisteredSchema): void {
    if (found.subject?.startsWith(CONTEXT_PREFIX) === true) return;
    if (this.#cache.rememberSchema(found)) return;
    throw registryError(
      { ...call, schemaId: found.id },
      'SCHEMA_ID_CONFLICT',
      `the registry gave id ${found.id}, which stands for another schema; is one registry behind every 'url'?`,
    );
  }
}
