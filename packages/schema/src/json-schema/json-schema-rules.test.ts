/** Every rule shows what it is about: its bad example is found, its good one is clean. */
import { describe, expect, it } from 'vitest';
import { differenceTypes } from './difference-types.ts';
import { jsonSchemaFindings } from './json-schema-findings.ts';
import { parseJsonSchema } from './json-schema-parser.ts';
import { jsonSchemaRules } from './json-schema-rules.ts';

const backward = { direction: 'BACKWARD', policy: 'STRICT' } as const;

describe('rules of JSON Schema', () => {
  it('are one for each difference that a policy refuses', () => {
    const refused = Object.entries(differenceTypes).filter(([, passes]) => passes !== 'STRICT');
    const expected = refused.map(([type]) => `JSON_${type}`).sort();
    expect(jsonSchemaRules.map(({ id }) => id).sort()).toEqual(expected);
  });

  it.each(jsonSchemaRules)('$id: the bad example is found, the good one is clean', ({ id, example }) => {
    if (!('before' in example)) throw new Error('the example has no version before');
    const before = parseJsonSchema(example.before);
    const bad = jsonSchemaFindings(before, parseJsonSchema(example.bad), backward);
    expect(bad.map(({ rule }) => rule)).toContain(id);
    expect(jsonSchemaFindings(before, parseJsonSchema(example.good), backward)).toEqual([]);
  });

  it.each(jsonSchemaRules)('$id: its finding leaves no placeholder and no empty value', ({ id, example }) => {
    if (!('before' in example)) throw new Error('the example has no version before');
    const before = parseJsonSchema(example.before);
    const bad = parseJsonSchema(example.bad);
    const forward = { direction: 'FORWARD', policy: 'STRICT' } as const;
    const found = [...jsonSchemaFindings(before, bad, backward), ...jsonSchemaFindings(bad, before, forward)];
    const texts = found.filter(({ rule }) => rule === id).flatMap(({ message, fix }) => [message, fix]);
    expect(texts.length).toBeGreaterThanOrEqual(4);
    for (const text of texts) expect(text).not.toMatch(/\{(reader|writer|was|is|name)\}|nothing$|null/);
  });
});
