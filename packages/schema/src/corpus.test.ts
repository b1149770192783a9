import { readFileSync } from 'node:fs';
import { seededRandom } from '@ottla/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomSchemaText } from '../testing/random-schema.ts';
import { canonicalForm } from './identity/canonical-form.ts';
import { fingerprint } from './identity/fingerprint.ts';
import { normalizedText } from './identity/normalized-text.ts';
import { sameSchema } from './identity/same-schema.ts';
import { nodeLayout, stringLayout } from './json/json-layout.ts';
import { memberOf, type JsonNode } from './json/json-node.ts';
import { parseJson } from './json/json-parser.ts';
import { parseSchema } from './parse/schema-parser.ts';
import { schemaText } from './schema-text.ts';

/** By path for Avro's own, by seed for generated ones. */
interface CorpusLine {
  readonly path?: string;
  readonly seed?: number;
  readonly schema: string;
}

interface JavaPrint {
  readonly path?: string;
  readonly seed?: number;
  readonly text: string;
  readonly fingerprint: string;
  readonly md5: string;
  /** Absent where Confluent's code throws. */
  readonly normalized?: string;
}

/** Lines of JSON; the first names the source. */
function linesOf<Line>(file: string): readonly Line[] {
  const text = readFileSync(new URL(`../vectors/corpus/${file}`, import.meta.url), 'utf8');
  // The files are ours; vectors/README.md says what they hold.
  return text
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => JSON.parse(line) as Line);
}

const nameOf = ({ path, seed }: { path?: string; seed?: number }): string => path ?? `seed ${seed}`;
const corpus = [...linesOf<CorpusLine>('avro.jsonl'), ...linesOf<CorpusLine>('random.jsonl')];
const prints = linesOf<JavaPrint>('java-prints.jsonl');

function sortedText(node: JsonNode): string {
  if (node.kind === 'array') return `[${node.items.map(sortedText).join(',')}]`;
  if (node.kind !== 'object') return node.kind === 'number' ? node.text : nodeLayout(node);
  const keys = [...node.members.keys()].toSorted();
  const members = keys.map((key) => `${stringLayout(key)}:${sortedText(memberOf(node, key) ?? node)}`);
  return `{${members.join(',')}}`;
}

/** Parses, prints and parses again, twice; every identity must stay. */
function expectToLast(text: string, name: string): void {
  const schema = parseSchema(text, { file: name });
  const printed = schemaText(schema);
  const again = parseSchema(printed, { file: name });
  expect(schemaText(again), name).toBe(printed);
  expect(sameSchema(again, schema), name).toBe(true);
  const twice = parseSchema(schemaText(again));
  expect(sameSchema(twice, schema), name).toBe(true);
  const form = canonicalForm(schema);
  expect(canonicalForm(again), name).toBe(form);
  expect(fingerprint(twice, 'SHA-256'), name).toBe(fingerprint(schema, 'SHA-256'));
}

describe('the corpus', () => {
  it("has every valid schema of Avro's repository and a thousand of ours", () => {
    expect(corpus.filter((line) => line.path !== undefined).length).toBeGreaterThanOrEqual(64);
    expect(corpus.filter((line) => line.seed !== undefined)).toHaveLength(1000);
  });

  it('is parsed, printed and parsed again to the same, twice', () => {
    for (const line of corpus) expectToLast(line.schema, nameOf(line));
  });

  it('is the same with its keys sorted, as Karapace prints it', () => {
    for (const line of corpus) {
      const sorted = parseSchema(sortedText(parseJson(line.schema)));
      expect(sameSchema(sorted, parseSchema(line.schema)), nameOf(line)).toBe(true);
    }
  });
});

describe("Java's prints of the corpus", () => {
  const schemas = new Map(corpus.map((line) => [nameOf(line), line.schema]));

  it('are more than 300', () => {
    expect(prints.length).toBeGreaterThan(300);
    expect(prints.filter(({ normalized }) => normalized !== undefined).length).toBeGreaterThan(300);
  });

  it('are ours: text, fingerprints and normalized text', () => {
    for (const print of prints) {
      const name = nameOf(print);
      const schema = parseSchema(schemas.get(name) ?? '');
      expect(schemaText(schema), name).toBe(print.text);
      expect(fingerprint(schema), name).toBe(print.fingerprint);
      expect(fingerprint(schema, 'MD5'), name).toBe(print.md5);
      if (print.normalized !== undefined) expect(normalizedText(schema), name).toBe(print.normalized);
    }
  });
});

describe('any schema', () => {
  const seeds = fc.integer({ min: 1, max: 2 ** 31 - 1 });

  it('is parsed, printed and parsed again to the same', () => {
    fc.assert(
      fc.property(seeds, (seed) => expectToLast(randomSchemaText(seededRandom(seed)), `seed ${seed}`)),
    );
  });

  it('has a canonical form that is its own, and keeps the fingerprint', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        // The form writes no namespaces: a type without one, within one that has, would be read as another.
        const schema = parseSchema(randomSchemaText(seededRandom(seed), { namespace: 'n' }));
        const form = canonicalForm(schema);
        const again = parseSchema(form);
        expect(canonicalForm(again)).toBe(form);
        expect(fingerprint(again)).toBe(fingerprint(schema));
      }),
    );
  });

  it('is normalized once: normalizing again changes nothing', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        // A type without namespace may lose its name within one that has: Confluent refuses such a schema.
        const text = randomSchemaText(seededRandom(seed), { namespace: 'n' });
        const normalized = normalizedText(parseSchema(text));
        expect(normalizedText(parseSchema(normalized, { lenient: true }))).toBe(normalized);
      }),
    );
  });
});
