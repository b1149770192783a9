/**
 * @ottla/serializers as its users meet it: the packed packages, installed by npm, before and after its optional peers.
 *
 * The programs are in user/. Each is compiled with every way of resolving modules and runs as JavaScript. Throws at the
 * first that does not.
 */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './run.ts';
import { compile, compilerPackages, configure, npmInstall, versioned } from './user-project.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const USER = fileURLToPath(new URL('user/', import.meta.url));
const GENERATED = join(ROOT, 'packages/serializers/testing/generated');

/** What the serializers and an embedded registry need; the drop-in and the command line bring peers along. */
const PACKAGES = ['kernel', 'schema', 'protocol', 'cluster', 'registry-client', 'embedded', 'serializers'];
const PEERS = ['ajv', 'ajv-formats', 'avsc', 'protobufjs', 'thrift'];

const RESOLUTIONS = [
  ['node16', { module: 'Node16', moduleResolution: 'Node16' }],
  ['nodenext', { module: 'NodeNext', moduleResolution: 'NodeNext' }],
  ['bundler', { module: 'ESNext', moduleResolution: 'Bundler' }],
] as const;

/** `skipLibCheck` once peers are there: @types/thrift wants a browser's types. */
async function compileAll(folder: string, program: string, skipLibCheck: boolean): Promise<void> {
  for (const [name, resolution] of RESOLUTIONS) {
    const project = `${program}.${name}.json`;
    const compilerOptions = { ...resolution, skipLibCheck, outDir: name };
    configure(folder, { compilerOptions, files: [`${program}.ts`] }, project);
    await compile(folder, project);
  }
}

async function expectWell(folder: string, args: readonly string[]): Promise<void> {
  const { stdout } = await run(process.execPath, args, { cwd: folder });
  if (!stdout.endsWith(': well\n')) throw new Error(`${args.join(' ')} printed: ${stdout}`);
}

/** `tarballs`: of all packages. `folder` is made. */
export async function checkSerializers(tarballs: readonly string[], folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  cpSync(USER, folder, { recursive: true });
  for (const file of ['sample-types.cjs', 'sample-types.d.cts'])
    cpSync(join(GENERATED, file), join(folder, file));
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'user', private: true, type: 'module' }),
  );
  const packed = tarballs.filter((path) => PACKAGES.some((name) => path.includes(`/ottla-${name}-`)));
  if (packed.length !== PACKAGES.length) throw new Error(`not all are packed: ${packed.join(', ')}`);

  await npmInstall(folder, [...packed, ...compilerPackages()]);
  await compileAll(folder, 'without-peers', false);
  await expectWell(folder, ['nodenext/without-peers.js']);
  await expectWell(folder, ['common-js.cjs']);

  await npmInstall(
    folder,
    versioned([...PEERS, '@types/thrift', 'zod'], 'packages/serializers/package.json'),
  );
  await compileAll(folder, 'with-peers', true);
  cpSync(join(folder, 'sample-types.cjs'), join(folder, 'nodenext', 'sample-types.cjs'));
  await expectWell(folder, ['nodenext/with-peers.js']);
  await expectWell(folder, ['--disallow-code-generation-from-strings', 'nodenext/with-peers.js']);
}
