/**
 * A client of a schema registry: Confluent's, Karapace, Apicurio (ccompat).
 *
 * The public face: puts settings, transport and caches together and says what each call promises. Caches
 * belong to the client, so two clients with different credentials share nothing. A dispatcher it was given
 * stays open when the client closes.
 */
import {
  systemClock,
  systemRandom,
  type Clock,
  type Random,
  type RegisteredSchema,
  type SchemaRegistry,
  type SchemaText,
} from '@ottla/kernel';
import type { CompatibilityLevel } from '@ottla/schema';
import type { Agent } from 'undici';
import {
  readLevel,
  readNames,
  readVerdict,
  readVersionNumbers,
  type CompatibilityVerdict,
} from './answer-shape.ts';
import { SchemaCache } from './cache/schema-cache.ts';
import { CachedRegistry, missCodes } from './cached-registry.ts';
import { readSettings } from './client-settings.ts';
import { openAgent } from './http/registry-agent.ts';
import { RegistryHttp } from './http/registry-http.ts';
import { RegistryObserver } from './observation.ts';
import type { RegistryClientOptions } from './options.ts';
import { resolveReferences, type ResolvedReference } from './references.ts';
import { calls } from './registry-calls.ts';
import { RegistryError } from './registry-error.ts';

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
export class RegistryClient implements SchemaRegistry, AsyncDisposable {
  readonly #http: RegistryHttp;
  readonly #cache: SchemaCache;
  readonly #schemas: CachedRegistry;
  /** None when a dispatcher was given: whoever makes one closes it. */
  readonly #ownAgent: Agent | undefined;

  /** Connects to nothing yet. Throws ConfigError for wrong options. */
  constructor(options: RegistryClientOptions, ports: RegistryClientPorts = {}) {
    const settings = readSettings(options);
    const { clock = systemClock, random = systemRandom } = ports;
    const { logger } = settings;
    const dispatcher = settings.dispatcher ?? (this.#ownAgent = openAgent(settings));
    const observer = new RegistryObserver();
    this.#http = new RegistryHttp(settings, { dispatcher, clock, random, logger, observer });
    this.#cache = new SchemaCache(settings, clock);
    this.#schemas = new CachedRegistry(this.#http, this.#cache, logger);
  }

  knownSchemaId(subject: string, schema: SchemaText): number | undefined {
    return this.#cache.idOf(subject, schema);
  }

  knownSchema(id: number): RegisteredSchema | undefined {
    return this.#cache.schemaOf(id);
  }

  /** The id of a schema under its subject, from memory if it is known; with `register`, registered when absent. */
  async schemaId(
    subject: string,
    schema: SchemaText,
    { register }: { readonly register: boolean },
  ): Promise<number> {
    this.#http.expectOpen({ purpose: 'get the id of a schema', subject });
    const known = this.#cache.idOf(subject, schema);
    if (known !== undefined) return known;
    const found = await (register ? this.register(subject, schema) : this.lookUp(subject, schema));
    return found.id;
  }

  /**
   * Registers a schema, or finds it registered already. Always asks the registry.
   * Rejects with SCHEMA_INCOMPATIBLE (the message holds the registry's reasons) or SCHEMA_INVALID.
   */
  async register(subject: string, schema: SchemaText): Promise<RegisteredSchema> {
    return this.#schemas.register(subject, schema);
  }

  /** Finds a schema under its subject. Rejects with SUBJECT_NOT_FOUND or SCHEMA_NOT_FOUND. */
  async lookUp(subject: string, schema: SchemaText): Promise<RegisteredSchema> {
    return this.#schemas.lookUp(subject, schema);
  }

  /** The schema of an id, kept for good. Rejects with SCHEMA_NOT_FOUND, or SCHEMA_ID_INVALID without asking. */
  async schema(id: number): Promise<RegisteredSchema> {
    return this.#schemas.schema(id);
  }

  /** A version of a subject; what a version holds never changes, so it is kept for good. */
  async version(subject: string, version: number): Promise<RegisteredSchema> {
    return this.#schemas.version(subject, version);
  }

  /**
   * The latest version of a subject. From memory for `latestTtlMs`; up to ten times as long the remembered
   * one is answered while it is asked for again; an older one is answered only when the registry is down.
   */
  async latest(subject: string): Promise<RegisteredSchema> {
    return this.#schemas.latest(subject);
  }

  /** The version numbers of a subject, oldest first. Always asks. */
  async versions(subject: string): Promise<number[]> {
    return this.#http.ask(calls.versions(subject), readVersionNumbers);
  }

  /** Every subject of the registry. Always asks. */
  async subjects(): Promise<string[]> {
    return this.#http.ask(calls.subjects(), readNames);
  }

  /**
   * Whether a schema could be registered, by the registry's verdict. Without a version it is compared with
   * as much of the history as the subject's level asks for. A subject without versions is compatible.
   */
  async testCompatibility(
    subject: string,
    schema: SchemaText,
    version?: number | 'latest',
  ): Promise<CompatibilityVerdict> {
    try {
      return await this.#http.ask(calls.testCompatibility(subject, schema, version), readVerdict);
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error;
      // Karapace has no check without a version; its 'latest' looks at all of them where the level says so.
      if (version === undefined && (error.code === 'REGISTRY_ROUTE_NOT_FOUND' || error.status === 405)) {
        return this.testCompatibility(subject, schema, 'latest');
      }
      // Karapace answers 404 where Confluent finds an empty subject compatible.
      if (typeof version !== 'number' && missCodes.has(error.code)) return { compatible: true, messages: [] };
      throw error;
    }
  }

  /** The compatibility level of a subject (its own, or the global one it follows), or the global level. */
  async compatibilityLevel(subject?: string): Promise<CompatibilityLevel> {
    try {
      return await this.#http.ask(calls.compatibilityLevel(subject), readLevel);
    } catch (error) {
      // A registry that knows no defaultToGlobal says that the subject has no level of its own.
      const unset = error instanceof RegistryError && error.code === 'SETTING_NOT_FOUND';
      if (subject === undefined || !unset) throw error;
      return this.compatibilityLevel();
    }
  }

  /** Sets the level of a subject, or the global one. */
  async setCompatibilityLevel(level: CompatibilityLevel, subject?: string): Promise<CompatibilityLevel> {
    return this.#http.ask(calls.setCompatibilityLevel(level, subject), readLevel);
  }

  /**
   * Every schema that this one refers to, directly or not, each once, those that others need first: the
   * order in which to parse them. A cycle ends where it closes. Rejects with TOO_MANY_REFERENCES past 1,000.
   */
  async references(schema: SchemaText): Promise<ResolvedReference[]> {
    return resolveReferences(schema, (subject, version) =>
      version === -1 ? this.latest(subject) : this.version(subject, version),
    );
  }

  /** Ends calls in progress with CLOSED and, unless the dispatcher was given, every connection. */
  async close(): Promise<void> {
    this.#http.close();
    await this.#ownAgent?.destroy();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
