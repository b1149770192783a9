/**
 * What programs without types hand to `serializeValue` and `deserializeValue` by mistake, in words.
 *
 * Looked at by these two calls only: producers and adapters check what they are given once, when they are made.
 */
import { ConfigError } from './errors.ts';
import { kindOf } from './value-kind.ts';

/** Throws ConfigError `CALL_INVALID`. */
export function expectCoder(call: string, coder: unknown, methods: readonly string[]): void {
  const isObject = typeof coder === 'object' && coder !== null;
  if (isObject && methods.some((method) => typeof Reflect.get(coder, method) === 'function')) return;
  const remedy = typeof coder === 'function' ? '; call it, such as stringSerializer()' : '';
  const wanted = methods.map((method) => `${method}()`).join(' or ');
  throw new ConfigError(
    `${call}: the first argument must have ${wanted}, got ${kindOf(coder)}${remedy}`,
    'CALL_INVALID',
  );
}

/** Throws ConfigError `CALL_INVALID`. */
export function expectBytes(call: string, bytes: unknown): void {
  // Bytes of another realm, such as jest's, are bytes too.
  if (ArrayBuffer.isView(bytes)) return;
  throw new ConfigError(
    `${call}: the payload must be bytes (a Uint8Array), or null for a tombstone, got ${kindOf(bytes)}; give a record's key or value as it was consumed`,
    'CALL_INVALID',
  );
}

/** Throws ConfigError `CALL_INVALID`. */
export function expectContext(call: string, context: unknown): void {
  const isObject = typeof context === 'object' && context !== null;
  const headers: unknown = isObject ? Reflect.get(context, 'headers') : undefined;
  if (isObject && typeof Reflect.get(context, 'topic') === 'string' && Array.isArray(headers)) return;
  const found =
    isObject && headers !== undefined && !Array.isArray(headers) ? 'headers that are no array' : '';
  throw new ConfigError(
    `${call}: the third argument must be { topic, isKey, headers: [{ key, value }] }, got ${found === '' ? kindOf(context) : found}`,
    'CALL_INVALID',
  );
}
