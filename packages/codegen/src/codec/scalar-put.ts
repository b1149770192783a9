/**
 * Puts of values without parts, for which the run time has a function each. What takes a conversion has none: it is
 * a part run by the plan.
 */
import type { EnumRepresentation, Representation } from '@ottla/schema';
import { call } from './code-layout.ts';
import { fixedPut, roomyPut, type Put } from './put.ts';
import type { WriteSpot } from './write-spot.ts';

/** Whether `scalarPut` gives one. A uuid is judged, and may stand on bytes. */
export function isPlain({ kind, schema }: Representation): boolean {
  if (kind === 'string') return schema.type === 'string' && schema.logical === null;
  return PLAIN_KINDS.has(kind);
}

const PLAIN_KINDS: ReadonlySet<Representation['kind']> = new Set([
  'boolean',
  'number',
  'bigint',
  'timestamp',
  'bytes',
  'fixedBytes',
]);

/** Undefined for what is not plain. */
export function scalarPut(representation: Representation, spot: WriteSpot): Put | undefined {
  if (!isPlain(representation)) return undefined;
  const { context, into, value, at } = spot;
  const put = (name: string, bytes: number): Put =>
    fixedPut(call(context.run(name), into.use('writer'), at, value), bytes);
  const roomy = (name: string, given = value): Put =>
    roomyPut(call(context.run(name), into.use('writer'), at, given));
  const { kind } = representation;
  if (kind === 'boolean') return put('putBoolean', 1);
  if (kind === 'bigint') return put('putBigint', 10);
  if (kind === 'timestamp') return put('putDate', 10);
  if (kind === 'number') {
    const { of, schema } = representation;
    if (of === 'float') return put('putFloat', 4);
    if (of === 'double') return put('putDouble', 8);
    return schema.type === 'int' ? put('putInt', 5) : put('putLong', 10);
  }
  if (kind === 'fixedBytes') {
    return roomy('putFixed', `${context.run('expectSize')}(${value}, ${representation.size})`);
  }
  return roomy(kind === 'bytes' ? 'putBytes' : 'putString');
}

/** `listed`: the name of an array of the symbols, where the module has one. */
export function enumPut(
  { symbols, schema }: EnumRepresentation,
  spot: WriteSpot,
  listed: string | null,
): Put {
  const { context, into, value, at } = spot;
  const list = context.symbolList(schema.fullName, symbols, listed);
  const position = `${context.run('positionOf')}(${list}, ${value})`;
  return fixedPut(call(context.run('putSymbol'), into.use('writer'), at, position), 5);
}
