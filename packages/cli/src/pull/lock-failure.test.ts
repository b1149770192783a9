import { ConfigError } from '@ottla/kernel';
import { parseLock, readBundle, writeBundle } from '@ottla/registry-client';
import { expect, it } from 'vitest';
import { TemporaryFolder } from '../../testing/temporary-folder.ts';
import { lockFailure } from './lock-failure.ts';

const SHA = '0'.repeat(64);
const bundle = {
  lockfileVersion: 1 as const,
  subjects: { orders: { versions: [] } },
  schemas: { [SHA]: '"int"' },
};

/** What an attempt fails with. */
async function failureOf(attempt: () => unknown): Promise<unknown> {
  try {
    await attempt();
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
}

it.each<readonly [string, () => unknown, RegExp, string]>([
  [
    'LOCK_INVALID',
    () => parseLock('<<<<<<< HEAD\n', 'ottla.lock'),
    /conflict markers$/,
    'of a merge either side',
  ],
  ['LOCK_INVALID', () => parseLock('{', 'ottla.lock'), /the end of the text$/, 'of a merge either side'],
  ['LOCK_VERSION_UNKNOWN', () => parseLock('{"lockfileVersion":9}', 'ottla.lock'), /9/, 'delete it'],
  ['BUNDLE_UNREADABLE', () => readBundle(import.meta.dirname), /no regular file$/, 'permissions'],
])('%s gives one advice, which a command line can follow', async (code, attempt, message, remedy) => {
  const failure = lockFailure(await failureOf(attempt));
  expect(failure).toMatchObject({ code, exitCode: 2, remedy: expect.stringContaining(remedy) as string });
  expect(failure?.message).toMatch(message);
  expect(failure?.message).not.toContain('lock the subjects again');
});

it('tells of a lock that cannot be written', async () => {
  using folder = new TemporaryFolder();
  folder.write('file', '');
  const failed = await failureOf(() =>
    writeBundle({ ...bundle, subjects: {}, schemas: {} }, `${folder.path}/file/ottla.lock`),
  );
  expect(lockFailure(failed)).toMatchObject({
    code: 'BUNDLE_UNWRITABLE',
    remedy: 'Check its path, permissions and space.',
  });
});

it('is not meant by anything else', () => {
  expect(lockFailure(new ConfigError('no', 'CONFIG_INVALID'))).toBeUndefined();
  expect(lockFailure(new Error('no'))).toBeUndefined();
});
