/** Lines of JSON as an inference, for specs: read as from a file that is called `lines`. */
import { LineInference, type LineSchema, type NoSchema } from '../src/inference/line-inference.ts';
import type { InferenceOptions } from '../src/inference/inferred-schema.ts';
import { jsonLine } from '../src/inference/json-lines.ts';

const DEFAULTS: InferenceOptions = {
  fullName: 'Record',
  ints: false,
  mostSymbols: 0,
  logical: false,
  mostKeys: 1000,
  maps: new Set(),
};

/** Throws what is wrong with the first broken line. */
export function inferred(
  lines: readonly string[],
  options: Partial<InferenceOptions> = {},
): LineSchema | NoSchema {
  const inference = new LineInference({ ...DEFAULTS, ...options });
  for (const [index, text] of lines.entries()) {
    for (const line of jsonLine('lines', { line: index + 1, bytes: Buffer.from(text) })) {
      if (line.error !== null) throw line.error;
      inference.add(line);
    }
  }
  return inference.finish();
}

/** The schema as `JSON.parse` gives it. */
export function schemaOf(lines: readonly string[], options: Partial<InferenceOptions> = {}): unknown {
  const { text } = inferred(lines, options);
  if (text === null) throw new Error('there is no schema for these lines');
  return JSON.parse(text);
}
