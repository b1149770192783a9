/**
 * The hooks, run by the real pre-commit on a sample repository.
 *
 * pre-commit is a Python program: it is installed once into the cache folder of the checkout.
 */
import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { outcomeOf, run } from '../pack/run.ts';
import { CUSTOMER, SampleRepository, WITHOUT_DEFAULT, WITH_DEFAULT } from './sample-repository.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const VERSION = '4.7.0';
const OFFLINE = { npm_config_offline: 'true', npm_config_registry: 'http://127.0.0.1:9' };
const FILE = 'schemas/customer.avsc';

/** False when there is no Python to run pre-commit. */
export async function checkHooks(modules: string, folder: string): Promise<boolean> {
  if (spawnSync('python3', ['--version']).status !== 0) return false;
  const program = await installed();
  const hooks = await SampleRepository.make(join(folder, 'hooks'), modules, {
    '.pre-commit-hooks.yaml': readFileSync(join(ROOT, '.pre-commit-hooks.yaml'), 'utf8'),
  });
  const config = [
    'repos:',
    `  - repo: ${hooks.folder}`,
    `    rev: ${await hooks.git('rev-parse', 'HEAD')}`,
    '    hooks: [{ id: ottla-fmt }, { id: ottla-lint }, { id: ottla-check }]',
  ];
  const repository = await SampleRepository.make(join(folder, 'hooked'), modules, {
    [FILE]: CUSTOMER,
    '.pre-commit-config.yaml': `${config.join('\n')}\n`,
  });
  const env = {
    ...process.env,
    ...OFFLINE,
    PRE_COMMIT_HOME: join(folder, 'pre-commit'),
    PRE_COMMIT_COLOR: 'never',
  };
  const judge = async (
    text: string,
    ...hook: readonly string[]
  ): Promise<{ status: number | null; log: string }> => {
    repository.write({ [FILE]: text });
    await repository.git('add', '--all');
    const { status, stdout, stderr } = await outcomeOf(program, ['run', ...hook], {
      cwd: repository.folder,
      env,
    });
    return { status, log: `${stdout}${stderr}` };
  };

  const good = await judge(WITH_DEFAULT);
  assert.equal(good.status, 0, good.log);
  for (const hook of ['fmt', 'lint', 'check'])
    assert.match(good.log, new RegExp(`^ottla ${hook}\\.+Passed$`, 'm'));

  const bad = await judge(WITHOUT_DEFAULT);
  assert.equal(bad.status, 1, bad.log);
  assert.match(bad.log, /^ottla check\.+Failed$/m);
  assert.match(bad.log, /FIELD_ADDED_WITHOUT_DEFAULT {2}com\.acme\.Customer\.tier/);

  const untidy = await judge(WITH_DEFAULT.replaceAll('\n', ' '), 'ottla-fmt');
  assert.match(untidy.log, /^ottla fmt\.+Failed$/m);
  assert.match(untidy.log, /files were modified by this hook/);
  assert.equal(readFileSync(join(repository.folder, FILE), 'utf8'), WITH_DEFAULT);

  const broken = await judge(WITH_DEFAULT.replace('"long"', '"lnog"'), 'ottla-check');
  assert.equal(broken.status, 1, broken.log);
  assert.match(broken.log, /schemas\/customer\.avsc:7:\d+ .*TYPE_UNKNOWN/);
  return true;
}

/** The program's path. Half an installation is none: it stands under its name only when it is whole. */
async function installed(): Promise<string> {
  const place = join(ROOT, '.cache', `pre-commit-${VERSION}`);
  const program = join(place, 'bin', 'pre-commit');
  if (existsSync(program) && spawnSync(program, ['--version']).status === 0) return program;
  rmSync(place, { recursive: true, force: true });
  await run('python3', ['-m', 'venv', place], { cwd: ROOT });
  await run(
    join(place, 'bin', 'pip'),
    ['install', '--quiet', '--disable-pip-version-check', `pre-commit==${VERSION}`],
    { cwd: ROOT },
  );
  return program;
}
