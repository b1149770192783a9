/**
 * `pnpm test:pack`: the packages as npm will serve them.
 *
 * Builds and packs each package. Then, side by side: publint and attw judge the tarballs; plain npm installs them in an
 * empty project, generates types with the installed `ottla`, compiles the example of the README under
 * strict settings, and runs it on Node 22 and Node 24 against `ottla dev`. What was installed also serves the
 * GitHub Action and the hooks of pre-commit, which run on sample repositories, and a newcomer's `init` and `gen`
 * (codegen-check). The drop-in is installed under the name of the original (test/drop-in), and the serializers
 * with and without their peers (serializers-check).
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkAction } from '../action/action-check.ts';
import { checkHooks } from '../action/hooks-check.ts';
import { checkDropIn } from '../drop-in/drop-in-check.ts';
import { publishedSuite } from '../drop-in/published-suite.ts';
import { interruptSignal } from '../interrupt-signal.ts';
import { pointAt, snippetsOf } from '../snippets/snippet.ts';
import { checkCodegen } from './codegen-check.ts';
import { checkContracts } from './contracts-check.ts';
import { DevelopmentServers } from './development-servers.ts';
import { run } from './run.ts';
import { checkSerializers } from './serializers-check.ts';
import { sideBySide } from './side-by-side.ts';
import { packAll } from './tarballs.ts';
import { compile, compilerPackages, configure, NODES, npmInstall } from './user-project.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const BIN = join(ROOT, 'test', 'node_modules', '.bin');

const say = (line: string): void => console.log(line);

const isDropIn = (tarball: string): boolean => tarball.includes('confluent-schema-registry');
/** Its deep imports have the original's form: CommonJS with a default beside `__esModule`, which both judges dislike. */
const DROP_IN_RULES = ['--ignore-rules', 'cjs-only-exports-default'];

async function judge(tarballs: readonly string[]): Promise<void> {
  for (const tarball of tarballs) {
    const dropIn = isDropIn(tarball);
    await run(join(BIN, 'publint'), ['run', tarball, ...(dropIn ? [] : ['--strict'])], { cwd: ROOT });
    await run(join(BIN, 'attw'), [tarball, ...(dropIn ? DROP_IN_RULES : ['--profile', 'esm-only'])], {
      cwd: ROOT,
    });
    say(`ok  publint and attw: ${tarball.split('/').at(-1)}`);
  }
}

/** A project as a newcomer has it: package.json, one contract, one program. */
async function makeProject(project: string, tarballs: readonly string[]): Promise<void> {
  mkdirSync(join(project, 'schemas'), { recursive: true });
  writeFileSync(
    join(project, 'package.json'),
    JSON.stringify({ name: 'newcomer', private: true, type: 'module' }),
  );
  cpSync(join(ROOT, 'schemas/customers/customer.v2.avsc'), join(project, 'schemas/customer.avsc'));
  configure(project, {
    compilerOptions: { module: 'NodeNext', outDir: 'dist' },
    include: ['*.ts', 'generated'],
  });
  await npmInstall(project, [...tarballs, ...compilerPackages()]);
  await run('npx', ['--no-install', 'ottla', 'gen', 'schemas/customer.avsc', '--out', 'generated'], {
    cwd: project,
  });
}

async function runExample(project: string, servers: DevelopmentServers): Promise<void> {
  const [example] = snippetsOf(join(ROOT, 'README.md'));
  if (example === undefined) throw new Error('README.md shows no example');
  writeFileSync(join(project, 'main.ts'), pointAt(example, servers));
  await compile(project);
  for (const node of NODES) {
    const { stdout: version } = await run(node, ['--version'], { cwd: project });
    const { stdout } = await run(node, ['dist/main.js'], { cwd: project });
    if (!/partition \d+, offset \d+/.test(stdout)) throw new Error(`the example printed: ${stdout}`);
    say(`ok  the README's example on Node ${version.trim()}: ${stdout.trim()}`);
  }
}

async function runInRepositories(project: string, folder: string): Promise<void> {
  const modules = join(project, 'node_modules');
  await checkAction(modules, join(folder, 'action'));
  say('ok  the GitHub Action: finds what breaks, and is talked into nothing');
  const hooked = await checkHooks(modules, join(folder, 'hooks'));
  say(
    hooked ? 'ok  the hooks of pre-commit' : '--  the hooks of pre-commit were NOT run: there is no python3',
  );
}

/** The drop-in under the original's name, and the original's own specs if they are at hand. */
async function judgeDropIn(tarballs: readonly string[], into: string): Promise<void> {
  const tarball = tarballs.find(isDropIn);
  if (tarball === undefined) throw new Error('the drop-in was not packed');
  await checkDropIn(tarball, into);
  say('ok  the drop-in: programs and a jest spec for the original do the same with ours');
  if (!(await publishedSuite(process.env['OTTLA_KCSR_SOURCES'], tarball))) {
    throw new Error('the published suite of the original fails with the drop-in');
  }
}

/** What is installed in one project: used by programs, in repositories, and beside servers. */
async function judgeProject(tarballs: readonly string[], folder: string): Promise<void> {
  const project = join(folder, 'project');
  await makeProject(project, tarballs);
  const contracts = await checkContracts(project);
  say(`ok  compiled codecs of ${contracts.trim().split('\n').length} contracts, on Node 22 and Node 24`);
  await checkCodegen(project);
  say('ok  ottla init and gen: compiled codecs for nodenext, bundlers and .ts imports');
  await runInRepositories(project, folder);
  await using servers = await DevelopmentServers.start(project);
  await runExample(project, servers);
}

async function judgeSerializers(tarballs: readonly string[], into: string): Promise<void> {
  await checkSerializers(tarballs, into);
  say('ok  the serializers: every entry point, without the optional peers and with them, also without eval');
}

async function judgeAll(folder: string): Promise<void> {
  const tarballs = await packAll(join(folder, 'tarballs'));
  await sideBySide([
    () => judgeDropIn(tarballs, join(folder, 'drop-in')),
    () => judgeProject(tarballs, folder),
    () => judgeSerializers(tarballs, join(folder, 'serializers')),
    () => judge(tarballs),
  ]);
  say(`test:pack: ${tarballs.length} packages are fit to publish`);
}

const interrupt = interruptSignal();
const folder = mkdtempSync(join(tmpdir(), 'ottla-pack-'));
try {
  await judgeAll(folder);
} catch (error) {
  const reasons: readonly unknown[] = error instanceof AggregateError ? error.errors : [error];
  if (interrupt.aborted) console.error(`test:pack: ${(interrupt.reason as Error).message}`);
  else for (const reason of reasons) console.error('FAILED ', reason);
  process.exitCode = interrupt.aborted ? 130 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
