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
import { PairRules, missingBranch, type PairRule } from './pair-rules.ts';

export type { Incompatibility, IncompatibilityKind } from './incompatibility.ts';

/**
 * All reasons why `reader` cannot read what `writer` wrote; empty when it can.
 * Throws SchemaError `FIELD_AMBIGUOUS` when a reader's field and its aliases match several written fields, and
 * `SCHEMA_TOO_COMPLEX` beyond a million pairs of types.
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
const MAXIMUM_PAIRS = 1_000_000;

interface Frame {
  readonly pair: SchemaPair;
  readonly rule: PairRule;
  next: number;
  fits: boolean;
}

/** A pair to be reported on, and the JSON pointer to it. */
interface Place {
  readonly pair: SchemaPair;
  readonly location: string;
}

class CompatibilityWalk {
  readonly #rules = new PairRules();
  readonly #verdicts = new Map<Schema, Map<Schema, boolean>>();
  #pairs = 0;

  /** The verdict on a pair, walked with a stack of its own. */
  fits(root: SchemaPair): boolean {
    const known = this.#verdict(root);
    if (known !== undefined) return known;
    const stack = [this.#enter(root)];
    for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
      const { mode, parts } = frame.rule;
      const part = mode === 'any' && frame.fits ? undefined : parts[frame.next];
      if (part === undefined) {
        this.#settle(frame.pair, frame.fits);
        stack.pop();
        continue;
      }
      const verdict = 'kind' in part ? false : this.#verdict(part);
      if (verdict === undefined && !('kind' in part)) {
        stack.push(this.#enter(part));
        continue;
      }
      frame.next++;
      // The verdict that decides: one that fits for `any`, one that does not for all others.
      if (verdict === (mode === 'any')) frame.fits = verdict;
    }
    return this.#verdict(root) ?? true;
  }

  /** Every reason below a pair that does not fit. */
  report(root: SchemaPair): Incompatibility[] {
    const findings: Incompatibility[] = [];
    const reported = new Map<Schema, Set<Schema>>();
    const waiting: (Incompatibility | Place)[] = [{ pair: root, location: '' }];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if ('kind' in next) {
        findings.push(next);
        continue;
      }
      const { reader, writer } = next.pair;
      const writers = reported.get(reader) ?? new Set<Schema>();
      if (writers.has(writer)) continue;
      reported.set(reader, writers.add(writer));
      for (const reason of this.#reasons(next).toReversed()) waiting.push(reason);
    }
    return findings;
  }

  #reasons({ pair, location }: Place): (Incompatibility | Place)[] {
    const { mode, parts } = this.#rules.of(pair);
    if (mode === 'any') return [finding(missingBranch(pair.reader, pair.writer, ''), location)];
    return parts.flatMap((part): (Incompatibility | Place)[] => {
      if ('kind' in part) return [finding(part, location)];
      if (this.fits(part)) return [];
      if (mode === 'all') return [{ pair: part, location: `${location}/${part.path}` }];
      return [finding(missingBranch(pair.reader, part.writer, part.path), location)];
    });
  }

  #enter(pair: SchemaPair): Frame {
    if (++this.#pairs > MAXIMUM_PAIRS) {
      const message = `comparing the schemas takes more than ${MAXIMUM_PAIRS} pairs of types; give the branches of their unions different names`;
      throw new SchemaError(message, 'SCHEMA_TOO_COMPLEX', pair.reader.position);
    }
    this.#settle(pair, true);
    const rule = this.#rules.of(pair);
    return { pair, rule, next: 0, fits: rule.mode !== 'any' };
  }

  #verdict(pair: SchemaPair): boolean | undefined {
    return this.#verdicts.get(pair.reader)?.get(pair.writer);
  }

  #settle(pair: SchemaPair, verdict: boolean): void {
    const verdicts = this.#verdicts.get(pair.reader) ?? new Map<Schema, boolean>();
    this.#verdicts.set(pair.reader, verdicts.set(pair.writer, verdict));
  }
}

function finding(mismatch: Mismatch, location: string): Incompatibility {
  const { kind, token, message, reader, writer } = mismatch;
  const path = token === '' ? location : `${location}/${token}`;
  return { kind, location: path === '' ? '/' : path, message, reader, writer };
}
