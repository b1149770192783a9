import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { nodeVersionCheck } from '../node-version-check.ts';

const check = nodeVersionCheck('@ottla/confluent-schema-registry', '>=22.19');
const onNode = (version: string) => () => {
  runInNewContext(check, { process: { versions: { node: version } } });
};

describe('the check of the bundle', () => {
  it.each(['20.20.2', '22.18.0', '18.0.0'])('names the Node that is needed on Node %s', (version) => {
    expect(onNode(version)).toThrow(
      `@ottla/confluent-schema-registry needs Node 22.19 or newer, and this is Node ${version}`,
    );
  });

  it.each(['22.19.0', '22.20.1', '24.0.0', '100.1.0'])('lets Node %s pass', (version) => {
    expect(onNode(version)).not.toThrow();
  });

  it('is not made of a range that it cannot read', () => {
    expect(() => nodeVersionCheck('some', '^22')).toThrow("cannot read the engines '^22'");
  });
});
