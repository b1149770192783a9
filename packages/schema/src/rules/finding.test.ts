import { describe, expect, it } from 'vitest';
import { compatibilityFindings } from '../compatibility/compatibility-findings.ts';
import { parseSchema } from '../parse/schema-parser.ts';
import { findingFingerprint } from './finding.ts';

const money = (...fields: readonly string[]): string =>
  `{"type":"record","name":"Money","fields":[${fields.join(',')}]}`;
const order = (total: string): string =>
  `{"type":"record","name":"Order","fields":[{"name":"total","type":${total}}]}`;
const OF = '{"name":"of","type":"string"}';
const BY = '{"name":"by","type":"string"}';

function fingerprint(
  before: string,
  after: string,
  {
    direction = 'BACKWARD',
    subject = 'orders',
  }: { direction?: 'BACKWARD' | 'FORWARD'; subject?: string } = {},
): string {
  const versions = { before: parseSchema(before), after: parseSchema(after), direction };
  const [finding, ...more] = compatibilityFindings(versions);
  if (finding === undefined || more.length > 0) throw new Error('the samples have one finding each');
  return findingFingerprint(subject, finding);
}

const first = fingerprint(order('"int"'), order('"string"'));

describe('the fingerprint of a finding', () => {
  it('is twelve hex digits that stay when lines move', () => {
    expect(first).toMatch(/^[0-9a-f]{12}$/);
    expect(fingerprint(order('"int"'), `\n\n${order('"string"')}`)).toBe(first);
  });

  it('is another for another change, subject or direction', () => {
    expect(fingerprint(order('"int"'), order('"bytes"'))).not.toBe(first);
    expect(fingerprint(order('"int"'), order('"string"'), { subject: 'refunds' })).not.toBe(first);
    expect(fingerprint(order('"int"'), order('"string"'), { direction: 'FORWARD' })).not.toBe(first);
  });

  it('is another when a branch of a union breaks for one more reason, which nobody has excused', () => {
    const before = order(`["null",${money()}]`);
    const one = fingerprint(before, order(`["null",${money(OF)}]`));
    expect(fingerprint(before, order(`["null",${money(BY)}]`))).not.toBe(one);
    expect(fingerprint(before, order(`["null",${money(OF, BY)}]`))).not.toBe(one);
  });
});
