/**
 * What a failure of the registry means to whoever typed the command: exit code and remedy, by a table.
 *
 * The client's own advice names options of the library; here stands what a command line can do instead.
 * Pure; loads no client, since the program asks it about every failure.
 */
import { isOttlaError, nearestName, printable as shortened } from '@ottla/kernel';
import type { RegistryClient, RegistryErrorCode } from '@ottla/registry-client';
import { CliError } from '../cli-error.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { printable } from '../terminal.ts';
import { registryVariables } from './registry-option.ts';

interface Row {
  readonly exitCode: ExitCode;
  readonly remedy?: string;
  /** How the client's advice begins, which the remedy stands for. */
  readonly insteadOf?: string;
}

const CREDENTIALS = `Give credentials in ${registryVariables.basicAuth} (user:password), in ${registryVariables.token}, or in the URL.`;
const NO_REGISTRY =
  "Is this the URL of a schema registry, with its path, such as /apis/ccompat/v7 for Apicurio's?";
const unreachable = EXIT.unreachable;

/** The codes of a RegistryError that a command can end in. Others are defects. */
const rows: Readonly<Partial<Record<RegistryErrorCode, Row>>> = {
  REGISTRY_UNREACHABLE: {
    exitCode: unreachable,
    remedy: 'Check that the registry runs and that its URL is right.',
    insteadOf: 'check that the registry runs',
  },
  REGISTRY_TIMED_OUT: {
    exitCode: unreachable,
    remedy: 'Something takes the call and does not answer: check that it is the registry, and that it is up.',
    insteadOf: 'check that the registry answers',
  },
  REGISTRY_UNAVAILABLE: {
    exitCode: unreachable,
    remedy: "Look into the registry's own log, and try again.",
    insteadOf: "look into the registry's own log",
  },
  REGISTRY_THROTTLED: { exitCode: unreachable, remedy: 'Try again later.', insteadOf: 'ask less often' },
  REGISTRY_TLS_FAILED: {
    exitCode: unreachable,
    remedy: 'Of a private authority, name its certificate as registry.tls.ca in ottla.yaml.',
    insteadOf: 'check the certificates of both sides',
  },
  REGISTRY_UNAUTHORIZED: {
    exitCode: unreachable,
    remedy: CREDENTIALS,
    insteadOf: "check the option 'auth'",
  },
  REGISTRY_FORBIDDEN: {
    exitCode: unreachable,
    remedy: 'The credentials are known, and may not do this.',
    insteadOf: 'the credentials are known',
  },
  REGISTRY_REDIRECTED: {
    exitCode: unreachable,
    remedy: 'Give the final address: redirects are not followed.',
    insteadOf: 'redirects are not followed',
  },
  REGISTRY_NOT_JSON: {
    exitCode: unreachable,
    remedy: NO_REGISTRY,
    insteadOf: 'is this URL a schema registry',
  },
  REGISTRY_ANSWER_INVALID: { exitCode: unreachable },
  REGISTRY_ANSWER_TOO_LARGE: {
    exitCode: unreachable,
    remedy: NO_REGISTRY,
    insteadOf: 'is this URL a schema registry',
  },
  REGISTRY_ROUTE_NOT_FOUND: {
    exitCode: unreachable,
    remedy: NO_REGISTRY,
    insteadOf: "is this URL a schema registry's",
  },
  REGISTRY_REFUSED: { exitCode: unreachable },
  SUBJECT_NOT_FOUND: {
    exitCode: EXIT.usage,
    remedy: 'Check its name.',
    insteadOf: 'register a schema under it',
  },
  VERSION_NOT_FOUND: { exitCode: EXIT.usage, remedy: 'Check its number.', insteadOf: 'list its versions' },
  SCHEMA_NOT_FOUND: {
    exitCode: EXIT.usage,
    remedy: 'Is it the registry that the writer used?',
    insteadOf: 'is it the registry that the writer',
  },
  SCHEMA_INVALID: { exitCode: EXIT.invalidInput },
  SCHEMA_INCOMPATIBLE: {
    exitCode: EXIT.invalidInput,
    remedy: 'See what breaks with `ottla check`, or register it under another subject.',
    insteadOf: 'change the schema so that it fits',
  },
  SUBJECT_INVALID: { exitCode: EXIT.usage },
  SCHEMA_ID_INVALID: { exitCode: EXIT.usage },
  SCHEMA_GUID_INVALID: { exitCode: EXIT.usage },
  VERSION_INVALID: { exitCode: EXIT.usage },
  TOO_MANY_REFERENCES: { exitCode: EXIT.usage },
  /** The registry contradicts what it said before. */
  SCHEMA_ID_CONFLICT: { exitCode: unreachable },
};

/** The failure of a registry as what a command ends in; undefined for anything else. */
export function registryFailure(error: unknown): CliError | undefined {
  if (!isOttlaError(error) || error instanceof CliError) return undefined;
  const row = rowOf(error.code);
  if (row === undefined || !('registryCode' in error)) return undefined;
  const { exitCode, remedy, insteadOf } = row;
  const message = insteadOf === undefined ? error.message : withoutAdvice(error.message, insteadOf);
  return new CliError(message, {
    code: error.code,
    exitCode,
    ...(remedy === undefined ? {} : { remedy }),
    cause: error,
  });
}

/** A message of a library without its advice, which begins like this behind a semicolon. */
export function withoutAdvice(message: string, beginning: string): string {
  const advice = message.lastIndexOf(`; ${beginning}`);
  return advice < 0 ? message : message.slice(0, advice);
}

function rowOf(code: string): Row | undefined {
  // A code that is no key gives undefined, which the type of the table says, too.
  return Object.hasOwn(rows, code) ? rows[code as RegistryErrorCode] : undefined;
}

/**
 * Does what asks the registry for single subjects. When one is not there, the failure names those that are
 * called alike.
 * @example
 * await namingTheNearest(registry, () => registry.latest('refund-value'));
 */
export async function namingTheNearest<T>(
  registry: Pick<RegistryClient, 'subjects'>,
  ask: () => Promise<T>,
): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const subject = missingSubject(error);
    if (subject === undefined) throw error;
    // Why the list cannot be had matters less than what is missing.
    const known = await registry.subjects().catch(() => []);
    const nearest = nearestName(subject, known);
    throw new CliError(`the registry has no subject '${shortened(subject, 200)}'`, {
      code: 'SUBJECT_NOT_FOUND',
      exitCode: EXIT.usage,
      remedy: nearest === undefined ? subjectsInWords(known) : `Did you mean '${printable(nearest)}'?`,
      cause: error,
    });
  }
}

/** The subject that a registry does not have, when that is the failure. */
export function missingSubject(error: unknown): string | undefined {
  if (!isOttlaError(error) || error.code !== 'SUBJECT_NOT_FOUND' || !('subject' in error)) return undefined;
  return typeof error.subject === 'string' ? error.subject : undefined;
}

const SHOWN_SUBJECTS = 8;

function subjectsInWords(known: readonly string[]): string {
  if (known.length === 0) return 'Check its name, and whether this is the registry that has it.';
  const shown = known.slice(0, SHOWN_SUBJECTS).map((subject) => shortened(subject, 80));
  const more = known.length > shown.length ? `, and ${known.length - shown.length} more` : '';
  return `It has ${shown.join(', ')}${more}.`;
}
