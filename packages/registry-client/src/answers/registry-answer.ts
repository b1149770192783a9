/** What the registry tells, as types. */
export type { ContextId, SchemaOfGuid, SubjectVersion } from './schema-answer.ts';
export type {
  Association,
  CompatibilityVerdict,
  RegistryConfig,
  RegistryMode,
  ServerVersion,
} from './setting-answer.ts';
