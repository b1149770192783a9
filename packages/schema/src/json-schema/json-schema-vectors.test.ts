/** Pairs that others have judged; vectors/README.md names where each file is from. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { JsonSchemaPolicy } from './difference-types.ts';
import { jsonSchemaDifferences } from './json-schema-differences.ts';
import { parseJsonSchema } from './json-schema-parser.ts';

interface TextPair {
  readonly before: string;
  readonly after: string;
}

/** The files are ours: their shape is what this says. */
function vectors<Shape>(name: string): Shape {
  const text = readFileSync(new URL(`../../vectors/json-schema/${name}.json`, import.meta.url), 'utf8');
  return JSON.parse(text) as Shape;
}

function differences({ before, after }: TextPair, policy: JsonSchemaPolicy): string[] {
  return jsonSchemaDifferences(parseJsonSchema(before), parseJsonSchema(after), policy).map(
    ({ type, path }) => `${type} ${path}`,
  );
}

function isCompatible({ before, after }: TextPair, policy: JsonSchemaPolicy): boolean {
  return jsonSchemaDifferences(parseJsonSchema(before), parseJsonSchema(after), policy).every(
    ({ compatible }) => compatible,
  );
}

interface DifferenceVectors {
  readonly dialect: string;
  readonly files: readonly {
    readonly path: string;
    readonly cases: readonly {
      readonly before: object;
      readonly after: object;
      readonly differences: readonly string[];
      readonly strict: boolean;
      readonly lenient: boolean;
    }[];
  }[];
}

describe.each(['difference-vectors', 'difference-vectors-2020-12'])('%s', (name) => {
  const { dialect, files } = vectors<DifferenceVectors>(name);
  for (const { path, cases } of files) {
    describe(path, () => {
      it.each(cases.map((item, index) => ({ ...item, index })))(
        'case $index: $differences',
        ({ before, after, ...expected }) => {
          const pair = {
            before: JSON.stringify({ $schema: dialect, ...before }),
            after: JSON.stringify({ $schema: dialect, ...after }),
          };
          // Confluent lists properties in the order of a hash map.
          expect(differences(pair, 'STRICT').sort()).toEqual([...expected.differences].sort());
          expect(isCompatible(pair, 'STRICT')).toBe(expected.strict);
          expect(isCompatible(pair, 'LENIENT')).toBe(expected.lenient);
        },
      );
    });
  }

  it('are as many as Confluent has', () => {
    const counts = { 'difference-vectors': [104, 28], 'difference-vectors-2020-12': [113, 18] };
    expect(files.map(({ cases }) => cases.length)).toEqual(counts[name as keyof typeof counts]);
  });
});

interface Verdicts {
  readonly strict: boolean;
  readonly lenient: boolean;
}

interface TranslationVectors {
  readonly pairs: readonly {
    readonly draft7: object | boolean;
    readonly draft2020: object | boolean;
    readonly forth: Verdicts;
    readonly back: Verdicts;
  }[];
}

describe('the same schema in draft 7 and in 2020-12', () => {
  const { pairs } = vectors<TranslationVectors>('translation-vectors');
  const $schema = 'https://json-schema.org/draft/2020-12/schema';

  it.each(pairs)('$draft7 and $draft2020', ({ draft7, draft2020, forth, back }) => {
    const old = JSON.stringify(draft7);
    const young = JSON.stringify(typeof draft2020 === 'object' ? { $schema, ...draft2020 } : draft2020);
    for (const [pair, expected] of [
      [{ before: old, after: young }, forth],
      [{ before: young, after: old }, back],
    ] as const) {
      expect(isCompatible(pair, 'STRICT')).toBe(expected.strict);
      expect(isCompatible(pair, 'LENIENT')).toBe(expected.lenient);
    }
  });
});

describe('generated pairs that Confluent has judged', () => {
  const { pairs } = vectors<{ readonly pairs: readonly (TextPair & Verdicts)[] }>('generated-pairs');

  it.each(pairs)('$before, then $after', ({ strict, lenient, ...pair }) => {
    expect(isCompatible(pair, 'STRICT')).toBe(strict);
    expect(isCompatible(pair, 'LENIENT')).toBe(lenient);
  });
});

describe('where we judge otherwise than Confluent', () => {
  interface Deviation extends TextPair {
    readonly why: string;
    readonly ours: 'compatible' | 'incompatible';
  }
  const { pairs } = vectors<{ readonly pairs: readonly Deviation[] }>('deviations');

  it.each(pairs)('$why', ({ ours, ...pair }) => {
    expect(isCompatible(pair, 'STRICT')).toBe(ours === 'compatible');
  });
});

describe('pairs of Karapace', () => {
  interface KarapaceVectors {
    readonly agreed: readonly (TextPair & { readonly compatible: boolean })[];
    readonly disagreed: readonly {
      readonly about: string;
      readonly pairs: readonly (TextPair & { readonly karapace: boolean; readonly confluent: boolean })[];
    }[];
  }
  const { agreed, disagreed } = vectors<KarapaceVectors>('karapace-pairs');

  it.each(agreed)('$before, then $after: as Karapace says', ({ compatible, ...pair }) => {
    expect(isCompatible(pair, 'STRICT')).toBe(compatible);
  });

  it.each(disagreed)('$about: as Confluent says, not Karapace', ({ pairs }) => {
    for (const pair of pairs) {
      expect(isCompatible(pair, 'STRICT')).toBe(pair.confluent);
      expect(pair.karapace).not.toBe(pair.confluent);
    }
  });
});
