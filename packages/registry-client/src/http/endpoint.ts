/**
 * One base URL of a registry, taken apart: where to connect, the path before the API's, credentials.
 *
 * Credentials in the URL (`user:password@`) are split out at once; what is shown in messages and logs
 * never holds them, nor does any complaint about the URL itself.
 */
import { ConfigError } from '@ottla/kernel';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export interface Endpoint {
  /** Scheme, host and port. */
  readonly origin: string;
  /** Path before the API's own, without a slash at its end: '' or such as '/apis/ccompat/v7'. */
  readonly path: string;
  /** Origin and path, for messages. */
  readonly shown: string;
  readonly credentials: Credentials | undefined;
}

/** The text with whatever stands between '//' and '@' hidden. */
export function withoutCredentials(text: string): string {
  return text.replace(/\/\/.*@/s, '//[hidden]@');
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/**
 * Reads a base URL; throws ConfigError `OPTION_INVALID`.
 * @example
 * readEndpoint('https://ada:secret@r.example/v7').shown; // 'https://r.example/v7'
 */
export function readEndpoint(text: string): Endpoint {
  const parsed = URL.canParse(text) ? new URL(text) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) {
    throw new ConfigError(
      `RegistryClient: option 'url' must be an http or https URL such as http://localhost:8081, got '${withoutCredentials(text)}'`,
      'OPTION_INVALID',
    );
  }
  if (parsed.search !== '' || parsed.hash !== '') {
    throw new ConfigError(
      `RegistryClient: option 'url' must not hold a query or a fragment: '${withoutCredentials(text)}'`,
      'OPTION_INVALID',
    );
  }
  const path = parsed.pathname.replace(/\/+$/, '');
  return {
    origin: parsed.origin,
    path,
    shown: `${parsed.origin}${path}`,
    credentials:
      parsed.username === '' && parsed.password === ''
        ? undefined
        : { username: decoded(parsed.username), password: decoded(parsed.password) },
  };
}

/** A value as one segment of a path. Dot segments are escaped too, so that nothing on the way resolves them. */
export function pathSegment(value: string): string {
  const encoded = encodeURIComponent(value);
  return /^\.{1,2}$/.test(encoded) ? encoded.replaceAll('.', '%2E') : encoded;
}
