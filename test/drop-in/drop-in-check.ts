/**
 * The drop-in as its users meet it: the packed package, installed by npm under the original's name.
 *
 * One project has the original, one has ours; both hold the same files (user/). A TypeScript program and an
 * ES module are compiled with each way of resolving modules and run, a spec runs in jest without flags. What
 * they print must be the same; since the original's project passes too, the programs are fair.
 */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EmbeddedRegistry } from '@ottla/embedded';
import { run } from '../pack/run.ts';
import { sideBySide } from '../pack/side-by-side.ts';
import { npmInstall } from '../pack/user-project.ts';

const NAME = '@kafkajs/confluent-schema-registry';
const ORIGINAL = '4.1.0';
const USER = fileURLToPath(new URL('user/', import.meta.url));
const JEST = fileURLToPath(new URL('../node_modules/jest/bin/jest.js', import.meta.url));

/** node10 is gone from newer compilers. */
const TYPESCRIPT = '^5.9.0';

const STRICT = {
  target: 'ES2022',
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noImplicitOverride: true,
  esModuleInterop: true,
  types: ['node'],
};

/** How a program finds the types: compiler options, what is compiled, and what of it can be run. */
const RESOLUTIONS = [
  {
    name: 'node10',
    options: { module: 'CommonJS', moduleResolution: 'Node10' },
    files: ['program.ts'],
    run: ['program.js'],
  },
  {
    name: 'nodenext',
    options: { module: 'NodeNext', moduleResolution: 'NodeNext' },
    files: ['program.ts', 'program.mts'],
    run: ['program.js', 'program.mjs'],
  },
  {
    name: 'bundler',
    // Here the compiler meets mappersmith's ESM declarations, which have errors of their own.
    options: { module: 'ESNext', moduleResolution: 'Bundler', skipLibCheck: true },
    files: ['program.ts'],
    run: [],
  },
] as const;

interface Given {
  /** What npm installs under the original's name. */
  readonly dependency: string;
  /** Whether its declarations must be right by themselves: those of the original are not ours to judge. */
  readonly judgesDeclarations: boolean;
}

async function makeProject(folder: string, { dependency, judgesDeclarations }: Given): Promise<void> {
  mkdirSync(folder, { recursive: true });
  cpSync(USER, folder, { recursive: true });
  for (const { name, options, files } of RESOLUTIONS) {
    const skipLibCheck = !judgesDeclarations;
    const compilerOptions = { ...STRICT, skipLibCheck, ...options, outDir: name };
    writeFileSync(join(folder, `${name}.json`), JSON.stringify({ compilerOptions, files }));
  }
  const manifest = {
    name: 'user',
    private: true,
    dependencies: { [NAME]: dependency, avsc: '^5.7.9', mappersmith: '^2.47.1' },
    devDependencies: { typescript: TYPESCRIPT, '@types/node': '^22.0.0' },
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  await npmInstall(folder);
}

/** What the programs of a project print, one text for each; its spec must pass as well. */
async function printedBy(folder: string): Promise<string[]> {
  const printed: string[] = [];
  for (const { name, run: programs } of RESOLUTIONS) {
    await run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', `${name}.json`], { cwd: folder });
    for (const program of programs) {
      await using registry = await EmbeddedRegistry.start();
      // Ids and subjects begin anew in each registry, so that outputs can be compared.
      const args = [join(name, program), registry.url, 'person.avsc'];
      printed.push((await run(process.execPath, args, { cwd: folder })).stdout);
    }
  }
  await using registry = await EmbeddedRegistry.start();
  const jest = [JEST, '--rootDir', folder, '--ci', `--cacheDirectory=${join(folder, '.jest')}`];
  const env = { ...process.env, REGISTRY_URL: registry.url };
  await run(process.execPath, jest, { cwd: folder, env });
  return printed;
}

/** Throws when the packed drop-in does not do what the original does for the same programs. */
export async function checkDropIn(tarball: string, folder: string): Promise<void> {
  const [original, ours] = [join(folder, 'original'), join(folder, 'ours')];
  let expected: string[] = [];
  let actual: string[] = [];
  await sideBySide([
    async () => {
      await makeProject(original, { dependency: ORIGINAL, judgesDeclarations: false });
      expected = await printedBy(original);
    },
    async () => {
      await makeProject(ours, { dependency: `file:${tarball}`, judgesDeclarations: true });
      actual = await printedBy(ours);
    },
  ]);
  for (const [index, text] of expected.entries()) {
    if (text !== actual[index]) {
      throw new Error(
        `a program prints this with the original:\n${text}\n— and this with ours —\n${actual[index]}`,
      );
    }
  }
}
