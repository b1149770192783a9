import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { printable } from './terminal.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

/** Runs `ottla rules` in a shell line that calls it `ottla`. */
function shell(
  line: string,
  environment: Record<string, string> = {},
): { status: number | null; stdout: string; stderr: string } {
  const script = `ottla() { "$NODE" "$MAIN" "$@"; }; ${line}`;
  const { NO_COLOR: _no, FORCE_COLOR: _force, ...inherited } = process.env;
  return spawnSync('bash', ['-c', script], {
    encoding: 'utf8',
    timeout: 60_000,
    env: { ...inherited, NODE: process.execPath, MAIN, ...environment },
  });
}

describe('the terminal of a process', () => {
  it('says nothing when the reader of its output has gone away', () => {
    // `true` has ended long before Node has started.
    const { status, stderr } = shell('ottla rules --format json | true; exit ${PIPESTATUS[0]}');
    expect(stderr).toMatch(/^\d+ rules\n$/);
    expect(status).toBe(0);
    const { status: both } = shell('ottla rules --format json 2>&1 | true; exit ${PIPESTATUS[0]}');
    expect(both).toBe(0);
  });

  // Only some systems have this device.
  it.each(['/dev/full'].filter((device) => existsSync(device)))(
    'tells that what it prints to %s is lost, and fails for it',
    (device) => {
      const { status, stderr } = shell(`ottla rules > ${device}`);
      expect(stderr).toMatch(/^\d+ rules\nerror: stdout cannot be written to: ENOSPC.*\n$/);
      expect(status).toBe(2);
      expect(shell(`ottla explain NO_SUCH_RULE 2> ${device}`).status).toBe(2);
    },
  );

  it('paints what it prints only for a stream with colours, and when it is forced', () => {
    expect(shell('ottla rules').stdout).not.toContain('\u001b[');
    expect(shell('ottla rules', { FORCE_COLOR: '1' }).stdout).toContain('\u001b[1mLint\u001b[22m');
    expect(shell('ottla rules', { NO_COLOR: '1' }).stdout).not.toContain('\u001b[');
  });
});

describe('printable text', () => {
  it.each([
    ['plain ~text~', 'plain ~text~'],
    ['a\tb', 'a b'],
    ['\u001b[31m\r\n\u0000\u007f\u009b', '?[31m?????'],
    ['a\u202eb\u2066c\u2028', 'a?b?c?'],
    ['客户🙂', '客户🙂'],
  ])('of %j is %j', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });
});
