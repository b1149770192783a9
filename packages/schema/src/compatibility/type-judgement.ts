/** What it means that two types at one place do not fit: changed, narrowed, renamed, smaller, a union now. */
import { typeAliasRemedy } from '../diff/alias-remedy.ts';
import { schemaLabel } from '../diff/schema-label.ts';
import type { Position } from '../json/position.ts';
import { namespaceOf } from '../names.ts';
import { isNamed, type NamedSchema, type Schema } from '../schema.ts';
import { quoted } from '../schema-error.ts';
import type { Direction } from './compatibility-finding.ts';
import { namePlace, readerText, writtenText, type JudgedCase, type Judgement } from './judgement.ts';
import { pathOf, positionOf, sideOf } from './pair-place.ts';
import { missingSymbols } from './pair-rules.ts';

/** From the narrowest: each reads those before it. */
const NUMERIC: readonly Schema['type'][] = ['int', 'long', 'float', 'double'];

export function isNumeric({ type }: Schema): boolean {
  return NUMERIC.includes(type);
}

/** Two types of different kinds, or numbers of which one does not hold the other. */
export function typeChange(judged: JudgedCase): Judgement {
  const { pair } = judged.found;
  const union = pair.from?.writer.type === 'union' && pair.from.reader.type !== 'union';
  if (union) return branchAgainstType(judged);
  if (isNumeric(pair.reader) && isNumeric(pair.writer)) {
    return { ...placeOf(judged), ...numericWords(pair.reader.type, pair.writer.type, judged.direction) };
  }
  return otherType(judged);
}

/** A number that a narrower type is to read. */
export function numericWords(
  narrow: string,
  wide: string,
  direction: Direction,
): Pick<Judgement, 'rule' | 'message' | 'fix' | 'detail'> {
  const message = `${readerText[direction]} expects ${narrow} and cannot read the ${wide} of ${writtenText[direction]}`;
  if (direction === 'BACKWARD') {
    const fix = `keep ${wide}, or add a field of another name for ${narrow}`;
    return { rule: 'NUMERIC_NARROWED', message, fix, detail: `${wide} -> ${narrow}` };
  }
  const fix = `upgrade every reader before ${wide} is written, or keep ${narrow} and add a field of another name`;
  return { rule: 'NUMERIC_WIDENED', message, fix, detail: `${narrow} -> ${wide}` };
}

export function otherType(judged: JudgedCase): Judgement {
  const { direction, found } = judged;
  const [reads, wrote] = [schemaLabel(found.pair.reader), schemaLabel(found.within.writer)];
  return {
    ...placeOf(judged),
    rule: 'FIELD_TYPE_CHANGED',
    message: `${readerText[direction]} expects ${reads} and finds ${wrote} in ${writtenText[direction]}`,
    fix: `keep ${schemaLabel(sideOf(found.within, 'before', direction))}, or add a field of another name for the new type`,
  };
}

/** One type on the reader's side, and a branch of the writer's union that it does not read. */
function branchAgainstType(judged: JudgedCase): Judgement {
  const { direction } = judged;
  const { pair } = judged.found;
  const union = pair.from ?? pair;
  const written = schemaLabel(pair.writer);
  const place = {
    path: pathOf(union, direction),
    position: positionOf(direction === 'FORWARD' ? pair : union, 'after', direction),
    other: positionOf(direction === 'BACKWARD' ? pair : union, 'before', direction),
    detail: written,
    message: `${readerText[direction]} expects ${schemaLabel(pair.reader)} and cannot read ${written}, which ${writtenText[direction]} may hold`,
  };
  if (direction === 'BACKWARD') {
    return { ...place, rule: 'UNION_BRANCH_REMOVED', fix: `keep the union with its branch ${written}` };
  }
  return pair.reader.type === 'record'
    ? {
        ...place,
        rule: 'RECORD_TO_UNION',
        fix: 'keep the record, and give the others a subject or a field of their own',
      }
    : { ...place, rule: 'UNION_BRANCH_ADDED', fix: `upgrade every reader before ${written} is written` };
}

export function renamedType(judged: JudgedCase): Judgement {
  const { direction, found } = judged;
  if (found.pair.from?.writer.type === 'union' && found.pair.from.reader.type !== 'union') {
    return branchAgainstType(judged);
  }
  const [before, after] = [named(found.pair, 'before', judged), named(found.pair, 'after', judged)];
  const [reads, wrote] = direction === 'BACKWARD' ? [after, before] : [before, after];
  return {
    rule: 'TYPE_RENAMED',
    path: after.fullName,
    position: namePlace(after),
    other: namePlace(before),
    message: `${readerText[direction]} knows the type as ${quoted(reads.fullName)} and does not take the ${quoted(wrote.fullName)} of ${writtenText[direction]} for it`,
    fix:
      direction === 'BACKWARD'
        ? newNameRemedy(before, after)
        : `keep the name ${quoted(before.fullName)}: aliases help only readers of the new schema`,
    detail: `${before.fullName} -> ${after.fullName}`,
  };
}

/** No alias leads from within a namespace to a name without one. */
function newNameRemedy(before: NamedSchema, after: NamedSchema): string {
  return namespaceOf(before.fullName) === '' && namespaceOf(after.fullName) !== ''
    ? `keep the name ${quoted(before.fullName)}; a namespace alone may be added to it`
    : typeAliasRemedy(after, before.fullName);
}

export function fixedSize(judged: JudgedCase): Judgement {
  const { pair } = judged.found;
  const { direction } = judged;
  const [before, after] = [named(pair, 'before', judged), named(pair, 'after', judged)];
  const [reads, wrote] = [sizeOf(pair.reader), sizeOf(pair.writer)];
  return {
    rule: 'FIXED_SIZE_CHANGED',
    path: after.fullName,
    position: sizePlace(after),
    other: sizePlace(before),
    message: `${readerText[direction]} expects ${reads} bytes and finds ${wrote} in ${writtenText[direction]}`,
    fix: `keep the size ${sizeOf(before)}, or give the type with ${sizeOf(after)} bytes another name and a field of its own`,
    detail: `${sizeOf(before)} -> ${sizeOf(after)}`,
  };
}

export function enumSymbols(judged: JudgedCase): Judgement {
  const { pair } = judged.found;
  const { direction } = judged;
  const [before, after] = [named(pair, 'before', judged), named(pair, 'after', judged)];
  const missing =
    pair.reader.type === 'enum' && pair.writer.type === 'enum'
      ? missingSymbols(pair.reader, pair.writer)
      : [];
  const [first] = before.type === 'enum' ? before.symbols : [];
  const example = first === undefined ? '' : `, e.g. "default": "${first}"`;
  const place = {
    path: after.fullName,
    position: symbolPlace(after, missing[0]),
    other: symbolPlace(before, missing[0]),
  };
  const symbols = listText(missing.map(quoted));
  const message = `${readerText[direction]} cannot read ${symbols}, which ${writtenText[direction]} may hold: its enum has no default symbol`;
  const detail = listText(missing);
  return direction === 'BACKWARD'
    ? {
        ...place,
        rule: 'ENUM_SYMBOL_REMOVED',
        message,
        // An enum without symbols cannot have a default.
        fix: `keep ${symbols}${holdsSymbols(after) ? ', or add a default symbol to the enum' : ''}`,
        detail,
      }
    : {
        ...place,
        rule: 'ENUM_SYMBOL_ADDED_NO_DEFAULT',
        message,
        fix: `add a default symbol to the enum first${example}, in a version that every reader gets`,
        detail,
      };
}

/** Where a pair stands, and what it was and is. */
export function placeOf({
  found,
  direction,
}: JudgedCase): Pick<Judgement, 'path' | 'position' | 'other' | 'detail'> {
  const { within } = found;
  const [before, after] = [sideOf(within, 'before', direction), sideOf(within, 'after', direction)];
  return {
    path: pathOf(within, direction),
    position: positionOf(within, 'after', direction),
    other: positionOf(within, 'before', direction),
    detail: `${schemaLabel(before)} -> ${schemaLabel(after)}`,
  };
}

function named(pair: JudgedCase['found']['pair'], side: 'before' | 'after', judged: JudgedCase): NamedSchema {
  const schema = sideOf(pair, side, judged.direction);
  if (isNamed(schema)) return schema;
  throw new Error('names, sizes and symbols are compared of named types only');
}

function sizeOf(schema: Schema): number {
  return schema.type === 'fixed' ? schema.size : 0;
}

function sizePlace(schema: NamedSchema): Position {
  return (schema.type === 'fixed' ? schema.sizeNode?.position : undefined) ?? schema.position;
}

function holdsSymbols(schema: NamedSchema): boolean {
  return schema.type === 'enum' && schema.symbols.length > 0;
}

const MOST_SYMBOLS = 20;

/** `A, B, C`; of very many the first, and how many more. */
function listText(symbols: readonly string[]): string {
  if (symbols.length <= MOST_SYMBOLS) return symbols.join(', ');
  return `${symbols.slice(0, MOST_SYMBOLS).join(', ')} and ${symbols.length - MOST_SYMBOLS} more`;
}

/** The symbol, or the enum that lacks it. */
function symbolPlace(schema: NamedSchema, symbol: string | undefined): Position {
  if (schema.type !== 'enum' || symbol === undefined) return schema.position;
  return schema.symbolNodes?.[schema.symbols.indexOf(symbol)]?.position ?? schema.position;
}
