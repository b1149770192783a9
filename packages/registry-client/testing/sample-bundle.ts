/** Bundles for specs: from texts alone, with the digests that fit them. */
import type { SchemaReference, SchemaType, SchemaMetadata } from '@ottla/kernel';
import { contentGuid } from '@ottla/schema';
import { BundleEntries, sha256Of } from '../src/bundle/bundle-entries.ts';
import type { LockedVersion, SchemaBundle } from '../src/bundle/schema-bundle.ts';

export interface SampleVersion {
  readonly id: number;
  readonly schema: string;
  readonly schemaType?: SchemaType;
  readonly version?: number;
  readonly references?: readonly SchemaReference[];
  readonly metadata?: SchemaMetadata;
}

/** Versions count from 1 unless told. */
export function sampleBundle(subjects: Readonly<Record<string, readonly SampleVersion[]>>): SchemaBundle {
  const schemas: Record<string, string> = {};
  const locked = (sample: SampleVersion, index: number): LockedVersion => {
    const { id, schema, schemaType = 'AVRO', version = index + 1, references, metadata } = sample;
    const sha256 = sha256Of(schema);
    schemas[sha256] = schema;
    return {
      version,
      id,
      guid: contentGuid({ schema, references, metadata }),
      schemaType,
      fingerprint: sha256,
      sha256,
      ...(references && { references }),
      ...(metadata && { metadata }),
    };
  };
  const plain = Object.entries(subjects).map(
    ([subject, versions]) => [subject, { versions: versions.map(locked) }] as const,
  );
  const bundle: SchemaBundle = { lockfileVersion: 1, subjects: Object.fromEntries(plain), schemas };
  const entries = new BundleEntries(bundle);
  const printed = plain.map(([subject, { versions }]) => {
    const fingerprinted = versions.map((one) => {
      const entry = entries.subjects.get(subject)?.get(one.version);
      return entry === undefined ? one : { ...one, fingerprint: entries.fingerprintOf(entry) };
    });
    return [subject, { versions: fingerprinted }] as const;
  });
  return { ...bundle, subjects: Object.fromEntries(printed) };
}

/** A record of one field, as a registry prints it. */
export function recordText(name: string, fieldType: unknown = 'string', field = 'f'): string {
  return JSON.stringify({ type: 'record', name, fields: [{ name: field, type: fieldType }] });
}
