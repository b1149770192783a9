import type { RecordHeader, RegisteredSchema, SchemaRule, SchemaRuleSet } from '@ottla/kernel';
import { ConfigError, OttlaError, SerializationError } from '@ottla/kernel';
import { describe, expect, it } from 'vitest';
import type { RuleAction, RuleCall, RuleExecutor, RuleOptions } from './rule-options.ts';
import { RuleBook } from './rule-run.ts';

const SUBJECT = 'notes-value';
const schemaWith = (ruleSet: SchemaRuleSet): RegisteredSchema => ({
  id: 7,
  schemaType: 'AVRO',
  schema: '"string"',
  ruleSet,
});
const record = (headers: readonly RecordHeader[] = []) => ({ topic: 'notes', isKey: false, headers });

/** Writes the expression of the rule behind the value, so that the order shows. */
const append: RuleExecutor = { type: 'APPEND', execute: (value, { rule }) => `${String(value)}${rule.expr}` };
/** Returns or throws what the test says. */
const answering = (answer: () => unknown): RuleExecutor => ({ type: 'ANSWER', execute: answer });

const transform = (name: string, more: Partial<SchemaRule> = {}): SchemaRule => ({
  name,
  kind: 'TRANSFORM',
  mode: 'WRITEREAD',
  type: 'APPEND',
  expr: name,
  ...more,
});

function written(
  rules: readonly SchemaRule[],
  options: RuleOptions,
  headers?: readonly RecordHeader[],
): unknown {
  const run = new RuleBook(options).domainRules('WRITE', {
    subject: SUBJECT,
    schema: schemaWith({ domainRules: rules }),
  });
  return run === null ? 'nothing to run' : run('-', record(headers));
}

function read(rules: readonly SchemaRule[], options: RuleOptions): unknown {
  const run = new RuleBook(options).domainRules('READ', {
    subject: SUBJECT,
    schema: schemaWith({ domainRules: rules }),
  });
  return run === null ? 'nothing to run' : run('-', record());
}

/** The error of one ANSWER rule. */
function failureOf(
  answer: () => unknown,
  more: Partial<SchemaRule> = {},
  actions: readonly RuleAction[] = [],
): SerializationError {
  const rule = transform('r', { type: 'ANSWER', ...more });
  try {
    written([rule], { executors: [answering(answer)], actions });
  } catch (error) {
    if (error instanceof SerializationError) return error;
    throw error;
  }
  throw new Error('the rule let the record pass');
}

const throws = (error: unknown) => (): never => {
  throw error;
};
const names = (error: SerializationError): object => ({
  code: error.code,
  failure: error.failure,
  topic: error.topic,
  isKey: error.isKey,
  subject: error.subject,
  schemaId: error.schemaId,
});
const PLACE = { topic: 'notes', isKey: false, subject: SUBJECT, schemaId: 7 };

describe('which rules are executed, and in which order', () => {
  const abc = [transform('a'), transform('b'), transform('c')];
  const executors = [append];

  it.each<[string, readonly SchemaRule[], unknown, unknown]>([
    ['all, on read from the last to the first', abc, '-abc', '-cba'],
    ['none', [], 'nothing to run', 'nothing to run'],
    ['WRITE rules on write', [transform('a', { mode: 'WRITE' }), transform('b')], '-ab', '-b'],
    ['READ rules on read', [transform('a', { mode: 'READ' }), transform('b')], '-b', '-ba'],
    ['without a mode, on both', [transform('a', { mode: null })], '-a', '-a'],
    ['without a kind, as TRANSFORM', [transform('a', { kind: null })], '-a', '-a'],
    ['no migration rules', [transform('a', { mode: 'UPDOWN' })], 'nothing to run', 'nothing to run'],
    ['no disabled rules', [transform('a', { disabled: true }), transform('b')], '-b', '-b'],
    [
      'modes, kinds and types in any case',
      [transform('a', { mode: 'writeRead', kind: 'transform', type: 'append' })],
      '-a',
      '-a',
    ],
  ])('%s', (_what, rules, onWrite, onRead) => {
    expect([written(rules, { executors }), read(rules, { executors })]).toEqual([onWrite, onRead]);
  });

  it.each([
    [null, '-a'],
    ['ALL', '-a'],
    ['CLIENT', '-a'],
    ['GATEWAY', 'nothing to run'],
    ['SERVER', 'nothing to run'],
    ['NONE', 'nothing to run'],
    ['MOON', 'nothing to run'],
  ])('those enabled at %s', (enableAt, expected) => {
    const schema = schemaWith({ domainRules: [transform('a')], enableAt });
    const run = new RuleBook({ executors }).domainRules('WRITE', { subject: SUBJECT, schema });
    expect(run?.('-', record()) ?? 'nothing to run').toBe(expected);
  });

  it.each<[string, readonly RecordHeader[], string]>([
    ['the one a header names', [{ key: '__rule.name', value: Buffer.from('b') }], '-ac'],
    [
      'the one the last such header names',
      [
        { key: '__rule.name', value: Buffer.from('a') },
        { key: '__rule.name', value: Buffer.from('c') },
      ],
      '-ab',
    ],
    ['none for a header without a value', [{ key: '__rule.name', value: null }], '-abc'],
    ['none for other headers', [{ key: 'rule.name', value: Buffer.from('b') }], '-abc'],
  ])('but not %s', (_what, headers, expected) => {
    expect(written(abc, { executors }, headers)).toBe(expected);
  });

  it('has nothing to run for a schema without rules', () => {
    const schema: RegisteredSchema = { id: 1, schemaType: 'AVRO', schema: '"string"' };
    const book = new RuleBook();
    expect(book.domainRules('WRITE', { subject: SUBJECT, schema })).toBeNull();
    expect(book.encodingRules('READ', { subject: SUBJECT, schema })).toBeNull();
  });

  it('leaves null alone', () => {
    const schema = schemaWith({ domainRules: abc });
    const run = new RuleBook({ executors }).domainRules('READ', { subject: SUBJECT, schema });
    expect(run?.(null, record())).toBeNull();
  });

  it('tells the executor where it is called', () => {
    let told: RuleCall | undefined;
    const spy: RuleExecutor = { type: 'APPEND', execute: (value, call) => ((told = call), value) };
    const rule = transform('a');
    const schema = schemaWith({ domainRules: [rule] });
    const headers = [{ key: 'h', value: null }];
    const run = new RuleBook({ executors: [spy] }).domainRules('READ', { subject: SUBJECT, schema });
    run?.('-', { topic: 'notes', isKey: true, headers });
    expect(told).toEqual({
      rule,
      mode: 'READ',
      topic: 'notes',
      isKey: true,
      headers,
      subject: SUBJECT,
      source: null,
      target: schema,
    });
  });
});

describe('what a rule decides', () => {
  const condition = (answer: unknown, more: Partial<SchemaRule> = {}): unknown =>
    written([transform('r', { kind: 'CONDITION', type: 'ANSWER', ...more })], {
      executors: [answering(() => answer)],
    });

  it('a CONDITION that holds passes the very value', () => {
    expect(condition(true)).toBe('-');
  });

  it('a CONDITION that does not hold fails the record', () => {
    const error = failureOf(() => false, { kind: 'CONDITION' });
    expect(names(error)).toEqual({ code: 'RULE_FAILED', failure: 'poison', ...PLACE });
    expect(error.message).toBe(
      "topic 'notes', value, subject 'notes-value', schema 7: rule 'r' of type 'ANSWER', WRITE: the condition does not hold",
    );
  });

  it.each<[string, () => unknown, string]>([
    ['null', () => null, 'its executor returned null'],
    ['nothing', () => undefined, 'its executor returned nothing'],
    ['a throw', throws(new TypeError('secret 4711')), 'its executor threw TypeError'],
    ['a thrown string', throws('secret 4711'), 'its executor threw something that is no Error'],
    [
      'an error of ours, in its words',
      throws(new OttlaError('no key k1', { code: 'X', action: 'usage' })),
      'its executor threw OttlaError: no key k1',
    ],
  ])('a TRANSFORM fails by %s, and no value is told', (_what, answer, words) => {
    const error = failureOf(answer);
    expect(names(error)).toEqual({ code: 'RULE_FAILED', failure: 'poison', ...PLACE });
    expect(error.message.endsWith(`WRITE: ${words}`)).toBe(true);
    expect(error.message).not.toContain('4711');
  });

  it.each<[string, Error, string]>([
    [
      'may succeed later',
      new OttlaError('key service away', { code: 'X', action: 'retriable' }),
      'retriable',
    ],
    ['says so itself', new SerializationError('no such key', { failure: 'configuration' }), 'configuration'],
    ['is one of options', new ConfigError('no key'), 'configuration'],
    ['is foreign', new RangeError('x'), 'poison'],
  ])('a failure is of the kind of the error that %s', (_what, cause, failure) => {
    const error = failureOf(throws(cause));
    expect([error.failure, error.cause]).toEqual([failure, cause]);
    expect(error.retriable).toBe(failure === 'retriable');
  });

  it.each<[string, Partial<SchemaRule>, () => unknown, RegExp]>([
    ['a promise', {}, () => Promise.resolve('late'), /returned a promise; rules are executed synchronously/],
    ['a promise that rejects', {}, () => Promise.reject(new Error('late')), /returned a promise/],
    [
      'no boolean for a CONDITION',
      { kind: 'CONDITION' },
      () => 'yes',
      /returned a string for a CONDITION; return true or false/,
    ],
    ['nothing for a CONDITION', { kind: 'CONDITION' }, () => undefined, /returned nothing for a CONDITION/],
  ])('an executor that returns %s is refused, whatever the action', (_what, more, answer, words) => {
    const error = failureOf(answer, { onFailure: 'NONE', ...more });
    expect(names(error)).toEqual({ code: 'RULE_RESULT_INVALID', failure: 'configuration', ...PLACE });
    expect(error.message).toMatch(words);
  });
});

describe('the action that follows', () => {
  const say: RuleAction[] = ['FIRST', 'SECOND'].map((name) => ({
    name,
    run: (call, error) =>
      void told.push(
        `${name} ${call.mode} ${error === null ? 'success' : (error as SerializationError).code}`,
      ),
  }));
  const told: string[] = [];
  const outcome = (mode: 'WRITE' | 'READ', rule: Partial<SchemaRule>, fails: boolean): unknown => {
    told.length = 0;
    const executors = [answering(() => (fails ? null : 'new'))];
    const rules = [transform('r', { type: 'ANSWER', ...rule })];
    try {
      const value = (mode === 'WRITE' ? written : read)(rules, { executors, actions: say });
      return [value, ...told];
    } catch (error) {
      return (error as SerializationError).code;
    }
  };

  it.each<[string, Partial<SchemaRule>, boolean, unknown, unknown]>([
    ['a failure without one', {}, true, 'RULE_FAILED', 'RULE_FAILED'],
    ['an empty one', { onFailure: ' ' }, true, 'RULE_FAILED', 'RULE_FAILED'],
    ['ERROR', { onFailure: 'error' }, true, 'RULE_FAILED', 'RULE_FAILED'],
    ['NONE', { onFailure: 'NONE' }, true, ['-'], ['-']],
    ['a pair', { onFailure: 'none, error' }, true, ['-'], 'RULE_FAILED'],
    ['half a pair', { onFailure: 'NONE,' }, true, ['-'], 'RULE_FAILED'],
    [
      'one of the options',
      { onFailure: 'First' },
      true,
      ['-', 'FIRST WRITE RULE_FAILED'],
      ['-', 'FIRST READ RULE_FAILED'],
    ],
    [
      'a pair of them',
      { onFailure: 'FIRST,SECOND' },
      true,
      ['-', 'FIRST WRITE RULE_FAILED'],
      ['-', 'SECOND READ RULE_FAILED'],
    ],
    ['a success without one', { onFailure: 'FIRST' }, false, ['new'], ['new']],
    [
      'a success with one',
      { onSuccess: 'FIRST,SECOND' },
      false,
      ['new', 'FIRST WRITE success'],
      ['new', 'SECOND READ success'],
    ],
    ['a success with ERROR', { onSuccess: 'NONE,ERROR' }, false, ['new'], 'RULE_FAILED'],
  ])('%s', (_what, rule, fails, onWrite, onRead) => {
    expect([outcome('WRITE', rule, fails), outcome('READ', rule, fails)]).toEqual([onWrite, onRead]);
  });

  it.each<[string, () => void, string, string, RegExp]>([
    ['a throw', throws(new Error('secret')), 'RULE_FAILED', 'poison', /its action 'DLQ' threw Error$/],
    [
      'a full buffer',
      throws(new OttlaError('the buffer is full', { code: 'X', action: 'retriable' })),
      'RULE_FAILED',
      'retriable',
      /threw OttlaError: the buffer is full$/,
    ],
    [
      'a promise',
      () => Promise.resolve() as unknown as void,
      'RULE_RESULT_INVALID',
      'configuration',
      /returned a promise; nothing would wait/,
    ],
  ])('fails the record by %s', (_what, run, code, failure, words) => {
    const error = failureOf(() => null, { onFailure: 'DLQ' }, [{ name: 'DLQ', run }]);
    expect([error.code, error.failure]).toEqual([code, failure]);
    expect(error.message).toMatch(words);
  });
});
