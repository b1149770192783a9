/**
 * Which JavaScript values stand for a representation: the kind that decode gives, and what encode takes besides.
 *
 * Decided here once, for the types of generated code and for the run time alike. Only what can be written
 * exactly and cannot be mistaken for another unit is taken besides: a number of milliseconds where milliseconds
 * are kept in a Date, but none where microseconds are kept in a bigint. Whether a value fits is judged where it
 * is written. Source: DESIGN.md section 5.
 */
import type {
  BigintRepresentation,
  JavaScriptKind,
  NumberRepresentation,
  Representation,
  TemporalLogicalName,
} from './representation-kinds.ts';

/** A kind that encode takes although decode never gives it there. */
export type WideInput = 'number' | 'bigint' | 'date';

export interface InputKinds {
  /** What decode gives. In a union, natural kinds win over wide ones. */
  readonly natural: JavaScriptKind;
  /** Each is taken where it can be written exactly. */
  readonly wide: readonly WideInput[];
}

/** A union has no kind of its own; its row only completes the table. */
const NATURAL: Readonly<Record<Representation['kind'], JavaScriptKind>> = {
  null: 'null',
  boolean: 'boolean',
  string: 'string',
  bytes: 'bytes',
  number: 'number',
  bigint: 'bigint',
  timestamp: 'date',
  dateString: 'string',
  temporal: 'class',
  decimalString: 'string',
  unscaledDecimal: 'object',
  bigDecimalString: 'string',
  duration: 'object',
  custom: 'class',
  fixedBytes: 'bytes',
  enum: 'string',
  array: 'array',
  map: 'object',
  record: 'object',
  union: 'object',
};

/**
 * The kinds of a representation's values.
 * @example
 * inputKindsOf(representationOf(parseSchema('"long"'))); // { natural: 'number', wide: ['bigint'] }
 */
export function inputKindsOf(representation: Representation): InputKinds {
  return { natural: NATURAL[representation.kind], wide: wideInputs(representation) };
}

function wideInputs(representation: Representation): readonly WideInput[] {
  const { kind } = representation;
  if (kind === 'number') return wideNumbers(representation.of);
  if (kind === 'bigint') return wideBigints(representation.of);
  if (kind === 'timestamp') return ['number'];
  if (kind === 'dateString') return ['date'];
  if (kind === 'temporal') return isInstant(representation.of) ? ['date'] : [];
  return kind === 'decimalString' || kind === 'bigDecimalString' ? ['bigint', 'number'] : [];
}

/** A count in a long, whichever the unit, may come as a bigint of the same unit. */
function wideNumbers(of: NumberRepresentation['of']): readonly WideInput[] {
  if (of === 'int' || of === 'float' || of === 'double' || of === 'date' || of === 'time-millis') return [];
  return of !== 'long' && isInstant(of) ? ['bigint', 'date'] : ['bigint'];
}

/** Where a bigint counts a unit, a number might have been meant to count another. */
function wideBigints(of: BigintRepresentation['of']): readonly WideInput[] {
  if (of === 'long') return ['number'];
  return isInstant(of) ? ['date'] : [];
}

function isInstant(of: TemporalLogicalName): boolean {
  return of === 'timestamp-millis' || of === 'timestamp-micros' || of === 'timestamp-nanos';
}
