import type { RegisteredSchema, SchemaRule } from '@ottla/kernel';
import { describe, expect, it } from 'vitest';
import type { RuleExecutor } from './rule-options.ts';
import { RuleBook } from './rule-run.ts';

const record = { topic: 'notes', isKey: false, headers: [] };
const encodingRule = (name: string, type: string, more: Partial<SchemaRule> = {}): SchemaRule => ({
  name,
  kind: 'TRANSFORM',
  mode: 'WRITEREAD',
  type,
  ...more,
});

/** Seals by a byte in front and refuses to open what another has sealed. */
const seal = (type: string, byte: number): RuleExecutor => ({
  type,
  execute(value, { mode }) {
    if (!(value instanceof Uint8Array)) throw new Error('no bytes');
    if (mode === 'WRITE') return Uint8Array.of(byte, ...value);
    if (value[0] !== byte) throw new Error('sealed by another');
    return value.subarray(1);
  },
});
const executors = [seal('INNER', 1), seal('OUTER', 2)];
const rules = [encodingRule('inner', 'INNER'), encodingRule('outer', 'OUTER')];
const schemaWith = (encodingRules: readonly SchemaRule[]): RegisteredSchema => ({
  id: 7,
  schemaType: 'AVRO',
  schema: '"bytes"',
  ruleSet: { encodingRules },
});

function run(mode: 'WRITE' | 'READ', encodingRules = rules, own = executors) {
  const made = new RuleBook({ executors: own }).encodingRules(mode, {
    subject: 's',
    schema: schemaWith(encodingRules),
  });
  if (made === null) throw new Error('nothing to run');
  return made;
}

describe('encoding rules', () => {
  it('wrap the payload in order and unwrap it in reverse', () => {
    const sealed = run('WRITE')(Uint8Array.of(9), record);
    expect([...sealed]).toEqual([2, 1, 9]);
    expect([...run('READ')(sealed, record)]).toEqual([9]);
  });

  it('are not domain rules', () => {
    expect(
      new RuleBook({ executors }).domainRules('WRITE', { subject: 's', schema: schemaWith(rules) }),
    ).toBeNull();
  });

  it('never change the bytes they are given, also where an executor works in place', () => {
    const flip: RuleExecutor = { type: 'FLIP', execute: (value) => (value as Uint8Array).fill(0) };
    const payload = Uint8Array.of(1, 2, 3);
    const flipped = run('READ', [encodingRule('f', 'FLIP')], [flip])(payload, record);
    expect([[...flipped], [...payload]]).toEqual([
      [0, 0, 0],
      [1, 2, 3],
    ]);
  });

  it.each<[string, unknown, string]>([
    ['text', 'sealed', 'a string'],
    ['an array', [1, 2], 'an array'],
    ['an ArrayBuffer', new ArrayBuffer(2), 'bytes'],
  ])('refuse %s in the place of bytes', (_what, answer, found) => {
    const wrong: RuleExecutor = { type: 'WRONG', execute: () => answer };
    expect(() => run('WRITE', [encodingRule('w', 'WRONG')], [wrong])(Uint8Array.of(1), record)).toThrow(
      expect.objectContaining({
        code: 'RULE_RESULT_INVALID',
        failure: 'configuration',
        message: expect.stringContaining(`returned ${found} for an encoding rule; return a Uint8Array`),
      }),
    );
  });

  it('poison a record whose payload they cannot open', () => {
    expect(() => run('READ')(Uint8Array.of(1, 9), record)).toThrow(
      expect.objectContaining({ code: 'RULE_FAILED', failure: 'poison', subject: 's', schemaId: 7 }),
    );
  });

  it('leave an empty payload to the executors', () => {
    expect([...run('WRITE')(new Uint8Array(0), record)]).toEqual([2, 1]);
  });
});
