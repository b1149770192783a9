/**
 * The Authorization header: Basic (RFC 7617), Bearer (RFC 6750) with a fixed token, one from a provider, or
 * one of OAuth's client credentials.
 *
 * Secrets enter here and leave only inside the header. A provider is asked for every try, so it may
 * refresh; it caches by itself. Tokens of OAuth are kept in OAuthTokens.
 */
import { kindOf, nearestName } from '@ottla/kernel';
import { valueProblem } from './extra-headers.ts';
import type { Credentials, Endpoint } from './endpoint.ts';
import { tokenUrlProblem, type OAuthCredentials, type OAuthTokens } from './oauth-tokens.ts';

/** A function that gives a token each time it is asked. */
export type TokenProvider = () => string | PromiseLike<string>;

/**
 * How to authenticate: `{ username, password }`, `{ token }`, OAuth client credentials, or a function that
 * gives a token each time it is asked. Without it, credentials in the URL are used, if there are any.
 */
export type RegistryAuth = Credentials | { readonly token: string } | OAuthCredentials | TokenProvider;

/** The forms in words. */
export const authForms =
  '{ username, password }, { token }, { tokenUrl, clientId, clientSecret, … } or a function that returns a token';

const shapes: readonly { readonly needs: readonly string[]; readonly may: readonly string[] }[] = [
  { needs: ['username', 'password'], may: [] },
  { needs: ['token'], may: [] },
  {
    needs: ['tokenUrl', 'clientId', 'clientSecret'],
    may: ['scope', 'logicalCluster', 'identityPoolId'],
  },
];

/** What a member is called that no form has, or that is no text, or that is missing; undefined when all is well. */
function shapeProblem(auth: object): string | undefined {
  const given = Object.entries(auth).filter(([, part]) => part !== undefined);
  const names = given.map(([name]) => name);
  const known = shapes.flatMap(({ needs, may }) => [...needs, ...may]);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const nearest = nearestName(unknown, known);
    return `unknown member '${unknown}'; ${nearest === undefined ? `it takes ${authForms}` : `did you mean '${nearest}'?`}`;
  }
  const wrong = given.find(([, part]) => typeof part !== 'string');
  if (wrong !== undefined) return `${wrong[0]} must be a string, got ${kindOf(wrong[1])}`;
  const fits = shapes.some(
    ({ needs, may }) =>
      needs.every((name) => names.includes(name)) &&
      names.every((name) => needs.includes(name) || may.includes(name)),
  );
  return fits
    ? undefined
    : `it takes ${authForms}, got ${names.length === 0 ? 'none of them' : names.join(', ')}`;
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

/** Why no request can carry these credentials, without any of them; undefined when one may. */
export function authProblem(auth: RegistryAuth): string | undefined {
  if (typeof auth === 'function') return undefined;
  const misshapen = shapeProblem(auth);
  if (misshapen !== undefined) return misshapen;
  if ('token' in auth) {
    try {
      bearer(auth.token);
    } catch (error) {
      return error instanceof Error ? error.message : '';
    }
    return undefined;
  }
  if ('username' in auth) {
    const colon = auth.username.includes(':');
    return colon ? 'a username for Basic authentication cannot hold a colon (RFC 7617)' : undefined;
  }
  if (auth.clientId === '' || auth.clientSecret === '') return 'clientId and clientSecret cannot be empty';
  for (const name of ['logicalCluster', 'identityPoolId'] as const) {
    const problem = auth[name] === undefined ? undefined : valueProblem(auth[name]);
    if (problem !== undefined) return `${name} ${problem}`;
  }
  return tokenUrlProblem(auth.tokenUrl);
}

/** Whether asking again may give other credentials. */
export function isRenewable(auth: RegistryAuth | undefined): boolean {
  return typeof auth === 'function' || (auth !== undefined && 'tokenUrl' in auth);
}

/** The value of the header for a request to this endpoint, or undefined for none. */
export async function authorizationFor(
  endpoint: Endpoint,
  auth: RegistryAuth | undefined,
  tokens: OAuthTokens | undefined,
): Promise<string | undefined> {
  if (auth === undefined) {
    return endpoint.credentials === undefined ? undefined : basic(endpoint.credentials);
  }
  if (typeof auth === 'function') return bearer(await auth());
  if ('username' in auth) return basic(auth);
  return bearer('token' in auth ? auth.token : await tokens?.token());
}

/** Headers of Confluent Cloud that go with a token: which registry, and which identity pool. */
export function headersOfAuth(auth: RegistryAuth | undefined): Record<string, string> {
  if (auth === undefined || !('tokenUrl' in auth)) return {};
  const { logicalCluster, identityPoolId } = auth;
  return {
    ...(logicalCluster === undefined ? {} : { 'target-sr-cluster': logicalCluster }),
    ...(identityPoolId === undefined ? {} : { 'confluent-identity-pool-id': identityPoolId }),
  };
}
