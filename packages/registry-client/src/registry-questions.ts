/**
 * The calls of a client that always ask and keep nothing: lists, checks, settings, what the server is.
 *
 * One request each, but for what `dialects.ts` asks besides or instead. RegistryClient adds what is remembered, and what
 * changes what is remembered.
 */
import type { RegisteredSchema, SchemaText } from '@ottla/kernel';
import type { CompatibilityLevel } from '@ottla/schema';
import type * as told from './answers/registry-answer.ts';
import { checkedOptions, NONE } from './calls/call-options.ts';
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
  async idsOfGuid(guid: string, options: Call = NONE): Promise<told.ContextId[]> {
    const checked = checkedOptions('idsOfGuid', options);
    return this.#ask(calls.idsOfGuid(guid), checked);
  }

  /** The subjects that hold the schema of an id. */
  async subjectsOfId(id: number, options: Call<given.UsesOfIdOptions> = NONE): Promise<string[]> {
    const checked = checkedOptions('subjectsOfId', options);
    return dialects.subjectsOfId(this.#asker(checked), id, checked);
  }

  /** The versions that are the schema of an id. */
  async versionsOfId(
    id: number,
    options: Call<given.UsesOfIdOptions> = NONE,
  ): Promise<told.SubjectVersion[]> {
    const checked = checkedOptions('versionsOfId', options);
    return this.#ask(calls.versionsOfId(id, checked), checked);
  }

  /** Every schema, as far as `limit` and the registry's own bound allow. */
  async schemas(options: Call<given.SchemasOptions> = NONE): Promise<RegisteredSchema[]> {
    const checked = checkedOptions('schemas', options);
    return dialects.schemas(this.#asker(checked), checked);
  }

  /** The types of schemas that the registry knows, such as AVRO. */
  async schemaTypes(options: Call = NONE): Promise<string[]> {
    const checked = checkedOptions('schemaTypes', options);
    return this.#ask(calls.schemaTypes(), checked);
  }

  /** Every subject of the registry, of every context unless the prefix names one. Always asks. */
  async subjects(options: Call<given.SubjectsOptions> = NONE): Promise<string[]> {
    const checked = checkedOptions('subjects', options);
    return dialects.subjects(this.#asker(checked), checked);
  }

  /** The version numbers of a subject, oldest first. Always asks. Rejects with SUBJECT_NOT_FOUND. */
  async versions(subject: string, options: Call<given.ListOptions> = NONE): Promise<number[]> {
    const checked = checkedOptions('versions', options);
    return dialects.versions(this.#asker(checked), subject, checked);
  }

  /** The latest version whose metadata holds all these properties. Always asks. */
  async latestWithMetadata(
    subject: string,
    properties: Readonly<Record<string, string>>,
    options: Call = NONE,
  ): Promise<RegisteredSchema> {
    const checked = checkedOptions('latestWithMetadata', options);
    return this.#ask(calls.latestWithMetadata(subject, properties), checked);
  }

  /** The ids of the schemas that refer to a version. */
  async referencedBy(subject: string, version: number, options: Call = NONE): Promise<number[]> {
    const checked = checkedOptions('referencedBy', options);
    return this.#ask(calls.referencedBy(subject, version), checked);
  }

  /**
   * Whether a schema could be registered, by the registry's verdict. Without a version it is compared with
   * as much of the history as the subject's level asks for. A subject without versions is compatible.
   */
  async testCompatibility(
    subject: string,
    schema: SchemaText,
    options: Call<given.CompatibilityOptions> = NONE,
  ): Promise<told.CompatibilityVerdict> {
    const checked = checkedOptions('testCompatibility', options);
    return dialects.testCompatibility(this.#asker(checked), { subject, schema }, checked);
  }

  /** The level that holds for a subject (its own, or the global one), whether or not it exists; or the global level. */
  async compatibilityLevel(subject?: string, options: Call = NONE): Promise<CompatibilityLevel> {
    const checked = checkedOptions('compatibilityLevel', options);
    return dialects.settingOf(this.#asker(checked), calls.compatibilityLevel, {
      subject,
      defaultToGlobal: true,
    });
  }

  /** Sets the level of a subject, or the global one. */
  async setCompatibilityLevel(
    level: CompatibilityLevel,
    subject?: string,
    options: Call = NONE,
  ): Promise<CompatibilityLevel> {
    const checked = checkedOptions('setCompatibilityLevel', options);
    return this.#ask(calls.setCompatibilityLevel(level, subject), checked);
  }

  /** The configuration of a subject, or the global one. Rejects with SETTING_NOT_FOUND when it has none of its own. */
  async config(subject?: string, options: Call<given.SettingOptions> = NONE): Promise<told.RegistryConfig> {
    const checked = checkedOptions('config', options);
    const { defaultToGlobal } = checked;
    return dialects.settingOf(this.#asker(checked), calls.config, { subject, defaultToGlobal });
  }

  /** The mode of a subject, or the global one. Rejects with SETTING_NOT_FOUND when it has none of its own. */
  async mode(subject?: string, options: Call<given.SettingOptions> = NONE): Promise<told.RegistryMode> {
    const checked = checkedOptions('mode', options);
    const { defaultToGlobal } = checked;
    return dialects.settingOf(this.#asker(checked), calls.mode, { subject, defaultToGlobal });
  }

  /** Sets the mode of a subject, or the global one. */
  async setMode(
    mode: told.RegistryMode,
    subject?: string,
    options: Call<given.SetModeOptions> = NONE,
  ): Promise<told.RegistryMode> {
    const checked = checkedOptions('setMode', options);
    return this.#ask(calls.setMode(mode, subject, checked), checked);
  }

  /** Takes a subject's own mode away. Gives what it was. */
  async deleteMode(
    subject: string,
    options: Call<given.DeleteModeOptions> = NONE,
  ): Promise<told.RegistryMode> {
    const checked = checkedOptions('deleteMode', options);
    return this.#ask(calls.deleteMode(subject, checked), checked);
  }

  /** The contexts of the registry; the default one is `.`. */
  async contexts(options: Call = NONE): Promise<string[]> {
    const checked = checkedOptions('contexts', options);
    return this.#ask(calls.contexts(), checked);
  }

  /** Which subjects serve a topic, as the registry was told. */
  async associations(
    resourceName: string,
    options: Call<given.AssociationOptions> = NONE,
  ): Promise<told.Association[]> {
    const checked = checkedOptions('associations', options);
    return this.#ask(calls.associations(resourceName, checked), checked);
  }

  /** The server's version; Confluent's only. */
  async serverVersion(options: Call = NONE): Promise<told.ServerVersion> {
    const checked = checkedOptions('serverVersion', options);
    return this.#ask(calls.serverVersion(), checked);
  }

  /** Always asks. */
  #ask<T>(question: Question<T>, { signal }: AskOptions): Promise<T> {
    return this.#http.ask(question, { signal });
  }

  #asker(options: AskOptions): dialects.Ask {
    return (question) => this.#ask(question, options);
  }
}
