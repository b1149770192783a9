/**
 * Whether data of a writer can be read with a reader, as Java's SchemaCompatibility decides it.
 *
 * First the verdict: pairs are walked in Java's order, remembered by identity, and a pair still in progress
 * counts as compatible, which is what ends recursion. Then the report: down from the root through the pairs
 * that failed, each once, so that its length is bounded by the number of pairs (Java repeats a finding for
 * every way that leads to it). Inside the branches of a reader's union reasons are not reported, only that
 * the branch is missing. No recursion: the depth of a schema is no limit.
 */
import type { Schema } from '../schema.ts';
import { SchemaError } from '../schema-error.ts';
import type { Incompatibility, Mismatch, SchemaPair } from './incompatibility.ts';
import { PairRules, missingBranch, type PairRule, type RulePart } from './pair-rules.ts';

export type { Incompatibility, IncompatibilityKind } from './incompatibility.ts';

/**
 * All reasons why `reader` cannot read what `writer` wrote; empty when it can.
 * Throws SchemaError `FIELD_AMBIGUOUS` when a reader's field and its aliases match several written fields, and
 * `SCHEMA_TOO_COMPLEX` beyond half a million pairs of types.
 * @example
 * const [reason] = checkCompatibility(parseSchema('"int"'), parseSchema('"long"'));
 * reason?.message; // reader type: INT not compatible with writer type: LONG
 */
export function checkCompatibility(reader: Schema, writer: Schema): Incompatibility[] {
  const walk = new CompatibilityWalk();
  return walk.fits({ reader, writer }) ? [] : walk.report({ reader, writer });
}

/**
 * Unions of many types of one name can ask for the square of their number. The largest schemas seen in use
 * need some thousands of pairs.
 */
const MAXIMUM_PAIRS = 500_000;

/** The verdict on a pair; `failures` says what did not fit when it was reached, as Java keeps it. */
interface Verdict {
  readonly fits: boolean;
  readonly mode: PairRule['mode'];
  readonly failures: readonly RulePart[];
}

interface Frame {
  readonly pair: SchemaPair;
  readonly rule: PairRule;
  readonly failures: RulePart[];
  next: number;
  fits: boolean;
}

/** A pair to be reported on, and the JSON pointer to it. */
interface Place {
  readonly pair: SchemaPair;
  readonly location: string;
}

const FITS: Verdict = { fits: true, mode: 'all', failures: [] };

class CompatibilityWalk {
  readonly #rules = new PairRules();
  readonly #verdicts = new Map<Schema, Map<Schema, Verdict>>();
  #pairs = 0;

  /** The verdict on a pair, walked with a stack of its own. */
  fits(root: SchemaPair): boolean {
    const stack = [this.#enter(root)];
    for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
      const { mode, parts } = frame.rule;
      const part = mode === 'any' && frame.fits ? undefined : parts[frame.next];
      if (part === undefined) {
        this.#settle(frame.pair, frame.fits ? FITS : { fits: false, mode, failures: frame.failures });
        stack.pop();
        continue;
      }
      const fits = 'kind' in part ? false : this.#verdict(part)?.fits;
      if (fits === undefined && !('kind' in part)) {
        stack.push(this.#enter(part));
        continue;
      }
      frame.next++;
      if (fits !== true && mode !== 'any') frame.failures.push(part);
      // The verdict that decides: one that fits for `any`, one that does not for all others.
      if (fits === (mode === 'any')) frame.fits = fits;
    }
    return this.#verdict(root)?.fits ?? true;
  }

  /** Every reason below a pair that does not fit. */
  report(root: SchemaPair): Incompatibility[] {
    const findings: Incompatibility[] = [];
    const reported = new Set<Verdict>();
    const waiting: (Incompatibility | Place)[] = [{ pair: root, location: '' }];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if ('kind' in next) {
        findings.push(next);
        continue;
      }
      const verdict = this.#verdict(next.pair);
      if (verdict === undefined || verdict.fits || reported.has(verdict)) continue;
      reported.add(verdict);
      for (const reason of reasonsOf(verdict, next).toReversed()) waiting.push(reason);
    }
    return findings;
  }

  #enter(pair: SchemaPair): Frame {
    if (++this.#pairs > MAXIMUM_PAIRS) {
      const message = `comparing the schemas takes more than ${MAXIMUM_PAIRS} pairs of types; give the branches of their unions different names`;
      throw new SchemaError(message, 'SCHEMA_TOO_COMPLEX', pair.reader.position);
    }
    this.#settle(pair, FITS);
    const rule = this.#rules.of(pair);
    return { pair, rule, failures: [], next: 0, fits: rule.mode !== 'any' };
  }

  #verdict(pair: SchemaPair): Verdict | undefined {
    return this.#verdicts.get(pair.reader)?.get(pair.writer);
  }

  #settle(pair: SchemaPair, verdict: Verdict): void {
    const verdicts = this.#verdicts.get(pair.reader) ?? new Map<Schema, Verdict>();
    this.#verdicts.set(pair.reader, verdicts.set(pair.writer, verdict));
  }
}

function reasonsOf(verdict: Verdict, { pair, location }: Place): (Incompatibility | Place)[] {
  if (verdict.mode === 'any') return [finding(missingBranch(pair.reader, pair.writer, ''), location)];
  return verdict.failures.map((part) => {
    if ('kind' in part) return finding(part, location);
    if (verdict.mode === 'all') return { pair: part, location: `${location}/${part.path}` };
    return finding(missingBranch(pair.reader, part.writer, part.path), location);
  });
}

function finding(mismatch: Mismatch, location: string): Incompatibility {
  const { kind, token, message, reader, writer } = mismatch;
  const path = token === '' ? location : `${location}/${token}`;
  return { kind, location: path === '' ? '/' : path, message, reader, writer };
}
