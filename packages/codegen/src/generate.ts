/**
 * Schema texts in, TypeScript modules out.
 *
 * Parses everything first, so neither order nor file names matter; then plans names and places, then prints. The
 * result depends on the given texts and options only: no clock, no disk, no locale. Shapes are decided by
 * `representationOf`, never here.
 */
import { GenerationRun, type GeneratedFile } from './generation-run.ts';
import type { GenerateOptions } from './generate-options.ts';
import { parseInputs, sortedInputs, type SchemaInput } from './symbol-table.ts';

/**
 * Generates the modules of every named type in these files, sorted by path, an `index.ts` that exports them all, and
 * with `topics` a `topics.ts`. What a file is about (the type at its top, or those of a union, array or map there; of
 * IDL and protocols the main schema, or else every type) gets its schema constant and serializers; what is nested in
 * it gets types. A union, array, map or primitive at the top of a file is called after the file.
 *
 * Throws SchemaError with file, line and column for a text that is no schema, ConfigError for an option, and for
 * a choice that there is not, one that names nothing in the files, and a codec that is not given.
 * @example
 * const text = '{"type":"record","name":"com.acme.Customer","fields":[{"name":"id","type":"long"}]}';
 * const { files } = generate([{ file: 'customer.avsc', text }], { choices: { long: 'bigint' } });
 * files.map(({ path }) => path); // ['com/acme/customer.ts', 'index.ts']
 */
export function generate(
  inputs: readonly SchemaInput[],
  options: GenerateOptions = {},
): { readonly files: readonly GeneratedFile[] } {
  const run = new GenerationRun(options);
  const sorted = sortedInputs(inputs);
  const { files, types } = parseInputs(sorted);
  return { files: run.files(sorted, { files, types: [...types.values()] }) };
}
