import { join } from 'node:path';
import { EmbeddedRegistry } from '@ottla/embedded';
import { systemClock, type SchemaReference } from '@ottla/kernel';
import { pullBundle, RegistryClient, writeBundle } from '@ottla/registry-client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RecordedTerminal } from '../../testing/recorded-terminal.ts';
import { TemporaryFolder } from '../../testing/temporary-folder.ts';
import { sampleBundle } from '../../../registry-client/testing/sample-bundle.ts';
import { runGen } from '../commands/gen-command.ts';
import type { GenOptions } from './gen-settings.ts';

const HOSTILE = "../../etc/x\u2028*/ import 'y'; //";

let server: EmbeddedRegistry;
let registry: RegistryClient;
let folder: TemporaryFolder;
let terminal: RecordedTerminal;

const record = (name: string, ...fields: readonly object[]): string =>
  JSON.stringify({ type: 'record', name, namespace: 'com.acme', fields });
const ID = { name: 'id', type: 'long' };
const TOTAL = { name: 'total', type: 'com.acme.Money' };
const AT = { name: 'at', type: 'int', default: 0 };

beforeAll(async () => {
  server = await EmbeddedRegistry.start();
  registry = new RegistryClient({ url: server.url });
  const add = (
    subject: string,
    schema: string,
    ...references: readonly SchemaReference[]
  ): Promise<unknown> => registry.register(subject, { schema, schemaType: 'AVRO', references });
  const money = (version: number): SchemaReference => ({ name: 'com.acme.Money', subject: 'money', version });
  await add('money', record('Money', ID));
  await add('money', record('Money', ID, AT));
  await add('orders-value', record('Order', TOTAL), money(1));
  await add('orders-value', record('Order', TOTAL, AT), money(1));
  await add('orders-key', '"string"');
  await add('bills-value', record('Bill', TOTAL), money(2));
  await add(HOSTILE, record('Hostile', ID));
  await registry.register('stock-value', { schema: '{"type":"object"}', schemaType: 'JSON' });
});
afterAll(async () => {
  await registry.close();
  await server.close();
});

beforeEach(() => {
  folder = new TemporaryFolder();
  folder.write('.git/HEAD', '');
  terminal = new RecordedTerminal();
});
afterEach(() => folder[Symbol.dispose]());

async function gen(words: readonly string[], options: GenOptions): Promise<number> {
  terminal.clear();
  const environment = { OTTLA_REGISTRY_URL: server.url };
  const workplace = { workingFolder: folder.path, clock: systemClock, environment };
  return runGen(words, { out: 'out', ...options }, { terminal, workplace });
}

async function lock(...subjects: readonly string[]): Promise<void> {
  await writeBundle(await pullBundle(registry, subjects), join(folder.path, 'ottla.lock'));
}

describe('ottla gen --from registry', () => {
  it('takes the latest version of every subject, and writes nothing by the names of subjects', async () => {
    expect(await gen([], { from: 'registry' })).toBe(0);
    expect(folder.files()).toEqual([
      '.git/HEAD',
      'out/com/acme/bill.ts',
      'out/com/acme/hostile.ts',
      'out/com/acme/money.ts',
      'out/com/acme/order.ts',
      'out/index.ts',
      'out/orders-key.ts',
      'out/topics.ts',
    ]);
    expect(folder.read('out/com/acme/order.ts')).toContain('  at: number;');
    expect(folder.read('out/topics.ts')).toMatch(/orders: \{\s+readonly value/);
    const [header = '', hash = ''] = folder.read('out/com/acme/hostile.ts').split('\n');
    expect(header).toContain('../../etc/x\\u2028');
    expect(hash).toMatch(/^\/\/ sha256 /);
  });

  it('says which it passed over, and whose reference is to an older version', async () => {
    await gen([], { from: 'registry' });
    expect(terminal.notes).toEqual([
      'stock-value@1 is no Avro and passed over',
      'types are those of the newest version, though orders-value refers to money version 1',
      expect.stringMatching(/^7 of 7 files written from 5 subjects$/),
    ]);
  });

  it('takes subjects and patterns, with the versions these refer to', async () => {
    expect(await gen(['orders-*'], { from: 'registry' })).toBe(0);
    expect(folder.files('out')).toContain('out/com/acme/order.ts');
    expect(folder.files('out')).not.toContain('out/com/acme/bill.ts');
    // The version that is referred to: nobody asked for the newest one.
    expect(folder.read('out/com/acme/money.ts')).not.toContain('at: number');
  });

  it('refuses what is not there, naming what is', async () => {
    await expect(gen(['order-value'], { from: 'registry' })).rejects.toMatchObject({
      exitCode: 2,
      remedy: "Did you mean 'orders-value'?",
    });
    await expect(gen(['nothing-*'], { from: 'registry' })).rejects.toMatchObject({
      code: 'INPUT_MISSING',
      message: "the registry holds no subject 'nothing-*'",
    });
  });
});

describe('ottla gen --from lock', () => {
  it('makes what the registry makes of the same versions, with no registry', async () => {
    await lock('orders-value', 'bills-value');
    await gen(['orders-value', 'bills-value'], { from: 'registry' });
    expect(await gen(['orders-value', 'bills-value'], { from: 'lock', check: true })).toBe(0);
    expect(await gen(['bills-*'], { from: 'lock', out: 'bills' })).toBe(0);
    expect(folder.files('bills')).not.toContain('bills/com/acme/order.ts');
  });

  it('is what ottla.yaml may say for runs without words', async () => {
    await lock('bills-value');
    folder.write('ottla.yaml', 'version: 1\ngen: { from: lock }\n');
    expect(await gen([], {})).toBe(0);
    expect(terminal.notes.at(-1)).toBe('4 of 4 files written from 2 subjects');
    folder.write('a.avsc', record('A', ID));
    expect(await gen(['a.avsc'], { out: 'words' })).toBe(0);
    expect(folder.files('words')).toEqual(['words/com/acme/a.ts', 'words/index.ts']);
  });

  it('refuses a lock that is not there, holds nothing of that name, or was altered', async () => {
    await expect(gen([], { from: 'lock' })).rejects.toMatchObject({
      code: 'LOCK_MISSING',
      exitCode: 2,
      message: 'there is no ottla.lock',
    });
    await lock('bills-value');
    await expect(gen(['bils-value'], { from: 'lock' })).rejects.toMatchObject({ code: 'INPUT_MISSING' });
    const [text = ''] = folder.files('.ottla/cache');
    folder.write(text, '{"type":"fixed","name":"Evil","size":1}');
    await expect(gen([], { from: 'lock' })).rejects.toMatchObject({ code: 'BUNDLE_TEXT_ALTERED' });
  });

  it('shows what is broken by subject and version', async () => {
    const other = record('Money', AT);
    const bundle = sampleBundle({
      a: [{ id: 1, schema: record('Money', ID) }],
      b: [{ id: 2, schema: other }],
    });
    await writeBundle(bundle, join(folder.path, 'ottla.lock'));
    await expect(gen([], { from: 'lock' })).rejects.toMatchObject({
      message: expect.stringMatching(/^lock:b@1:1:1: .*lock:a@1:1:1/),
      exitCode: 4,
    });
  });
});
