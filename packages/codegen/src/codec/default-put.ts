/**
 * The put of a default: the bytes of the schema's JSON, which are the same whatever shape values have.
 *
 * Only what is short to say; for the rest the record is refused, and the closures write it. A union's default is of
 * the first branch that it fits. The rules are those of serializers' write/default-bytes.ts.
 */
import type { JsonValue, Schema } from '@ottla/schema';
import { stringLiteral } from '../source-text.ts';
import { call, type Code } from './code-layout.ts';
import { behind, fixedPut, roomyPut, type Put } from './put.ts';
import type { WriteSpot } from './write-spot.ts';

/** Longer texts and bytes are not said twice. */
const MOST_CHARACTERS = 200;
/** Branches that one byte can name. */
const ONE_BYTE = 64;
const MOST_BIGINT = 2n ** 63n - 1n;

/** Undefined for what is left to the closures. */
export function defaultPut(json: JsonValue | undefined, schema: Schema, spot: WriteSpot): Put | undefined {
  if (json === undefined) return undefined;
  if (schema.type === 'union') return unionDefault(json, schema.branches, spot);
  return fits(json, schema) === true ? plainDefault(json, schema, spot) : undefined;
}

function unionDefault(json: JsonValue, branches: readonly Schema[], spot: WriteSpot): Put | undefined {
  const index = branches.findIndex((branch) => fits(json, branch) !== false);
  const branch = branches[index];
  if (branch === undefined || index >= ONE_BYTE || fits(json, branch) !== true) return undefined;
  const at = call(spot.context.run('putByte'), spot.into.use('writer'), spot.at, String(index * 2));
  if (branch.type === 'null') return fixedPut(at, 1);
  const put = plainDefault(json, branch, { ...spot, at });
  return put === undefined ? undefined : behind(1, put);
}

/** Whether JSON is a value of a schema; undefined where it would have to be looked into. */
function fits(json: JsonValue, schema: Schema): boolean | undefined {
  switch (schema.type) {
    case 'null':
      return json === null;
    case 'boolean':
      return typeof json === 'boolean';
    case 'int':
      return typeof json === 'number' && json === (json | 0);
    case 'long':
      return typeof json === 'bigint'
        ? json <= MOST_BIGINT && json >= -1n - MOST_BIGINT
        : Number.isSafeInteger(json);
    case 'float':
    case 'double':
      return typeof json === 'number' || typeof json === 'bigint' || isNamedNumber(json);
    case 'string':
      return typeof json === 'string';
    case 'bytes':
      return isByteText(json);
    case 'fixed':
      return isByteText(json) && json.length === schema.size;
    case 'enum':
      return typeof json === 'string' && schema.symbols.includes(json);
    case 'array':
      return Array.isArray(json) ? json.length === 0 || undefined : false;
    case 'map':
      return isJsonObject(json) ? Object.keys(json).length === 0 || undefined : false;
    case 'record':
      return isJsonObject(json) ? undefined : false;
    case 'union':
      return undefined;
  }
}

/** Of what fits. */
function plainDefault(json: JsonValue, schema: Schema, { context, into, at }: WriteSpot): Put | undefined {
  const put = (name: string, value: string, bytes: number): Put =>
    fixedPut(call(context.run(name), into.use('writer'), at, value), bytes);
  const { type } = schema;
  if (typeof json === 'boolean') return put('putBoolean', json ? 'true' : 'false', 1);
  if (type === 'array' || type === 'map') return put('putByte', '0', 1);
  if (type === 'float' || type === 'double') {
    const [name, bytes] = type === 'float' ? (['putFloat', 4] as const) : (['putDouble', 8] as const);
    return put(name, numberText(json), bytes);
  }
  if (typeof json === 'bigint') return put('putBigint', `${json}n`, 10);
  if (typeof json === 'number') {
    return type === 'int' ? put('putInt', `${json}`, 5) : put('putLong', `${json}`, 10);
  }
  if (typeof json !== 'string') return undefined;
  if (type === 'enum') return put('putSymbol', `${schema.symbols.indexOf(json)}`, 5);
  if (json.length > MOST_CHARACTERS) return undefined;
  const name = type === 'string' ? 'putString' : type === 'bytes' ? 'putBytes' : 'putFixed';
  const given = type === 'string' ? stringLiteral(json) : bytesText(json);
  return roomyPut(call(context.run(name), into.use('writer'), at, given));
}

function bytesText(text: string): Code {
  return `Uint8Array.of(${Array.from(text, (character) => character.charCodeAt(0)).join(', ')})`;
}

/** JSON has no NaN and no infinities; stored schemas write them as strings. */
function numberText(json: JsonValue): string {
  const number = Number(json);
  return Object.is(number, -0) ? '-0' : String(number);
}

function isNamedNumber(json: JsonValue): boolean {
  return json === 'NaN' || json === 'Infinity' || json === '-Infinity';
}

function isByteText(json: JsonValue): json is string {
  return typeof json === 'string' && !/[^\0-\u00ff]/.test(json);
}

function isJsonObject(json: JsonValue): json is { readonly [key: string]: JsonValue } {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
