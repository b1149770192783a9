/** Checks what a caller gave RegistryClient and takes URLs and credentials apart. */
import { ConfigError, resolveOptions } from '@ottla/kernel';
import { authProblem } from './http/authorization.ts';
import { readEndpoint, type Endpoint } from './http/endpoint.ts';
import { headersProblem } from './http/extra-headers.ts';
import { tlsProblem } from './http/tls-settings.ts';
import {
  registryClientOptions,
  type RegistryClientOptions,
  type ResolvedRegistryClientOptions,
} from './options.ts';

export interface ClientSettings extends ResolvedRegistryClientOptions {
  readonly endpoints: readonly Endpoint[];
}

/** What is wrong with the options taken one by one or together, without a secret; undefined when nothing is. */
function settingsProblem(
  { auth, headers, tls, dispatcher }: ResolvedRegistryClientOptions,
  endpoints: readonly Endpoint[],
): string | undefined {
  if (auth !== undefined) {
    const problem = authProblem(auth);
    if (problem !== undefined) return `option 'auth': ${problem}`;
    const double = endpoints.find(({ credentials }) => credentials !== undefined);
    if (double !== undefined) {
      return `option 'auth' is given and ${double.shown} holds credentials; keep one of them`;
    }
  }
  if (typeof headers === 'object') {
    const problem = headersProblem(headers);
    if (problem !== undefined) return `option 'headers': ${problem}`;
  }
  if (tls !== undefined) {
    if (dispatcher !== undefined) {
      return "options 'tls' and 'dispatcher' exclude each other; give the dispatcher its certificates itself";
    }
    const problem = tlsProblem(tls);
    if (problem !== undefined) return `option 'tls': ${problem}`;
  }
  return undefined;
}

/** Throws ConfigError; its message never holds a secret. */
export function readSettings(given: RegistryClientOptions): ClientSettings {
  const options = resolveOptions('RegistryClient', registryClientOptions, given);
  const urls = typeof options.url === 'string' ? [options.url] : options.url;
  const endpoints = urls.map(readEndpoint);
  const problem = settingsProblem(options, endpoints);
  if (problem !== undefined) throw new ConfigError(`RegistryClient: ${problem}`, 'OPTION_INVALID');
  return { ...options, endpoints };
}
