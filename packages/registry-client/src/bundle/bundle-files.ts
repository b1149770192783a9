/**
 * A bundle on disk: the lock, and beside it the texts, each in a file named by its SHA-256.
 *
 * Reading believes no file: what does not fit its name is refused. Writing is whole, texts before the lock:
 * a kill leaves the old lock with its texts. Files that hold their text already are not touched. Nothing but
 * the lock is written outside the folder, since names are digests. Texts no longer locked stay: another
 * branch may lock them.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ConfigError } from '@ottla/kernel';
import { mapBounded } from './bounded-work.ts';
import { checkBundle } from './bundle-check.ts';
import { sha256Of } from './bundle-entries.ts';
import { bundleError, type BundleProblem } from './bundle-problem.ts';
import { MOST_LOCK_CHARACTERS, parseLock, printLock } from './lock-text.ts';
import type { SchemaBundle, SchemaLock } from './schema-bundle.ts';

/** Where texts lie unless told otherwise, beside the lock. */
const TEXT_FOLDER = '.ottla/cache';
const OPEN_FILES = 16;
/** As much as a client takes from a registry by default. */
const MOST_TEXT_BYTES = 16 * 1024 * 1024;
/** UTF-8 takes at most three bytes for each UTF-16 unit. */
const MOST_LOCK_BYTES = 3 * MOST_LOCK_CHARACTERS;

/**
 * Reads a lock and its texts, and checks everything. Throws ConfigError naming file and remedy: those of
 * parseLock and checkBundle, BUNDLE_UNREADABLE, BUNDLE_TEXT_MISSING, BUNDLE_TEXT_ALTERED.
 * @example
 * const bundle = await readBundle('ottla.lock');
 * await using client = new RegistryClient({ url: 'http://localhost:8081', bundle });
 */
export async function readBundle(
  lockFile: string,
  folder: string = join(dirname(lockFile), TEXT_FOLDER),
): Promise<SchemaBundle> {
  const bytes = await readBounded(lockFile, MOST_LOCK_BYTES).catch((cause: unknown) => {
    throw fileError('BUNDLE_UNREADABLE', lockFile, cause);
  });
  const lock = parseLock(utf8(bytes), lockFile);
  const digests = textDigests(lock);
  const texts = await mapBounded(digests, OPEN_FILES, (sha256) => readText(join(folder, sha256), sha256));
  const schemas = Object.fromEntries(digests.map((sha256, index) => [sha256, texts[index] ?? '']));
  return checkBundle({ ...lock, schemas });
}

/**
 * Writes the texts, then the lock. Folders are made. Throws ConfigError: those of checkBundle, and
 * BUNDLE_UNWRITABLE.
 * @example
 * await writeBundle(await pullBundle(registry, ['customers-value']), 'ottla.lock');
 */
export async function writeBundle(
  bundle: SchemaBundle,
  lockFile: string,
  folder: string = join(dirname(lockFile), TEXT_FOLDER),
): Promise<void> {
  const checked = checkBundle(bundle);
  const lockText = printLock(checked);
  await mapBounded(textDigests(checked), OPEN_FILES, (sha256) =>
    replaceText(join(folder, sha256), checked.schemas[sha256] ?? ''),
  );
  // Who keeps the lock elsewhere and links to it keeps the link.
  const target = await realpath(lockFile).catch(() => lockFile);
  await replaceText(target, lockText);
}

function textDigests({ subjects }: SchemaLock): string[] {
  const digests = new Set<string>();
  for (const { versions } of Object.values(subjects)) {
    for (const { sha256 } of versions) digests.add(sha256);
  }
  return [...digests].toSorted();
}

async function readText(path: string, sha256: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readBounded(path, MOST_TEXT_BYTES);
  } catch (cause) {
    if (codeOf(cause) !== 'ENOENT') throw fileError('BUNDLE_UNREADABLE', path, cause);
    throw bundleError('BUNDLE_TEXT_MISSING', path, { why: 'the lock names this text, and it is not there' });
  }
  const text = utf8(bytes);
  if (sha256Of(text) === sha256) return text;
  throw bundleError('BUNDLE_TEXT_ALTERED', path, { why: 'the text does not fit the SHA-256 it is named by' });
}

/** A byte order mark is part of the text; what is no UTF-8 becomes a text that fits no digest. */
function utf8(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

class FileProblem extends Error {}

/** A pipe or a device would never end. */
async function readBounded(path: string, mostBytes: number): Promise<Buffer> {
  const found = await stat(path);
  if (!found.isFile()) throw new FileProblem('is no regular file');
  if (found.size > mostBytes) throw new FileProblem(`is longer than ${mostBytes} bytes`);
  return readFile(path);
}

async function replaceText(path: string, text: string): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    if (await holds(path, text)) return;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(temporary, text, { flag: 'wx' });
    await rename(temporary, path);
  } catch (cause) {
    // What stopped the write is the story, not what its leftovers do.
    await rm(temporary, { force: true }).catch(() => undefined);
    throw fileError('BUNDLE_UNWRITABLE', path, cause);
  }
}

async function holds(path: string, text: string): Promise<boolean> {
  const bytes = Buffer.from(text, 'utf8');
  const held = await readBounded(path, bytes.length).catch(() => undefined);
  return held?.equals(bytes) === true;
}

function codeOf(cause: unknown): string | undefined {
  const { code } = cause as { code?: unknown }; // of whatever was thrown, only a text counts
  return typeof code === 'string' ? code : undefined;
}

/** Defects pass. */
function fileError(problem: BundleProblem, path: string, cause: unknown): ConfigError | Error {
  const code = codeOf(cause);
  if (cause instanceof FileProblem) return bundleError(problem, path, { why: cause.message });
  if (code === undefined && cause instanceof Error) return cause;
  const why = code === 'ENOENT' ? 'is not there' : `the file system says ${code}`;
  return bundleError(problem, path, { why, cause });
}
