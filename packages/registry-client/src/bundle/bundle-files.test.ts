import { execFileSync, spawnSync } from 'node:child_process';
import {
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  stat,
  symlink,
  unlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '@ottla/kernel';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordText, sampleBundle } from '../../testing/sample-bundle.ts';
import { readBundle, writeBundle } from './bundle-files.ts';
import { parseLock } from './lock-text.ts';
import type { SchemaBundle } from './schema-bundle.ts';

let folder: string;
let lockFile: string;
let cache: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ottla-bundle-files-'));
  lockFile = join(folder, 'ottla.lock');
  cache = join(folder, '.ottla', 'cache');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const texts = ['"string"', '\ufeff{"type":"object","title":"ä 🚀"}', recordText('R')];
const bundle = sampleBundle({
  'a-value': [
    { id: 1, schema: texts[0]! },
    { id: 2, schema: texts[1]!, schemaType: 'JSON' },
  ],
  'b-value': [
    { id: 1, schema: texts[0]! },
    { id: 3, schema: texts[2]! },
  ],
});
const digests = Object.keys(bundle.schemas).toSorted();

async function problem(reading: Promise<unknown>): Promise<string> {
  try {
    await reading;
  } catch (error) {
    if (error instanceof ConfigError) return `${error.code} ${error.message}`;
  }
  throw new Error('a ConfigError was expected');
}

describe('a bundle on disk', () => {
  it('is read again as it was written: the lock, and each text once in a file named by its SHA-256', async () => {
    await writeBundle(bundle, lockFile);
    expect(await readdir(cache)).toEqual(digests);
    for (const sha256 of digests) {
      expect(await readFile(join(cache, sha256), 'utf8')).toBe(bundle.schemas[sha256]);
    }
    expect(await readBundle(lockFile)).toEqual(bundle);
  });

  it('may have its texts in another folder', async () => {
    const elsewhere = join(folder, 'texts');
    await writeBundle(bundle, lockFile, elsewhere);
    expect((await readdir(folder)).toSorted()).toEqual(['ottla.lock', 'texts']);
    expect(await readBundle(lockFile, elsewhere)).toEqual(bundle);
  });

  it('is written again without touching what stands there already, and leaves nothing else behind', async () => {
    await writeBundle(bundle, lockFile);
    const files = [lockFile, ...digests.map((sha256) => join(cache, sha256))];
    for (const file of files) await utimes(file, 1, 1);
    const [altered] = files.slice(1);
    await writeFile(altered!, 'something else');
    await writeBundle(bundle, lockFile);
    const times = await Promise.all(files.map(async (file) => (await stat(file)).mtimeMs));
    expect(times.map((time) => time === 1_000)).toEqual([true, false, true, true]);
    expect(await readBundle(lockFile)).toEqual(bundle);
    expect(await readdir(cache)).toEqual(digests);
  });

  it('keeps the texts of other branches', async () => {
    await writeBundle(bundle, lockFile);
    await writeBundle(sampleBundle({ c: [{ id: 9, schema: '"int"' }] }), lockFile);
    expect(await readdir(cache)).toHaveLength(digests.length + 1);
    expect(Object.keys((await readBundle(lockFile)).schemas)).toHaveLength(1);
  });

  it('is not written where it contradicts itself', async () => {
    const broken = { ...bundle, schemas: { ...bundle.schemas, [digests[0]!]: 'x' } };
    expect(await problem(writeBundle(broken, lockFile))).toMatch(/^BUNDLE_TEXT_ALTERED/);
    // Not a SchemaBundle: what a program that is not type-checked may give.
    const named = JSON.parse(JSON.stringify(bundle).replaceAll(digests[0]!, '../../outside')) as SchemaBundle;
    expect(await problem(writeBundle(named, lockFile))).toMatch(/^BUNDLE_INVALID .*must be a SHA-256/);
    expect(await readdir(folder)).toEqual([]);
  });

  it('follows no link out of its folder when writing, and keeps a link to the lock', async () => {
    const [outside, kept] = [join(folder, 'outside'), join(folder, 'kept.lock')];
    await writeFile(outside, 'untouched');
    await writeFile(kept, '');
    await mkdir(cache, { recursive: true });
    await symlink(outside, join(cache, digests[0]!));
    await symlink(kept, lockFile);
    await writeBundle(bundle, lockFile);
    expect(await readFile(outside, 'utf8')).toBe('untouched');
    expect(parseLock(await readFile(kept, 'utf8')).subjects).toEqual(bundle.subjects);
  });

  it('says which file cannot be written', async () => {
    await writeFile(join(folder, '.ottla'), 'a file where a folder must be');
    expect(await problem(writeBundle(bundle, lockFile))).toMatch(
      /^BUNDLE_UNWRITABLE .*\.ottla\/cache\/[0-9a-f]{64}: the file system says E\w+; check path, permissions and space$/,
    );
    expect((await readdir(folder)).toSorted()).toEqual(['.ottla']);
  });
});

describe('reading a bundle', () => {
  it('says that there is no lock', async () => {
    expect(await problem(readBundle(lockFile))).toMatch(
      /^BUNDLE_UNREADABLE .*ottla\.lock: is not there; check path and permissions, or lock the subjects again$/,
    );
    await mkdir(lockFile);
    expect(await problem(readBundle(lockFile))).toMatch(
      /^BUNDLE_UNREADABLE .*ottla\.lock: is no regular file;/,
    );
  });

  it('says which text is missing', async () => {
    await writeBundle(bundle, lockFile);
    await unlink(join(cache, digests[1]!));
    expect(await problem(readBundle(lockFile))).toMatch(
      new RegExp(
        `^BUNDLE_TEXT_MISSING .*cache/${digests[1]}: the lock names this text, .*lock the subjects again`,
      ),
    );
  });

  it('says which text is no file', async () => {
    await writeBundle(bundle, lockFile);
    await unlink(join(cache, digests[1]!));
    execFileSync('mkfifo', [join(cache, digests[1]!)]);
    expect(await problem(readBundle(lockFile))).toMatch(/^BUNDLE_UNREADABLE .*: is no regular file/);
  });

  it('detects every change of a byte in a text', async () => {
    await writeBundle(bundle, lockFile);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...digests),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (sha256, place, flip) => {
          const file = join(cache, sha256);
          const whole = await readFile(file);
          const bytes = Buffer.from(whole);
          bytes[place % bytes.length]! ^= flip;
          await writeFile(file, bytes);
          const found = await problem(readBundle(lockFile));
          await writeFile(file, whole);
          expect(found).toMatch(new RegExp(`^BUNDLE_TEXT_ALTERED .*${sha256}: the text does not fit`));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('takes no text that was cut or grew', async () => {
    await writeBundle(bundle, lockFile);
    const file = join(cache, digests[0]!);
    const whole = await readFile(file);
    for (const bytes of [whole.subarray(0, -1), Buffer.concat([whole, Buffer.from('\n')]), Buffer.alloc(0)]) {
      await writeFile(file, bytes);
      expect(await problem(readBundle(lockFile))).toMatch(/^BUNDLE_TEXT_ALTERED/);
    }
  });
});

describe('two branches that each lock a subject', () => {
  const base = { 'm-value': [{ id: 1, schema: '"string"' }] };
  const [early, late] = [
    { 'a-value': [{ id: 2, schema: '"int"' }] },
    { 'z-value': [{ id: 3, schema: '"long"' }] },
  ];

  function git(...words: string[]): { status: number | null; said: string } {
    const settings = ['-c', 'user.name=t', '-c', 'user.email=t@localhost', '-c', 'commit.gpgsign=false'];
    // Nothing of whoever runs the test: in a hook of git, GIT_DIR is another repository.
    const environment = {
      PATH: process.env['PATH'],
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_SYSTEM: '/dev/null',
    };
    const run = spawnSync('git', [...settings, ...words], {
      cwd: folder,
      encoding: 'utf8',
      env: environment,
    });
    return { status: run.status, said: `${run.stdout}${run.stderr}` };
  }

  async function commit(locked: SchemaBundle): Promise<void> {
    await writeBundle(locked, lockFile);
    expect(git('add', 'ottla.lock').status).toBe(0);
    expect(git('commit', '-q', '-m', 'lock').status).toBe(0);
  }

  beforeEach(async () => {
    git('init', '-q', '-b', 'main');
    await commit(sampleBundle(base));
    git('checkout', '-q', '-b', 'other');
    await commit(sampleBundle({ ...base, ...late }));
    git('checkout', '-q', 'main');
    await commit(sampleBundle({ ...early, ...base }));
  });

  it('conflict in git', async () => {
    const merged = git('merge', 'other');
    expect(merged.status, merged.said).toBe(1);
    expect(merged.said).toContain('CONFLICT (content): Merge conflict in ottla.lock');
    expect(await problem(readBundle(lockFile))).toMatch(
      /^LOCK_INVALID .*the file holds git's conflict markers/,
    );
  });

  it.each(['ours', 'theirs'])('do not fit the digest when git is told to resolve with %s', async (side) => {
    const merged = git('merge', '-q', '--no-edit', '-X', side, 'other');
    expect(merged.status, merged.said).toBe(0);
    const text = await readFile(lockFile, 'utf8');
    // Git took both subjects and one of the digests.
    expect([text.includes('"a-value"'), text.includes('"z-value"')]).toEqual([true, true]);
    expect(await problem(readBundle(lockFile))).toMatch(/^LOCK_DIGEST_MISMATCH .*lock the subjects again/);
  });
});
