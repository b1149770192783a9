/**
 * `pnpm test:drop-in [folder]`: the published test suite of @kafkajs/confluent-schema-registry against ours.
 *
 * Takes the folder of its sources (argument, or OTTLA_KCSR_SOURCES); none of them is kept here. Without it the
 * suite is skipped, and says so. Cases that we mean to differ in stand in differences.json with their reasons;
 * any other failure, and a difference that is none, fails.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EmbeddedRegistry } from '@ottla/embedded';
import { outcomeOf } from '../pack/run.ts';
import { packOne } from '../pack/tarballs.ts';
import { avroToolsAsDocker } from './avro-tools.ts';
import { makeSuiteProject, oldestVersions, type SuiteProjectOptions } from './suite-project.ts';
import { judgeSuite, type Difference, type JestReport } from './suite-result.ts';

/** The port that its specs name. */
const REGISTRY_PORT = 8982;
/** Java starts for each of its cases. */
const PATIENCE = ['--testTimeout=60000'];
const NEEDS_DOCKER = 'src/utils/avdlToAVSC.spec.ts';

const say = (line: string): void => console.log(line);

function readDifferences(): Difference[] {
  const text = readFileSync(new URL('differences.json', import.meta.url), 'utf8');
  return JSON.parse(text) as Difference[]; // ours, and looked at by people
}

/** Runs jest to its end, whatever its verdict. */
async function runJest(folder: string, args: readonly string[], path: string): Promise<JestReport> {
  const output = join(folder, 'result.json');
  const command = [
    join(folder, 'node_modules/jest/bin/jest.js'),
    '--json',
    `--outputFile=${output}`,
    `--cacheDirectory=${join(folder, '.jest')}`,
    ...PATIENCE,
    ...args,
  ];
  const env = { ...process.env, PATH: path };
  const { stderr } = await outcomeOf(process.execPath, command, { cwd: folder, env });
  if (!existsSync(output)) throw new Error(`jest did not run: ${stderr}`);
  return JSON.parse(readFileSync(output, 'utf8')) as JestReport; // jest's own format
}

interface SuiteRun extends SuiteProjectOptions {
  readonly folder: string;
  readonly against: string;
  readonly docker: Awaited<ReturnType<typeof avroToolsAsDocker>>;
}

async function runOnce({ folder, against, docker, ...options }: SuiteRun): Promise<boolean> {
  await makeSuiteProject(folder, options);
  const path = process.env['PATH'] ?? '';
  const report =
    'path' in docker
      ? await runJest(folder, [], `${docker.path}${delimiter}${path}`)
      : await runJest(folder, ['--testPathIgnorePatterns', NEEDS_DOCKER, '/node_modules/'], path);
  const verdict = judgeSuite(report, readDifferences(), (file) => relative(folder, file));
  for (const line of verdict.lines) say(`    ${line}`);
  for (const complaint of verdict.complaints) say(`FAILED  ${complaint}`);
  if (verdict.complaints.length > 0) return false;
  say(`ok  the published suite: ${verdict.passed} cases pass ${against}`);
  return true;
}

/** True when all is as it should be. `tarball` is packed when it is not given. */
export async function publishedSuite(sources: string | undefined, tarball?: string): Promise<boolean> {
  if (sources === undefined) {
    say(
      '--  the published suite of @kafkajs/confluent-schema-registry was NOT run: give the folder of its sources as the argument of pnpm test:drop-in, or as OTTLA_KCSR_SOURCES',
    );
    return true;
  }
  const folder = mkdtempSync(join(tmpdir(), 'ottla-published-suite-'));
  try {
    const packed = tarball ?? (await packOne('confluent-schema-registry', join(folder, 'tarball')));
    const docker = await avroToolsAsDocker(join(folder, 'bin'));
    if ('missing' in docker) {
      say(`--  ${NEEDS_DOCKER} was NOT run: ${docker.missing} to stand in for docker`);
    }
    await using _registry = await EmbeddedRegistry.start({ port: REGISTRY_PORT });
    const shared = { sources: resolve(sources), tarball: packed, docker };
    const newest = { against: 'with the newest dependencies', folder: join(folder, 'newest'), versions: {} };
    const oldest = {
      against: 'with the oldest dependencies',
      folder: join(folder, 'oldest'),
      versions: oldestVersions(),
    };
    const passed = [await runOnce({ ...shared, ...newest }), await runOnce({ ...shared, ...oldest })];
    return passed.every(Boolean);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const passed = await publishedSuite(process.argv[2] ?? process.env['OTTLA_KCSR_SOURCES']);
  process.exitCode = passed ? 0 : 1;
}
