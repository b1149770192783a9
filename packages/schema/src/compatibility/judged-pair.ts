/**
 * A pair of schemas that could not be judged at a glance: what came of it, and the way on which it was met.
 *
 * Keeps only what the walk saw, as Java keeps it: a pair met again keeps the location of the first time, and
 * within a reader's union locations are counted anew. Words are the report's business.
 */
import type { Schema } from '../schema.ts';
import type { IncompatibilityKind, SchemaPair } from './incompatibility.ts';

/** What is wrong with a pair itself. */
interface OwnReason {
  readonly kind: IncompatibilityKind;
  /** Of a missing field its place, else 0. */
  readonly place: number;
  readonly inner: null;
}

/** An inner pair that does not fit. */
interface InnerReason {
  readonly inner: JudgedPair;
  /** Which of the inner ones it is: the place of a field or of a branch. */
  readonly place: number;
}

export type Reason = OwnReason | InnerReason;

export class JudgedPair implements SchemaPair {
  readonly reader: Schema;
  readonly writer: Schema;
  /** Where it was met first; null for the outermost pair. */
  readonly from: JudgedPair | null;
  /** Which of the inner ones of `from`: the place of a field or of a branch. */
  readonly place: number;
  /** `open` while what is inside is being judged; an open pair counts as one that fits. */
  state: 'new' | 'open' | 'fits' | 'fails' = 'new';
  /** Where to go on inside. */
  next = 0;
  /** Of a reader's union: those that are looked into. */
  branches: readonly Schema[] | null = null;
  /** In Java's order. Where one branch of a reader's union would do: why each does not. */
  reasons: Reason[] | null = null;
  /** Java's location, once it was asked for. */
  location: string | null = null;

  constructor(pair: SchemaPair, from: JudgedPair | null, place: number) {
    this.reader = pair.reader;
    this.writer = pair.writer;
    this.from = from;
    this.place = place;
  }

  add(reason: Reason): void {
    if (this.reasons === null) this.reasons = [reason];
    else this.reasons.push(reason);
  }

  /** True when one branch of the reader's union is enough. */
  get isChoice(): boolean {
    return this.reader.type === 'union' && this.writer.type !== 'union';
  }
}

/** A JSON pointer into the reader, as Java writes it but '' for its root. */
export function locationOf(pair: JudgedPair): string {
  const unknown: JudgedPair[] = [];
  let location = '';
  for (let each: JudgedPair | null = pair; each !== null; each = each.from) {
    if (each.location !== null) {
      location = each.location;
      break;
    }
    unknown.push(each);
    // Within the branches of a reader's union Java begins anew.
    if (each.from?.reader.type === 'union') break;
  }
  for (const each of unknown.toReversed()) {
    location += stepOf(each);
    each.location = location;
  }
  return location;
}

function stepOf({ from, place }: JudgedPair): string {
  if (from === null || from.reader.type === 'union') return '';
  if (from.writer.type === 'union') return `/${place}`;
  if (from.reader.type === 'record') return `/fields/${place}/type`;
  return from.reader.type === 'array' ? '/items' : '/values';
}
