import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { generate } from '@ottla/codegen';
import { EmbeddedRegistry } from '@ottla/embedded';
import { expect, it } from 'vitest';
import { Workplace } from './codegen-workplace.ts';

const run = promisify(execFile);
const SCHEMA = fileURLToPath(new URL('../../schemas/customers/customer.v2.avsc', import.meta.url));

/** What a user writes around generated modules. */
const program = (registryUrl: string): string => `
import { deserializeValue, serializeValue } from '@ottla/kernel';
import { RegistryClient } from '@ottla/registry-client';
import { Customer, customerDeserializer, customerSerializer } from './com/acme/customer.ts';

await using registry = new RegistryClient({ url: '${registryUrl}' });
const context = { topic: 'customers', isKey: false, headers: [] };
const bytes = await serializeValue(customerSerializer({ registry, autoRegister: true }), { id: 1, name: 'Ada' }, context);
const customer: Customer | null = await deserializeValue(customerDeserializer({ registry }), bytes, context);
console.log(JSON.stringify({ fullName: Customer.fullName, customer }));
`;

it('generated modules run as they are: a value goes out and comes back', async () => {
  await using registry = await EmbeddedRegistry.start();
  await using workplace = await Workplace.make();
  const { files } = generate([{ file: 'customer.avsc', text: readFileSync(SCHEMA, 'utf8') }], {
    importExtension: '.ts',
  });
  await workplace.write([
    ...files.map(({ path, text }) => ({ path: `src/${path}`, text })),
    { path: 'src/main.ts', text: program(registry.url) },
  ]);
  expect(await workplace.check()).toEqual([]);
  const { stdout } = await run(process.execPath, [join(workplace.folder, 'src/main.ts')]);
  expect(JSON.parse(stdout)).toEqual({
    fullName: 'com.acme.Customer',
    customer: { id: 1, name: 'Ada', email: null },
  });
  const subjects: unknown = await (await fetch(`${registry.url}/subjects`)).json();
  expect(subjects).toEqual(['customers-value']);
});
