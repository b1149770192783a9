/**
 * What a walk has found, from the outermost pair inwards, in the words and places of Java's report.
 *
 * A pair tells its reasons once, where Java repeats them for every way that leads to it, at the place of the
 * first. Inside the branches of a reader's union nothing is told but that the branch is missing.
 */
import type { Position } from '../json/position.ts';
import type { Field, Schema } from '../schema.ts';
import type { Incompatibility, IncompatibilityKind } from './incompatibility.ts';
import { locationOf, type JudgedPair, type Reason } from './judged-pair.ts';
import { WrittenFields, missingSymbols } from './pair-rules.ts';

/** One of Java's incompatibilities, with the pair it was found on. */
export interface Discrepancy {
  readonly incompatibility: Incompatibility;
  /** The types that do not fit; of a missing branch the union and the branch. */
  readonly pair: JudgedPair;
  /** Of a missing field the records, of a missing branch the pair whose writer may be a union; else `pair`. */
  readonly within: JudgedPair;
  /** The reader's field that the writer lacks. */
  readonly missingField: Field | null;
}

/** The reasons of a pair that does not fit, each pair's once, as long as `most` pairs are enough to find them. */
export function* discrepanciesOf(root: JudgedPair, most = Infinity): Generator<Discrepancy> {
  const told = new Set<JudgedPair>();
  const waiting: (Discrepancy | JudgedPair)[] = [root];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if ('incompatibility' in next) yield next;
    else if (next.state === 'fails' && !told.has(next) && told.size < most) {
      told.add(next);
      for (const reason of reasonsIn(next).toReversed()) waiting.push(reason);
    }
  }
}

function reasonsIn(pair: JudgedPair): readonly (Discrepancy | JudgedPair)[] {
  if (pair.isChoice) return [missingBranch(pair, pair, '')];
  return (pair.reasons ?? []).map((reason) => {
    if (reason.inner === null) return ownDiscrepancy(pair, reason);
    if (pair.reader.type === 'union') return missingBranch(pair, reason.inner, `/${reason.place}`);
    const missing = missingFieldOf(pair, reason);
    return missing === null ? reason.inner : recordForEnum(pair, reason.inner, missing);
  });
}

/** What is wrong with the types of a pair themselves, or with a field that the writer lacks. */
function ownDiscrepancy(pair: JudgedPair, reason: Reason & { readonly inner: null }): Discrepancy {
  const { kind, place } = reason;
  const field = kind === 'READER_FIELD_MISSING_DEFAULT_VALUE' ? fieldAt(pair.reader, place) : null;
  const { token, message } = words[kind](pair, field);
  const location =
    token === '' ? locationOf(pair) : `${locationOf(pair)}/${token}${field === null ? '' : place}`;
  return discrepancy(pair, { kind, location, message }, field);
}

/** Where Java compares a missing field's enum with the writer's record. */
function recordForEnum(records: JudgedPair, inner: JudgedPair, missingField: Field): Discrepancy {
  const { message } = words.TYPE_MISMATCH(inner, null);
  const said = { kind: 'TYPE_MISMATCH', location: locationOf(inner), message } as const;
  return { ...discrepancy(inner, said, missingField), within: records };
}

/** A branch of the writer, or the writer itself, that no branch of the reader's union takes. */
function missingBranch(union: JudgedPair, branch: JudgedPair, token: string): Discrepancy {
  const { message } = words.MISSING_UNION_BRANCH(branch, null);
  const location = locationOf(union) + token;
  const found = discrepancy(branch, { kind: 'MISSING_UNION_BRANCH', location, message }, null);
  return { ...found, within: union };
}

function discrepancy(
  pair: JudgedPair,
  said: Pick<Incompatibility, 'kind' | 'location' | 'message'>,
  missingField: Field | null,
): Discrepancy {
  const location = said.location === '' ? '/' : said.location;
  const reader: Position = missingField?.position ?? pair.reader.position;
  const incompatibility = { ...said, location, reader, writer: pair.writer.position };
  return { incompatibility, pair, within: pair, missingField };
}

/** The place below the pair and Java's message, by kind. */
const words: Readonly<
  Record<IncompatibilityKind, (pair: JudgedPair, field: Field | null) => { token: string; message: string }>
> = {
  NAME_MISMATCH: ({ writer }) => ({
    token: 'name',
    message: `expected: ${'fullName' in writer ? writer.fullName : ''}`,
  }),
  FIXED_SIZE_MISMATCH: ({ reader, writer }) => ({
    token: 'size',
    message: `expected: ${sizeOf(writer)}, found: ${sizeOf(reader)}`,
  }),
  MISSING_ENUM_SYMBOLS: ({ reader, writer }) => ({
    token: 'symbols',
    message: `[${symbolsMissing(reader, writer).join(', ')}]`,
  }),
  READER_FIELD_MISSING_DEFAULT_VALUE: (_pair, field) => ({ token: 'fields/', message: field?.name ?? '' }),
  TYPE_MISMATCH: ({ reader, writer }) => ({
    token: '',
    message: `reader type: ${typeText(reader)} not compatible with writer type: ${typeText(writer)}`,
  }),
  MISSING_UNION_BRANCH: ({ writer }) => ({
    token: '',
    message: `reader union lacking writer type: ${typeText(writer)}`,
  }),
};

/** The reader's field that is missing, where what was compared is its enum and the writer's record. */
function missingFieldOf({ reader, writer }: JudgedPair, reason: Reason): Field | null {
  if (reader.type !== 'record' || writer.type !== 'record' || reason.inner?.writer !== writer) return null;
  const written = new WrittenFields().of(reader, writer, reason.place);
  return written === undefined ? fieldAt(reader, reason.place) : null;
}

function fieldAt(record: Schema, place: number): Field | null {
  return (record.type === 'record' ? record.fields[place] : undefined) ?? null;
}

function sizeOf(schema: Schema): number {
  return schema.type === 'fixed' ? schema.size : 0;
}

/** Symbols are ASCII: the default order of code units is that of Java's TreeSet. */
function symbolsMissing(reader: Schema, writer: Schema): readonly string[] {
  if (reader.type !== 'enum' || writer.type !== 'enum') return [];
  return missingSymbols(reader, writer).toSorted();
}

function typeText(schema: Schema): string {
  return schema.type.toUpperCase();
}
