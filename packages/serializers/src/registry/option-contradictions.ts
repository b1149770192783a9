/**
 * Options that cannot all be meant. Found when a serializer or deserializer is made.
 *
 * Two ways to choose a schema are no contradiction: the order of precedence says which one wins, as in Java.
 */
import { ConfigError } from '@ottla/kernel';
import type { RegistryDeserializerSettings, RegistrySerializerSettings } from './registry-options.ts';
import { isLatest, isPointer, type GivenSchema } from './schema-pointer.ts';

/** Throws ConfigError `OPTIONS_CONTRADICT`. */
export function refuseContradictions(schema: GivenSchema, settings: RegistrySerializerSettings): void {
  const { autoRegister, normalize, useSchemaId, useLatestVersion, useLatestWithMetadata } = settings;
  const text = schema !== null && !isPointer(schema);
  if (autoRegister && !text) {
    refuse(
      "'autoRegister' needs a schema to register; give its text or a generated constant, or leave the option out",
    );
  }
  if (normalize && !text) {
    refuse(
      "'normalize' is for a schema that is registered or looked up, and none was given; leave the option out",
    );
  }
  const followsLatest = useLatestVersion || useLatestWithMetadata !== undefined;
  // The latest of a subject may be the one with some metadata.
  const chosen = useSchemaId !== undefined || (followsLatest && !isLatest(schema));
  if (schema !== null && isPointer(schema) && chosen) {
    refuse(
      'the schema names its place in the registry, and so do useSchemaId, useLatestVersion or useLatestWithMetadata; leave one out',
    );
  }
}

function refuse(problem: string): never {
  throw new ConfigError(problem, 'OPTIONS_CONTRADICT');
}

/** Throws ConfigError `OPTIONS_CONTRADICT`. */
export function refuseReaderContradictions(
  reader: GivenSchema,
  settings: RegistryDeserializerSettings,
): void {
  const { useLatestVersion, useLatestWithMetadata } = settings;
  if (reader === null || isLatest(reader) || (!useLatestVersion && useLatestWithMetadata === undefined))
    return;
  refuse(
    'a schema to read into was given, and useLatestVersion or useLatestWithMetadata asks for another; leave one out',
  );
}
