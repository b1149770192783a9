import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { seededRandom } from '@ottla/kernel';
import {
  checkCompatibility,
  namedTypesOf,
  parseSchema,
  SchemaError,
  semanticFindings,
  simpleName,
} from '@ottla/schema';
import { beforeAll, describe, expect, it } from 'vitest';
import { evolved } from '../../packages/schema/testing/schema-evolution.ts';
import { SketchBook } from '../../packages/schema/testing/schema-sketch.ts';
import { sketchText } from '../../packages/schema/testing/sketch-text.ts';
import { seed } from '../seed.ts';
import { realKafka } from './harness/environment.ts';
import { checkWithJavaAvro, type JavaVerdict, type SchemaTextPair } from './harness/kafka-tools.ts';

const CHECKER = fileURLToPath(new URL('./java/CheckCompatibility.java', import.meta.url));
const PAIRS = 8000;

interface Vectors {
  readonly schemas: Readonly<Record<string, string>>;
}

/** Versions of one random schema, some unrelated ones, and every pair of the samples that Java's own tests use. */
function drawPairs(): SchemaTextPair[] {
  const random = seededRandom(seed);
  const drawn = Array.from({ length: PAIRS }, (_, index) => {
    const before = new SketchBook(random).sketch();
    const after = index % 10 === 0 ? new SketchBook(random).sketch() : evolved(before, random);
    const [reader, writer] = random() < 0.5 ? [before, after] : [after, before];
    return { reader: sketchText(reader), writer: sketchText(writer) };
  });
  const file = new URL('../../packages/schema/vectors/compatibility.json', import.meta.url);
  // The file is ours.
  const { schemas } = JSON.parse(readFileSync(file, 'utf8')) as Vectors;
  const samples = Object.values(schemas).map((text) => JSON.stringify(JSON.parse(text)));
  return [...drawn, ...samples.flatMap((reader) => samples.map((writer) => ({ reader, writer })))];
}

type Verdict = readonly string[] | 'thrown';

/** Java tells a finding again for every way that leads to it; we tell it once. */
function told(findings: readonly { kind: string; location: string; message: string }[]): readonly string[] {
  return [
    ...new Set(findings.map(({ kind, location, message }) => `${kind} ${location} ${message}`)),
  ].toSorted();
}

function ours({ reader, writer }: SchemaTextPair): Verdict {
  try {
    return told(checkCompatibility(parseSchema(reader), parseSchema(writer)));
  } catch (error) {
    if (error instanceof SchemaError && error.code === 'FIELD_AMBIGUOUS') return 'thrown';
    throw error;
  }
}

describe(`Java's SchemaCompatibility, on pairs drawn from seed ${seed}`, () => {
  let judged: (SchemaTextPair & { readonly java: JavaVerdict })[] = [];

  beforeAll(async () => {
    const pairs = drawPairs();
    const verdicts = await checkWithJavaAvro(realKafka.classPath, CHECKER, pairs);
    expect(verdicts).toHaveLength(pairs.length);
    judged = pairs
      .flatMap((pair, index) => {
        const java = verdicts[index];
        return java === undefined ? [] : [{ ...pair, java }];
      })
      // Java cannot parse a default whose record refers to one that is still open.
      .filter(({ java }) => java.unparsable === undefined);
  });

  it('sees enough of both verdicts', () => {
    const compatible = judged.filter(({ java }) => java.findings?.length === 0);
    const incompatible = judged.filter(({ java }) => (java.findings?.length ?? 0) > 0);
    expect(judged.length).toBeGreaterThan(5000);
    expect(compatible.length).toBeGreaterThan(1000);
    expect(incompatible.length).toBeGreaterThan(1000);
  });

  it('gives the same verdict, kinds, messages and locations', () => {
    const different = judged.flatMap(({ reader, writer, java }) => {
      const theirs: Verdict = java.findings === undefined ? 'thrown' : told(java.findings);
      const found = ours({ reader, writer });
      return JSON.stringify(found) === JSON.stringify(theirs)
        ? []
        : [{ reader, writer, theirs, ours: found }];
    });
    expect({ count: different.length, first: different.slice(0, 3) }).toEqual({ count: 0, first: [] });
  });

  it('reads what it finds readable, but for what its check does not look at', () => {
    const unreadable = judged.filter(({ java }) => java.unreadable !== undefined);
    expect(unreadable.filter((pair) => !known(pair))).toEqual([]);
    expect(unreadable.length).toBeLessThan(judged.length / 500);
  });
});

/**
 * Aliases can shadow one another. In unions Java's reader wants full names, of which we warn. Of two types of one
 * short name in a union its check takes the one that fits, or is still being compared, and its reader the other.
 */
function known({ reader, writer }: SchemaTextPair): boolean {
  if (reader.includes('"aliases"')) return true;
  const [before, after] = [parseSchema(writer), parseSchema(reader)];
  const warned = semanticFindings(before, after).some(({ rule }) => rule === 'NAMESPACE_CHANGED');
  const shortNames = namedTypesOf(after).map(({ fullName }) => simpleName(fullName));
  return warned || new Set(shortNames).size < shortNames.length;
}
