/**
 * Schemas by id, GUID, version, subject and text: from memory where they are known, asked once where not.
 *
 * Invariants: within a context an id stands for one schema, and under a subject a schema has one id, for as
 * long as they are remembered; an answer that says otherwise is refused, never taken in silence. What the
 * bundle holds is answered as its gate says. What is remembered and for how long is SchemaCache's; which
 * answers may be kept is SharedAsks's; how the registry is asked is RegistryHttp's.
 */
import type { Logger, RegisteredSchema, SchemaText } from '@ottla/kernel';
import type { SchemaOfGuid } from './answers/schema-answer.ts';
import type { BundledAnswers, HeldByBundle } from './bundle/bundled-answers.ts';
import { contextOf, DEFAULT_CONTEXT } from './subject-context.ts';
import type { SchemaCache, SchemaUnderSubject } from './cache/schema-cache.ts';
import { expectSchema, type Question } from './calls/question.ts';
import { schemaCalls, type FormatOptions, type SchemaOptions } from './calls/schema-calls.ts';
import {
  subjectCalls,
  type DeleteOptions,
  type LookUpOptions,
  type RegisterOptions,
  type VersionOptions,
} from './calls/subject-calls.ts';
import type { AskOptions, RegistryHttp } from './http/registry-http.ts';
import { registryError, type CallSubject } from './http/verdict.ts';
import { RegistryError } from './registry-error.ts';
import { isMiss, type SharedAsk, type SharedAsks } from './shared-asks.ts';

export interface CachedRegistryPorts {
  readonly http: RegistryHttp;
  readonly cache: SchemaCache;
  readonly asks: SharedAsks;
  readonly bundled: BundledAnswers;
  readonly logger: Logger;
}

const contextOfSome = (subject: string | undefined): string =>
  subject === undefined ? DEFAULT_CONTEXT : contextOf(subject);

/**
 * Whether one text may rightly get another id under its subject: it refers to the latest of something, or the
 * registry tells metadata or rules, which it may have taken over from a newer version.
 */
function mayMove({ references = [] }: SchemaText, found: RegisteredSchema): boolean {
  const refersToLatest = references.some(({ version }) => version === -1);
  return refersToLatest || found.metadata !== undefined || found.ruleSet !== undefined;
}

export class CachedRegistry {
  readonly #http: RegistryHttp;
  readonly #cache: SchemaCache;
  readonly #asks: SharedAsks;
  readonly #bundled: BundledAnswers;
  readonly #logger: Logger;
  /** Subjects whose latest is asked for in the background. */
  readonly #refreshing = new Set<string>();

  constructor({ http, cache, asks, bundled, logger }: CachedRegistryPorts) {
    this.#http = http;
    this.#cache = cache;
    this.#asks = asks;
    this.#bundled = bundled;
    this.#logger = logger;
  }

  /** No promise and, for a SchemaText that was asked with before, no new string. */
  knownSchemaId(subject: string, schema: SchemaText, normalize: boolean | undefined): number | undefined {
    return this.#cache.idOf(subject, schema, normalize) ?? this.#bundled.knownId(subject, schema)?.id;
  }

  /** No promise and no new string. */
  knownSchema(id: number, context: string = DEFAULT_CONTEXT): RegisteredSchema | undefined {
    return this.#cache.schemaOf(id, context) ?? this.#bundled.knownSchema(id, context);
  }

  async schemaId(
    asked: SchemaUnderSubject,
    options: AskOptions & { readonly register: boolean },
  ): Promise<number> {
    const { subject, schema, normalize } = asked;
    const about = { purpose: 'get the id of a schema', subject };
    this.#http.expectOpen(about);
    expectSchema(schema, about);
    const known = this.knownSchemaId(subject, schema, normalize);
    if (known !== undefined) return known;
    const { signal, register } = options;
    // What the bundle holds needs no registration: it was registered when it was locked.
    const registered = register && this.#bundled.idOf(subject, schema) === undefined;
    const found = await (registered
      ? this.register(subject, schema, { normalize, signal })
      : this.lookUp(subject, schema, { normalize, signal }));
    return found.id;
  }

  /** Always asks. */
  async register(
    subject: string,
    schema: SchemaText,
    options: RegisterOptions & AskOptions,
  ): Promise<RegisteredSchema> {
    const question = subjectCalls.register(subject, schema, options);
    const { normalize, signal } = options;
    const asked = { subject, schema, normalize };
    const before = this.#asks.reversals;
    const change = { forget: (): void => this.#cache.forgetLatest(subject), adds: true };
    const start = async (ended: AbortSignal): Promise<RegisteredSchema> => {
      const registered = await this.#asks.change(question, change, { signal: ended });
      // asked → deleted → answered: the id is the caller's, but nobody's after it.
      if (before === this.#asks.reversals) this.#keepId(question, asked, registered);
      return registered;
    };
    const key = `${before} ${question.method} ${question.path} ${this.#cache.keyOf(asked)}`;
    return this.#asks.share({ key, about: question, start }, { signal });
  }

  /** Takes versions away. What was deleted softly stays readable by id; for good, ids go too. */
  async remove<T>(
    question: Question<T>,
    subject: string,
    { permanent, signal }: DeleteOptions & AskOptions,
  ): Promise<T> {
    const forget = (): void => {
      this.#cache.forgetSubject(subject);
      if (permanent === true) this.#cache.forgetSchemas();
    };
    return this.#asks.change(question, { forget, adds: false }, { signal });
  }

  /** Changes what a subject's name or a schema's text means to the registry; without a subject, for all. */
  async configure<T>(question: Question<T>, subject: string | undefined, options: AskOptions): Promise<T> {
    const forget = (): void => this.#cache.forgetSubject(subject);
    return this.#asks.change(question, { forget, adds: false }, options);
  }

  async lookUp(
    subject: string,
    schema: SchemaText,
    options: LookUpOptions & AskOptions,
  ): Promise<RegisteredSchema> {
    const question = subjectCalls.lookUp(subject, schema, options);
    const { normalize, deleted, signal } = options;
    const asked = { subject, schema, normalize };
    // What was deleted has an id, but a serializer must not write with it.
    const keep = (found: RegisteredSchema): void =>
      deleted === true ? undefined : this.#keepId(question, asked, found);
    const key = `${question.method} ${question.path} ${this.#cache.keyOf(asked)}`;
    const held = deleted === true ? undefined : this.#bundled.idOf(subject, schema);
    return this.#ask({ question, key, keep }, held, { signal });
  }

  async schema(id: number, options: SchemaOptions & AskOptions): Promise<RegisteredSchema> {
    const { subject, format, signal } = options;
    const context = contextOfSome(subject);
    const question = schemaCalls.schema(id, options);
    this.#http.expectOpen(question);
    if (format !== undefined) return this.#askUnkept(question, options);
    const known = this.#cache.schemaOf(id, context);
    if (known !== undefined) return known;
    const keep = (found: RegisteredSchema): void =>
      this.#keepText(question, found, { context, stored: true });
    const held = this.#bundled.schemaOf(id, context);
    return this.#ask({ question, key: `GET ${question.path}`, keep }, held, { signal });
  }

  async schemaByGuid(guid: string, options: FormatOptions & AskOptions): Promise<SchemaOfGuid> {
    const question = schemaCalls.schemaByGuid(guid, options);
    this.#http.expectOpen(question);
    const key = `GET ${question.path}`;
    if (options.format !== undefined)
      return this.#asks.ask({ question, key, keep: () => undefined }, options);
    const known = this.#cache.schemaOfGuid(guid.toLowerCase());
    if (known !== undefined) return known;
    return this.#asks.ask({ question, key, keep: (found) => this.#cache.rememberGuid(found) }, options);
  }

  async version(
    subject: string,
    version: number,
    options: VersionOptions & AskOptions,
  ): Promise<RegisteredSchema> {
    const question = subjectCalls.version(subject, version, options);
    this.#http.expectOpen(question);
    const { deleted, format, signal } = options;
    if (deleted === true || format !== undefined) return this.#askUnkept(question, options);
    const known = this.#cache.versionOf(subject, version);
    if (known !== undefined) return known;
    const keep = (found: RegisteredSchema): void => {
      this.#keepText(question, found, { context: contextOf(subject), stored: true });
      this.#cache.rememberVersion(subject, version, found);
    };
    const held = this.#bundled.versionOf(subject, version);
    return this.#ask({ question, key: `GET ${question.path}`, keep }, held, { signal });
  }

  /** Fresh from memory; stale from memory while it is asked for again; old only when asking fails for now. */
  async latest(subject: string, { signal }: AskOptions): Promise<RegisteredSchema> {
    const question = subjectCalls.latest(subject);
    this.#http.expectOpen(question);
    const held = this.#cache.latestOf(subject);
    const remembered = held?.schema;
    if (held?.state === 'fresh') return held.schema;
    if (held?.state === 'stale') {
      this.#refresh(subject, question, held.schema);
      return held.schema;
    }
    const asked = this.#askLatest(subject, question, { remembered, signal });
    if (held === undefined) return asked;
    return asked.catch((error: unknown) => {
      if (!(error instanceof RegistryError) || !error.retriable) throw error;
      this.#logger.warn(`registry: ${error.message}; going on with version ${held.schema.version ?? '?'}`);
      return held.schema;
    });
  }

  /** Of many callers one refreshes, and a failure is told once. */
  #refresh(subject: string, question: Question<RegisteredSchema>, remembered: RegisteredSchema): void {
    if (this.#refreshing.has(subject)) return;
    this.#refreshing.add(subject);
    void this.#askLatest(subject, question, { remembered })
      .catch((error: unknown) => this.#refreshFailed(subject, error))
      .finally(() => this.#refreshing.delete(subject));
  }

  #refreshFailed(subject: string, error: unknown): void {
    if (isMiss(error)) this.#cache.forgetLatest(subject);
    if (error instanceof RegistryError && error.code === 'CLOSED') return; // nobody is left to care
    this.#logger.warn(`registry: ${error instanceof Error ? error.message : 'refreshing failed'}`);
  }

  #askLatest(
    subject: string,
    question: Question<RegisteredSchema>,
    { remembered, signal }: AskOptions & { readonly remembered: RegisteredSchema | undefined },
  ): Promise<RegisteredSchema> {
    const keep = (found: RegisteredSchema): void => {
      this.#keepText(question, found, { context: contextOf(subject), stored: true });
      this.#cache.rememberLatest(subject, found);
    };
    const held = this.#bundled.latestOf(subject, remembered);
    return this.#ask({ question, key: `GET ${question.path}`, keep }, held, { signal });
  }

  /** Through the bundle's gate for what it holds, else straight to the registry. */
  #ask(
    ask: SharedAsk<RegisteredSchema>,
    held: HeldByBundle | undefined,
    options: AskOptions,
  ): Promise<RegisteredSchema> {
    if (held === undefined) return this.#asks.ask(ask, options);
    const { question, key, keep } = ask;
    const before = this.#asks.changes;
    const start = async (): Promise<RegisteredSchema> => {
      this.#http.expectOpen(question);
      const answer = await this.#bundled.answer(held, (signal) => this.#http.ask(question, { signal }));
      if (answer.byRegistry && before === this.#asks.changes) keep(answer.schema);
      return answer.schema;
    };
    return this.#asks.share({ key: `bundle ${before} ${key}`, about: question, start }, options);
  }

  /** Another print of a text, or what was deleted: asked for once by all who ask now, and not kept. */
  #askUnkept(question: Question<RegisteredSchema>, options: AskOptions): Promise<RegisteredSchema> {
    return this.#asks.ask({ question, key: `GET ${question.path}`, keep: () => undefined }, options);
  }

  /** Keeps an id for the schema it was asked with. */
  #keepId(call: CallSubject, asked: SchemaUnderSubject, found: RegisteredSchema): void {
    const { schema, subject } = asked;
    const untold =
      (schema.metadata !== undefined && found.metadata === undefined) ||
      (schema.ruleSet !== undefined && found.ruleSet === undefined);
    // Whether the registry has kept metadata and rules is not known: who asks by id shall hear it from there.
    if (!untold) this.#keepText(call, found, { context: contextOf(subject), stored: false });
    if (this.#cache.rememberId(asked, found.id, { mayMove: mayMove(schema, found) })) return;
    const known = this.#cache.idOf(subject, schema, asked.normalize);
    const why = `the registry gave id ${found.id} for a schema that had id ${known} under this subject; was it deleted for good and registered again, has it got metadata, or is it another registry? A new client forgets the old id`;
    throw registryError({ ...call, schemaId: found.id }, 'SCHEMA_ID_CONFLICT', why);
  }

  /** Keeps what an id stands for; throws when it stood for something else. */
  #keepText(
    call: CallSubject,
    found: RegisteredSchema,
    { context, stored }: { readonly context: string; readonly stored: boolean },
  ): void {
    if (!this.#bundled.agrees(found, context, { stored })) {
      const why = `the registry gave id ${found.id}, which stands for another schema in the bundle; is the bundle of this registry?`;
      throw registryError({ ...call, schemaId: found.id }, 'BUNDLE_DISAGREES', why);
    }
    if (this.#cache.rememberSchema(found, context, { stored })) return;
    const why = `the registry gave id ${found.id}, which stands for another schema; is one registry behind every 'url'?`;
    throw registryError({ ...call, schemaId: found.id }, 'SCHEMA_ID_CONFLICT', why);
  }
}
