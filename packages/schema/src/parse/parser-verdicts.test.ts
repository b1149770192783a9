/** What is accepted and refused, strictly and leniently, beside what Java says of the same texts. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SchemaError } from '../schema-error.ts';
import { parseSchema } from './schema-parser.ts';

interface Verdict {
  readonly text: string;
  readonly strict: boolean;
  readonly lenient: boolean;
  readonly oursDiffers?: { readonly strict?: string; readonly lenient?: string };
}

const { verdicts } = JSON.parse(
  readFileSync(new URL('../../vectors/parser-verdicts.json', import.meta.url), 'utf8'),
) as { verdicts: readonly Verdict[] }; // our own file, of this shape

function accepts(text: string, lenient: boolean): boolean {
  try {
    parseSchema(text, { lenient });
    return true;
  } catch (error) {
    if (error instanceof SchemaError) return false;
    throw error;
  }
}

describe.each(['strict', 'lenient'] as const)('%s reading judges as Java 1.12 does', (mode) => {
  it.each(verdicts.map((verdict) => [verdict.text, verdict] as const))('%s', (text, verdict) => {
    const differs = verdict.oursDiffers?.[mode] !== undefined;
    expect(accepts(text, mode === 'lenient')).toBe(verdict[mode] !== differs);
  });
});
