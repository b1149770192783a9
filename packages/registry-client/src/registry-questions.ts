/**
 * The calls of a client that always ask and keep nothing: lists, checks, settings, what the server is.
 *
 * One request each, but for what `dialects.ts` asks besides or instead. RegistryClient adds what is remembered, and what
 * changes what is remembered.
 */
import type { RegisteredSchema, SchemaText } from '@ottla/kernel';
import type { CompatibilityLevel } from '@ottla/schema';
import type * as told from './answers/registry-answer.ts';
import type { Question } from './calls/question.ts';
import { calls } from './calls/registry-calls.ts';
import type * as given from './calls/registry-calls.ts';
import * as dialects from './dialects.ts';
import type { AskOptions, RegistryHttp } from './http/registry-http.ts';

/** With a `signal` that ends the caller's wait with ABORTED. */
export type Call<Options = object> = Options & AskOptions;

export abstract class RegistryQuestions {
  readonly #http: RegistryHttp;

  constructor(http: RegistryHttp) {
    this.#http = http;
  }

  /** The ids that a GUID has, one in each context. */
  async idsOfGuid(guid: string, options: Call = {}): Promise<told.ContextId[]> {
    return this.#ask(calls.idsOfGuid(guid), options);
  }

  /** The subjects that hold the schema of an id. */
  async subjectsOfId(id: number, options: Call<given.UsesOfIdOptions> = {}): Promise<string[]> {
    return dialects.subjectsOfId(this.#asker(options), id, options);
  }

  /** The versions that are the schema of an id. */
  async versionsOfId(id: number, options: Call<given.UsesOfIdOptions> = {}): Promise<told.SubjectVersion[]> {
    return this.#ask(calls.versionsOfId(id, options), options);
  }

  /** Every schema, as far as `limit` and the registry's own bound allow. */
  async schemas(options: Call<given.SchemasOptions> = {}): Promise<RegisteredSchema[]> {
    return dialects.schemas(this.#asker(options), options);
  }

  /** The types of schemas that the registry knows, such as AVRO. */
  async schemaTypes(options: Call = {}): Promise<string[]> {
    return this.#ask(calls.schemaTypes(), options);
  }

  /** Every subject of the registry, of every context unless the prefix names one. Always asks. */
  async subjects(options: Call<given.SubjectsOptions> = {}): Promise<string[]> {
    return dialects.subjects(this.#asker(options), options);
  }

  /** The version numbers of a subject, oldest first. Always asks. Rejects with SUBJECT_NOT_FOUND. */
  async versions(subject: string, options: Call<given.ListOptions> = {}): Promise<number[]> {
    return dialects.versions(this.#asker(options), subject, options);
  }

  /** The latest version whose metadata holds all these properties. Always asks. */
  async latestWithMetadata(
    subject: string,
    properties: Readonly<Record<string, string>>,
    options: Call = {},
  ): Promise<RegisteredSchema> {
    return this.#ask(calls.latestWithMetadata(subject, properties), options);
  }

  /** The ids of the schemas that refer to a version. */
  async referencedBy(subject: string, version: number, options: Call = {}): Promise<number[]> {
    return this.#ask(calls.referencedBy(subject, version), options);
  }

  /**
   * Whether a schema could be registered, by the registry's verdict. Without a version it is compared with
   * as much of the history as the subject's level asks for. A subject without versions is compatible.
   */
  async testCompatibility(
    subject: string,
    schema: SchemaText,
    options: Call<given.CompatibilityOptions> = {},
  ): Promise<told.CompatibilityVerdict> {
    return dialects.testCompatibility(this.#asker(options), { subject, schema }, options);
  }

  /** The level that holds for a subject (its own, or the global one), whether or not it exists; or the global level. */
  async compatibilityLevel(subject?: string, options: Call = {}): Promise<CompatibilityLevel> {
    return dialects.settingOf(this.#asker(options), calls.compatibilityLevel, {
      subject,
      defaultToGlobal: true,
    });
  }

  /** Sets the level of a subject, or the global one. */
  async setCompatibilityLevel(
    level: CompatibilityLevel,
    subject?: string,
    options: Call = {},
  ): Promise<CompatibilityLevel> {
    return this.#ask(calls.setCompatibilityLevel(level, subject), options);
  }

  /** The configuration of a subject, or the global one. Rejects with SETTING_NOT_FOUND when it has none of its own. */
  async config(subject?: string, options: Call<given.SettingOptions> = {}): Promise<told.RegistryConfig> {
    const { defaultToGlobal } = options;
    return dialects.settingOf(this.#asker(options), calls.config, { subject, defaultToGlobal });
  }

  /** The mode of a subject, or the global one. Rejects with SETTING_NOT_FOUND when it has none of its own. */
  async mode(subject?: string, options: Call<given.SettingOptions> = {}): Promise<told.RegistryMode> {
    const { defaultToGlobal } = options;
    return dialects.settingOf(this.#asker(options), calls.mode, { subject, defaultToGlobal });
  }

  /** Sets the mode of a subject, or the global one. */
  async setMode(
    mode: told.RegistryMode,
    subject?: string,
    options: Call<given.SetModeOptions> = {},
  ): Promise<told.RegistryMode> {
    return this.#ask(calls.setMode(mode, subject, options), options);
  }

  /** Takes a subject's own mode away. Gives what it was. */
  async deleteMode(subject: string, options: Call<given.DeleteModeOptions> = {}): Promise<told.RegistryMode> {
    return this.#ask(calls.deleteMode(subject, options), options);
  }

  /** The contexts of the registry; the default one is `.`. */
  async contexts(options: Call = {}): Promise<string[]> {
    return this.#ask(calls.contexts(), options);
  }

  /** Which subjects serve a topic, as the registry was told. */
  async associations(
    resourceName: string,
    options: Call<given.AssociationOptions> = {},
  ): Promise<told.Association[]> {
    return this.#ask(calls.associations(resourceName, options), options);
  }

  /** The server's version; Confluent's only. */
  async serverVersion(options: Call = {}): Promise<told.ServerVersion> {
    return this.#ask(calls.serverVersion(), options);
  }

  /** Always asks. */
  #ask<T>(question: Question<T>, { signal }: AskOptions): Promise<T> {
    return this.#http.ask(question, question.read, { signal });
  }

  #asker(options: AskOptions): dialects.Ask {
    return (question) => this.#ask(question, options);
  }
}
