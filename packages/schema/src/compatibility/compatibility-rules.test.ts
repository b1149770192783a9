import { describe, expect, it } from 'vitest';
import { checkHistory } from '../history/history-check.ts';
import type { Contract, HistoryFinding } from '../history/history-report.ts';
import { parseJsonSchema } from '../json-schema/json-schema-parser.ts';
import { parseSchema } from '../parse/schema-parser.ts';
import type { ChangeExample } from '../rules/rule.ts';
import { compatibilityRules } from './compatibility-rules.ts';

function contract(text: string): Contract {
  return text.includes('"$schema"')
    ? { type: 'JSON', schema: parseJsonSchema(text) }
    : { type: 'AVRO', schema: parseSchema(text) };
}

function errors({ before, level }: ChangeExample, text: string): readonly HistoryFinding[] {
  const history = [{ label: 'v1', contract: contract(before) }];
  const { findings } = checkHistory(contract(text), history, { level });
  return findings.filter(({ severity }) => severity === 'error');
}

describe.each(compatibilityRules)('the example of $id', ({ id, example }) => {
  if (!('before' in example)) throw new Error(`${id} is about two versions`);

  it('is found in the bad version, with a remedy', () => {
    const found = errors(example, example.bad);
    expect(found.map(({ rule }) => rule)).toEqual([id]);
    expect(found[0]?.fix).toMatch(/./);
    expect(found[0]?.message).not.toMatch(/\.$|undefined/);
    expect(found[0]?.deployOrder).toMatch(
      /^(upgrade (consumers|producers) first|either order|no order is safe: )/,
    );
  });

  it('is not found in the good one, nor is anything else', () => {
    expect(errors(example, example.good)).toEqual([]);
  });
});
