/** A schema registry over HTTP, with caches. */
export type {
  Association,
  CompatibilityVerdict,
  ContextId,
  RegistryConfig,
  RegistryMode,
  SchemaOfGuid,
  ServerVersion,
  SubjectVersion,
} from './answers/registry-answer.ts';
export type {
  AssociationOptions,
  CompatibilityOptions,
  DeleteModeOptions,
  DeleteOptions,
  FormatOptions,
  ListOptions,
  LookUpOptions,
  RegisterOptions,
  SchemaOptions,
  SchemasOptions,
  SetModeOptions,
  SettingOptions,
  SubjectsOptions,
  UsesOfIdOptions,
  VersionOptions,
} from './calls/registry-calls.ts';
export { compatibilityLevels, type CompatibilityLevel } from '@ottla/schema';
export type { RegistryAuth, TokenProvider } from './http/authorization.ts';
export { readEndpoint, type Credentials, type Endpoint } from './http/endpoint.ts';
export {
  exchange,
  type ExchangeAnswer,
  type ExchangeOptions,
  type ExchangeRequest,
  type RegistryDispatcher,
} from './http/exchange.ts';
export type { RegistryHeaders } from './http/extra-headers.ts';
export type { OAuthCredentials } from './http/oauth-tokens.ts';
export type {
  CacheCounts,
  CacheEvent,
  CacheName,
  FailoverEvent,
  RegistryMetrics,
  RequestEvent,
} from './observation.ts';
export type { Pem, RegistryTls } from './http/tls-settings.ts';
export { registryClientOptions, type RegistryClientOptions } from './options.ts';
export type { ResolvedReference } from './references.ts';
export { RegistryClient, type RegistryClientPorts } from './registry-client.ts';
export {
  RegistryError,
  registryErrorActions,
  type RegistryErrorCode,
  type RegistryErrorOptions,
} from './registry-error.ts';
export { checkBundle } from './bundle/bundle-check.ts';
export { readBundle, writeBundle } from './bundle/bundle-files.ts';
export { pullBundle, type BundleSource, type PullOptions } from './bundle/bundle-pull.ts';
export { parseLock, printLock } from './bundle/lock-text.ts';
export type { LockedSubject, LockedVersion, SchemaBundle, SchemaLock } from './bundle/schema-bundle.ts';
export { plainSubject, referredSubject } from './subject-context.ts';
