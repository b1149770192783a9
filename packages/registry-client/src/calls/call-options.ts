/**
 * Which options each public call takes, and their check.
 *
 * One row per call of RegistryClient; its table is also where the call's type comes from. Every call takes a
 * `signal` besides. Checked once, where the call comes in, before anything is asked or answered from memory.
 */
import {
  ConfigError,
  kindOf,
  kinds,
  optional,
  resolveOptions,
  type OptionsInput,
  type ResolvedOptions,
} from '@ottla/kernel';
import { formatOptions, schemaOptions, schemasOptions, usesOfIdOptions } from './schema-calls.ts';
import { associationOptions, deleteModeOptions, setModeOptions, settingOptions } from './setting-calls.ts';
import {
  compatibilityOptions,
  deleteOptions,
  listOptions,
  lookUpOptions,
  registerOptions,
  schemaIdOptions,
  subjectsOptions,
  versionOptions,
} from './subject-calls.ts';

/** By its members: a signal of another realm or of a polyfill is one, too. */
const isSignal = (value: unknown): value is AbortSignal =>
  typeof value === 'object' &&
  value !== null &&
  'aborted' in value &&
  'addEventListener' in value &&
  typeof value.addEventListener === 'function' &&
  'removeEventListener' in value &&
  typeof value.removeEventListener === 'function';

const ending = {
  signal: optional(kinds.of('an AbortSignal', isSignal), "Ends the call's tries and waits with ABORTED."),
};

export const callOptions = {
  schemaId: { ...schemaIdOptions, ...ending },
  register: { ...registerOptions, ...ending },
  lookUp: { ...lookUpOptions, ...ending },
  schema: { ...schemaOptions, ...ending },
  schemaByGuid: { ...formatOptions, ...ending },
  idsOfGuid: ending,
  subjectsOfId: { ...usesOfIdOptions, ...ending },
  versionsOfId: { ...usesOfIdOptions, ...ending },
  schemas: { ...schemasOptions, ...ending },
  schemaTypes: ending,
  subjects: { ...subjectsOptions, ...ending },
  versions: { ...listOptions, ...ending },
  version: { ...versionOptions, ...ending },
  latest: ending,
  latestWithMetadata: ending,
  references: ending,
  referencedBy: ending,
  deleteSubject: { ...deleteOptions, ...ending },
  deleteVersion: { ...deleteOptions, ...ending },
  testCompatibility: { ...compatibilityOptions, ...ending },
  compatibilityLevel: ending,
  setCompatibilityLevel: ending,
  config: { ...settingOptions, ...ending },
  setConfig: ending,
  deleteConfig: ending,
  mode: { ...settingOptions, ...ending },
  setMode: { ...setModeOptions, ...ending },
  deleteMode: { ...deleteModeOptions, ...ending },
  contexts: ending,
  associations: { ...associationOptions, ...ending },
  serverVersion: ending,
};

type Tables = typeof callOptions;
export type CallName = keyof Tables;

/** The options of a call that was given none: they need no check. */
export const NONE = Object.freeze({});

/** Throws ConfigError UNKNOWN_OPTION, OPTION_MISSING or OPTION_INVALID, naming the call. */
export function checkedOptions<Name extends CallName>(
  call: Name,
  given: OptionsInput<Tables[Name]>,
): ResolvedOptions<Tables[Name]> {
  if (given === NONE) return NONE as ResolvedOptions<Tables[Name]>; // only calls without required options default to it
  const owner = `RegistryClient.${call}`;
  const table: Tables[Name] = callOptions[call];
  // By position, as a number or a signal: neither has members that could be unknown.
  if (typeof given !== 'object' || given === null || Array.isArray(given) || isSignal(given)) {
    const got = isSignal(given) ? 'a signal' : kindOf(given);
    throw new ConfigError(
      `${owner}: options must be an object of ${Object.keys(table).join(', ')}, got ${got}`,
      'OPTION_INVALID',
    );
  }
  return resolveOptions(owner, table, given);
}
