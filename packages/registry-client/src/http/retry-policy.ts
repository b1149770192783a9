/** After which answers to try again, and what Retry-After asks for. Pure: time is an argument. */

/** 408, 429 and the 5xx that may pass by themselves; 501 and 505 will not. */
export function isRetriableStatus(status: number): boolean {
  return status === 408 || status === 429 || (status >= 500 && status !== 501 && status !== 505);
}

/**
 * Reads a Retry-After header (RFC 9110, section 10.2.3): seconds or a date. Undefined for anything that
 * asks for no wait: absent, negative, past or malformed.
 */
export function retryAfterMs(header: string | undefined, wallNowMs: number): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d+$/.test(text)) {
    const delayMs = Number(text) * 1000;
    return delayMs > 0 ? delayMs : undefined;
  }
  // A date names its day or month; without this, Date.parse reads '-1' and '1.5' as years.
  if (!/[A-Za-z]{3}/.test(text)) return undefined;
  const delayMs = Date.parse(text) - wallNowMs;
  return delayMs > 0 ? delayMs : undefined;
}
