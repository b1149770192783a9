/**
 * The schemas a program brings along, by what they are asked for.
 *
 * Invariants: what is here has passed checkBundle, so an id stands for one content within a context and every
 * text fits its digests. Look-ups never wait and never ask anybody; equal asks give the same object.
 * Whether a registry agrees is BundleGate's.
 */
import type { RegisteredSchema, SchemaText } from '@ottla/kernel';
import type { SchemaBundle } from './schema-bundle.ts';
import { DEFAULT_CONTEXT } from './subject-context.ts';

export class BundledSchemas {
  /** Throws ConfigError BUNDLE_INVALID, naming the place, when the bundle contradicts itself. */
  constructor(bundle: SchemaBundle) {
    void bundle;
  }

  /**
   * The version of this subject that is this schema, with id, version, GUID and the bundle's text: the same
   * text, else for Avro the same schema by sameSchema; references must be equal (-1 equals any version).
   * Undefined when the subject is not in the bundle or holds no such schema.
   */
  idOf(subject: string, schema: SchemaText): RegisteredSchema | undefined {
    void subject;
    void schema;
    return undefined;
  }

  /**
   * What an id stands for in a context (`.` is the default one; contextOf tells a subject's). Without subject
   * and version, as several may hold it.
   */
  schemaOf(id: number, context: string = DEFAULT_CONTEXT): RegisteredSchema | undefined {
    void id;
    void context;
    return undefined;
  }

  /** This version of this subject, when the bundle holds it. */
  versionOf(subject: string, version: number): RegisteredSchema | undefined {
    void subject;
    void version;
    return undefined;
  }

  /** The newest version of this subject that the bundle holds; the registry may know a newer one. */
  latestOf(subject: string): RegisteredSchema | undefined {
    void subject;
    return undefined;
  }

  /**
   * Whether what a registry told is what the bundle holds: the same type and content; ids are not looked at.
   * By GUID when both have one, else by text, or by sameSchema for Avro, and references.
   */
  sameContent(bundled: RegisteredSchema, told: RegisteredSchema): boolean {
    return bundled.schema === told.schema;
  }
}
