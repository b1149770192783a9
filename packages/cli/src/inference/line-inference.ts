/**
 * Infers one schema from JSON lines: lines in, one after another, then the text of a schema.
 *
 * A line counts whole or not at all. The same lines in another order give the same text. Holds what is told in
 * sighting.ts, never a line. Pure.
 */
import { formatSchemaText, parseSchema, SchemaError } from '@ottla/schema';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-code.ts';
import type { SchemaRefusal } from './inference-notes.ts';
import { inferredSchema, type InferenceOptions } from './inferred-schema.ts';
import type { JsonLine } from './json-lines.ts';
import { SightingRules } from './sighting-rules.ts';
import { Sighting } from './sighting.ts';

export interface LineSchema {
  /** In the canonical layout, with a line feed at its end. */
  readonly text: string;
  /** What was assumed, and what was not seen. */
  readonly notes: readonly string[];
  /** Those of the options' `maps` where an object stood. */
  readonly mapsMet: ReadonlySet<string>;
  /** Values that the schema would change; without any it holds all that was read. */
  readonly changes: readonly SchemaRefusal[];
}

/** Lines that no schema is made for. */
export interface NoSchema {
  readonly text: null;
  readonly refusals: readonly SchemaRefusal[];
}

export class LineInference {
  readonly #options: InferenceOptions;
  readonly #rules: SightingRules;
  readonly #sighting = new Sighting();
  #count = 0;

  constructor(options: InferenceOptions) {
    this.#options = options;
    this.#rules = new SightingRules(options);
  }

  /** Lines that were read. */
  get count(): number {
    return this.#count;
  }

  /** Throws CliError when the places become too many for one schema. */
  add({ node, placeOf }: Extract<JsonLine, { error: null }>): void {
    this.#rules.seeLine(this.#sighting, node, placeOf);
    this.#count++;
  }

  /** To be called once, after at least one line. */
  finish(): LineSchema | NoSchema {
    const { schema, notes: said } = inferredSchema(this.#sighting, this.#rules.records, this.#options);
    const { notes, refusals, mapsMet } = said;
    if (refusals.some(({ changed }) => changed === 0)) return { text: null, refusals };
    return { text: checkedText(JSON.stringify(schema)), notes, mapsMet, changes: refusals };
  }
}

/** What is printed can be read again, by Java's rules. */
function checkedText(json: string): string {
  try {
    parseSchema(json);
    return formatSchemaText(json);
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    throw new CliError(`the schema of these lines would be no valid one: ${error.message}`, {
      code: 'SCHEMA_INVALID',
      exitCode: EXIT.invalidInput,
      cause: error,
    });
  }
}
