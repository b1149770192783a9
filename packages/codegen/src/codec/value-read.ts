/**
 * The expression that reads a value where it stands, and the functions that it calls.
 *
 * Named types are read by functions of their own. Depth is counted by the run time in arrays and maps, and here in
 * records where read-depth.ts says so; values that take no bytes are counted as the closures count them.
 */
import type { RecordRepresentation, Representation, UnionRepresentation } from '@ottla/schema';
import { keyText, stringLiteral } from '../source-text.ts';
import { LINE_CHARACTERS } from '../type-expression.ts';
import { MOST_NESTING, type CodecContext, type PartSpot } from './codec-context.ts';
import { call, flat, member, statement, type Code } from './code-layout.ts';
import { readFunctionText } from './function-text.ts';
import { isCounted, uncountedLevels } from './read-depth.ts';
import { isPlain } from './scalar-put.ts';
import { unionForm, type PlacedBranch } from './union-form.ts';

export interface ReadSpot extends PartSpot {
  readonly context: CodecContext;
  /** How many unnamed types are around it. */
  readonly nesting: number;
}

/** Of a type that is called by its name, where it has one. */
export function valueRead(representation: Representation, spot: ReadSpot): Code {
  const named = namedFunction(representation, spot);
  return named === undefined ? openedRead(representation, spot) : call(named, 'datum');
}

function openedRead(representation: Representation, spot: ReadSpot): Code {
  const { context } = spot;
  const { kind } = representation;
  if (kind === 'null') return 'null';
  if (kind === 'union') return unionRead(representation, spot);
  if (kind === 'enum') {
    const { schema, symbols } = representation;
    const list = context.symbolList(schema.fullName, symbols, context.type.symbolsName);
    return call(context.run('readSymbol'), 'datum', list);
  }
  const inside = { ...spot, nesting: spot.nesting + 1, declared: null };
  if (kind === 'map') return call(context.run('readMap'), 'datum', itemRead(representation.values, inside));
  if (kind === 'array') {
    const { items } = representation;
    const empty = context.emptyValues(items.schema);
    const counted = empty === 0 ? [] : [String(empty)];
    return call(context.run('readArray'), 'datum', itemRead(items, inside), ...counted);
  }
  return scalarRead(representation, spot);
}

function scalarRead(representation: Representation, spot: ReadSpot): Code {
  const { context } = spot;
  if (!isPlain(representation)) return call(`${context.planned(representation, spot)}.read`, 'datum');
  const own = ownFunction(representation, context);
  if (own !== undefined) return call(own, 'datum');
  if (representation.kind === 'fixedBytes') {
    return call(context.run('readFixed'), 'datum', String(representation.size));
  }
  return `datum.${datumMethod(representation)}()`;
}

/** The run time's function for some of the plain scalars. */
function ownFunction(representation: Representation, context: CodecContext): string | undefined {
  if (representation.kind === 'timestamp') return context.run('readDate');
  if (representation.kind === 'bytes') return context.run('readBytes');
  const isLong = representation.kind === 'number' && representation.schema.type === 'long';
  return isLong ? context.run('readLong') : undefined;
}

/** The others are read by the cursor itself. */
function datumMethod({ kind, schema }: Representation): string {
  return kind === 'bigint' ? 'bigint' : schema.type;
}

function namedFunction({ kind, schema }: Representation, { context }: ReadSpot): string | undefined {
  if (!('fullName' in schema) || kind === 'fixedBytes') return undefined;
  return context.names.functionOf(schema.fullName, 'read');
}

/** The name of a function that reads items. */
function itemRead(item: Representation, spot: ReadSpot): string {
  const { context } = spot;
  const named = namedFunction(item, spot);
  if (named !== undefined) return named;
  const isParts = item.kind === 'array' || item.kind === 'map' || item.kind === 'null';
  const isPlanned = item.kind === 'union' ? unionForm(item).form === 'planned' : !isParts && !isPlain(item);
  if (isPlanned) return `${context.planned(item, spot)}.read`;
  return ownFunction(item, context) ?? localRead(item, spot, false);
}

/** Declares a function for what has no name, and gives its name. `isWhole`: it is called with the datum. */
function localRead(representation: Representation, spot: ReadSpot, isWhole: boolean): string {
  const { context, wish, nesting, declared } = spot;
  if (nesting > MOST_NESTING) return context.run('refuse');
  const name = context.functionName('read', wish);
  const body = readBody(representation, { ...spot, declared: null });
  const valueType = declared ?? context.typeText(representation, 'value');
  context.declarations.push(readFunctionText(context, { name, valueType, isExported: false, isWhole }, body));
  return name;
}

function unionRead(representation: UnionRepresentation, spot: ReadSpot): Code {
  const { context } = spot;
  const form = unionForm(representation);
  if (form.form === 'planned') return call(`${context.planned(representation, spot)}.read`, 'datum');
  if (form.form === 'arms') return call(localRead(representation, spot, true), 'datum');
  const test = `${context.run('readBranch')}(datum, 2) === ${form.nullBranch.index}`;
  return { test, yes: 'null', no: valueRead(form.other.representation, spot) };
}

/** The lines of a function that gives this, opened. Not of a record. */
export function readBody(representation: Representation, spot: ReadSpot): string {
  if (representation.kind === 'union') {
    const { branches } = representation;
    const form = unionForm(representation);
    const placed = branches.map((branch, index): PlacedBranch => ({ ...branch, index }));
    if (form.form === 'arms') return switchLines(placed, spot);
  }
  return statement('return', openedRead(representation, spot), '  ');
}

function switchLines(branches: readonly PlacedBranch[], spot: ReadSpot): string {
  const { context } = spot;
  const last = branches.length - 1;
  if (last === -1) return `  return ${context.run('refuse')}();\n`;
  const cases = branches.map((branch) => {
    const label = branch.index === last ? 'default' : `case ${branch.index}`;
    return `    ${label}:\n${statement('return', branchRead(branch, spot), '      ')}`;
  });
  return `  switch (${context.run('readBranch')}(datum, ${branches.length})) {\n${cases.join('')}  }\n`;
}

function branchRead({ tagging, tag, representation }: PlacedBranch, spot: ReadSpot): Code {
  const value = valueRead(representation, spot);
  if (tagging === 'none') return value;
  if (tagging === 'inline') return call(spot.context.run('tagged'), value, stringLiteral(tag));
  return `{ $type: ${stringLiteral(tag)}, value: ${flat(value)} }`;
}

/** The lines of the function that reads a record. */
export function recordReadBody({ fields, schema }: RecordRepresentation, context: CodecContext): string {
  const { typeName } = context.type;
  const members = fields.map(({ name, representation }) => ({
    key: keyText(name),
    code: valueRead(representation, {
      context,
      wish: name,
      nesting: 0,
      declared: context.fieldType(name, 'value'),
    }),
  }));
  const isNested = isCounted(schema);
  const empty = context.emptyValues(schema);
  if (!isNested && empty === 0) return objectStatement('return', members);
  return [
    empty === 0 ? '' : `  const isCounted = datum.countRecord(${empty});\n`,
    isNested ? `  datum.enter(${uncountedLevels(schema) || ''});\n` : '',
    objectStatement(`const value: ${typeName} =`, members),
    isNested ? '  datum.leave();\n' : '',
    empty === 0 ? '' : '  if (isCounted) datum.isEmptyInside = false;\n',
    '  return value;\n',
  ].join('');
}

function objectStatement(
  head: string,
  members: readonly { readonly key: string; readonly code: Code }[],
): string {
  if (members.length === 0) return `  ${head} {};\n`;
  const line = `  ${head} { ${members.map(({ key, code }) => `${key}: ${flat(code)}`).join(', ')} };\n`;
  if (line.length <= LINE_CHARACTERS + 1) return line;
  return `  ${head} {\n${members.map(({ key, code }) => member(key, code, '    ')).join('')}  };\n`;
}
