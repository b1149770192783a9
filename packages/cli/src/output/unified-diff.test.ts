import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unifiedDiff } from './unified-diff.ts';

const diff = (before: string, after: string): readonly string[] => unifiedDiff({ name: 'a', before, after });

describe('a unified diff', () => {
  it('is empty for equal texts', () => {
    expect(diff('a\n', 'a\n')).toEqual([]);
  });

  it('shows three lines around each change, and changes that are near in one hunk', () => {
    const before = Array.from({ length: 30 }, (_, line) => `${line}\n`);
    const after = before.with(5, 'five\n').with(12, 'twelve\n').with(20, 'twenty\n').toSpliced(29, 1);
    expect(diff(before.join(''), after.join(''))).toEqual([
      '--- a',
      '+++ a',
      '@@ -3,14 +3,14 @@',
      ...[
        ' 2',
        ' 3',
        ' 4',
        '-5',
        '+five',
        ' 6',
        ' 7',
        ' 8',
        ' 9',
        ' 10',
        ' 11',
        '-12',
        '+twelve',
        ' 13',
        ' 14',
        ' 15',
      ],
      '@@ -18,7 +18,7 @@',
      ...[' 17', ' 18', ' 19', '-20', '+twenty', ' 21', ' 22', ' 23'],
      '@@ -27,4 +27,3 @@',
      ...[' 26', ' 27', ' 28', '-29'],
    ]);
  });

  it('says that the last line has no end', () => {
    expect(diff('{}', '{}\n')).toEqual([
      '--- a',
      '+++ a',
      '@@ -1,1 +1,1 @@',
      '-{}',
      '\\ No newline at end of file',
      '+{}',
    ]);
  });

  it('names an empty range by the line before it', () => {
    expect(diff('', 'a\n')[2]).toBe('@@ -0,0 +1,1 @@');
    expect(diff('a\nb\n', 'a\n')[2]).toBe('@@ -1,2 +1,1 @@');
  });

  it('of two large texts that share little is short of time', () => {
    const text = (word: string): string =>
      Array.from({ length: 50_000 }, (_, line) => `${word} ${line}\n`).join('');
    expect(diff(text('a'), text('b'))).toHaveLength(100_003);
  });

  it('is what patch makes the new text of', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ottla-diff-'));
    const text = fc
      .array(fc.constantFrom('a\n', 'b\n', '\n', 'c\r\n'), { maxLength: 30 })
      .chain((lines) => fc.constantFrom('', 'end').map((end) => lines.join('') + end));
    try {
      await fc.assert(
        fc.asyncProperty(text, text, async (before, after) => {
          const file = join(folder, 'a');
          await writeFile(file, before);
          const input = `${diff(before, after).join('\n')}\n`;
          const { status, stdout } = spawnSync(
            'git',
            ['apply', '--unsafe-paths', '--unidiff-zero', '-p0', '--allow-empty'],
            { cwd: folder, input },
          );
          expect({ status, stdout: String(stdout) }).toEqual({ status: 0, stdout: '' });
          expect(await readFile(file, 'utf8')).toBe(after);
        }),
        { numRuns: 40 },
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
