/**
 * A client of a schema registry: Confluent's, Karapace, Apicurio (ccompat).
 *
 * The public face: puts settings, transport and caches together and says what each call promises. Caches
 * belong to the client, so two clients with different credentials share nothing. A dispatcher it was given
 * stays open when the client closes. Every call rejects with RegistryError, or ConfigError
 * for options that it does not take; a `signal` ends its wait.
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
import { checkedOptions, NONE } from './calls/call-options.ts';
import { expectReferences } from './calls/question.ts';
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

const RESOLVING = { purpose: 'resolve the references of a schema' };

/** The registry's code for a version that is. */
const DELETED_SOFTLY_ALREADY = 40406;

export interface RegistryClientPorts {
  readonly clock?: Clock;
  readonly random?: Random;
}

/**
 * @example
 * await using registry = new RegistryClient({ url: 'http://localhost:8081' });
 * const { id } = await registry.register('names-value', { schemaType: 'AVRO', schema: '"string"' });
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
    const checked = checkedOptions('schemaId', options);
    const { register, normalize, signal } = checked;
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
    options: Call<given.RegisterOptions> = NONE,
  ): Promise<RegisteredSchema> {
    const checked = checkedOptions('register', options);
    return this.#schemas.register(subject, schema, checked);
  }

  /** Finds a schema under its subject. Always asks. Rejects with SUBJECT_NOT_FOUND or SCHEMA_NOT_FOUND. */
  async lookUp(
    subject: string,
    schema: SchemaText,
    options: Call<given.LookUpOptions> = NONE,
  ): Promise<RegisteredSchema> {
    const checked = checkedOptions('lookUp', options);
    return this.#schemas.lookUp(subject, schema, checked);
  }

  /** The schema of an id, kept for good. Rejects with SCHEMA_NOT_FOUND, or SCHEMA_ID_INVALID without asking. */
  async schema(id: number, options: Call<given.SchemaOptions> = NONE): Promise<RegisteredSchema> {
    const checked = checkedOptions('schema', options);
    return this.#schemas.schema(id, checked);
  }

  /** The schema of a GUID, kept for good. Rejects with SCHEMA_GUID_INVALID without asking. */
  async schemaByGuid(guid: string, options: Call<given.FormatOptions> = NONE): Promise<told.SchemaOfGuid> {
    const checked = checkedOptions('schemaByGuid', options);
    return this.#schemas.schemaByGuid(guid, checked);
  }

  /** A version of a subject; what a version holds never changes, so it is kept for good. */
  async version(
    subject: string,
    version: number,
    options: Call<given.VersionOptions> = NONE,
  ): Promise<RegisteredSchema> {
    const checked = checkedOptions('version', options);
    return this.#schemas.version(subject, version, checked);
  }

  /**
   * The latest version of a subject. From memory for `latestTtlMs`; up to ten times as long the remembered
   * one is answered while it is asked for again; an older one is answered only when the registry is down.
   */
  async latest(subject: string, options: Call = NONE): Promise<RegisteredSchema> {
    const checked = checkedOptions('latest', options);
    return this.#schemas.latest(subject, checked);
  }

  /**
   * Every schema that this one refers to, directly or not, each once, those that others need first: the
   * order in which to parse them. A cycle ends where it closes. Rejects with TOO_MANY_REFERENCES past 1,000.
   */
  async references(
    schema: SchemaText & { readonly subject?: string },
    options: Call = NONE,
  ): Promise<ResolvedReference[]> {
    const checked = checkedOptions('references', options);
    expectReferences(schema, RESOLVING);
    return resolveReferences(schema, (subject, version) =>
      version === -1
        ? this.#schemas.latest(subject, checked)
        : this.#schemas.version(subject, version, checked),
    );
  }

  /**
   * Deletes a subject, softly: its ids stay readable. With `permanent`, for good, once it is softly deleted.
   * Gives the numbers of the versions it took. When the answer to a try is lost, the next one finds nothing left
   * to delete, and nobody can tell what that try took: rejects with SUBJECT_NOT_FOUND, and `maybeDone` is true.
   */
  async deleteSubject(subject: string, options: Call<given.DeleteOptions> = NONE): Promise<number[]> {
    const checked = checkedOptions('deleteSubject', options);
    return this.#schemas.remove(calls.deleteSubject(subject, checked), subject, checked);
  }

  /**
   * Deletes one version, as deleteSubject deletes all. Gives its number, also when it is found deleted softly by a
   * try whose answer was lost; of a deletion for good that ends so, VERSION_NOT_FOUND with `maybeDone`.
   */
  async deleteVersion(
    subject: string,
    version: number,
    options: Call<given.DeleteOptions> = NONE,
  ): Promise<number> {
    const checked = checkedOptions('deleteVersion', options);
    try {
      return await this.#schemas.remove(calls.deleteVersion(subject, version, checked), subject, checked);
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
    options: Call = NONE,
  ): Promise<told.RegistryConfig> {
    const checked = checkedOptions('setConfig', options);
    return this.#schemas.configure(calls.setConfig(config, subject), subject, checked);
  }

  /** Takes the configuration of a subject away, or brings the global one back to its default. Gives what it was. */
  async deleteConfig(subject?: string, options: Call = NONE): Promise<told.RegistryConfig> {
    const checked = checkedOptions('deleteConfig', options);
    return this.#schemas.configure(calls.deleteConfig(subject), subject, checked);
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
