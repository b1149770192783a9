/** Rules of logical types: Java's check does not look at them, so any change of one passes. */
import { promotable } from '../promotions.ts';
import { isPrimitive, type LogicalType, type Schema } from '../schema.ts';
import type { FoundEdit } from './found-edit.ts';
import { schemasOf, typeExample, type Meaning, type SemanticRow } from './semantic-row.ts';
import { unitChange } from './time-units.ts';

const ON_SCHEMAS = ['changed schema'];
const ON_LOGICAL_TYPES = ['schema.logicalType', 'type.logicalType'];
const ON_SCALE = ['schema.scale', 'type.scale'];
const ON_PRECISION = ['schema.precision', 'type.precision'];
/** A logical type with invalid attributes is none: what makes them valid adds it. */
const ON_ALL = [...ON_SCHEMAS, ...ON_LOGICAL_TYPES, ...ON_SCALE, ...ON_PRECISION, 'type.size'];

const DECIMAL = (precision: number, scale: number): string =>
  `{"type": "bytes", "logicalType": "decimal", "precision": ${precision}, "scale": ${scale}}`;
const LONG = (logicalType: string): string => `{"type": "long", "logicalType": "${logicalType}"}`;

export const logicalRows: readonly SemanticRow[] = [
  {
    id: 'DECIMAL_SCALE_CHANGED',
    purpose:
      'Bytes hold the digits of a decimal and the schema its scale, so with another scale every value that was written becomes another one. A registry accepts it.',
    remedy:
      'Keep the scale, or add a new field with the new one and fill both until nobody reads the old one.',
    example: typeExample(DECIMAL(10, 2), DECIMAL(10, 4), DECIMAL(10, 2)),
    on: ON_SCALE,
    find: (found) => decimalsOf(found, scaleMeaning),
  },
  {
    id: 'DECIMAL_PRECISION_CHANGED',
    purpose:
      'The precision says how many digits a decimal may have. Lowered, values that were written may no longer fit; raised, old readers may meet more digits than they expect.',
    remedy: 'Raise it only after all readers have the new schema; do not lower it.',
    example: typeExample(DECIMAL(10, 2), DECIMAL(6, 2), DECIMAL(10, 2)),
    on: ON_PRECISION,
    find: (found) => decimalsOf(found, precisionMeaning),
  },
  {
    id: 'TIMESTAMP_UNIT_CHANGED',
    purpose:
      'A timestamp or a time is a bare number of its unit. With another unit every value that was written becomes another moment. A registry accepts it.',
    remedy:
      'Keep the unit, or add a new field with the new one and fill both until nobody reads the old one.',
    example: typeExample(LONG('timestamp-millis'), LONG('timestamp-micros'), LONG('timestamp-millis')),
    on: [...ON_SCHEMAS, ...ON_LOGICAL_TYPES],
    find: (found) => logicalsOf(found, unitMeaning),
  },
  {
    id: 'LOGICAL_TYPE_CHANGED',
    purpose: 'The same bytes mean something else now. A registry does not look at logical types.',
    remedy: 'Keep the logical type, or add a new field with the new one.',
    example: typeExample(LONG('timestamp-millis'), LONG('local-timestamp-millis'), LONG('timestamp-millis')),
    on: [...ON_SCHEMAS, ...ON_LOGICAL_TYPES],
    find: (found) => logicalsOf(found, changeMeaning),
  },
  {
    id: 'LOGICAL_TYPE_DROPPED',
    purpose: 'Readers get the bare number, text or bytes where they had a date, a decimal or an identifier.',
    remedy: 'Keep the logical type.',
    example: typeExample(LONG('timestamp-millis'), '"long"', LONG('timestamp-millis')),
    on: ON_ALL,
    find: (found) => logicalsOf(found, dropMeaning),
  },
  {
    id: 'LOGICAL_TYPE_ADDED',
    purpose:
      'Readers take values for dates, decimals or identifiers that were written without that meaning, and may refuse those that are none.',
    remedy: 'Add a new field with the logical type, unless all values that were written have that form.',
    example: typeExample('"string"', '{"type": "string", "logicalType": "uuid"}', '"string"'),
    on: ON_ALL,
    find: (found) => logicalsOf(found, additionMeaning),
  },
];

type Decimal = Extract<LogicalType, { name: 'decimal' }>;

function decimalsOf(
  found: FoundEdit,
  meaningOf: (before: Decimal, after: Decimal) => Meaning,
): readonly Meaning[] {
  return logicalsOf(found, (before, after) =>
    before?.name === 'decimal' && after?.name === 'decimal' ? meaningOf(before, after) : undefined,
  );
}

/** What the logical types of both sides mean, where one side can read the other's bytes at all. */
function logicalsOf(
  found: FoundEdit,
  meaningOf: (before: LogicalType | null, after: LogicalType | null, type: string) => Meaning | undefined,
): readonly Meaning[] {
  const schemas = schemasOf(found);
  if (schemas === undefined) return [];
  const [before, after] = schemas;
  if (before.type !== after.type && !promotable(before, after)) return [];
  const meaning = meaningOf(logicalOf(before), logicalOf(after), after.type);
  return meaning === undefined ? [] : [meaning];
}

function logicalOf(schema: Schema): LogicalType | null {
  return isPrimitive(schema) || schema.type === 'fixed' ? schema.logical : null;
}

const EXAMPLE_DIGITS = '1234';

function scaleMeaning(before: Decimal, after: Decimal): Meaning {
  const [written, read] = [decimalText(before.scale), decimalText(after.scale)];
  return {
    message: `the scale went from ${before.scale} to ${after.scale}; a registry would accept it, and values written as ${written} are read as ${read}`,
    fix: `keep "scale": ${before.scale}, or add a new field with the new scale`,
    detail: `${before.scale} -> ${after.scale}`,
  };
}

/** The digits 1234 at a scale, as far as it can be shown. */
function decimalText(scale: number): string {
  if (scale === 0) return EXAMPLE_DIGITS;
  if (scale > 12) return `1234e-${scale}`;
  const digits = EXAMPLE_DIGITS.padStart(scale + 1, '0');
  return `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function precisionMeaning(before: Decimal, after: Decimal): Meaning {
  const detail = `${before.precision} -> ${after.precision}`;
  const change = `the precision went from ${before.precision} to ${after.precision}`;
  if (after.precision > before.precision) {
    const message = `${change}; readers with the old schema may meet more digits than they expect`;
    return { message, fix: null, detail, direction: 'FORWARD', severity: 'info' };
  }
  return {
    message: `${change}; a registry would accept it, and values of more than ${after.precision} digits that were written no longer fit`,
    fix: `keep "precision": ${before.precision}`,
    detail,
    direction: 'BACKWARD',
  };
}

function unitMeaning(before: LogicalType | null, after: LogicalType | null): Meaning | undefined {
  const change = before === null || after === null ? undefined : unitChange(before.name, after.name);
  if (before === null || after === null || change === undefined) return undefined;
  return {
    message: `the unit went from ${change.before} to ${change.after}; a registry would accept it, and ${change.written} as it was written is read as ${change.read}`,
    fix: `keep ${before.name}, or add a new field of ${after.name}`,
    detail: `${before.name} -> ${after.name}`,
  };
}

function changeMeaning(before: LogicalType | null, after: LogicalType | null): Meaning | undefined {
  if (before === null || after === null || before.name === after.name) return undefined;
  if (unitChange(before.name, after.name) !== undefined) return undefined;
  return {
    message: `${before.name} became ${after.name}; a registry would accept it, and values written as the one are read as the other`,
    fix: `keep ${before.name}, or add a new field of ${after.name}`,
    detail: `${before.name} -> ${after.name}`,
  };
}

function dropMeaning(
  before: LogicalType | null,
  after: LogicalType | null,
  type: string,
): Meaning | undefined {
  if (before === null || after !== null) return undefined;
  return {
    message: `${before.name} is gone; a registry would accept it, and readers get a bare ${type}`,
    fix: `keep "logicalType": "${before.name}"`,
    detail: `${before.name} -> none`,
  };
}

function additionMeaning(
  before: LogicalType | null,
  after: LogicalType | null,
  type: string,
): Meaning | undefined {
  if (before !== null || after === null) return undefined;
  return {
    message: `a bare ${type} became ${after.name}; a registry would accept it, and what was written without that meaning is read with it`,
    fix: `add a new field of ${after.name}, unless every ${type} that was written is one`,
    detail: `none -> ${after.name}`,
  };
}
