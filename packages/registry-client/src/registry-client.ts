/**
 * A client of a schema registry: Confluent's, Karapace, Apicurio (ccompat).
 *
 * The public face: puts settings, transport and caches together and says what each call promises. Caches
 * belong to the client, so two clients with different credentials share nothing. A dispatcher it was given
 * stays open when the client closes. Every call rejects with RegistryError; a `signal` ends its wait.
 */
import {
  systemClock,
  systemRandom,
  type Clock,
  type Random,
  type RegisteredSchema,
  type SchemaIdOptions,
  type SchemaRegistry,
  type SchemaText,
} from '@ottla/kernel';
import type { Agent } from 'undici';
import type * as told from './answers/registry-answer.ts';
import { BundledAnswers } from './bundle/bundled-answers.ts';
import { SchemaCache } from './cache/schema-cache.ts';
import { CachedRegistry } from './cached-registry.ts';
import { calls } from './calls/registry-calls.ts';
import type * as given from './calls/registry-calls.ts';
import { readSettings } from './client-settings.ts';
import { openAgent } from './http/registry-agent.ts';
import { RegistryHttp } from './http/registry-http.ts';
import { RegistryObserver, type RegistryMetrics } from './observation.ts';
import type { RegistryClientOptions } from './options.ts';
import { resolveReferences, type ResolvedReference } from './references.ts';
import { RegistryError } from './registry-error.ts';
import { RegistryQuestions, type Call } from './registry-questions.ts';
import { SharedAsks } from './shared-asks.ts';

/** The registry's code for a version that is. */
const DELETED_SOFTLY_ALREADY = 40406;

export interface RegistryClientPorts {
  readonly clock?: Clock;
  readonly random?: Random;
}

/**
 * @example
 * await using registry = new RegistryClient({ url: 'http://localhost:8081' });
 * const { id } = await registry.register('customers-value', { schemaType: 'AVRO', schema: '"string"' });
 * const { schema } = await registry.schema(id);
 */
export class RegistryClient extends RegistryQuestions implements SchemaRegistry, AsyncDisposable {
  readonly #http: RegistryHttp;
  readonly #cache: SchemaCache;
  readonly #schemas: CachedRegistry;
  readonly #bundled: BundledAnswers;
  readonly #observer: RegistryObserver;
  /** None when a dispatcher was given: whoever makes one closes it. */
  readonly #ownAgent: Agent | undefined;

  /** Connects to nothing yet. Throws ConfigError for wrong options. */
  constructor(options: RegistryClientOptions, ports: RegistryClientPorts = {}) {
    const settings = readSettings(options);
    const { clock = systemClock, random = systemRandom } = ports;
    const { logger } = settings;
    const observer = new RegistryObserver();
    const bundled = BundledAnswers.of(settings, { clock, random, logger, observer });
    let ownAgent: Agent | undefined;
    const dispatcher = settings.dispatcher ?? (ownAgent = openAgent(settings));
    const http = new RegistryHttp(settings, { dispatcher, clock, random, logger, observer });
    super(http);
    const cache = new SchemaCache(settings, clock, observer);
    const asks = new SharedAsks({ http, cache, observer });
    this.#http = http;
    this.#cache = cache;
    this.#bundled = bundled;
    this.#observer = observer;
    this.#ownAgent = ownAgent;
    this.#schemas = new CachedRegistry({ http, cache, asks, bundled, logger });
  }

  /** The id of a schema under its subject, from memory. Fast for a SchemaText object that is kept and used again. */
  knownSchemaId(subject: string, schema: SchemaText, normalize?: boolean): number | undefined {
    return this.#schemas.knownSchemaId(subject, schema, normalize);
  }

  /** The schema of an id of the default context, from memory. */
  knownSchema(id: number): RegisteredSchema | undefined {
    return this.#schemas.knownSchema(id);
  }

  /** The id of a schema under its subject, from memory if it is known; with `register`, registered when absent. */
  async schemaId(subject: string, schema: SchemaText, options: Call<SchemaIdOptions>): Promise<number> {
    const { register, normalize, signal } = options;
    return this.#schemas.schemaId({ subject, schema, normalize }, { register, signal });
  }

  /**
   * Registers a schema, or finds it registered already. Always asks the registry. Older registries tell the id
   * only: who needs the version then asks `lookUp` with the same arguments.
   * Rejects with SCHEMA_INCOMPATIBLE (the message holds the registry's reasons) or SCHEMA_INVALID.
   */
  async register(
    subject: string,
    schema: SchemaText,
    options: Call<given.RegisterOptions> = {},
  ): Promise<RegisteredSchema> {
    return this.#schemas.register(subject, schema, options);
  }

  /** Finds a schema under its subject. Always asks. Rejects with SUBJECT_NOT_FOUND or SCHEMA_NOT_FOUND. */
  async lookUp(
    subject: string,
    schema: SchemaText,
    options: Call<given.LookUpOptions> = {},
  ): Promise<RegisteredSchema> {
    return this.#schemas.lookUp(subject, schema, options);
  }

  /** The schema of an id, kept for good. Rejects with SCHEMA_NOT_FOUND, or SCHEMA_ID_INVALID without asking. */
  async schema(id: number, options: Call<given.SchemaOptions> = {}): Promise<RegisteredSchema> {
    return this.#schemas.schema(id, options);
  }

  /** The schema of a GUID, kept for good. Rejects with SCHEMA_GUID_INVALID without asking. */
  async schemaByGuid(guid: string, options: Call<given.FormatOptions> = {}): Promise<told.SchemaOfGuid> {
    return this.#schemas.schemaByGuid(guid, options);
  }

  /** A version of a subject; what a version holds never changes, so it is kept for good. */
  async version(
    subject: string,
    version: number,
    options: Call<given.VersionOptions> = {},
  ): Promise<RegisteredSchema> {
    return this.#schemas.version(subject, version, options);
  }

  /**
   * The latest version of a subject. From memory for `latestTtlMs`; up to ten times as long the remembered
   * one is answered while it is asked for again; an older one is answered only when the registry is down.
   */
  async latest(subject: string, options: Call = {}): Promise<RegisteredSchema> {
    return this.#schemas.latest(subject, options);
  }

  /**
   * Every schema that this one refers to, directly or not, each once, those that others need first: the
   * order in which to parse them. A cycle ends where it closes. Rejects with TOO_MANY_REFERENCES past 1,000.
   */
  async references(
    schema: SchemaText & { readonly subject?: string },
    options: Call = {},
  ): Promise<ResolvedReference[]> {
    return resolveReferences(schema, (subject, version) =>
      version === -1 ? this.latest(subject, options) : this.version(subject, version, options),
    );
  }

  /**
   * Deletes a subject, softly: its ids stay readable. With `permanent`, for good, once it is softly deleted.
   * Gives the numbers of the versions it took. When the answer to a try is lost, the next one finds nothing left
   * to delete, and nobody can tell what that try took: rejects with SUBJECT_NOT_FOUND, and `maybeDone` is true.
   */
  async deleteSubject(subject: string, options: Call<given.DeleteOptions> = {}): Promise<number[]> {
    return this.#schemas.remove(calls.deleteSubject(subject, options), subject, options);
  }

  /**
   * Deletes one version, as deleteSubject deletes all. Gives its number, also when it is found deleted softly by a
   * try whose answer was lost; of a deletion for good that ends so, VERSION_NOT_FOUND with `maybeDone`.
   */
  async deleteVersion(
    subject: string,
    version: number,
    options: Call<given.DeleteOptions> = {},
  ): Promise<number> {
    try {
      return await this.#schemas.remove(calls.deleteVersion(subject, version, options), subject, options);
    } catch (error) {
      const isDeleted = error instanceof RegistryError && error.registryCode === DELETED_SOFTLY_ALREADY;
      if (isDeleted && error.maybeDone) return version;
      throw error;
    }
  }

  /** Sets what is given of a subject's configuration, or of the global one. */
  async setConfig(
    config: told.RegistryConfig,
    subject?: string,
    options: Call = {},
  ): Promise<told.RegistryConfig> {
    return this.#schemas.configure(calls.setConfig(config, subject), subject, options);
  }

  /** Takes the configuration of a subject away, or brings the global one back to its default. Gives what it was. */
  async deleteConfig(subject?: string, options: Call = {}): Promise<told.RegistryConfig> {
    return this.#schemas.configure(calls.deleteConfig(subject), subject, options);
  }

  /** Counters, and how much each cache holds. The same goes out as events on diagnostics_channel. */
  metrics(): RegistryMetrics {
    return this.#observer.metrics(this.#cache.entries());
  }

  /** Ends calls in progress with CLOSED and, unless the dispatcher was given, every connection. */
  async close(): Promise<void> {
    this.#bundled.close();
    this.#http.close();
    await this.#ownAgent?.destroy();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
