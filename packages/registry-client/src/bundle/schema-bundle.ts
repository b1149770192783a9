/**
 * The shapes of `ottla.lock` and of a bundle: which version of which subject has which id and text.
 *
 * A lock names texts by their SHA-256; a bundle holds them. Both are plain JSON, so a program can import one.
 */
import type { SchemaMetadata, SchemaReference, SchemaRuleSet, SchemaType } from '@ottla/kernel';
import type { CompatibilityLevel } from '@ottla/schema';

export interface LockedVersion {
  readonly version: number;
  readonly id: number;
  /** As Confluent's registry computes it from the content; our own computation where a registry tells none. */
  readonly guid: string;
  readonly schemaType: SchemaType;
  /** SHA-256 in hex: of the Parsing Canonical Form for Avro, of the text otherwise. */
  readonly fingerprint: string;
  /** SHA-256 in hex of the text as the registry gave it; the key into `schemas`. */
  readonly sha256: string;
  /** The file it came from or went to, relative, with `/`. */
  readonly file?: string;
  readonly references?: readonly SchemaReference[];
  readonly metadata?: SchemaMetadata;
  readonly ruleSet?: SchemaRuleSet;
}

export interface LockedSubject {
  /** The level when it was locked. */
  readonly level?: CompatibilityLevel;
  /** Oldest first. */
  readonly versions: readonly LockedVersion[];
}

export interface SchemaLock {
  readonly lockfileVersion: 1;
  readonly subjects: Readonly<Record<string, LockedSubject>>;
}

export interface SchemaBundle extends SchemaLock {
  /** Texts by their SHA-256. */
  readonly schemas: Readonly<Record<string, string>>;
}
