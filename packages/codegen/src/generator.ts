/**
 * Generates again and again, for a program that watches files: what did not change is not made anew.
 *
 * Gives what `generate` gives for the same inputs, always.
 */
import { generate, type GeneratedFile, type SchemaInput } from './generate.ts';
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
