/**
 * The format of a lock as tables, and what must hold between its parts.
 *
 * readLock copies any value into a lock in its one order (subjects and keys sorted, versions oldest first,
 * nothing absent written) or says where it is wrong. Between the parts: versions ascend, one id stands for
 * one content within a context, every reference is locked too. Whether texts fit is checkBundle's.
 */
import { compatibilityLevels } from '@ottla/schema';
import { schemaTypes } from '../answers/schema-answer.ts';
import type { LockedVersion, SchemaBundle, SchemaLock } from './schema-bundle.ts';
import { contextOf, plainSubject, referredSubject } from '../subject-context.ts';
import {
  fail,
  flag,
  isWellFormed,
  listOf,
  mapOf,
  memberPlace,
  oneOf,
  optional,
  positiveInt32,
  shape,
  text,
  textLike,
  type ShapeReader,
} from './value-shape.ts';

/** Versions in one lock, of all subjects. */
export const MOST_LOCKED_VERSIONS = 10_000;

const subjectName: ShapeReader<string> = (value, place) => {
  const name = text(value, place);
  if (name === '' || !isWellFormed(name)) return fail(place, 'must be a subject: text, and not empty');
  return name;
};

/** Relative, below the lock, with `/`. */
const relativeFile: ShapeReader<string> = (value, place) => {
  const path = text(value, place);
  const steps = path.split('/');
  const wrong =
    path.includes('\\') || path.includes(':') || steps.some((step) => step === '' || step === '..');
  return wrong ? fail(place, "must be a relative path with '/' and without '..'") : path;
};

const texts = listOf(text);
const sha256 = textLike(/^[0-9a-f]{64}$/, 'a SHA-256 of 64 lower-case hex digits');

const rule = shape({
  name: optional(text),
  doc: optional(text),
  kind: optional(text),
  mode: optional(text),
  type: optional(text),
  tags: optional(texts),
  params: optional(mapOf(text)),
  expr: optional(text),
  onSuccess: optional(text),
  onFailure: optional(text),
  disabled: optional(flag),
});

/** A version's members in their order; docs/reference/lock-file.md has a row for each. */
export const versionMembers = {
  version: positiveInt32,
  id: positiveInt32,
  guid: textLike(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'a GUID of 36 lower-case characters'),
  schemaType: oneOf(schemaTypes),
  fingerprint: sha256,
  sha256,
  file: optional(relativeFile),
  references: optional(listOf(shape({ name: text, subject: subjectName, version: positiveInt32 }))),
  metadata: optional(
    shape({
      tags: optional(mapOf(texts)),
      properties: optional(mapOf(text)),
      sensitive: optional(texts),
    }),
  ),
  ruleSet: optional(
    shape({
      migrationRules: optional(listOf(rule)),
      domainRules: optional(listOf(rule)),
      encodingRules: optional(listOf(rule)),
      enableAt: optional(text),
    }),
  ),
} as const;
const lockedVersion = shape(versionMembers);

/** No references are as absent ones. */
const version: ShapeReader<LockedVersion> = (value, place) => {
  const { references, ...rest } = lockedVersion(value, place);
  if (references === undefined || references.length === 0) return rest;
  const { metadata, ruleSet, ...head } = rest;
  return { ...head, references, ...(metadata && { metadata }), ...(ruleSet && { ruleSet }) };
};

export const subjectMembers = {
  level: optional(oneOf(compatibilityLevels)),
  versions: listOf(version),
} as const;
const subjects = mapOf(shape(subjectMembers));

const lockfileVersion = oneOf([1]);
const anyLock = shape({ lockfileVersion, subjects, schemas: optional((value: unknown) => value) });
export const lockFileMembers = { lockfileVersion, digest: sha256, subjects } as const;
const lockFile = shape(lockFileMembers);
const bundle = shape({ lockfileVersion, subjects, schemas: mapOf(text) });

/** A lock, or a bundle as one. Throws ShapeProblem. */
export function readLock(value: unknown): SchemaLock {
  return consistent(anyLock(value, '').subjects);
}

/** What stands in a lock file; whether the digest fits is not looked at. Throws ShapeProblem. */
export function readLockFile(value: unknown): { readonly lock: SchemaLock; readonly digest: string } {
  const { digest, subjects: read } = lockFile(value, '');
  return { lock: consistent(read), digest };
}

/** A bundle; whether its texts fit is not looked at. Throws ShapeProblem. */
export function readBundleShape(value: unknown): SchemaBundle {
  const { schemas, subjects: read } = bundle(value, '');
  return { ...consistent(read), schemas };
}

function consistent(read: SchemaLock['subjects']): SchemaLock {
  const lock: SchemaLock = { lockfileVersion: 1, subjects: read };
  expectConsistent(lock);
  return lock;
}

/** Throws ShapeProblem where parts of a lock contradict each other. */
function expectConsistent(lock: SchemaLock): void {
  const contents = new Map<string, { content: string; place: string }>();
  let count = 0;
  for (const [subject, { versions }] of Object.entries(lock.subjects)) {
    const place = memberPlace('subjects', subject);
    subjectName(subject, place);
    if (plainSubject(subject) !== subject) fail(place, 'must be written without the default context');
    if (versions.length === 0) fail(place, 'must hold a version');
    count += versions.length;
    if (count > MOST_LOCKED_VERSIONS)
      fail(place, `holds more than ${MOST_LOCKED_VERSIONS} versions with those before`);
    let before = 0;
    for (const [index, locked] of versions.entries()) {
      const where = `${place}.versions[${index}]`;
      if (locked.version <= before)
        fail(where, `version ${locked.version} must be greater than the one before it`);
      before = locked.version;
      expectLockedReferences(lock, { subject, locked, place: where });
      const key = `${locked.id} ${contextOf(subject)}`;
      const content = `${locked.schemaType} ${locked.guid}`;
      const held = contents.get(key);
      if (held === undefined) contents.set(key, { content, place: where });
      else if (held.content !== content) {
        fail(where, `id ${locked.id} stands for another content at ${held.place}`);
      }
    }
  }
}

function expectLockedReferences(
  { subjects: all }: SchemaLock,
  { subject, locked, place }: { subject: string; locked: LockedVersion; place: string },
): void {
  for (const [index, reference] of (locked.references ?? []).entries()) {
    const referred = referredSubject(subject, reference.subject);
    const versions = Object.hasOwn(all, referred) ? (all[referred]?.versions ?? []) : [];
    if (!hasVersion(versions, reference.version)) {
      fail(
        `${place}.references[${index}]`,
        `refers to version ${reference.version} of subject '${referred}', which is not locked`,
      );
    }
  }
}

/** Versions ascend, so that halving finds one. */
function hasVersion(versions: readonly LockedVersion[], wanted: number): boolean {
  let [low, high] = [0, versions.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = versions[middle]?.version ?? 0;
    if (found === wanted) return true;
    if (found < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}
