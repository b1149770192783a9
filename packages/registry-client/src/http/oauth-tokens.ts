/**
 * Tokens by OAuth 2.0 client credentials (RFC 6749, section 4.4): asked for once, kept, refreshed early.
 *
 * One request at a time, whoever waits. From `refreshAt` on a token is still given while the next is asked
 * for in the background; when that fails it is given until it expires. A token the registry refused is not
 * given again. No timer outlives a request: age is looked at when a token is wanted. The client's secret
 * goes out in the Authorization header, form-encoded as section 2.3.1 asks and every server must support;
 * never in the body. What a token endpoint answers is never quoted but for `error` and `error_description`.
 */
import { printable, type Clock, type Logger } from '@ottla/kernel';
import { parseBoundedJson } from './bounded-json.ts';
import { exchange, type ExchangeAnswer, type RegistryDispatcher } from './exchange.ts';
import { reasonInWords } from './network-failure.ts';
import { isRetriableStatus } from './retry-policy.ts';
import { hidden } from './secrets.ts';

/** OAuth client credentials, and where a token is had for them. */
export interface OAuthCredentials {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Names separated by blanks. */
  readonly scope?: string | undefined;
  /** Sent to the registry as `target-sr-cluster`: on Confluent Cloud, the registry's `lsrc-…`. */
  readonly logicalCluster?: string | undefined;
  /** Sent to the registry as `Confluent-Identity-Pool-Id`. */
  readonly identityPoolId?: string | undefined;
}

export interface OAuthPorts {
  readonly dispatcher: RegistryDispatcher;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Why no token was had. `passing`: it may be different soon. */
export class TokenError extends Error {
  readonly passing: boolean;

  constructor(message: string, { passing, cause }: { passing: boolean; cause?: unknown }) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'TokenError';
    this.passing = passing;
  }
}

interface HeldToken {
  readonly value: string;
  /** From then on it is refreshed; by the clock's `now`. */
  readonly refreshAt: number;
  readonly expiresAt: number;
}

/** The longest time before its end at which a token is refreshed: that of Confluent's clients. */
const EARLIEST_REFRESH_MS = 300_000;
/** A short-lived token is refreshed when this part of its life is left. */
const REFRESH_PART = 0.25;
/** After a refresh that failed, while the old token still holds. */
const REFRESH_PAUSE_MS = 5_000;
/** Tokens are a few kilobytes. */
const MAX_TOKEN_ANSWER_BYTES = 262_144;
const SHOWN_CHARACTERS = 500;

/** Why this can be no token endpoint, without its secrets; undefined when it can. */
export function tokenUrlProblem(tokenUrl: string): string | undefined {
  const url = URL.canParse(tokenUrl) ? new URL(tokenUrl) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    return 'tokenUrl must be an http or https URL, such as https://login.example.com/oauth2/token';
  }
  if (url.username !== '' || url.password !== '') {
    return 'tokenUrl must not hold credentials; clientId and clientSecret are sent';
  }
  return url.hash === '' ? undefined : 'tokenUrl must not hold a fragment (RFC 6749, section 3.2)';
}

/** One value as application/x-www-form-urlencoded. */
function formEncoded(value: string): string {
  return new URLSearchParams([['', value]]).toString().slice(1);
}

/** Seconds as a number or, from some servers, as digits; endless when they are not told. */
function lifeMs(expiresIn: unknown): number {
  const seconds = typeof expiresIn === 'string' && /^\d+$/.test(expiresIn) ? Number(expiresIn) : expiresIn;
  if (typeof seconds !== 'number' || Number.isNaN(seconds)) return Number.POSITIVE_INFINITY;
  return Math.max(0, seconds * 1000);
}

export class OAuthTokens {
  readonly #credentials: OAuthCredentials;
  readonly #ports: OAuthPorts;
  readonly #timeoutMs: number;
  readonly #url: URL;
  readonly #stop = new AbortController();
  #held: HeldToken | undefined;
  #asking: Promise<HeldToken> | undefined;
  #refreshNotBefore = Number.NEGATIVE_INFINITY;

  /** `timeoutMs` is for one request. */
  constructor(credentials: OAuthCredentials, timeoutMs: number, ports: OAuthPorts) {
    this.#credentials = credentials;
    this.#timeoutMs = timeoutMs;
    this.#ports = ports;
    this.#url = new URL(credentials.tokenUrl);
  }

  /** A token that has not expired. Rejects with TokenError. */
  async token(): Promise<string> {
    const now = this.#ports.clock.now();
    const held = this.#held;
    if (held === undefined || now >= held.expiresAt) return (await this.#ask()).value;
    if (now >= held.refreshAt && now >= this.#refreshNotBefore) this.#refresh();
    return held.value;
  }

  /** The registry did not accept this token. */
  refused(token: string): void {
    if (this.#held?.value === token) this.#held = undefined;
  }

  /** Ends a request in progress. */
  close(): void {
    this.#stop.abort();
  }

  #refresh(): void {
    this.#ask().catch((error: unknown) => {
      this.#refreshNotBefore = this.#ports.clock.now() + REFRESH_PAUSE_MS;
      if (this.#stop.signal.aborted) return;
      this.#ports.logger.warn(
        `registry: ${error instanceof Error ? error.message : ''}; the old token is used until it expires`,
      );
    });
  }

  #ask(): Promise<HeldToken> {
    this.#asking ??= this.#request().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #request(): Promise<HeldToken> {
    const { clock } = this.#ports;
    const askedAt = clock.now();
    const limit = new AbortController();
    const stop = (): void => limit.abort();
    let overdue = false;
    const timer = clock.after(this.#timeoutMs, () => {
      overdue = true;
      stop();
    });
    this.#stop.signal.addEventListener('abort', stop, { once: true });
    if (this.#stop.signal.aborted) stop();
    let answer: ExchangeAnswer;
    try {
      answer = await this.#post(limit.signal);
    } catch (error) {
      const why = overdue ? `no answer within ${this.#timeoutMs} ms` : reasonInWords(error);
      throw this.#failure(why, { passing: true, cause: error });
    } finally {
      timer.cancel();
      this.#stop.signal.removeEventListener('abort', stop);
    }
    const { value, life } = this.#read(answer);
    const early = Math.min(EARLIEST_REFRESH_MS, life * REFRESH_PART);
    this.#held = { value, refreshAt: askedAt + life - early, expiresAt: askedAt + life };
    return this.#held;
  }

  #post(signal: AbortSignal): Promise<ExchangeAnswer> {
    const { clientId, clientSecret, scope } = this.#credentials;
    const body = new URLSearchParams({ grant_type: 'client_credentials' });
    if (scope !== undefined) body.set('scope', scope);
    const user = `${formEncoded(clientId)}:${formEncoded(clientSecret)}`;
    const { origin, pathname, search } = this.#url;
    return exchange(
      this.#ports.dispatcher,
      {
        endpoint: { origin, path: pathname, shown: this.#shown, credentials: undefined },
        request: { method: 'POST', path: search, body: body.toString() },
      },
      {
        authorization: `Basic ${Buffer.from(user).toString('base64')}`,
        headers: {
          accept: 'application/json',
          'content-type': 'application/x-www-form-urlencoded',
          'confluent-accept-unknown-properties': undefined,
        },
        maxResponseBytes: MAX_TOKEN_ANSWER_BYTES,
        signal,
      },
    );
  }

  #read({ status, text }: ExchangeAnswer): { value: string; life: number } {
    const parsed = parseBoundedJson(text);
    const value: unknown = 'value' in parsed ? parsed.value : undefined;
    const members: Record<string, unknown> =
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}; // members are checked below
    if (status < 200 || status >= 300) throw this.#refusal(status, members);
    const { access_token: token, token_type: type, expires_in: expiresIn } = members;
    if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) {
      const why = `the answer ${status} holds no access_token; is tokenUrl right?`;
      throw this.#failure(why, { passing: false });
    }
    if (type !== undefined && (typeof type !== 'string' || type.toLowerCase() !== 'bearer')) {
      throw this.#failure('its token is not of type Bearer', { passing: false });
    }
    return { value: token, life: lifeMs(expiresIn) };
  }

  #refusal(status: number, { error, error_description: description }: Record<string, unknown>): TokenError {
    const { clientId, clientSecret } = this.#credentials;
    const secrets = [clientSecret, formEncoded(clientSecret)];
    const words = [error, description].filter((part) => typeof part === 'string' && part !== '');
    const said = hidden(words.join(': '), secrets);
    const moved = status < 400 ? '; redirects are not followed, give the final address as tokenUrl' : '';
    const remedy =
      status === 400 || status === 401
        ? `; check clientId '${printable(clientId, 100)}', its secret and scope`
        : moved;
    const why = `the answer was ${status}${said === '' ? '' : ` ${printable(said, SHOWN_CHARACTERS)}`}${remedy}`;
    return this.#failure(why, { passing: isRetriableStatus(status) });
  }

  /** Without its query, which may hold a key. */
  get #shown(): string {
    return `${this.#url.origin}${this.#url.pathname}`;
  }

  #failure(why: string, options: { passing: boolean; cause?: unknown }): TokenError {
    return new TokenError(`no token from ${this.#shown}: ${why}`, options);
  }
}
