/**
 * What each schema id or GUID has come to: the writer's schema and how to read it, for one deserializer.
 *
 * Bounded, and of many who wait for a schema one asks. A schema that cannot be used stays so, since ids do not change
 * their meaning; that the registry does not know an id is kept only to be told to those who asked. Subjects count where
 * rules do, or a latest version is read into; else one way of reading serves all topics.
 */
import {
  OttlaError,
  SerializationError,
  type Clock,
  type DeserializerContext,
  type RegisteredSchema,
  type SchemaText,
} from '@ottla/kernel';
import { LRUCache } from 'lru-cache';
import { isNotFound, registryFailure, serializationError, type ErrorPlace } from '../errors.ts';
import type { SchemaIdRef } from '../framing/prefix.ts';
import { RuleBook } from '../rules/rule-run.ts';
import type { PayloadFormat, ResolvedSchema } from './payload-format.ts';
import { ReadRoute, type ReaderSchema } from './read-route.ts';
import { ReaderChoice } from './reader-choice.ts';
import type { RegistryDeserializerSettings } from './registry-options.ts';
import { RenewedAnswer } from './renewed-answer.ts';
import { aloneSchema, refersToOthers, resolvedSchema } from './resolved-text.ts';
import type { GivenSchema } from './schema-pointer.ts';
import { SubjectNames } from './subject-names.ts';

/** Writers' schemas kept ready; a topic has as many as its subject has had versions. */
const MOST_WRITERS = 1000;
/** Of one writer's schema: subjects, and versions they are read into. */
const MOST_ROUTES = 100;

/** What a deserializer is made of. */
export interface WriterBookOptions {
  readonly reader: GivenSchema;
  readonly settings: RegistryDeserializerSettings;
  readonly clock: Pick<Clock, 'now'>;
}

type WriterKey = number | string;

/** A schema that payloads were written with. */
interface WriterEntry {
  readonly text: SchemaText & { readonly id?: number };
  readonly resolved: ResolvedSchema;
  /** Why no payload of it can be read. */
  readonly failure?: SerializationError;
  /** For all topics. */
  readonly plain?: ReadRoute;
  /** By subject and reader's id. */
  readonly routes: LRUCache<string, RenewedAnswer<ReadRoute>>;
}

export class WriterBook {
  readonly #format: PayloadFormat;
  readonly #settings: RegistryDeserializerSettings;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #readers: ReaderChoice;
  readonly #names: SubjectNames;
  readonly #rules: RuleBook;
  readonly #entries = new LRUCache<WriterKey, WriterEntry>({ max: MOST_WRITERS });
  readonly #pending = new Map<WriterKey, Promise<WriterEntry>>();
  /** Poison that `ready` found, for `route` to tell. */
  readonly #misses = new LRUCache<WriterKey, SerializationError>({ max: MOST_WRITERS });

  constructor(format: PayloadFormat, { reader, settings, clock }: WriterBookOptions) {
    this.#format = format;
    this.#settings = settings;
    this.#clock = clock;
    this.#readers = new ReaderChoice(reader, settings, clock);
    this.#names = new SubjectNames(settings.subject, settings.registry);
    this.#rules = new RuleBook(settings.rules);
  }

  /** Settles once `route` can answer, be it with an error; rejects when the registry or the configuration fails. */
  ready(ref: SchemaIdRef, context: DeserializerContext): true | Promise<void> {
    const entry = this.#known(ref);
    if (entry !== undefined && this.#isReady(entry, context)) return true;
    return this.#prepare(ref, context);
  }

  /** Throws SerializationError, `SCHEMA_UNKNOWN` before `ready`. */
  route(ref: SchemaIdRef, context: DeserializerContext): ReadRoute {
    const entry = this.#known(ref);
    const route = entry === undefined ? undefined : this.#routeNow(entry, context);
    if (route !== undefined) return route;
    const told = this.#misses.get(keyOf(ref));
    if (told !== undefined) throw told;
    const name = ref.id === undefined ? `of GUID ${ref.guid}` : `${ref.id}`;
    throw serializationError(
      `the schema ${name} is not at hand yet; wait for ready() first`,
      'SCHEMA_UNKNOWN',
    );
  }

  /** Whether one way of reading serves all topics, for good. */
  isSettled(ref: SchemaIdRef): boolean {
    return this.#entries.peek(keyOf(ref))?.plain !== undefined;
  }

  /** What errors may say of a payload beyond topic and role. */
  placeOf(ref: SchemaIdRef, context: DeserializerContext): ErrorPlace {
    const schemaId = ref.id ?? this.#entries.peek(keyOf(ref))?.text.id;
    const { subject } = this.#settings;
    if (typeof subject === 'string') return { schemaId, subject };
    const entry = this.#entries.peek(keyOf(ref));
    const isRuled = entry !== undefined && entry.plain === undefined && entry.failure === undefined;
    return isRuled ? { schemaId, subject: this.#subjectNow(entry, context) } : { schemaId };
  }

  #known(ref: SchemaIdRef): WriterEntry | undefined {
    const kept = this.#entries.get(keyOf(ref));
    if (kept !== undefined || ref.id === undefined || this.#context !== undefined) return kept;
    const registered = this.#settings.registry.knownSchema(ref.id);
    const reader = this.#readers.fixed.value;
    if (registered === undefined || reader === undefined || refersToOthers(registered)) return undefined;
    return this.#keep(ref, registered, { resolved: aloneSchema(registered), reader });
  }

  /** Ids and references are meant in the context of a fixed subject; other subjects are not known this early. */
  get #context(): string | undefined {
    const { subject } = this.#settings;
    return typeof subject === 'string' && subject.startsWith(':') ? subject : undefined;
  }

  #isReady(entry: WriterEntry, context: DeserializerContext): boolean {
    if (entry.failure !== undefined) return true;
    const route = this.#routeNow(entry, context);
    return route !== undefined;
  }

  #routeNow(entry: WriterEntry, context: DeserializerContext): ReadRoute | undefined {
    if (entry.plain !== undefined) return entry.plain;
    if (entry.failure !== undefined) throw entry.failure;
    const subject = this.#subjectNow(entry, context);
    if (subject === undefined) return undefined;
    const answer = this.#readerOf(subject);
    // A latest version may have come to its term.
    if (answer.ready() !== true || answer.value === undefined) return undefined;
    return entry.routes.get(routeKey(subject, answer.value))?.value;
  }

  #subjectNow({ resolved }: WriterEntry, { topic, isKey, headers }: DeserializerContext): string | undefined {
    return this.#names.known({ topic, isKey, headers, recordName: this.#recordName(resolved) });
  }

  #recordName(resolved: ResolvedSchema): string | null {
    return this.#names.asksForRecord ? this.#format.recordName(resolved) : null;
  }

  #readerOf(subject: string): RenewedAnswer<ReaderSchema> {
    return this.#readers.isLatest ? this.#readers.latestOf(subject) : this.#readers.fixed;
  }

  async #prepare(ref: SchemaIdRef, context: DeserializerContext): Promise<void> {
    const { topic, isKey } = context;
    const key = keyOf(ref);
    this.#misses.delete(key);
    try {
      const entry = await this.#entry(ref);
      if (entry.plain === undefined && entry.failure === undefined) await this.#prepareRoute(entry, context);
    } catch (error) {
      // Told to each record that asks, with its own topic.
      const failure = registryFailure(error, { schemaId: ref.id });
      if (failure.failure !== 'poison') throw registryFailure(error, { topic, isKey, schemaId: ref.id });
      this.#misses.set(key, failure);
    }
  }

  async #prepareRoute(entry: WriterEntry, { topic, isKey, headers }: DeserializerContext): Promise<void> {
    const recordName = this.#recordName(entry.resolved);
    const subject = await this.#names.ask({ topic, isKey, headers, recordName });
    const answer = this.#readerOf(subject);
    await answer.ready();
    const reader = answer.value;
    if (reader === undefined) return;
    const key = routeKey(subject, reader);
    let route = entry.routes.get(key);
    if (route === undefined) {
      const settings = { clock: this.#clock, termMs: null, isPassing: () => false };
      route = new RenewedAnswer(() => this.#ruledRoute(entry, subject, reader), settings);
      entry.routes.set(key, route);
    }
    await route.ready();
  }

  async #ruledRoute(entry: WriterEntry, subject: string, reader: ReaderSchema): Promise<ReadRoute> {
    const { registry } = this.#settings;
    const { text, resolved } = entry;
    // A GUID says nothing of the id that the subject knows the schema by.
    const id = text.id ?? (await registry.schemaId(subject, text, { register: false }));
    const registered: RegisteredSchema = { ...text, id };
    return ReadRoute.ruled({
      format: this.#format,
      rules: this.#rules,
      registry,
      subject,
      writer: { registered, resolved },
      reader,
    });
  }

  #entry(ref: SchemaIdRef): Promise<WriterEntry> {
    const key = keyOf(ref);
    const kept = this.#entries.get(key);
    if (kept !== undefined) return Promise.resolve(kept);
    const pending = this.#pending.get(key);
    if (pending !== undefined) return pending;
    const asked = this.#ask(ref).finally(() => this.#pending.delete(key));
    this.#pending.set(key, asked);
    return asked;
  }

  async #ask(ref: SchemaIdRef): Promise<WriterEntry> {
    const { registry } = this.#settings;
    const subject = this.#context;
    const text = await this.#fetch(ref);
    const resolved = await resolvedSchema(registry, text, subject);
    const { fixed } = this.#readers;
    await fixed.ready();
    return this.#keep(ref, text, { resolved, reader: fixed.value ?? { registered: null, resolved: null } });
  }

  /** That there is no such schema is the fault of the bytes. */
  async #fetch(ref: SchemaIdRef): Promise<SchemaText & { readonly id?: number }> {
    const { registry } = this.#settings;
    const subject = this.#context;
    try {
      if (ref.id === undefined) return await registry.schemaByGuid(ref.guid);
      return await registry.schema(ref.id, subject === undefined ? {} : { subject });
    } catch (error) {
      throw isNotFound(error) ? registryFailure(error, { schemaId: ref.id }, 'poison') : error;
    }
  }

  #keep(
    ref: SchemaIdRef,
    text: SchemaText & { readonly id?: number },
    { resolved, reader }: { readonly resolved: ResolvedSchema; readonly reader: ReaderSchema },
  ): WriterEntry {
    const routes = new LRUCache<string, RenewedAnswer<ReadRoute>>({ max: MOST_ROUTES });
    const isRuled = this.#readers.isLatest || (text.ruleSet !== undefined && text.ruleSet !== null);
    const made = this.#attempt(text, () =>
      isRuled ? {} : { plain: ReadRoute.plain(this.#format, resolved, reader.resolved) },
    );
    const entry: WriterEntry = { text, resolved, routes, ...made };
    this.#entries.set(keyOf(ref), entry);
    return entry;
  }

  /** What cannot be read once cannot be read ever. */
  #attempt(
    { schemaType }: SchemaText,
    make: () => { readonly plain?: ReadRoute },
  ): Pick<WriterEntry, 'plain' | 'failure'> {
    const { schemaType: own } = this.#format;
    if (schemaType !== own) {
      const problem = `the schema is of type ${schemaType}, not ${own}; read it with a deserializer for ${schemaType}`;
      return { failure: serializationError(problem, 'SCHEMA_TYPE_WRONG') };
    }
    try {
      return make();
    } catch (error) {
      if (error instanceof SerializationError) return { failure: error };
      if (!(error instanceof OttlaError)) throw error;
      const problem = `the schema cannot be used: ${error.message}`;
      return { failure: serializationError(problem, 'SCHEMA_UNUSABLE', { cause: error }) };
    }
  }
}

const keyOf = (ref: SchemaIdRef): WriterKey => ref.id ?? ref.guid;

/** Subjects hold no control characters. */
function routeKey(subject: string, { registered }: ReaderSchema): string {
  return `${registered?.id ?? ''}\n${subject}`;
}
