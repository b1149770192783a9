/** Checks what a caller gave RegistryClient and takes URLs and credentials apart. */
import { ConfigError, resolveOptions } from '@ottla/kernel';
import { checkAuth } from './http/authorization.ts';
import { headersProblem } from './http/extra-headers.ts';
import { readEndpoint, type Endpoint } from './http/endpoint.ts';
import {
  registryClientOptions,
  type RegistryClientOptions,
  type ResolvedRegistryClientOptions,
} from './options.ts';

export interface ClientSettings extends ResolvedRegistryClientOptions {
  readonly endpoints: readonly Endpoint[];
}

/** Throws ConfigError; its message never holds a secret. */
export function readSettings(given: RegistryClientOptions): ClientSettings {
  const options = resolveOptions('RegistryClient', registryClientOptions, given);
  const urls = typeof options.url === 'string' ? [options.url] : options.url;
  const endpoints = urls.map(readEndpoint);
  const problem = typeof options.headers === 'object' ? headersProblem(options.headers) : undefined;
  if (problem !== undefined) {
    throw new ConfigError(`RegistryClient: option 'headers': ${problem}`, 'OPTION_INVALID');
  }
  if (options.auth !== undefined) {
    checkAuth(options.auth);
    const double = endpoints.find(({ credentials }) => credentials !== undefined);
    if (double !== undefined) {
      throw new ConfigError(
        `RegistryClient: option 'auth' is given and ${double.shown} holds credentials; keep one of them`,
        'OPTION_INVALID',
      );
    }
  }
  return { ...options, endpoints };
}
