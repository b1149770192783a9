import * as fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nodeModule } from './node-module.ts';

describe('a module that only Node has', () => {
  it('is the one that an import gives', () => {
    expect(nodeModule('node:fs', 'give the text').readFileSync).toBe(fs.readFileSync);
  });

  it.each([
    ['no process', {}],
    ['a process that a bundler made up', { process: {} }],
    ['a runtime without that module', { process: { getBuiltinModule: () => undefined } }],
  ])('is refused where there is %s, and the error says what to do instead', (_where, host) => {
    expect(() => nodeModule('node:fs', 'give the text of the schema', host)).toThrow(
      expect.objectContaining({
        code: 'NODE_REQUIRED',
        message: 'node:fs is only there in Node; give the text of the schema',
      }),
    );
  });
});
