/**
 * `ottla.lock`: a lock as text, and text as a lock.
 *
 * Generated: one lock has one text. The digest line is a rolling SHA-256 over the blocks of the subjects in
 * their order, so that any two edits change the same line: git shows a conflict where it would have merged
 * them silently, and an edit by hand does not fit. docs/reference/lock-file.md is the format for readers.
 */
import { jsonValueOf, parseJson, SchemaError, type JsonValue } from '@ottla/schema';
import { sha256Of } from './bundle-entries.ts';
import { bundleError } from './bundle-problem.ts';
import { readLock, readLockFile } from './lock-shape.ts';
import type { LockedSubject, SchemaLock } from './schema-bundle.ts';
import { ShapeProblem } from './value-shape.ts';

/** How the file is called, and named in messages. */
export const LOCK_FILE = 'ottla.lock';
/** Ten thousand versions with rules fit; what is longer is no lock. */
export const MOST_LOCK_CHARACTERS = 64 * 1024 * 1024;

const DIGEST_START = `${LOCK_FILE} 1`;
const CONFLICT_MARKER = /^(<{7}|>{7}|={7})/m;

/** Subjects sorted by UTF-16 units, whatever order an object gives keys that look like numbers. */
function sortedBlocks({ subjects }: SchemaLock): [string, LockedSubject][] {
  return Object.entries(subjects).toSorted(([left], [right]) => (left < right ? -1 : 1));
}

function digestOf(lock: SchemaLock): string {
  const blocks = sortedBlocks(lock);
  if (blocks.length === 0) return sha256Of(DIGEST_START);
  return blocks.reduce((digest, block) => sha256Of(`${digest}\n${JSON.stringify(block)}`), DIGEST_START);
}

/**
 * The text of `ottla.lock`, ending in a newline. Throws ConfigError LOCK_INVALID for what could not be read
 * again.
 * @example
 * printLock({ lockfileVersion: 1, subjects: {} });
 */
export function printLock(lock: SchemaLock): string {
  const checked = withPlace(LOCK_FILE, () => readLock(lock));
  const blocks = sortedBlocks(checked).map(([subject, block]) => {
    const lines = JSON.stringify(block, null, 2).replaceAll('\n', '\n    ');
    return `\n    ${JSON.stringify(subject)}: ${lines}`;
  });
  const subjects = blocks.length === 0 ? '{}' : `{${blocks.join(',')}\n  }`;
  return `{\n  "lockfileVersion": 1,\n  "digest": "${digestOf(checked)}",\n  "subjects": ${subjects}\n}\n`;
}

/**
 * Reads the text of a lock file. Throws ConfigError: LOCK_INVALID naming line or member,
 * LOCK_VERSION_UNKNOWN, LOCK_DIGEST_MISMATCH.
 * @example
 * import { readFile } from 'node:fs/promises';
 *
 * const lock = parseLock(await readFile('ottla.lock', 'utf8'));
 */
export function parseLock(text: string, file: string = LOCK_FILE): SchemaLock {
  const value = jsonOf(text, file);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const { lockfileVersion } = value as { lockfileVersion?: JsonValue }; // one member; its value is checked
    if (typeof lockfileVersion === 'number' && lockfileVersion !== 1) {
      const why = `is of format ${lockfileVersion}, and this release knows 1`;
      throw bundleError('LOCK_VERSION_UNKNOWN', file, { why });
    }
  }
  const { lock, digest } = withPlace(file, () => readLockFile(value));
  const fitting = digestOf(lock);
  if (digest !== fitting) {
    const why = `the digest does not fit the subjects (it stands as ${digest.slice(0, 12)}… and they give ${fitting.slice(0, 12)}…): the file was edited by hand, or two edits were merged`;
    throw bundleError('LOCK_DIGEST_MISMATCH', file, { why });
  }
  return lock;
}

function jsonOf(text: string, file: string): JsonValue {
  if (text.length > MOST_LOCK_CHARACTERS) {
    const why = `is longer than ${MOST_LOCK_CHARACTERS} characters`;
    throw bundleError('LOCK_INVALID', file, { why });
  }
  try {
    return jsonValueOf(parseJson(text));
  } catch (cause) {
    if (!(cause instanceof SchemaError)) throw cause;
    const conflict = CONFLICT_MARKER.test(text);
    const why = conflict ? "the file holds git's conflict markers" : cause.message;
    throw bundleError('LOCK_INVALID', file, { why, cause });
  }
}

/** Says in which file a value has a wrong shape. */
function withPlace<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof ShapeProblem)) throw cause;
    const where = cause.place === '' ? file : `${file}: ${cause.place}`;
    throw bundleError('LOCK_INVALID', where, { why: cause.message });
  }
}
