/**
 * What a try carries besides its request: the Authorization header and the headers of the user.
 *
 * Asks providers and the token endpoint, but no longer than the try may last. Fails with RegistryError
 * REGISTRY_TOKEN_FAILED, REGISTRY_TOKEN_DENIED or REGISTRY_HEADERS_FAILED, or with the reason the try was ended for.
 */
import { authorizationFor, headersOfAuth, isRenewable, type RegistryAuth } from './authorization.ts';
import type { Endpoint } from './endpoint.ts';
import { extraHeaders, type RegistryHeaders } from './extra-headers.ts';
import { OAuthTokens, TokenError, type OAuthPorts } from './oauth-tokens.ts';
import { registryError, type CallSubject } from './verdict.ts';

export interface TryHeadersOptions {
  readonly auth: RegistryAuth | undefined;
  readonly headers: RegistryHeaders | undefined;
  /** For one request for a token. */
  readonly attemptTimeoutMs: number;
}

export interface GatheredHeaders {
  readonly authorization: string | undefined;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

export class TryHeaders {
  readonly #auth: RegistryAuth | undefined;
  readonly #headers: RegistryHeaders | undefined;
  readonly #tokens: OAuthTokens | undefined;

  constructor({ auth, headers, attemptTimeoutMs }: TryHeadersOptions, ports: OAuthPorts) {
    this.#auth = auth;
    this.#headers = headers;
    this.#tokens =
      auth !== undefined && 'tokenUrl' in auth ? new OAuthTokens(auth, attemptTimeoutMs, ports) : undefined;
  }

  async gather(at: CallSubject, endpoint: Endpoint, signal: AbortSignal): Promise<GatheredHeaders> {
    return {
      authorization: await this.#authorization(at, endpoint, signal),
      headers: { ...headersOfAuth(this.#auth), ...(await this.#extra(at, signal)) },
    };
  }

  /** The registry answered 401 to this header. True when asking again may give another one. */
  refused(authorization: string | undefined): boolean {
    this.#tokens?.refused(authorization?.slice('Bearer '.length) ?? '');
    return isRenewable(this.#auth);
  }

  close(): void {
    this.#tokens?.close();
  }

  async #authorization(
    at: CallSubject,
    endpoint: Endpoint,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    try {
      return await unlessAborted(authorizationFor(endpoint, this.#auth, this.#tokens), signal);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      const why = error instanceof TokenError ? error.message : `the token provider failed: ${said(error)}`;
      const denied = error instanceof TokenError && !error.passing;
      const code = denied ? 'REGISTRY_TOKEN_DENIED' : 'REGISTRY_TOKEN_FAILED';
      throw registryError({ ...at, cause: error }, code, why);
    }
  }

  async #extra(at: CallSubject, signal: AbortSignal): Promise<Record<string, string>> {
    try {
      return await unlessAborted(extraHeaders(this.#headers), signal);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      const why = `the function given as 'headers' failed: ${said(error)}`;
      throw registryError({ ...at, cause: error }, 'REGISTRY_HEADERS_FAILED', why);
    }
  }
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : 'it threw no Error';
}

/** What is waited for, or the reason of the signal if that comes first. No listener stays behind. */
async function unlessAborted<T>(waited: Promise<T>, signal: AbortSignal): Promise<T> {
  let abort = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => reject(signal.reason);
  });
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    return await Promise.race([waited, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
