/**
 * Generates again and again, for a program that watches files: what did not change is not made anew.
 *
 * Gives what `generate` gives for the same inputs, always.
 */
import { generate } from './generate.ts';
import type { GeneratedFile } from './generation-run.ts';
import type { SchemaInput } from './symbol-table.ts';
import type { GenerateOptions } from './generate-options.ts';

export class Generator {
  readonly #options: GenerateOptions;

  constructor(options: GenerateOptions = {}) {
    this.#options = options;
  }

  /** All files of all inputs, as `generate`. */
  generate(inputs: readonly SchemaInput[]): { readonly files: readonly GeneratedFile[] } {
    return generate(inputs, this.#options);
  }
}
