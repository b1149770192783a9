/**
 * Calls that not every registry answers alike, and what is done about it.
 *
 * Karapace lacks routes and, like Apicurio, passes over filters of lists and over `defaultToGlobal`. Only
 * what means the same is asked for instead; what a registry cannot do stays an error with the code
 * REGISTRY_ROUTE_NOT_FOUND.
 */
import type { RegisteredSchema, SchemaText } from '@ottla/kernel';
import type { CompatibilityVerdict } from './answers/setting-answer.ts';
import type { Question } from './calls/question.ts';
import { schemaCalls, type SchemasOptions, type UsesOfIdOptions } from './calls/schema-calls.ts';
import type { SettingOptions } from './calls/setting-calls.ts';
import {
  subjectCalls,
  type CompatibilityOptions,
  type ListOptions,
  type SubjectsOptions,
} from './calls/subject-calls.ts';
import { RegistryError, type RegistryErrorCode } from './registry-error.ts';
import { isMiss } from './shared-asks.ts';
import { hasPrefix } from './subject-context.ts';

export type Ask = <T>(question: Question<T>) => Promise<T>;

const hasCode = (error: unknown, ...codes: readonly RegistryErrorCode[]): boolean =>
  error instanceof RegistryError && codes.includes(error.code);
const lacksRoute = (error: unknown): boolean => hasCode(error, 'REGISTRY_ROUTE_NOT_FOUND');

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

/** A registry that knows no defaultToGlobal says that the subject has no setting of its own, or is not there. */
export async function settingOf<T>(
  ask: Ask,
  question: (subject: string | undefined, options: SettingOptions) => Question<T>,
  { subject, defaultToGlobal }: SettingOptions & { readonly subject: string | undefined },
): Promise<T> {
  if (subject === undefined) return ask(question(undefined, {}));
  try {
    return await ask(question(subject, { defaultToGlobal }));
  } catch (error) {
    const unset = hasCode(error, 'SETTING_NOT_FOUND', 'SUBJECT_NOT_FOUND');
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

/** What a list holds for these options, of which a registry may pass over `deletedOnly`. */
type List<T> = (options: ListOptions) => Promise<T[]>;

/**
 * The deleted ones are what is listed with them, less what is listed without. Asked in this order, what is
 * deleted or registered again in between comes out right. Registries bound both lists in one order, so what
 * is in the first and still there is in the second.
 */
async function heedingDeletedOnly<T>(list: List<T>, options: ListOptions): Promise<T[]> {
  const { deleted, deletedOnly } = options;
  if (deletedOnly !== true) return list({ deleted });
  const listed = await list({ deleted: true, deletedOnly });
  if (listed.length === 0) return listed;
  const present = new Set(await list({}));
  return listed.filter((one) => !present.has(one));
}

export async function subjects(ask: Ask, { prefix, ...options }: SubjectsOptions): Promise<string[]> {
  const list: List<string> = (some) => ask(subjectCalls.subjects({ prefix, ...some }));
  const listed = await heedingDeletedOnly(list, options);
  return prefix === undefined ? listed : listed.filter((subject) => hasPrefix(subject, prefix));
}

export async function versions(ask: Ask, subject: string, options: ListOptions): Promise<number[]> {
  const list: List<number> = async (some) => {
    try {
      return await ask(subjectCalls.versions(subject, some));
    } catch (error) {
      // Of a subject that is deleted as a whole.
      if (options.deletedOnly === true && some.deletedOnly !== true && isMiss(error)) return [];
      throw error;
    }
  };
  return heedingDeletedOnly(list, options);
}

export async function schemas(ask: Ask, options: SchemasOptions): Promise<RegisteredSchema[]> {
  const { subjectPrefix: prefix, offset = 0, limit = -1 } = options;
  const listed = await ask(schemaCalls.schemas(options));
  const wanted =
    prefix === undefined ? listed : listed.filter(({ subject = '' }) => hasPrefix(subject, prefix));
  // More than it was asked for: Karapace has no pages and tells all each time.
  return limit >= 0 && listed.length > limit ? wanted.slice(offset, offset + limit) : wanted;
}
