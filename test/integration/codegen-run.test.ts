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
import { Customer, customerDeserializer, customerSerializer, isCustomer } from './com/acme/customer.ts';
import * as all from './index.ts';
import { topicSerializers } from './topics.ts';

await using registry = new RegistryClient({ url: '${registryUrl}' });
const context = { topic: 'customers', isKey: false, headers: [] };
const bytes = await serializeValue(customerSerializer({ registry, autoRegister: true }), { id: 1, name: 'Ada' }, context);
const customer: Customer | null = await deserializeValue(customerDeserializer({ registry }), bytes, context);
const frozen = (value: unknown): boolean =>
  typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(frozen));
const topics = topicSerializers({ registry });
const again = await serializeValue(topics.customers.value, { id: 1, name: 'Ada' }, context);
console.log(JSON.stringify({
  fullName: Customer.fullName,
  customer,
  guards: [isCustomer({ id: 1, name: 'Ada' }), isCustomer({ id: 'x' }), all.isLevel('LOW'), all.isLevel('low')],
  frozen: frozen(Customer) && frozen(all.Level) && frozen(all.levelSymbols),
  symbols: all.Level,
  reached: [all.Left.fullName, all.Right.fullName],
  same: String(again) === String(bytes),
}));
`;

it('generated modules run as they are: a value goes out and comes back', async () => {
  await using registry = await EmbeddedRegistry.start();
  await using workplace = await Workplace.make();
  const others = [
    '{"type":"enum","name":"Level","symbols":["LOW","__proto__"]}',
    '{"type":"record","name":"Left","fields":[{"name":"right","type":["null","Right"]}]}',
    '{"type":"record","name":"Right","fields":[{"name":"left","type":["null","Left"]}]}',
  ].map((text, index) => ({ file: `other${index}.avsc`, text }));
  const { files } = generate([{ file: 'customer.avsc', text: readFileSync(SCHEMA, 'utf8') }, ...others], {
    importExtension: '.ts',
    enums: 'const',
    topics: { customers: { value: 'com.acme.Customer' } },
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
    guards: [true, false, true, false],
    frozen: true,
    // Of its own, not the prototype: JSON.parse would not give it otherwise.
    symbols: JSON.parse('{"LOW":"LOW","__proto__":"__proto__"}'),
    reached: ['Left', 'Right'],
    same: true,
  });
  const subjects: unknown = await (await fetch(`${registry.url}/subjects`)).json();
  expect(subjects).toEqual(['customers-value']);
});
