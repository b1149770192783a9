/**
 * Objects that say their type with `$type`, as plain JSON does in unions: a record beside its fields, or a type
 * without a name around its value. An object that uses the key otherwise is an object like any.
 */
import type { JsonNode, JsonObject } from '@ottla/schema';
import { numberKind, type NumberKind } from './number-spelling.ts';
import { formOfBits, formsOfText } from './text-form.ts';

export const TYPE_KEY = '$type';
export const VALUE_KEY = 'value';
const FULL_NAME = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/;
/** Bytes are code points. */
const BEYOND_LATIN1 = /[^\0-\u00ff]/;
const NOT_FINITE: ReadonlySet<string> = new Set(['NaN', 'Infinity', '-Infinity']);

export type TypeTag =
  | { readonly kind: 'record'; readonly fullName: string }
  | { readonly kind: 'forced'; readonly type: string; readonly value: JsonNode };

/** Which values a type without a name takes. */
const FITS: ReadonlyMap<string, (value: JsonNode) => boolean> = new Map([
  ['null', ({ kind }) => kind === 'null'],
  ['boolean', ({ kind }) => kind === 'true' || kind === 'false'],
  ['int', (value) => isWhole(value, ['int']) || isTemporal(value, 'int')],
  ['long', (value) => isWhole(value, ['int', 'long', 'large']) || isTemporal(value, 'long')],
  ['float', isFloating],
  ['double', isFloating],
  ['bytes', (value) => value.kind === 'string' && !BEYOND_LATIN1.test(value.value)],
  ['string', ({ kind }) => kind === 'string'],
  ['array', ({ kind }) => kind === 'array'],
  ['map', ({ kind }) => kind === 'object'],
]);

/** Undefined for an object that says none. */
export function typeTagOf({ members }: JsonObject): TypeTag | undefined {
  const tag = members.get(TYPE_KEY)?.value;
  if (tag?.kind !== 'string') return undefined;
  const fits = FITS.get(tag.value);
  if (fits === undefined) {
    return FULL_NAME.test(tag.value) ? { kind: 'record', fullName: tag.value } : undefined;
  }
  const value = members.get(VALUE_KEY)?.value;
  if (value === undefined || members.size !== 2 || !fits(value)) return undefined;
  return { kind: 'forced', type: tag.value, value };
}

function isWhole(value: JsonNode, kinds: readonly NumberKind[]): boolean {
  return value.kind === 'number' && kinds.includes(numberKind(value.text));
}

/** A date or a time, which a count stands for. */
function isTemporal(value: JsonNode, type: 'int' | 'long'): boolean {
  return value.kind === 'string' && formOfBits(formsOfText(value.value), type) !== undefined;
}

function isFloating(value: JsonNode): boolean {
  if (value.kind === 'number') return numberKind(value.text) !== 'large';
  return value.kind === 'string' && NOT_FINITE.has(value.value);
}
