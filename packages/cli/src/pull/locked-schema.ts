/**
 * Single versions of a lock: what it says of them, as a registry would tell it, and what they need before they parse.
 *
 * A bundle may lack texts, and references may name what is not locked: then there is no schema. Pure.
 */
import type { RegisteredSchema } from '@ottla/kernel';
import {
  referredSubject,
  type LockedSubject,
  type LockedVersion,
  type SchemaBundle,
  type SchemaLock,
} from '@ottla/registry-client';

/** Names a version, locked or not. */
export interface VersionName {
  readonly subject: string;
  readonly version: number;
}

/** A text for maps by versions. */
export function versionKey({ subject, version }: VersionName): string {
  return `${version} ${subject}`;
}

/** The block of a subject; undefined when it is not locked. */
export function lockedSubject({ subjects }: SchemaLock, subject: string): LockedSubject | undefined {
  return Object.hasOwn(subjects, subject) ? subjects[subject] : undefined;
}

/** What is locked of a version; undefined when it is not. */
export function lockedVersion(
  lock: SchemaLock,
  { subject, version }: VersionName,
): LockedVersion | undefined {
  return lockedSubject(lock, subject)?.versions.find((locked) => locked.version === version);
}

/** A version as a registry would tell it; undefined when it or its text is not at hand. */
export function lockedSchema(bundle: SchemaBundle, name: VersionName): RegisteredSchema | undefined {
  const locked = lockedVersion(bundle, name);
  if (locked === undefined || !Object.hasOwn(bundle.schemas, locked.sha256)) return undefined;
  const { id, guid, schemaType, sha256, references, metadata, ruleSet } = locked;
  return {
    ...{ id, guid, ...name, schemaType, schema: bundle.schemas[sha256] ?? '' },
    ...(references && { references }),
    ...(metadata && { metadata }),
    ...(ruleSet && { ruleSet }),
  };
}

/** What a version refers to, itself not followed further. */
export function referencesOf(subject: string, locked: LockedVersion | undefined): readonly VersionName[] {
  return (locked?.references ?? []).map((reference) => ({
    subject: referredSubject(subject, reference.subject),
    version: reference.version,
  }));
}

/** All that a version needs, each after what it needs itself. Depth first, without recursion: chains may be long. */
export function neededVersions(lock: SchemaLock, name: VersionName): readonly VersionName[] {
  const order: VersionName[] = [];
  const seen = new Set<string>();
  const waiting: { readonly name: VersionName; readonly done: boolean }[] = [{ name, done: false }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.done) {
      if (next.name !== name) order.push(next.name);
      continue;
    }
    if (seen.has(versionKey(next.name))) continue;
    seen.add(versionKey(next.name));
    waiting.push({ name: next.name, done: true });
    for (const referred of referencesOf(next.name.subject, lockedVersion(lock, next.name))) {
      waiting.push({ name: referred, done: false });
    }
  }
  return order;
}
