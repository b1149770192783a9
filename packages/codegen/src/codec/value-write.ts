/**
 * The put of a value where it stands: in a record's field, as an item, inside a branch.
 *
 * Named types are written by functions of their own, unnamed ones right here or by a local function. What takes a
 * conversion is a part run by the plan. The rules are those of serializers' write/; what they take besides the
 * natural value is refused.
 */
import type { ArrayRepresentation, MapRepresentation, Representation } from '@ottla/schema';
import { MOST_NESTING } from './codec-context.ts';
import { call } from './code-layout.ts';
import { WriteFunction } from './function-text.ts';
import { calledPut, eitherPut, fixedPut, roomyPut, type Put } from './put.ts';
import { enumPut, isPlain, scalarPut } from './scalar-put.ts';
import { unionForm, type NullableForm } from './union-form.ts';
import { addUnion, branchPut } from './union-write.ts';
import type { WriteSpot } from './write-spot.ts';

/** Of a type that is called by its name, where it has one. */
export function valuePut(representation: Representation, spot: WriteSpot): Put {
  const named = namedFunction(representation, spot);
  return named === undefined ? openedPut(representation, spot) : functionPut(named, spot);
}

/** Of a type itself. Records are written by record-write.ts. */
function openedPut(representation: Representation, spot: WriteSpot): Put {
  const { context, value, at } = spot;
  const { kind } = representation;
  if (kind === 'null') {
    return fixedPut({ test: `${value} === null`, yes: at, no: call(context.run('refuse')) }, 0);
  }
  if (kind === 'enum') return enumPut(representation, spot, context.type.symbolsName);
  if (kind === 'array' || kind === 'map') return partsPut(representation, spot);
  if (kind !== 'union') return scalarPut(representation, spot) ?? plannedPut(representation, spot);
  const form = unionForm(representation);
  if (form.form === 'arms') return functionPut(localWrite(representation, spot, true), spot);
  if (form.form === 'planned') return plannedPut(representation, spot);
  return nullablePut(form, `${value} === null`, spot);
}

/** Null where the test says so. */
export function nullablePut({ nullBranch, other }: NullableForm, test: string, spot: WriteSpot): Put {
  return eitherPut(test, branchPut(nullBranch, spot, valuePut), branchPut(other, spot, valuePut));
}

/** Undefined for what has no name, and for a plain fixed, which is put as quickly here. */
function namedFunction({ kind, schema }: Representation, { context }: WriteSpot): string | undefined {
  if (!('fullName' in schema) || kind === 'fixedBytes') return undefined;
  return context.names.functionOf(schema.fullName, 'write');
}

function plannedPut(representation: Representation, spot: WriteSpot): Put {
  return functionPut(`${spot.context.planned(representation, spot)}.write`, spot);
}

function functionPut(name: string, { into, value, at }: WriteSpot): Put {
  return calledPut(call(name, value, into.use('writer'), at, into.useDepth()));
}

function partsPut(representation: ArrayRepresentation | MapRepresentation, spot: WriteSpot): Put {
  const { context, into, value, at } = spot;
  const isMap = representation.kind === 'map';
  const item = isMap ? representation.values : representation.items;
  const write = itemWrite(item, { ...spot, nesting: spot.nesting + 1, declared: null });
  const put = context.run(isMap ? 'putMap' : 'putArray');
  return roomyPut(call(put, into.use('writer'), at, value, write, into.useDepth()));
}

/** The name of a function that writes items. */
function itemWrite(item: Representation, spot: WriteSpot): string {
  const { context } = spot;
  const named = namedFunction(item, spot);
  if (named !== undefined) return named;
  const isPlanned = item.kind === 'union' ? unionForm(item).form === 'planned' : isConverted(item);
  return isPlanned ? `${context.planned(item, spot)}.write` : localWrite(item, spot, false);
}

/** A scalar that a plan converts. */
function isConverted(item: Representation): boolean {
  return item.kind !== 'null' && item.kind !== 'array' && item.kind !== 'map' && !isPlain(item);
}

/** Declares a function for what has no name, and gives its name. `isWhole`: it is called with all arguments. */
function localWrite(representation: Representation, spot: WriteSpot, isWhole: boolean): string {
  const { context, wish, nesting, declared } = spot;
  if (nesting > MOST_NESTING) return context.run('refuse');
  const name = context.functionName('write', wish);
  const into = new WriteFunction('depth');
  addBody(representation, {
    context,
    into,
    value: 'value',
    at: 'at',
    wish,
    nesting,
    declared: null,
  });
  const valueType = declared ?? context.typeText(representation, 'input');
  context.declarations.push(into.text(context, { name, valueType, isExported: false, isWhole }));
  return name;
}

/** The lines of a function of which this is the value, opened. Not of a record. */
export function addBody(representation: Representation, spot: WriteSpot): void {
  const { context, into } = spot;
  if (representation.kind === 'union') {
    const form = unionForm(representation);
    if (form.form === 'arms') {
      addUnion(form, spot, valuePut);
      return;
    }
  }
  into.use('value');
  into.use('at');
  if (representation.kind === 'null') {
    into.add(`  if (value !== null) ${context.run('refuse')}();\n  return at;\n`);
    return;
  }
  const put = openedPut(representation, spot);
  if (put.needs > 0) into.add(`  ${context.run('room')}(${into.use('writer')}, at, ${put.needs});\n`);
  into.addStatement('return', put.code);
}
