/**
 * Metadata beside a schema: tags by path, properties, and which of these are sensitive.
 *
 * Kept as the registry keeps them: maps and sets sorted, empty ones unsaid. Metadata without anything is not
 * the same as none. Knows the one property that the registry sets itself, `confluent:version`.
 */
import type { SchemaMetadata } from '@ottla/kernel';
import { listAt, mapAt, objectAt, optionally, textAt } from './json-body.ts';

const VERSION_PROPERTY = 'confluent:version';

/** Sorted, each once. */
export function textSetAt(value: unknown, place: string): readonly string[] {
  return [...new Set(listAt(value, place, textAt))].toSorted();
}

export function textMapAt(value: unknown, place: string): Readonly<Record<string, string>> {
  return mapAt(value, place, textAt);
}

/** The same without what is empty, in the registry's order of members. */
function withoutEmpty({ tags, properties, sensitive }: SchemaMetadata): SchemaMetadata {
  return {
    ...(Object.keys(tags ?? {}).length > 0 && { tags }),
    ...(Object.keys(properties ?? {}).length > 0 && { properties }),
    ...((sensitive ?? []).length > 0 && { sensitive }),
  };
}

export function metadataAt(value: unknown, place: string): SchemaMetadata {
  const members = objectAt(value, place);
  return withoutEmpty({
    tags: optionally(members, 'tags', (tags, at) => mapAt(tags, at, textSetAt)),
    properties: optionally(members, 'properties', textMapAt),
    sensitive: optionally(members, 'sensitive', textSetAt),
  });
}

function sortedMap<T>(maps: readonly (Readonly<Record<string, T>> | null | undefined)[]): Record<string, T> {
  const entries = new Map(maps.flatMap((map) => Object.entries(map ?? {})));
  return Object.fromEntries([...entries].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Both; where both say something, the later does. */
export function mergedMetadata(
  earlier: SchemaMetadata | undefined,
  later: SchemaMetadata | undefined,
): SchemaMetadata | undefined {
  if (earlier === undefined || later === undefined) return later ?? earlier;
  return withoutEmpty({
    tags: sortedMap([earlier.tags, later.tags]),
    properties: sortedMap([earlier.properties, later.properties]),
    sensitive: [...new Set([...(earlier.sensitive ?? []), ...(later.sensitive ?? [])])].toSorted(),
  });
}

export function propertyOf(metadata: SchemaMetadata | undefined, name: string): string | undefined {
  const properties = metadata?.properties ?? {};
  return Object.hasOwn(properties, name) ? properties[name] : undefined;
}

/** The version the metadata themselves say they are of; undefined when they say none, or no number. */
export function saidVersion(metadata: SchemaMetadata | undefined): number | undefined {
  const text = propertyOf(metadata, VERSION_PROPERTY) ?? '';
  return /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
}

export function saysVersion(metadata: SchemaMetadata | undefined): boolean {
  return propertyOf(metadata, VERSION_PROPERTY) !== undefined;
}

export function withVersion(metadata: SchemaMetadata | undefined, version: number): SchemaMetadata {
  const said = { [VERSION_PROPERTY]: String(version) };
  return withoutEmpty({ ...metadata, properties: sortedMap([metadata?.properties, said]) });
}

export function withoutVersion(metadata: SchemaMetadata | undefined): SchemaMetadata {
  const entries = Object.entries(metadata?.properties ?? {}).filter(([name]) => name !== VERSION_PROPERTY);
  return withoutEmpty({ ...metadata, properties: Object.fromEntries(entries) });
}
