/** A schema registry over HTTP, with caches. */
export type { CompatibilityVerdict } from './answer-shape.ts';
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
export { registryClientOptions, type RegistryClientOptions } from './options.ts';
export type { ResolvedReference } from './references.ts';
export { RegistryClient, type RegistryClientPorts } from './registry-client.ts';
export {
  RegistryError,
  registryErrorActions,
  type RegistryErrorCode,
  type RegistryErrorOptions,
} from './registry-error.ts';
