/**
 * What each schema id or GUID has come to: the writer's schema and how to read it, for one deserializer.
 *
 * Bounded, and of many who wait for a schema one asks. A schema that cannot be used stays so, since ids do not change
 * their meaning; that the registry does not know an id is kept only to be told to those who asked. Subjects count where
 * rules do, or a latest version is read into; else one way of reading serves all topics. Who was told `ready` can read,
 * whatever others ask meanwhile: a newer latest version is prepared behind the records, which go on with the last.
 */
import {
  isStrayPromise,
  type Clock,
  type DeserializerContext,
  type RegisteredSchema,
  type SerializationError,
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
import { routeOrFailure, type RouteOrFailure } from './route-failure.ts';
import { aloneSchema, refersToOthers, resolvedSchema } from './resolved-text.ts';
import type { FixedSchema } from './schema-pointer.ts';
import { SubjectNames } from './subject-names.ts';

/** Writers' schemas kept ready; a topic has as many as its subject has had versions. */
const MOST_WRITERS = 1000;
/** Of one writer's schema: the subjects it is read under. */
const MOST_SUBJECTS = 1000;

/** What a deserializer is made of. */
export interface WriterBookOptions {
  readonly reader: FixedSchema;
  readonly settings: RegistryDeserializerSettings;
  readonly clock: Pick<Clock, 'now'>;
}

type WriterKey = number | string;

/** How payloads of one schema are read under one subject. */
interface SubjectRoute extends RouteOrFailure {
  /** What they are read into. */
  readonly reader: ReaderSchema;
}

/** A schema that payloads were written with. */
interface WriterEntry {
  readonly text: SchemaText & { readonly id?: number };
  readonly resolved: ResolvedSchema;
  /** Null where it does not count. */
  readonly recordName: string | null;
  /** Why no payload of it can be read. */
  readonly failure?: SerializationError | undefined;
  /** For all topics. */
  readonly plain?: ReadRoute | undefined;
  /** By subject. */
  readonly routes: LRUCache<string, RenewedAnswer<SubjectRoute>>;
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
    const { route, failure = this.#misses.get(keyOf(ref)) } =
      entry === undefined ? {} : this.#routeNow(entry, context);
    if (route !== undefined) return route;
    if (failure !== undefined) throw failure;
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
    if (entry.plain !== undefined || entry.failure !== undefined) return true;
    const subject = this.#subjectNow(entry, context);
    if (subject === undefined) return false;
    const reader = this.#readerOf(subject);
    const route = entry.routes.get(subject);
    // Whoever waits asks again, and hears what fails.
    if (route === undefined || isStrayPromise(reader.ready()) || isStrayPromise(route.ready())) return false;
    if (route.value?.reader !== reader.value) route.renew();
    return true;
  }

  /** Empty before `ready`. */
  #routeNow(entry: WriterEntry, context: DeserializerContext): RouteOrFailure {
    if (entry.plain !== undefined) return { route: entry.plain };
    if (entry.failure !== undefined) return { failure: entry.failure };
    const subject = this.#subjectNow(entry, context);
    return subject === undefined ? {} : (entry.routes.get(subject)?.value ?? {});
  }

  #subjectNow(
    { recordName }: WriterEntry,
    { topic, isKey, headers }: DeserializerContext,
  ): string | undefined {
    return this.#names.known({ topic, isKey, headers, recordName });
  }

  #readerOf(subject: string): RenewedAnswer<ReaderSchema> {
    return this.#readers.isLatest ? this.#readers.latestOf(subject) : this.#readers.fixed;
  }

  async #prepare(ref: SchemaIdRef, context: DeserializerContext): Promise<void> {
    const { topic, isKey } = context;
    try {
      const entry = await this.#entry(ref);
      if (entry.plain === undefined && entry.failure === undefined) await this.#prepareRoute(entry, context);
      this.#misses.delete(keyOf(ref));
    } catch (error) {
      // Told to each record that asks, with its own topic.
      const failure = registryFailure(error, { schemaId: ref.id });
      if (failure.failure !== 'poison') throw registryFailure(error, { topic, isKey, schemaId: ref.id });
      this.#misses.set(keyOf(ref), failure);
    }
  }

  async #prepareRoute(entry: WriterEntry, { topic, isKey, headers }: DeserializerContext): Promise<void> {
    const subject = await this.#names.ask({ topic, isKey, headers, recordName: entry.recordName });
    await this.#readerOf(subject).ready();
    let route = entry.routes.get(subject);
    if (route === undefined) {
      route = new RenewedAnswer(() => this.#askRoute(entry, subject), {
        clock: this.#clock,
        termMs: null,
        isPassing: (error) => registryFailure(error, {}).failure === 'retriable',
      });
      entry.routes.set(subject, route);
    }
    await route.ready();
  }

  async #askRoute(entry: WriterEntry, subject: string): Promise<SubjectRoute> {
    const { resolved } = entry;
    const reader = await this.#readerOf(subject).waitedFor();
    const writer = { registered: await this.#registered(entry, subject), resolved };
    const { registry } = this.#settings;
    const migration =
      reader.registered === null
        ? null
        : await this.#rules.prepareMigration({
            registry,
            subject,
            writer: writer.registered,
            reader: reader.registered,
          });
    const parts = { format: this.#format, rules: this.#rules, subject, writer, reader, migration };
    return { reader, ...routeOrFailure(() => ReadRoute.ruled(parts), this.#format, reader.resolved) };
  }

  /** A GUID says nothing of the id that the subject knows the schema by. */
  async #registered({ text }: WriterEntry, subject: string): Promise<RegisteredSchema> {
    const id = text.id ?? (await this.#settings.registry.schemaId(subject, text, { register: false }));
    return { ...text, id };
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
    const isRuled = this.#readers.isLatest || (text.ruleSet !== undefined && text.ruleSet !== null);
    let recordName: string | null = null;
    const make = (): ReadRoute | undefined => {
      expectLanguage(text, this.#format);
      if (!isRuled) return ReadRoute.plain(this.#format, resolved, reader.resolved);
      if (this.#names.asksForRecord) recordName = this.#format.recordName(resolved);
      return undefined;
    };
    const made = routeOrFailure(make, this.#format, isRuled ? null : reader.resolved);
    const { route: plain, failure } = made;
    const routes = new LRUCache<string, RenewedAnswer<SubjectRoute>>({ max: MOST_SUBJECTS });
    const entry: WriterEntry = { text, resolved, recordName, plain, failure, routes };
    this.#entries.set(keyOf(ref), entry);
    return entry;
  }
}

function expectLanguage({ schemaType }: SchemaText, { schemaType: own }: PayloadFormat): void {
  if (schemaType === own) return;
  const problem = `the schema is of type ${schemaType}, not ${own}; read it with a deserializer for ${schemaType}`;
  throw serializationError(problem, 'SCHEMA_TYPE_WRONG');
}

const keyOf = (ref: SchemaIdRef): WriterKey => ref.id ?? ref.guid;
