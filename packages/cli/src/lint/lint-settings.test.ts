import { lintRuleSet, type LintFinding } from '@ottla/schema';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../config/read-config.ts';
import { LintSettings } from './lint-settings.ts';

/** A configuration in /shop, asked from /shop/team. */
function settingsOf(text: string, category?: 'MINIMAL' | 'STRICT'): LintSettings {
  const config = { ...parseConfig('ottla.yaml', text), file: null, absolutePath: null, folder: '/shop' };
  return new LintSettings({ config, workingFolder: '/shop/team', category });
}
const rulesOf = (text: string, path = 'a.avsc', category?: 'MINIMAL' | 'STRICT') =>
  settingsOf(text, category).rulesFor(path, new Set());

describe('the rules for a file', () => {
  it('are STANDARD unless told otherwise', () => {
    expect(rulesOf('version: 1')).toEqual(lintRuleSet('STANDARD'));
    expect(rulesOf('{version: 1, lint: {use: MINIMAL}}')).toEqual(lintRuleSet('MINIMAL'));
    expect(rulesOf('{version: 1, lint: {use: MINIMAL}}', 'a.avsc', 'STRICT')).toEqual(lintRuleSet('STRICT'));
  });

  it('lack those excepted, ignored for the file, spared its subject, or off', () => {
    const text = `
version: 1
lint:
  except: [ENUM_HAS_DEFAULT]
  ignore_only: { FIELD_CASE: [team/old/**] }
  severity: { MAX_DEPTH: off }
`;
    const spared = settingsOf(text).rulesFor('old/a.avsc', new Set(['MAX_FIELDS']));
    const lacking = ['ENUM_HAS_DEFAULT', 'FIELD_CASE', 'MAX_DEPTH', 'MAX_FIELDS'];
    expect([...spared.keys()]).toEqual(
      [...lintRuleSet('STANDARD').keys()].filter((rule) => !lacking.includes(rule)),
    );
    expect(rulesOf(text, 'new/a.avsc').has('FIELD_CASE')).toBe(true);
  });

  it('have the severity told, and those told are added', () => {
    const rules = rulesOf(
      '{version: 1, lint: {severity: {FIELD_CASE: error, RESERVED_WORDS: info, DECIMAL_SCALE_CHANGED: error}}}',
    );
    expect(rules.get('FIELD_CASE')).toBe('error');
    expect(rules.get('RESERVED_WORDS')).toBe('info');
    expect(rules.has('DECIMAL_SCALE_CHANGED')).toBe(false);
  });
});

describe('unstable namespaces', () => {
  it('may get fields without a default, and nothing else', () => {
    const settings = settingsOf('{version: 1, lint: {unstable: ["*.alpha.*"]}}');
    // Only these two are looked at.
    const finding = (rule: string, path: string) => ({ rule, path }) as LintFinding;
    expect(settings.isExcused(finding('NEW_FIELD_HAS_DEFAULT', 'com.acme.alpha.Order.tier'))).toBe(true);
    expect(settings.isExcused(finding('NEW_FIELD_HAS_DEFAULT', 'com.acme.Order.tier'))).toBe(false);
    expect(settings.isExcused(finding('FIELD_CASE', 'com.acme.alpha.Order.tier'))).toBe(false);
  });
});

describe('the configuration that silences findings', () => {
  const findings = [
    { rule: 'MAX_DEPTH', path: 'b.avsc' },
    { rule: 'FIELD_CASE', path: 'b.avsc' },
    { rule: 'FIELD_CASE', path: '[x]{y,z}*?.avsc' },
    { rule: 'FIELD_CASE', path: 'b.avsc' },
  ];
  const text = '{version: 1, lint: {ignore_only: {FIELD_CASE: [old/**]}}}';
  const printed = settingsOf(text).ignoresText(findings);

  it('names each rule and file once, from the folder of the configuration, beside what is there', () => {
    expect(printed.split('\n')).toEqual([
      'lint:',
      '  ignore_only:',
      '    FIELD_CASE:',
      '      - old/**',
      '      - team/[[]x]?y,z}[*][?].avsc',
      '      - team/b.avsc',
      '    MAX_DEPTH:',
      '      - team/b.avsc',
    ]);
  });

  it('does silence them', () => {
    const settings = settingsOf(`version: 1\n${printed}`);
    for (const { rule, path } of findings) expect(settings.rulesFor(path, new Set()).has(rule)).toBe(false);
    expect(settings.rulesFor('c.avsc', new Set())).toEqual(lintRuleSet('STANDARD'));
  });
});
