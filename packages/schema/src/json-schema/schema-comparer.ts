/**
 * Compares every pair of schemas that a pair leads to, each once, on a stack of its own.
 *
 * A pair met again while it is being compared is a cycle. It counts as compatible, and if that turns out wrong,
 * everything is compared again with the pairs known to be incompatible, until no more of them turn up: the
 * greatest fixpoint. The work is bounded over all rounds, so hostile schemas end in a typed error.
 */
import { SchemaError } from '../schema-error.ts';
import { Comparison, type Answer, type SchemaPair, type Walk } from './comparison.ts';
import type { JsonSchemaPolicy } from './difference-types.ts';
import { compareSchemas, type ComparisonTools } from './schema-differences.ts';
import { PatternMatcher } from './pattern-matcher.ts';
import { followed, type SchemaModel } from './schema-model.ts';
import { SchemaShapes } from './schema-shapes.ts';

/** Pairs looked at, over all rounds: less than a second of work, and room for schemas of 50,000 properties. */
const MOST_PAIRS = 200_000;

export function comparedSchemas(pair: SchemaPair, policy: JsonSchemaPolicy): Comparison {
  const tools = { shapes: new SchemaShapes(), patterns: new PatternMatcher() };
  const refuted = new PairMap<true>();
  let pairsLeft = MOST_PAIRS;
  for (;;) {
    const round = new Round({ policy, tools, refuted, pairsLeft });
    const root = round.run(pair);
    pairsLeft = round.pairsLeft;
    const known = refuted.size;
    for (const comparison of round.comparisons.values()) {
      if (!comparison.compatible) refuted.set(comparison, true);
    }
    if (!round.trusted || refuted.size === known) return root;
  }
}

interface RoundOptions {
  readonly policy: JsonSchemaPolicy;
  readonly tools: ComparisonTools;
  /** Pairs that earlier rounds found incompatible. */
  readonly refuted: PairMap<true>;
  readonly pairsLeft: number;
}

interface Frame {
  readonly comparison: Comparison;
  readonly walk: Walk;
}

class Round {
  readonly comparisons = new PairMap<Comparison>();
  pairsLeft: number;
  /** A cycle was taken for compatible. */
  trusted = false;
  readonly #options: RoundOptions;
  readonly #running = new Set<Comparison>();
  readonly #stack: Frame[] = [];

  constructor(options: RoundOptions) {
    this.#options = options;
    this.pairsLeft = options.pairsLeft;
  }

  run(pair: SchemaPair): Comparison {
    const first = this.#started({ writer: followed(pair.writer), reader: followed(pair.reader) });
    let answer = first;
    for (let frame = this.#stack.at(-1); frame !== undefined; frame = this.#stack.at(-1)) {
      const { comparison, walk } = frame;
      // The first answer goes to a walk that has asked nothing yet, which ignores it.
      const asked = walk.next(answer);
      if (asked.done === true) {
        this.#stack.pop();
        this.#running.delete(comparison);
        answer = { comparison, compatible: comparison.compatible };
      } else {
        answer = this.#answered(asked.value, first.comparison);
      }
    }
    return first.comparison;
  }

  #answered(question: SchemaPair, root: Comparison): Answer {
    if (--this.pairsLeft < 0) throw tooComplex(root);
    const pair = { writer: followed(question.writer), reader: followed(question.reader) };
    const known = this.comparisons.get(pair);
    if (known === undefined) return this.#started(pair);
    if (!this.#running.has(known)) return { comparison: known, compatible: known.compatible };
    const compatible = this.#options.refuted.get(pair) === undefined;
    if (compatible) this.trusted = true;
    return { comparison: known, compatible };
  }

  /** The answer for a new pair; while its walk is on the stack, nobody reads it but that walk. */
  #started(pair: SchemaPair): Answer {
    const { policy, tools } = this.#options;
    const comparison = new Comparison(pair, policy);
    this.comparisons.set(pair, comparison);
    const walk = compareSchemas(comparison, tools);
    if (walk !== null) {
      this.#running.add(comparison);
      this.#stack.push({ comparison, walk });
    }
    return { comparison, compatible: comparison.compatible };
  }
}

/** A map by pairs of schemas, each by identity. */
class PairMap<Value> {
  readonly #values = new Map<SchemaModel, Map<SchemaModel, Value>>();
  size = 0;

  get({ writer, reader }: SchemaPair): Value | undefined {
    return this.#values.get(writer)?.get(reader);
  }

  set({ writer, reader }: SchemaPair, value: Value): void {
    let readers = this.#values.get(writer);
    if (readers === undefined) this.#values.set(writer, (readers = new Map()));
    if (!readers.has(reader)) this.size++;
    readers.set(reader, value);
  }

  *values(): Generator<Value, void> {
    for (const readers of this.#values.values()) yield* readers.values();
  }
}

function tooComplex({ reader }: Comparison): SchemaError {
  const message = `comparing takes more than ${MOST_PAIRS} pairs of schemas; give combinations fewer branches, or split the schema`;
  return new SchemaError(message, 'SCHEMA_TOO_COMPLEX', reader.node.position);
}
