import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './source-tree.ts';

describe('generated code', () => {
  it.each(['v1', 'v2'])('of the example is what ottla gen makes of customer.%s.avsc today', (version) => {
    const { status, stderr } = spawnSync(
      process.execPath,
      [
        'packages/cli/src/main.ts',
        'gen',
        `schemas/customers/customer.${version}.avsc`,
        '--out',
        `examples/customers/generated/${version}`,
        '--codecs',
        'interpreted',
        '--import-extension',
        '.ts',
        '--check',
      ],
      { cwd: join(ROOT), encoding: 'utf8' },
    );
    expect(status, stderr).toBe(0);
  });
});
