import { describe, expect, it } from 'vitest';
import { compatibilityLevels, type CompatibilityLevel } from '../compatibility/compatibility-level.ts';
import { parseJsonSchema } from '../json-schema/json-schema-parser.ts';
import { parseSchema } from '../parse/schema-parser.ts';
import { checkHistory } from './history-check.ts';
import type { Contract, ContractVersion, HistoryReport } from './history-report.ts';

function customer(...fields: readonly string[]): Contract {
  const text = `{"type":"record","name":"com.acme.Customer","fields":[${fields.join(',')}]}`;
  return { type: 'AVRO', schema: parseSchema(text, { file: 'customer.avsc' }) };
}

const ID = '{"name":"id","type":"long"}';
const TIER = '{"name":"tier","type":"string"}';
const DEFAULT_TIER = '{"name":"tier","type":"string","default":"NONE"}';
const json = (text: string): Contract => ({ type: 'JSON', schema: parseJsonSchema(text) });

function versions(...contracts: readonly Contract[]): readonly ContractVersion[] {
  return contracts.map((contract, place) => ({ label: `v${place + 1}`, contract }));
}

function check(candidate: Contract, history: readonly Contract[], level: CompatibilityLevel): HistoryReport {
  return checkHistory(candidate, versions(...history), { level });
}

/** `FIELD_ADDED_WITHOUT_DEFAULT com.acme.Customer.tier v1,v2`. */
function told({ findings }: HistoryReport): readonly string[] {
  return findings.map(({ rule, path, versions: labels }) => `${rule} ${path} ${labels.join(',')}`);
}

describe('the versions that are compared', () => {
  const history = [customer(ID), customer(ID, DEFAULT_TIER)];

  it('are those the level asks for', () => {
    const compared = compatibilityLevels.map((level) => check(customer(ID, TIER), history, level).compared);
    expect(compared).toEqual([[], ['v2'], ['v1', 'v2'], ['v2'], ['v1', 'v2'], ['v2'], ['v1', 'v2']]);
  });

  it('are all told of, and equal findings of several versions are one', () => {
    const old = [customer(), customer(ID), customer(ID)];
    expect(told(check(customer(ID, TIER), old, 'BACKWARD_TRANSITIVE'))).toEqual([
      'FIELD_ADDED_WITHOUT_DEFAULT com.acme.Customer.id v1',
      'FIELD_ADDED_WITHOUT_DEFAULT com.acme.Customer.tier v1,v2,v3',
    ]);
  });

  it('find nothing at NONE, nor in an empty history, nor in the schema itself', () => {
    expect(told(check(customer(ID, TIER), [customer()], 'NONE'))).toEqual([]);
    expect(told(check(customer(ID), [], 'FULL_TRANSITIVE'))).toEqual([]);
    const same = customer(ID);
    expect(told(check(same, [same], 'FULL'))).toEqual([]);
  });
});

describe('the order of findings', () => {
  it('is the worst first, then as they stand in the new schema', () => {
    const before = customer(ID, '{"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}}');
    const after = customer(
      '{"name":"at","type":{"type":"long","logicalType":"timestamp-micros"}}',
      '{"name":"b","type":"string"}',
      '{"name":"id","type":"int"}',
    );
    const { findings } = check(after, [before], 'BACKWARD');
    expect(findings.map(({ severity, rule }) => `${severity} ${rule}`)).toEqual([
      'error FIELD_ADDED_WITHOUT_DEFAULT',
      'error NUMERIC_NARROWED',
      'warn TIMESTAMP_UNIT_CHANGED',
    ]);
  });
});

describe('the levels at which a version passes', () => {
  it('are all when nothing changes for anyone', () => {
    expect(check(customer(ID, DEFAULT_TIER), [customer(ID)], 'NONE').passing).toEqual(compatibilityLevels);
  });

  it('are those of one direction when the other one fails', () => {
    const { passing } = check(customer(ID, TIER), [customer(ID)], 'BACKWARD');
    expect(passing).toEqual(['NONE', 'FORWARD', 'FORWARD_TRANSITIVE']);
  });

  it('are those that are not transitive when an older version fails', () => {
    const { passing } = check(customer(ID, TIER), [customer(ID), customer(ID, DEFAULT_TIER)], 'FULL');
    expect(passing).toEqual(['NONE', 'BACKWARD', 'FORWARD', 'FORWARD_TRANSITIVE', 'FULL']);
  });
});

describe('the weaker level', () => {
  const weaker = (history: readonly Contract[], level: CompatibilityLevel): readonly unknown[] =>
    check(customer(ID, TIER), history, level).findings.flatMap(({ severity, weakerLevel }) =>
      severity === 'error' ? [weakerLevel] : [],
    );

  it('is the strongest that lets the finding pass', () => {
    expect(weaker([customer(ID)], 'FULL_TRANSITIVE')).toEqual(['FORWARD_TRANSITIVE']);
    expect(weaker([customer(ID)], 'FULL')).toEqual(['FORWARD']);
    expect(weaker([customer(ID), customer(ID, DEFAULT_TIER)], 'FULL_TRANSITIVE')).toEqual(['FULL']);
    expect(weaker([customer(ID), customer(ID, DEFAULT_TIER)], 'BACKWARD_TRANSITIVE')).toEqual(['BACKWARD']);
  });

  it('is null when only NONE would', () => {
    expect(weaker([customer(ID)], 'BACKWARD')).toEqual([null]);
    expect(weaker([customer(ID)], 'BACKWARD_TRANSITIVE')).toEqual([null]);
  });
});

describe('the order of deployment', () => {
  const order = (candidate: Contract, history: readonly Contract[], level: CompatibilityLevel): unknown =>
    check(candidate, history, level).findings[0]?.deployOrder;

  it.each([
    [
      'FULL',
      customer(ID, TIER),
      [customer(ID)],
      'upgrade producers first, and consumers once nothing written with v1 is left to read',
    ],
    [
      'FULL',
      customer(ID),
      [customer(ID, TIER)],
      'upgrade consumers first: none may still be at v1 when producers follow',
    ],
    [
      'FULL',
      customer(ID),
      [customer(TIER)],
      'no order is safe: neither version can read what the other writes',
    ],
    [
      'BACKWARD_TRANSITIVE',
      customer(ID, TIER),
      [customer(ID), customer(ID, DEFAULT_TIER)],
      'either order, once nothing written with v1 is left to read',
    ],
    [
      'FORWARD_TRANSITIVE',
      customer(ID),
      [customer(ID, TIER), customer(ID, DEFAULT_TIER)],
      'either order, once no consumer is at v1',
    ],
  ] as const)('at %s: %#', (level, candidate, history, expected) => {
    expect(order(candidate, history, level)).toBe(expected);
  });

  it('names few of many versions', () => {
    const history = Array.from({ length: 9 }, () => customer(ID));
    expect(order(customer(ID, TIER), history, 'BACKWARD_TRANSITIVE')).toBe(
      'upgrade producers first, and consumers once nothing written with v1, v2, v3 and 6 more is left to read',
    );
  });

  it('is none for warnings', () => {
    expect(
      order(customer(ID, DEFAULT_TIER), [customer(ID, DEFAULT_TIER.replace('NONE', 'GOLD'))], 'FULL'),
    ).toBe('');
  });
});

describe('another type of schema', () => {
  const document = json('{"type":"object"}');

  it('is refused at every level but NONE', () => {
    const report = check(document, [customer(ID)], 'FULL');
    expect(report.findings).toMatchObject([
      {
        rule: 'SCHEMA_TYPE_CHANGED',
        severity: 'error',
        detail: 'AVRO -> JSON',
        direction: null,
        versions: ['v1'],
      },
    ]);
    expect(report.findings[0]?.deployOrder).toMatch(/^no order is safe: /);
    expect(report.passing).toEqual(['NONE']);
  });

  it('is forgotten when it is no more compared', () => {
    expect(told(check(document, [customer(ID), document], 'FULL'))).toEqual([]);
    expect(told(check(document, [customer(ID), document], 'BACKWARD_TRANSITIVE'))).toEqual([
      'SCHEMA_TYPE_CHANGED  v1',
    ]);
  });
});

describe('JSON Schema', () => {
  const open = (more: string): Contract =>
    json(`{"type":"object","properties":{"id":{"type":"string"}${more}}}`);

  it('is judged by its policy', () => {
    const history = versions(open(''));
    const candidate = open(',"tier":{"type":"string"}');
    expect(checkHistory(candidate, history, { level: 'BACKWARD' }).findings).toHaveLength(1);
    expect(checkHistory(candidate, history, { level: 'BACKWARD', policy: 'LENIENT' }).findings).toEqual([]);
  });
});

describe('rules that are off', () => {
  it('are looked for when asked', () => {
    const doc = (text: string): Contract => customer(`{"name":"id","type":"long","doc":"${text}"}`);
    const history = versions(doc('a'));
    const rules = (also: readonly string[]): readonly string[] =>
      checkHistory(doc('b'), history, { level: 'BACKWARD', also: new Set(also) }).findings.map(
        ({ rule }) => rule,
      );
    expect(rules([])).toEqual([]);
    expect(rules(['DOC_CHANGED'])).toEqual(['DOC_CHANGED']);
  });
});
