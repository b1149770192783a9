/**
 * Which texts of a request are secret, and how they are kept out of what a stranger's answer says.
 *
 * A server may echo what it was sent: its words are shown only after this.
 */

/** Shorter texts are found everywhere by chance, and hiding them would hide words. */
const SHORTEST = 4;

/** Names of headers whose values are credentials, however short: `x-api-key`, `cookie`, `x-amz-security-token`. */
const SECRET_NAME = /auth|cookie|credential|jwt|key|pass|pwd|secret|session|signature|token/;

/** A value of this length may be a credential under any name; `prod` and `team-orders` are not. */
const SHORTEST_UNNAMED = 16;

interface SentHeaders {
  readonly authorization: string | undefined;
  /** Those a user gave, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The text with every secret in it hidden, the longest first. */
export function hidden(text: string, secrets: readonly string[] = []): string {
  const long = secrets.filter((secret) => secret.length >= SHORTEST);
  return long
    .toSorted((left, right) => right.length - left.length)
    .reduce((shown, secret) => shown.replaceAll(secret, '[hidden]'), text);
}

/** The secrets of a request: its credentials, encoded and plain, and what looks like one in a user's headers. */
export function secretsOf({ authorization = '', headers }: SentHeaders): string[] {
  const [scheme, encoded = ''] = authorization.split(' ');
  const plain = scheme === 'Basic' ? Buffer.from(encoded, 'base64').toString('utf8') : '';
  const password = plain.slice(plain.indexOf(':') + 1);
  const given = Object.entries(headers)
    .filter(([name, value]) => SECRET_NAME.test(name) || value.length >= SHORTEST_UNNAMED)
    .map(([, value]) => value);
  return [encoded, plain, password, encodeURIComponent(password), ...given];
}
