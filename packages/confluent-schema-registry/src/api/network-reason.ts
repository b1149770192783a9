/**
 * Why a request got no answer, in words and as the code that Node's own client would give.
 *
 * The code decides whether mappersmith tries again: it knows Node's, not undici's.
 */

const NODE_CODES: Readonly<Record<string, string>> = {
  UND_ERR_SOCKET: 'ECONNRESET',
  UND_ERR_CONNECT_TIMEOUT: 'ETIMEDOUT',
};

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** The reasons that an AggregateError hides (one per address tried), or the error's own. */
export function networkReason(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) {
    return error.errors.map(networkReason).join('; ');
  }
  if (!(error instanceof Error)) return String(error);
  return error.message || codeOf(error) || error.name;
}

/** The error itself when it carries a code of Node's or none; else one that does, caused by it. */
export function withNodeCode(error: unknown, reason: string): Error {
  const code = NODE_CODES[codeOf(error) ?? ''];
  if (code === undefined && error instanceof Error) return error;
  return Object.assign(new Error(reason, { cause: error }), code === undefined ? {} : { code });
}
