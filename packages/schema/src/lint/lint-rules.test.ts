import { describe, expect, it } from 'vitest';
import { parseSchema } from '../parse/schema-parser.ts';
import { ruleTable } from '../rules/rule-table.ts';
import type { LintFile } from './lint-rule.ts';
import { lintRules } from './lint-rules.ts';
import { lintRuleSet, lintSchemas, type LintFinding } from './schema-lint.ts';

/** The folder that NAMESPACE_MATCHES_PATH compares with. */
const FILE = 'schemas/example.avsc';

function lintText(
  text: string,
  { before, rules = lintRuleSet('STRICT') }: { before?: string; rules?: ReturnType<typeof lintRuleSet> } = {},
): readonly LintFinding[] {
  const file: LintFile = {
    file: FILE,
    text,
    schemas: [parseSchema(text, { file: FILE })],
    ...(before === undefined ? {} : { previous: [parseSchema(before)] }),
  };
  return lintSchemas([file], { rules: () => rules });
}

describe.each(lintRules)('$id', ({ id, example, severity, purpose, remedy }) => {
  const before = 'before' in example ? { before: example.before } : {};

  it('finds its bad example, within the text', () => {
    const found = lintText(example.bad, before).filter(({ rule }) => rule === id);
    expect(found).not.toEqual([]);
    for (const finding of found) {
      expect(finding).toMatchObject({ severity, file: FILE, position: { line: 1, file: FILE } });
      expect(finding.position.column).toBeLessThanOrEqual(example.bad.length);
    }
  });

  it('finds nothing in its good example', () => {
    expect(lintText(example.good, before).filter(({ rule }) => rule === id)).toEqual([]);
  });

  it('says why and what to do', () => {
    expect(purpose).toMatch(/^[A-Z`].*\.$/);
    expect(remedy).toMatch(/^[A-Z].*\.$/);
  });
});

describe('the table', () => {
  it('has every id once, and all of them among the rules of Ottla', () => {
    const ids = lintRules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ruleTable.filter(({ family }) => family === 'lint').map(({ id }) => id)).toEqual(ids);
  });

  it('has categories that hold each other, of which the smallest holds bugs only', () => {
    const [minimal, standard, strict] = [
      lintRuleSet('MINIMAL'),
      lintRuleSet('STANDARD'),
      lintRuleSet('STRICT'),
    ];
    expect([...minimal.values()].every((severity) => severity === 'error')).toBe(true);
    expect([...standard].filter(([, severity]) => severity === 'error')).toEqual([...minimal]);
    expect([...minimal.keys()].every((id) => standard.has(id))).toBe(true);
    expect([...standard.keys()].every((id) => strict.has(id))).toBe(true);
    expect(strict.size).toBe(lintRules.length);
  });
});
