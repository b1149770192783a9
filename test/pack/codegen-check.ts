/**
 * The way of a newcomer through the packed command line: `ottla init`, `ottla gen`, `ottla gen --check`, and compiled
 * codecs under each way of resolving modules that a tsconfig.json asks for.
 *
 * `project` has the packages and TypeScript installed. What is compiled runs on Node 22 and on the Node of today; what
 * only a bundler resolves is bundled first. Throws at the first that does not go well.
 */
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { run } from './run.ts';
import { compile, configure, NODE_22, NODES } from './user-project.ts';

const OTTLA = 'node_modules/ottla/dist/main.js';

interface Resolution {
  readonly name: string;
  /** How imports of generated modules are to end. */
  readonly extension: string;
  readonly compilerOptions: Readonly<Record<string, string | boolean>>;
}

const RESOLUTIONS: readonly Resolution[] = [
  { name: 'nodenext', extension: '.js', compilerOptions: { module: 'NodeNext' } },
  { name: 'bundler', extension: '', compilerOptions: { module: 'ESNext', moduleResolution: 'Bundler' } },
  {
    name: 'extensions',
    extension: '.ts',
    compilerOptions: {
      module: 'NodeNext',
      allowImportingTsExtensions: true,
      rewriteRelativeImportExtensions: true,
      erasableSyntaxOnly: true,
    },
  },
];

const program = (extension: string): string => `
import { strict as assert } from 'node:assert';
import { ByteWriter } from '@ottla/kernel';
import { avroCodec } from '@ottla/serializers/avro';
import { putLong } from '@ottla/serializers/avro/compiled';
import { Customer, isCustomer, readCustomer, type CustomerInput } from './generated/index${extension}';
import { topicSerializers } from './generated/topics${extension}';

const codec = avroCodec(Customer);
const ada: CustomerInput = { id: 1, name: 'Ada' };
const writer = new ByteWriter();
codec.encodeInto(ada, writer);
const { compiled: _, ...interpreted } = Customer;
const other = new ByteWriter();
avroCodec(interpreted).encodeInto(ada, other);
assert.deepEqual(writer.toBytes(), other.toBytes());
const back: Customer = codec.decode(writer.toBytes());
assert.deepEqual(back, { id: 1, name: 'Ada', email: null });
assert.equal(Customer.compiled?.read, readCustomer);
assert.equal(isCustomer({ id: 1 }), false);
// @ts-expect-error: no name
assert.throws(() => codec.encodeInto({ id: 1 }, writer));
assert.equal(putLong(new ByteWriter(16), 0, 1), 1);
assert.equal(typeof topicSerializers, 'function');
console.log('well');
`;

/** Ends well, or is told with all it printed. */
async function compileAndRun(folder: string, { name, compilerOptions }: Resolution): Promise<void> {
  const outDir = `dist-${name}`;
  // `ottla gen` reads there how imports are to end.
  configure(folder, { compilerOptions: { rootDir: 'src', ...compilerOptions, outDir }, include: ['src'] });
  await run(NODE_22, [OTTLA, 'gen'], { cwd: folder });
  await run(process.execPath, [OTTLA, 'gen', '--check'], { cwd: folder });
  await compile(folder);
  let main = join(folder, outDir, 'main.js');
  if (name === 'bundler') {
    const bundle = await rolldown({ input: main, platform: 'node' });
    await bundle.write({ dir: join(folder, 'bundle'), format: 'esm' });
    main = join(folder, 'bundle', 'main.js');
    await bundle.close();
  }
  for (const node of NODES) {
    const { stdout } = await run(node, [main], { cwd: folder });
    if (stdout !== 'well\n') throw new Error(`generated code, ${name}, printed: ${stdout}`);
  }
}

/** The first line of ottla.yaml names a file of the package that describes every key. */
function checkShippedSchema(folder: string, config: string): void {
  const [, path = ''] = /\$schema=(\S+)/.exec(config) ?? [];
  const { properties } = JSON.parse(readFileSync(join(folder, path), 'utf8')) as {
    properties?: Readonly<Record<string, unknown>>; // ours; what is missing is told below
  };
  if (properties?.['gen'] === undefined) throw new Error(`${path} does not describe ottla.yaml`);
}

/** `project`: where everything is installed. */
export async function checkCodegen(project: string): Promise<void> {
  const folder = join(project, '..', 'newcomer');
  mkdirSync(join(folder, 'src'), { recursive: true });
  symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  await run(NODE_22, [OTTLA, 'init', '--sample'], { cwd: folder });
  const config = readFileSync(join(folder, 'ottla.yaml'), 'utf8');
  checkShippedSchema(folder, config);
  writeFileSync(join(folder, 'ottla.yaml'), config.replace('codecs: interpreted', 'codecs: compiled'));
  for (const resolution of RESOLUTIONS) {
    writeFileSync(join(folder, 'src', 'main.ts'), program(resolution.extension));
    await compileAndRun(folder, resolution);
  }
}
