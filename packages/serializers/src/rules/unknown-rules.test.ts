import type { RegisteredSchema, SchemaRule } from '@ottla/kernel';
import { ConfigError, SerializationError } from '@ottla/kernel';
import { describe, expect, it } from 'vitest';
import type { RuleExecutor, RuleOptions } from './rule-options.ts';
import { RuleBook } from './rule-run.ts';

const mark: RuleExecutor = { type: 'MARK', execute: (value) => `${String(value)}!` };
const no: RuleExecutor = { type: 'NO', execute: () => false };
const rule = (more: Partial<SchemaRule>): SchemaRule => ({
  name: 'r',
  kind: 'TRANSFORM',
  mode: 'WRITE',
  type: 'MARK',
  ...more,
});

function outcome(rules: readonly SchemaRule[], options: RuleOptions = {}, skipHeader?: string): unknown {
  const schema: RegisteredSchema = {
    id: 3,
    schemaType: 'AVRO',
    schema: '"string"',
    ruleSet: { domainRules: rules },
  };
  const headers = skipHeader === undefined ? [] : [{ key: '__rule.name', value: Buffer.from(skipHeader) }];
  const run = new RuleBook({ executors: [mark, no], ...options }).domainRules('WRITE', {
    subject: 's',
    schema,
  });
  try {
    return run === null ? '-' : run('-', { topic: 't', isKey: true, headers });
  } catch (error) {
    if (error instanceof SerializationError) return `${error.failure} ${error.code}: ${error.message}`;
    throw error;
  }
}

const SKIP = { unknown: 'skip' } as const;
const refused = (type: string, problem: string): string =>
  `configuration RULE_UNKNOWN: topic 't', key, subject 's', schema 3: rule 'r' of type '${type}', WRITE: ${problem}, or pass over such rules with rules.unknown: 'skip'`;

describe('a rule that nothing can execute', () => {
  it.each<[string, Partial<SchemaRule>, string, string]>([
    [
      'type',
      { type: 'ENCRYPT' },
      refused('ENCRYPT', 'nothing executes rules of this type; give an executor in rules.executors'),
      '-',
    ],
    [
      'type, with a failure action',
      { type: 'CEL', onFailure: 'NONE' },
      refused('CEL', 'nothing executes rules of this type; give an executor in rules.executors'),
      '-',
    ],
    [
      'absent type',
      { type: null },
      refused('(without a type)', 'nothing executes rules of this type; give an executor in rules.executors'),
      '-',
    ],
    [
      'kind',
      { kind: 'REPLACE' },
      refused('MARK', "its kind 'REPLACE' is none that is known; mend the rule"),
      '-',
    ],
    [
      'mode',
      { mode: 'AUDIT' },
      refused('MARK', "its mode 'AUDIT' is none that is known; mend the rule"),
      '-',
    ],
    [
      'failure action',
      { onFailure: 'DLQ' },
      refused('MARK', "its action 'DLQ' is not there; give it in rules.actions"),
      '-!',
    ],
    [
      'success action',
      { onSuccess: 'AUDIT' },
      refused('MARK', "its action 'AUDIT' is not there; give it in rules.actions"),
      '-!',
    ],
    [
      'pair of actions under a single mode',
      { onFailure: 'NONE,ERROR' },
      refused('MARK', "its action 'NONE,ERROR' is not there; give it in rules.actions"),
      '-!',
    ],
  ])('of an unknown %s is refused, or passed over when told so', (_what, more, refusal, skipped) => {
    expect(outcome([rule(more)])).toBe(refusal);
    expect(outcome([rule(more)], SKIP)).toBe(skipped);
  });

  it('is no matter when it is not executed here', () => {
    expect(outcome([rule({ type: 'CEL', mode: 'READ' })])).toBe('-');
    expect(outcome([rule({ type: 'CEL', disabled: true })])).toBe('-');
    expect(outcome([rule({ type: 'CEL' })], {}, 'r')).toBe('-');
  });

  it('stops a record before the rules behind it, and after those before it', () => {
    const seen: unknown[] = [];
    const see: RuleExecutor = { type: 'SEE', execute: (value) => (seen.push(value), value) };
    const rules = [rule({ type: 'SEE' }), rule({ type: 'CEL' }), rule({ type: 'SEE' })];
    expect(outcome(rules, { executors: [see] })).toMatch(/^configuration RULE_UNKNOWN/);
    expect(seen).toEqual(['-']);
  });

  it('fails the record where its failure action is skipped as unknown', () => {
    const condition = rule({ type: 'NO', kind: 'CONDITION', onFailure: 'DLQ' });
    expect(outcome([condition], SKIP)).toMatch(/^poison RULE_FAILED/);
  });
});

describe('options for rules', () => {
  // Casts: what a program without types may pass.
  it.each<[string, RuleOptions, RegExp]>([
    [
      'two executors of one type',
      { executors: [mark, { ...mark, type: 'mark' }] },
      /rules\.executors: two are named 'MARK'/,
    ],
    [
      'two actions of one name',
      {
        actions: [
          { name: 'a', run: () => undefined },
          { name: 'A', run: () => undefined },
        ],
      },
      /rules\.actions: two are named 'A'/,
    ],
    [
      'an action in the place of ours',
      { actions: [{ name: 'none', run: () => undefined }] },
      /'none' is there already/,
    ],
    [
      'an executor without a function',
      { executors: [{ type: 'X' } as unknown as RuleExecutor] },
      /a function 'execute'/,
    ],
    [
      'an action without a name',
      { actions: [{ run: () => undefined } as never] },
      /a 'name' that is a string/,
    ],
    [
      'a member of another name',
      { executor: [] } as never,
      /^rules: unknown option 'executor'; did you mean/,
    ],
    [
      'another word for unknown',
      { unknown: 'ignore' as never },
      /must be 'refuse' or 'skip', found 'ignore'/,
    ],
  ])('refuse %s', (_what, options, words) => {
    expect(() => new RuleBook(options)).toThrow(ConfigError);
    expect(() => new RuleBook(options)).toThrow(words);
  });
});
