/** The action, run on a sample repository: what it refuses, what it shows, what it cannot be talked into. */
import { strict as assert } from 'node:assert';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ActionRunner } from './action-runner.ts';
import { CUSTOMER, SampleRepository, WITHOUT_DEFAULT, WITH_DEFAULT } from './sample-repository.ts';

const ACTION = fileURLToPath(new URL('../../action.yml', import.meta.url));
/** No network: what is installed must do. */
const OFFLINE = { npm_config_offline: 'true', npm_config_registry: 'http://127.0.0.1:9' };
const FILE = 'schemas/customer.avsc';

/** `modules` is a node_modules folder with ottla in it, `folder` a place for repositories. */
export async function checkAction(modules: string, folder: string): Promise<void> {
  const action = new ActionRunner(ACTION);
  const repository = await SampleRepository.make(join(folder, 'sample'), modules, {
    [FILE]: CUSTOMER,
    [`services/shop/${FILE}`]: CUSTOMER,
  });
  await repository.git('switch', '--quiet', '--create', 'change');
  const run = (inputs: Readonly<Record<string, string>>): ReturnType<ActionRunner['run']> =>
    action.run(repository.folder, inputs, OFFLINE);

  repository.write({ [FILE]: WITH_DEFAULT });
  const good = await run({ against: 'git:main' });
  assert.equal(good.status, 0, good.log);
  assert.doesNotMatch(good.log, /^::error/m);

  repository.write({ [FILE]: WITHOUT_DEFAULT });
  await repository.commit();
  const bad = await run({ against: 'git:main' });
  assert.equal(bad.status, 1, bad.log);
  assert.match(
    bad.log,
    /^::error file=schemas\/customer\.avsc,line=\d+,col=\d+,title=FIELD_ADDED_WITHOUT_DEFAULT::/m,
  );

  repository.write({ [`services/shop/${FILE}`]: WITHOUT_DEFAULT });
  const inner = await run({
    against: 'git:main',
    'working-directory': 'services/shop',
    level: 'FULL_TRANSITIVE',
    args: 'schemas\n--fail-on error',
  });
  assert.equal(inner.status, 1, inner.log);
  assert.match(inner.log, /^::error file=services\/shop\/schemas\/customer\.avsc,line=\d+/m);
  assert.match(inner.log, /level FULL_TRANSITIVE/);

  const sarif = await run({ against: 'git:main', args: '-o sarif=report.sarif' });
  assert.equal(sarif.status, 1, sarif.log);
  assert.match(sarif.log, /^::error /m);
  assert.match(
    readFileSync(join(repository.folder, 'report.sarif'), 'utf8'),
    /"ruleId": "FIELD_ADDED_WITHOUT_DEFAULT"/,
  );

  await checkHostile(repository, run);
  await checkFetch(action, repository, { modules, folder });
}

type Run = (inputs: Readonly<Record<string, string>>) => ReturnType<ActionRunner['run']>;

/** Branches are named by whoever opens a pull request. */
const HOSTILE: readonly string[] = [
  '$(touch owned)`touch owned`;touch owned&touch owned|touch owned',
  `'"; touch owned\ntouch owned; "'`,
  '--output=owned',
];

/** Together where the words of one command meet, alone where a step would end before the others count. */
const HOSTILE_INPUTS: readonly (readonly string[])[] = [
  ['against', 'level', 'config', 'format', 'args'],
  ['version'],
  ['fetch'],
];

async function checkHostile(repository: SampleRepository, run: Run): Promise<void> {
  for (const hostile of HOSTILE) {
    for (const inputs of HOSTILE_INPUTS) {
      // What is meant as further words may well name an output.
      const given = inputs.filter((input) => !(input === 'args' && hostile.startsWith('-')));
      const { status, log } = await run(Object.fromEntries(given.map((input) => [input, hostile])));
      assert.notEqual(status, 0, `${given.join()}: ${hostile} was taken\n${log}`);
      assert.ok(!existsSync(join(repository.folder, 'owned')), `${given.join()}: ${hostile} was executed`);
    }
  }
}

async function checkFetch(
  action: ActionRunner,
  repository: SampleRepository,
  { modules, folder }: { readonly modules: string; readonly folder: string },
): Promise<void> {
  const copy = await repository.shallowCopy(join(folder, 'copy'), modules);
  const without = await action.run(copy.folder, { against: 'git:origin/main' }, OFFLINE);
  assert.equal(without.status, 2, without.log);
  const fetched = await action.run(copy.folder, { against: 'git:origin/main', fetch: 'main' }, OFFLINE);
  assert.equal(fetched.status, 1, fetched.log);
  assert.match(fetched.log, /^::error file=schemas\/customer\.avsc/m);
}
