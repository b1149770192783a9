import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { snippetsOf } from '../snippets/snippet.ts';
import { Workplace } from '../snippets/workplace.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
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
  `${page.replace(/\.md$/, '').replaceAll('/', '-')}-${index}.ts`;

/** Those of consumer groups stand behind the others: they are checked here, and run against real Kafka. */
const programsOf = (page: string): string[] => [
  ...snippetsOf(join(ROOT, page)),
  ...snippetsOf(join(ROOT, page), 'group'),
];

let workplace: Workplace;

beforeAll(async () => {
  workplace = await Workplace.open('.snippets');
  for (const page of pages) {
    for (const [index, snippet] of programsOf(page).entries())
      workplace.writeProgram(fileOf(page, index), snippet);
  }
});

afterAll(() => workplace[Symbol.asyncDispose]());

describe('the snippets of READMEs and guides', () => {
  it('pass the type checker', async () => {
    expect(await workplace.typeErrors()).toBe('');
  });

  it.each(pages)('run: %s', async (page) => {
    expect(programsOf(page)).not.toHaveLength(0);
    for (const index of snippetsOf(join(ROOT, page)).keys()) await workplace.run(fileOf(page, index));
  });
});
