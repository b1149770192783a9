/**
 * The Authorization header: Basic (RFC 7617), Bearer (RFC 6750), or Bearer from a provider of tokens.
 *
 * Secrets enter here and leave only inside the header. A provider is asked for every try, so it may
 * refresh; it caches by itself.
 */
import { ConfigError } from '@ottla/kernel';
import type { Credentials, Endpoint } from './endpoint.ts';

/**
 * How to authenticate: `{ username, password }`, `{ token }`, or a function that gives a token each time
 * it is asked. Without it, credentials in the URL are used, if there are any.
 */
export type RegistryAuth = Credentials | { readonly token: string } | (() => string | PromiseLike<string>);

export function isRegistryAuth(value: unknown): value is RegistryAuth {
  if (typeof value === 'function') return true;
  if (typeof value !== 'object' || value === null) return false;
  const names = Object.keys(value).toSorted().join(',');
  const texts = Object.values(value).every((part) => typeof part === 'string');
  return texts && (names === 'token' || names === 'password,username');
}

/** Tokens are visible ASCII (RFC 6750, b64token and more); a line break would forge a header. */
function bearer(token: unknown): string {
  if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) {
    throw new TypeError('a token must be a non-empty string of visible ASCII characters');
  }
  return `Bearer ${token}`;
}

function basic({ username, password }: Credentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}

/** Refuses credentials that no header can carry, before the first request. */
export function checkAuth(auth: RegistryAuth): void {
  if (typeof auth === 'function') return;
  if ('token' in auth) {
    try {
      bearer(auth.token);
    } catch (error) {
      const why = error instanceof Error ? error.message : '';
      throw new ConfigError(`RegistryClient: option 'auth': ${why}`, 'OPTION_INVALID');
    }
  } else if (auth.username.includes(':')) {
    throw new ConfigError(
      "RegistryClient: option 'auth': a username for Basic authentication cannot hold a colon (RFC 7617)",
      'OPTION_INVALID',
    );
  }
}

/** The value of the header for a request to this endpoint, or undefined for none. */
export async function authorizationFor(
  endpoint: Endpoint,
  auth: RegistryAuth | undefined,
): Promise<string | undefined> {
  if (auth === undefined) {
    return endpoint.credentials === undefined ? undefined : basic(endpoint.credentials);
  }
  if (typeof auth === 'function') return bearer(await auth());
  return 'token' in auth ? bearer(auth.token) : basic(auth);
}
