/**
 * Calls that not every registry answers alike, and what is done about it.
 *
 * Karapace lacks routes (404 or 405) and tells that a setting is unset where Confluent answers with the
 * global one. Only what means the same is asked for instead; what a registry cannot do stays an error with
 * the code REGISTRY_ROUTE_NOT_FOUND or the status 405.
 */
import type { SchemaText } from '@ottla/kernel';
import type { CompatibilityVerdict } from './answers/setting-answer.ts';
import type { Question } from './calls/question.ts';
import { schemaCalls, type UsesOfIdOptions } from './calls/schema-calls.ts';
import type { SettingOptions } from './calls/setting-calls.ts';
import { subjectCalls, type CompatibilityOptions } from './calls/subject-calls.ts';
import { RegistryError } from './registry-error.ts';
import { isMiss } from './shared-asks.ts';

export type Ask = <T>(question: Question<T>) => Promise<T>;

function lacksRoute(error: unknown): boolean {
  return (
    error instanceof RegistryError && (error.code === 'REGISTRY_ROUTE_NOT_FOUND' || error.status === 405)
  );
}

/** Karapace's check of 'latest' looks at all versions where the level says so. */
export async function testCompatibility(
  ask: Ask,
  asked: { readonly subject: string; readonly schema: SchemaText },
  options: CompatibilityOptions,
): Promise<CompatibilityVerdict> {
  const { subject, schema } = asked;
  const { version, normalize } = options;
  try {
    return await ask(subjectCalls.testCompatibility(subject, schema, options));
  } catch (error) {
    if (version === undefined && lacksRoute(error)) {
      return testCompatibility(ask, asked, { normalize, version: 'latest' });
    }
    // Karapace answers 404 where Confluent finds an empty subject compatible.
    if (typeof version !== 'number' && isMiss(error)) return { compatible: true, messages: [] };
    throw error;
  }
}

/** A registry that knows no defaultToGlobal says that the subject has no setting of its own. */
export async function settingOf<T>(
  ask: Ask,
  question: (subject: string | undefined, options: SettingOptions) => Question<T>,
  { subject, defaultToGlobal }: SettingOptions & { readonly subject: string | undefined },
): Promise<T> {
  if (subject === undefined) return ask(question(undefined, {}));
  try {
    return await ask(question(subject, { defaultToGlobal }));
  } catch (error) {
    const unset = error instanceof RegistryError && error.code === 'SETTING_NOT_FOUND';
    if (defaultToGlobal !== true || !unset) throw error;
    return ask(question(undefined, {}));
  }
}

/** Karapace lists versions of an id but not its subjects. */
export async function subjectsOfId(ask: Ask, id: number, options: UsesOfIdOptions): Promise<string[]> {
  try {
    return await ask(schemaCalls.subjectsOfId(id, options));
  } catch (error) {
    if (!lacksRoute(error)) throw error;
    const versions = await ask(schemaCalls.versionsOfId(id, options));
    return [...new Set(versions.map(({ subject }) => subject))];
  }
}
