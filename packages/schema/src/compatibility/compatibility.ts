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
import type { Incompatibility, Mismatch, SchemaPair } from './incompatibility.ts';
import { missingBranch, ruleOf, type PairRule } from './pair-rules.ts';

export type { Incompatibility, IncompatibilityKind } from './incompatibility.ts';

/**
 * All reasons why `reader` cannot read what `writer` wrote; empty when it can.
 * Throws SchemaError `FIELD_AMBIGUOUS` when a reader's field and its aliases match several written fields.
 * @example
 * const [reason] = checkCompatibility(parseSchema('"int"'), parseSchema('"long"'));
 * reason?.message; // reader type: INT not compatible with writer type: LONG
 */
export function checkCompatibility(reader: Schema, writer: Schema): Incompatibility[] {
  const walk = new CompatibilityWalk();
  return walk.fits({ reader, writer }) ? [] : walk.report({ reader, writer });
}

interface Frame {
  readonly pair: SchemaPair;
  readonly rule: PairRule;
  next: number;
  fits: boolean;
}

class CompatibilityWalk {
  readonly #verdicts = new Map<Schema, Map<Schema, boolean>>();

  /** The verdict on a pair, walked with a stack of its own. */
  fits(root: SchemaPair): boolean {
    const known = this.#verdict(root);
    if (known !== undefined) return known;
    const stack = [this.#enter(root)];
    for (;;) {
      const frame = stack.at(-1);
      if (frame === undefined) return this.#verdict(root) ?? true;
      const inner = this.#wants(frame) ? frame.rule.inner[frame.next] : undefined;
      if (inner === undefined) {
        this.#settle(frame.pair, frame.fits);
        stack.pop();
        continue;
      }
      const verdict = this.#verdict(inner);
      if (verdict === undefined) {
        stack.push(this.#enter(inner));
        continue;
      }
      frame.next++;
      frame.fits = frame.rule.mode === 'any' ? frame.fits || verdict : frame.fits && verdict;
    }
  }

  /** Every reason below a pair that does not fit. */
  report(root: SchemaPair): Incompatibility[] {
    const findings: Incompatibility[] = [];
    const reported = new Map<Schema, Set<Schema>>();
    const waiting: { pair: SchemaPair; location: string }[] = [{ pair: root, location: '' }];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { pair, location } = next;
      const writers = reported.get(pair.reader) ?? new Set<Schema>();
      if (writers.has(pair.writer)) continue;
      reported.set(pair.reader, writers.add(pair.writer));
      const steps = this.#steps(pair, location);
      for (const step of steps) if ('kind' in step) findings.push(step);
      for (const step of steps.toReversed()) if (!('kind' in step)) waiting.push(step);
    }
    return findings;
  }

  #steps(pair: SchemaPair, location: string): (Incompatibility | { pair: SchemaPair; location: string })[] {
    const rule = ruleOf(pair);
    const found = rule.mismatches.map((each) => finding(each, location));
    const failed = rule.inner.filter((inner) => !this.fits(inner));
    if (rule.mode === 'any') return [finding(missingBranch(pair.reader, pair.writer, ''), location)];
    if (rule.mode === 'branches') {
      return failed.map((inner) => finding(missingBranch(pair.reader, inner.writer, inner.path), location));
    }
    return [...found, ...failed.map((inner) => ({ pair: inner, location: `${location}/${inner.path}` }))];
  }

  #enter(pair: SchemaPair): Frame {
    this.#settle(pair, true);
    const rule = ruleOf(pair);
    return { pair, rule, next: 0, fits: rule.mode !== 'any' && rule.mismatches.length === 0 };
  }

  #wants(frame: Frame): boolean {
    return frame.rule.mode !== 'any' || !frame.fits;
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
