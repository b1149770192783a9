import { describe, expect, it } from 'vitest';
import { ruleTable } from '@ottla/schema';
import { RecordedTerminal } from '../../testing/recorded-terminal.ts';
import { CliError } from '../cli-error.ts';
import { runExplain } from './explain-command.ts';

function explained(...ids: readonly string[]): string {
  const terminal = new RecordedTerminal();
  expect(runExplain(ids, terminal)).toBe(0);
  return terminal.printed.join('\n');
}

describe('ottla explain', () => {
  it.each(ruleTable.map((rule) => [rule.id, rule] as const))(
    'shows %s with purpose, remedy and example',
    (id, rule) => {
      const page = explained(id);
      expect(page).toMatch(new RegExp(`^${id}  severity ${rule.severity} · family ${rule.family}`));
      expect(page).toContain(rule.purpose);
      expect(page).toContain(`Remedy  ${rule.remedy}`);
      expect(page).toMatch(/^ {2}[+-] /m);
    },
  );

  it('takes any case and hyphens, and several rules', () => {
    const page = explained('union-null-first', 'Enum_Has_Default');
    expect(page).toMatch(/^UNION_NULL_FIRST /m);
    expect(page).toMatch(/^ENUM_HAS_DEFAULT /m);
  });

  it.each([
    ['UNION_NULL_FRIST', /Did you mean UNION_NULL_FIRST\?/],
    ['FIELD_ADDED', /Did you mean FIELD_ADDED_WITHOUT_DEFAULT\? ottla/],
    ['FIXED_SIZE', /Did you mean FIXED_SIZE_CHANGED\?/],
    ['json', /^ottla rules lists them all\.$/],
    ['nothing-like-it', /^ottla rules lists them all\.$/],
    ['x'.repeat(100_000), /lists them all/],
    ['\u001b[31m', /lists them all/],
  ])('names the nearest rule for one that does not exist', (id, remedy) => {
    let failure: unknown;
    try {
      explained(id);
    } catch (error) {
      failure = error;
    }
    expect(failure).toBeInstanceOf(CliError);
    expect(failure).toMatchObject({
      exitCode: 2,
      code: 'RULE_UNKNOWN',
      remedy: expect.stringMatching(remedy) as string,
    });
    expect((failure as CliError).message).not.toContain('\u001b');
  });
});
