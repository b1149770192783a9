import { linkSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '@ottla/kernel';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RecordedTerminal } from '../../testing/recorded-terminal.ts';
import { TemporaryFolder } from '../../testing/temporary-folder.ts';
import type { GenOptions } from '../gen/gen-settings.ts';
import { runGen } from './gen-command.ts';

let folder: TemporaryFolder;
let terminal: RecordedTerminal;

beforeEach(() => {
  folder = new TemporaryFolder();
  terminal = new RecordedTerminal();
});
afterEach(() => folder[Symbol.dispose]());

async function gen(words: readonly string[] = [], options: GenOptions = {}): Promise<number> {
  terminal.clear();
  const workplace = { workingFolder: folder.path, clock: systemClock, environment: {} };
  return runGen(words, options, { terminal, workplace });
}

function record(name: string, ...fields: readonly object[]): object {
  return { type: 'record', name, namespace: 'com.acme', fields };
}
const ID = { name: 'id', type: 'long' };

describe('ottla gen by its configuration', () => {
  beforeEach(() => {
    folder.write(
      'ottla.yaml',
      `version: 1
schemas:
  - { path: 'schemas/{topic}/*.v{version}.*', subject: '{topic}-value', references: 'shared/*.avsc' }
  - { path: 'keys/{topic}.avsc', subject: '{topic}-key' }
gen: { out: src/made, choices: { long: bigint } }
`,
    );
    folder.write('schemas/orders/order.v9.avsc', record('Order', ID));
    folder.write('schemas/orders/order.v10.avsc', record('Order', ID, { name: 'total', type: 'Money' }));
    folder.write('schemas/stock/stock.v1.schema.json', { type: 'object' });
    folder.write('shared/money.avsc', { type: 'fixed', name: 'Money', namespace: 'com.acme', size: 8 });
    folder.write('keys/orders.avsc', record('OrderKey', ID));
  });

  it('takes the newest version of each subject, and what its rows refer to', async () => {
    expect(await gen()).toBe(0);
    expect(folder.read('src/made/com/acme/order.ts')).toMatch(/ id: bigint;\n {2}total: Money;/);
    expect(folder.files('src')).toEqual([
      'src/made/com/acme/money.ts',
      'src/made/com/acme/order-key.ts',
      'src/made/com/acme/order.ts',
      'src/made/index.ts',
      'src/made/topics.ts',
    ]);
    expect(terminal.printed).toEqual(folder.files('src'));
    expect(terminal.notes).toEqual([
      'schemas/stock/stock.v1.schema.json is no Avro and passed over',
      '5 of 5 files written from 3 schema files',
    ]);
  });

  it('knows topics by the names of subjects', async () => {
    await gen();
    const topics = folder.read('src/made/topics.ts');
    expect(topics).toMatch(/\borders\b[^}]*key: [^}]*OrderKey/i);
    expect(topics).not.toContain('stock');
  });

  it('knows topics as it is told, none of an empty section, and none without serializers', async () => {
    const config = folder.read('ottla.yaml');
    folder.write(
      'ottla.yaml',
      config.replace('made,', 'made, topics: { sales: { value: com.acme.Order } },'),
    );
    await gen();
    const topics = folder.read('src/made/topics.ts');
    expect(topics).toContain('sales');
    expect(topics).not.toContain(' orders:');
    folder.write('ottla.yaml', config.replace('made,', 'made, topics: {},'));
    await gen([], { out: 'none' });
    folder.write('ottla.yaml', config);
    await gen([], { out: 'types', codecs: 'none' });
    expect([...folder.files('none'), ...folder.files('types')].join(' ')).not.toContain('topics');
  });

  it('does as the command line says where both say something', async () => {
    expect(await gen([], { out: 'elsewhere', long: 'number', layout: 'single' })).toBe(0);
    expect(folder.files('.').some((file) => file.startsWith('src'))).toBe(false);
    expect(folder.read('elsewhere/schemas.ts')).toContain('  id: number;');
  });

  it('means files below its own folder, wherever it is called', async () => {
    folder.write('.git/HEAD', '');
    mkdirSync(join(folder.path, 'deep/down'), { recursive: true });
    const workplace = {
      workingFolder: join(folder.path, 'deep/down'),
      clock: systemClock,
      environment: {},
    };
    await gen();
    expect(await runGen([], { check: true }, { terminal, workplace })).toBe(0);
  });

  it('takes every file that is named, so that two versions of one record are refused', async () => {
    await expect(gen(['schemas/orders', 'shared'])).rejects.toMatchObject({
      code: 'SCHEMA_INVALID',
      exitCode: 4,
      remedy: 'Of several versions of one schema, name the one to generate from.',
    });
  });
});

describe('ottla gen is refused', () => {
  beforeEach(() => folder.write('order.avsc', record('Order', ID)));

  it('without a folder to write to', async () => {
    await expect(gen(['order.avsc'])).rejects.toMatchObject({
      code: 'OUT_MISSING',
      exitCode: 2,
      remedy: expect.stringMatching(/--out DIR.*ottla\.yaml/),
    });
    await expect(gen(['order.avsc'], { out: '' })).rejects.toMatchObject({ code: 'OUT_MISSING' });
  });

  it('a registry that is not asked', async () => {
    const options = { out: 'out', registry: 'http://localhost:1' };
    await expect(gen(['order.avsc'], options)).rejects.toMatchObject({
      code: 'REGISTRY_UNUSED',
      exitCode: 2,
      remedy: expect.stringContaining('--from registry'),
    });
  });

  it.each<GenOptions>([
    { check: true, watch: true },
    { check: true, clean: true },
    { watch: true, from: 'registry', registry: 'http://localhost:1' },
  ])('what contradicts itself: %j', async (options) => {
    await expect(gen([], { out: 'out', ...options })).rejects.toMatchObject({
      code: 'OPTIONS_UNFIT',
      exitCode: 2,
    });
  });

  it('TypeScript enums where the compiler refuses them', async () => {
    folder.write('tsconfig.json', { compilerOptions: { erasableSyntaxOnly: true } });
    await expect(gen(['order.avsc'], { out: 'out', enums: 'enum' })).rejects.toMatchObject({
      code: 'ENUMS_UNFIT',
      message: expect.stringContaining('tsconfig.json has erasableSyntaxOnly'),
    });
    expect(await gen(['order.avsc'], { out: 'out', enums: 'const' })).toBe(0);
  });

  it.each([
    ['nothing at all', ''],
    ['half a document', '{"type":'],
    ['a duplicate key', '{"type":"record","type":"enum","name":"A","fields":[]}'],
    ['a name that leads out of the folder', '{"type":"fixed","name":"../../evil","size":1}'],
    [
      'a namespace that leads out of the folder',
      '{"type":"fixed","name":"A","namespace":"a/../..","size":1}',
    ],
    ['an absolute name', '{"type":"fixed","name":"/etc/passwd","size":1}'],
    ['a Windows path', String.raw`{"type":"fixed","name":"C:\\x","size":1}`],
    ['a name of dots', '{"type":"fixed","name":"..","size":1}'],
    ['a symbol that begins with a digit', '{"type":"enum","name":"E","symbols":["1A"]}'],
    ['a name of look-alikes', '{"type":"fixed","name":"Сustomer","size":1}'],
    ['a fixed of no size', '{"type":"fixed","name":"A"}'],
    ['100,000 open brackets', '['.repeat(100_000)],
  ])('%s, with its place', async (_what, text) => {
    folder.write('order.avsc', text);
    const refused = await gen(['order.avsc'], { out: 'out' }).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: 'SCHEMA_INVALID',
      exitCode: 4,
      message: expect.stringMatching(/^order\.avsc:\d+:\d+: .{1,1500}$/),
    });
    expect(terminal.printed).toEqual([]);
    expect(folder.files()).toEqual(['order.avsc']);
  });

  it('an import that leads out of the project', async () => {
    folder.write('project/.git/HEAD', '');
    folder.write('secret.avsc', record('Secret', ID));
    const leave = (path: string): void =>
      folder.write(
        'project/a.avdl',
        `namespace com.acme; schema A; import schema "${path}"; record A { long id; }`,
      );
    const workplace = {
      workingFolder: join(folder.path, 'project'),
      clock: systemClock,
      environment: {},
    };
    const refusal = { code: 'IMPORT_OUTSIDE', exitCode: 4 };
    symlinkSync(join(folder.path, 'secret.avsc'), join(folder.path, 'project/link.avsc'));
    for (const path of ['../secret.avsc', join(folder.path, 'secret.avsc'), 'link.avsc']) {
      leave(path);
      await expect(runGen(['a.avdl'], { out: 'out' }, { terminal, workplace })).rejects.toMatchObject(
        refusal,
      );
    }
    expect(folder.files('project')).not.toContain('project/out/index.ts');
  });
});

describe('what stands in the output folder', () => {
  const CUSTOMER = 'out/com/acme/customer.ts';
  const out = { out: 'out' };

  beforeEach(async () => {
    folder.write('schemas/order.avsc', record('Order', ID));
    folder.write('schemas/customer.avsc', record('Customer', ID));
    await gen(['schemas'], out);
  });

  it('is written over when it was edited, and that is said', async () => {
    const before = folder.read(CUSTOMER);
    folder.write(CUSTOMER, `${before}// mine\n`);
    expect(await gen(['schemas'], { ...out, check: true })).toBe(1);
    expect(terminal.printed).toEqual([CUSTOMER]);
    expect(terminal.notes[0]).toBe(`${CUSTOMER}: edited by hand; change the schema instead`);
    expect(await gen(['schemas'], out)).toBe(0);
    expect(terminal.notes[0]).toBe(
      `${CUSTOMER} was edited by hand; it is generated again, since the schema is the source`,
    );
    expect(folder.read(CUSTOMER)).toBe(before);
  });

  it('is not written over when ottla gen did not make it, and nothing else is written', async () => {
    folder.write(CUSTOMER, 'export const mine = 1;\n');
    folder.remove('out/com/acme/order.ts');
    await expect(gen(['schemas'], out)).rejects.toMatchObject({ code: 'OUTPUT_FOREIGN', exitCode: 2 });
    expect(folder.read(CUSTOMER)).toBe('export const mine = 1;\n');
    expect(folder.files('out')).not.toContain('out/com/acme/order.ts');
    expect(await gen(['schemas'], { ...out, check: true })).toBe(1);
  });

  it('is told when no schema makes it any more, and removed on request', async () => {
    folder.write('schemas/sales/visit.avsc', { ...record('Visit', ID), namespace: 'com.acme.sales.eu' });
    await gen(['schemas'], out);
    folder.remove('schemas/sales');
    await gen(['schemas'], out);
    expect(terminal.notes.join('\n')).toMatch(/visit\.ts: no schema makes it any more; --clean removes/);
    expect(await gen(['schemas'], { ...out, check: true })).toBe(1);
    expect(terminal.printed).toEqual(['out/com/acme/sales/eu/visit.ts']);
    expect(terminal.notes.at(-1)).toMatch(
      /1 left over; run the same command with --clean in place of --check/,
    );
    expect(await gen(['schemas'], { ...out, clean: true })).toBe(0);
    expect(terminal.notes).toEqual([
      'removed out/com/acme/sales/eu/visit.ts',
      '0 of 3 files written from 2 schema files, 1 file removed',
    ]);
    expect(await gen(['schemas'], { ...out, check: true })).toBe(0);
    expect(folder.files('out').join(' ')).not.toContain('sales');
  });

  it('stays when it was edited or is none of ours, whatever is cleaned', async () => {
    const edited = `${folder.read(CUSTOMER)}// mine\n`;
    folder.write('out/com/acme/visit.ts', edited);
    folder.write('out/notes.txt', 'mine');
    folder.write('out/mine.ts', 'export {};\n');
    folder.write('out/nearly.ts', '// Generated by ottla\nexport {};\n');
    expect(await gen(['schemas'], { ...out, clean: true })).toBe(0);
    expect(folder.read('out/com/acme/visit.ts')).toBe(edited);
    expect(folder.files('out')).toEqual(
      expect.arrayContaining(['out/notes.txt', 'out/mine.ts', 'out/nearly.ts']),
    );
    expect(terminal.notes.slice(0, 2)).toEqual([
      'out/com/acme/visit.ts: edited by hand, so it stays',
      'out/mine.ts, out/nearly.ts, out/notes.txt: not made by ottla gen, so it stays',
    ]);
    expect(await gen(['schemas'], { ...out, check: true })).toBe(1);
    expect(terminal.printed).toEqual(['out/com/acme/visit.ts']);
  });

  it('is cleaned of what a killed run left half written', async () => {
    folder.write('out/com/.ottla-4711-123e4567-e89b-42d3-a456-426614174000.tmp', '// Generated by ot');
    expect(await gen(['schemas'], { ...out, check: true })).toBe(0);
    expect(await gen(['schemas'], { ...out, clean: true })).toBe(0);
    expect(folder.files('out')).not.toContain(expect.stringContaining('.tmp'));
    expect(folder.files('out')).toHaveLength(3);
  });

  it('is ours though version control has turned its line ends', async () => {
    folder.write('out/com/acme/visit.ts', folder.read(CUSTOMER).replaceAll('\n', '\r\n'));
    await gen(['schemas'], { ...out, clean: true });
    expect(folder.files('out')).not.toContain('out/com/acme/visit.ts');
  });

  it('is up to date though version control has turned its line ends, and an editor marked its bytes', async () => {
    folder.write(CUSTOMER, `\ufeff${folder.read(CUSTOMER).replaceAll('\n', '\r\n')}`);
    expect(await gen(['schemas'], { ...out, check: true })).toBe(0);
    expect(await gen(['schemas'], out)).toBe(0);
    expect(folder.read(CUSTOMER)).toContain('\r\n');
  });

  it('is left over when another spelling of its name took its place, unless both are one file', async () => {
    const other = 'out/com/Acme/customer.ts';
    folder.write(other, folder.read(CUSTOMER));
    expect(await gen(['schemas'], { ...out, clean: true })).toBe(0);
    expect(folder.files('out')).not.toContain(other);
    mkdirSync(join(folder.path, 'out/com/Acme'));
    linkSync(join(folder.path, CUSTOMER), join(folder.path, other));
    expect(await gen(['schemas'], { ...out, clean: true })).toBe(0);
    expect(folder.files('out')).toEqual(expect.arrayContaining([CUSTOMER, other]));
  });
});
