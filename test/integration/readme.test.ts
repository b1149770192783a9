import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { generate } from '@ottla/codegen';
import { EmbeddedCluster, EmbeddedRegistry } from '@ottla/embedded';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pointAt, snippetsOf } from '../snippets/snippet.ts';

const execute = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Below test/, so that the packages resolve by their published names. */
const WORKPLACE = join(ROOT, 'test', '.snippets');
const TSC = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
const PACKAGES = [
  'kernel',
  'protocol',
  'schema',
  'cluster',
  'producer',
  'registry-client',
  'confluent-schema-registry',
  'serializers',
  'codegen',
  'embedded',
  'cli',
];

const PAGES = [
  'guides/browsers',
  'guides/codegen',
  'guides/consumers',
  'guides/serializers',
  'guides/schema-registry',
  'guides/migrating-from-kafkajs-registry',
  'concepts/evolution',
  'concepts/representation',
];

const pages = [
  'README.md',
  ...PACKAGES.map((name) => `packages/${name}/README.md`),
  ...PAGES.map((name) => `docs/${name}.md`),
];
const fileOf = (page: string, index: number): string =>
  join(WORKPLACE, `${page.replace(/\.md$/, '').replaceAll('/', '-')}-${index}.ts`);

let cluster: EmbeddedCluster;
let registry: EmbeddedRegistry;

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

beforeAll(async () => {
  cluster = await EmbeddedCluster.start();
  registry = await EmbeddedRegistry.start();
  rmSync(WORKPLACE, { recursive: true, force: true });
  const schema = 'schemas/customers/customer.v2.avsc';
  const text = readFileSync(join(ROOT, schema), 'utf8');
  const generated = generate([{ file: schema, text }], {
    importExtension: '.ts',
    topics: { customers: { value: 'com.acme.Customer' } },
  });
  for (const file of generated.files) write(join(WORKPLACE, 'generated', file.path), file.text);
  const servers = { bootstrapServer: cluster.bootstrapServers[0] ?? '', registryUrl: registry.url };
  for (const page of pages) {
    // Those of consumer groups stand behind the others: they are checked here, and run against real Kafka.
    const snippets = [...snippetsOf(join(ROOT, page)), ...snippetsOf(join(ROOT, page), 'group')];
    for (const [index, snippet] of snippets.entries()) {
      // Sources run as TypeScript here; a reader's build turns the same import into JavaScript. A reader's
      // package.json gives the drop-in the name that it stands in for.
      const program = pointAt(snippet, servers)
        .replaceAll(/(from '\.\/generated\/[^']+)\.js'/g, "$1.ts'")
        .replaceAll("'@kafkajs/confluent-schema-registry'", "'@ottla/confluent-schema-registry'");
      write(fileOf(page, index), `${program}\nexport {};\n`);
    }
  }
  const project = { extends: '../../tsconfig.json', include: ['**/*.ts'], exclude: [] };
  write(join(WORKPLACE, 'tsconfig.json'), JSON.stringify(project));
});

afterAll(async () => {
  rmSync(WORKPLACE, { recursive: true, force: true });
  await registry.close();
  await cluster.close();
});

describe('the snippets of READMEs and guides', () => {
  it('pass the type checker', async () => {
    const checked = await execute(process.execPath, [TSC, '-p', WORKPLACE]).catch(
      (error: { stdout: string }) => error,
    );
    expect(checked.stdout).toBe('');
  });

  it.each(pages)('run: %s', async (page) => {
    expect(existsSync(fileOf(page, 0))).toBe(true);
    for (const index of snippetsOf(join(ROOT, page)).keys()) {
      await execute(process.execPath, [fileOf(page, index)], { cwd: WORKPLACE, timeout: 30_000 });
    }
  });
});
