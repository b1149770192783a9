import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pullBundle, RegistryClient, writeBundle } from '@ottla/registry-client';
import { parseSchema } from '@ottla/schema';
import { writeContainer } from '@ottla/serializers/avro';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entryPoints } from '../house/public-api.ts';
import { ROOT } from '../house/source-tree.ts';
import { docstringExamples, type DocstringExample } from '../snippets/docstring-example.ts';
import { exampleProgram } from '../snippets/example-program.ts';
import { Workplace } from '../snippets/workplace.ts';

const entries = entryPoints
  .map((entry) => ({ name: entry.name, examples: docstringExamples(entry) }))
  .filter(({ examples }) => examples.length > 0);
/** The embedded cluster has no consumer groups; what needs one is compiled only. */
const runs = ({ text }: DocstringExample): boolean => !text.includes('groupId');
const stemOf = (entry: string): string => entry.replaceAll(/\W+/g, '-').replace(/^-/, '');

const CUSTOMER = readFileSync(join(ROOT, 'schemas/customers/customer.v2.avsc'), 'utf8');
const THRIFT = join(ROOT, 'packages/serializers/testing/generated/sample-types');

let workplace: Workplace;

beforeAll(async () => {
  workplace = await Workplace.open('.snippets-docstrings');
  await writeFiles(workplace.servers.registryUrl);
  for (const { name, examples } of entries) {
    let all = 'export {};\n';
    for (const [index, example] of examples.entries()) {
      const file = `${stemOf(name)}-${example.name}-${index}.ts`;
      workplace.writeProgram(file, exampleProgram(example));
      if (runs(example)) all += `await import('./${file}');\n`;
    }
    workplace.write(`${stemOf(name)}.ts`, all);
  }
});

/** What examples read: files of a reader's project. */
async function writeFiles(url: string): Promise<void> {
  workplace.write('customer.avsc', CUSTOMER);
  workplace.write('customer.avdl', 'protocol Shop { record Visitor { string name; } }');
  workplace.write(
    'customers.avro',
    writeContainer([{ id: 1, name: 'Ada', email: null }], { schema: parseSchema(CUSTOMER) }),
  );
  for (const ending of ['.cjs', '.d.cts']) {
    workplace.write(`gen-nodejs/order_types${ending}`, readFileSync(`${THRIFT}${ending}`));
  }
  // A reader who gives a dispatcher of undici has installed it.
  mkdirSync(join(workplace.folder, 'node_modules'));
  const undici = join(ROOT, 'packages/registry-client/node_modules/undici');
  symlinkSync(undici, join(workplace.folder, 'node_modules/undici'));
  await using client = new RegistryClient({ url });
  await client.register('customers-value', { schemaType: 'AVRO', schema: CUSTOMER });
  const bundle = await pullBundle(client, ['customers-value']);
  await writeBundle(bundle, join(workplace.folder, 'ottla.lock'));
  workplace.write('ottla-bundle.json', JSON.stringify(bundle));
}

afterAll(() => workplace[Symbol.asyncDispose]());

describe('the examples of docstrings', () => {
  it('pass the type checker', async () => {
    expect(await workplace.typeErrors()).toBe('');
  });

  it.each(entries)('of $name run, and give what they say', async ({ name }) => {
    await workplace.run(`${stemOf(name)}.ts`);
  });
});
