import { readBundle, type SchemaBundle } from '@ottla/registry-client';
import { formatSchemaText } from '@ottla/schema';
import { mkdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ottla } from './cli-process.ts';
import { avro, laidOutAs, PullWorkplace } from './pull-workplace.ts';

const MONEY = avro('Money', { units: 'long' });
const ORDER = {
  ...avro('Order', { total: 'com.acme.Money' }),
  references: [{ name: 'com.acme.Money', subject: 'money', version: 1 }],
};
const REFUND = avro('Refund', { id: 'string' });
const REFUND_2 = avro('Refund', { id: 'string', note: ['null', 'string'] });
const STOCK = {
  schemaType: 'JSON' as const,
  schema: '{"type":"object","properties":{"a":{"type":"number"}}}',
};
const TICKET = {
  schemaType: 'PROTOBUF' as const,
  schema: 'syntax = "proto3";\nmessage Ticket { string id = 1; }',
};

async function withShop(): Promise<PullWorkplace> {
  const place = await PullWorkplace.start();
  await place.register({ money: MONEY, 'orders-value': ORDER, 'refunds-value': REFUND });
  return place;
}

const bundleOf = (place: PullWorkplace): Promise<SchemaBundle> =>
  readBundle(join(place.folder, 'ottla.lock'));
const files = (bundle: SchemaBundle, subject: string): unknown =>
  bundle.subjects[subject]?.versions.map(({ version, file }) => [version, file]);

/** The level of the embedded registry lets a field without a default be added. */
async function moveRefunds(place: PullWorkplace): Promise<void> {
  await place.registry.setCompatibilityLevel('NONE', 'refunds-value');
  await place.register({ 'refunds-value': REFUND_2 });
}

describe('ottla pull', () => {
  it('writes a subject with all it refers to, laid out for people, and locks what was registered', async () => {
    await using place = await withShop();
    expect(await place.pull(['orders-value'])).toEqual({
      exitCode: 0,
      stdout: ['schemas/money.avsc', 'schemas/orders-value.avsc', 'ottla.lock'],
      stderr: '2 of 2 files written, 2 subjects in ottla.lock',
    });
    expect(await place.read('schemas/money.avsc')).toBe(await laidOutAs(place, 'money', 1));
    const bundle = await bundleOf(place);
    expect(files(bundle, 'orders-value')).toEqual([[1, 'schemas/orders-value.avsc']]);
    const { id, schema } = await place.registry.latest('orders-value');
    const { schema: money } = await place.registry.latest('money');
    // To the letter, so that ids and digests hold.
    expect(Object.values(bundle.schemas).toSorted()).toEqual([schema, money].toSorted());
    expect(bundle.subjects['orders-value']?.versions[0]?.id).toBe(id);
  });

  it('touches nothing when it is run again', async () => {
    await using place = await withShop();
    await place.pull(['orders-value', 'refunds-value']);
    const before = await Promise.all(
      ['ottla.lock', 'schemas/money.avsc'].map((path) => place.changedAt(path)),
    );
    expect(await place.pull()).toEqual({
      exitCode: 0,
      stdout: [],
      stderr: '0 of 3 files written, 3 subjects in ottla.lock',
    });
    const after = await Promise.all(
      ['ottla.lock', 'schemas/money.avsc'].map((path) => place.changedAt(path)),
    );
    expect(after).toEqual(before);
    expect(await place.pull([], { check: true })).toMatchObject({
      exitCode: 0,
      stderr: '3 files up to date',
    });
  });

  it('moves what is named, and nothing else', async () => {
    await using place = await withShop();
    await place.pull([], { all: true });
    await moveRefunds(place);
    await place.registry.setCompatibilityLevel('FULL', 'money');
    expect(await place.pull(['refunds-value'])).toMatchObject({
      exitCode: 0,
      stdout: ['schemas/refunds-value.avsc', 'ottla.lock'],
      stderr: expect.stringContaining('refunds-value: v1 -> v2'),
    });
    expect(await place.read('schemas/refunds-value.avsc')).toBe(await laidOutAs(place, 'refunds-value', 2));
    expect((await bundleOf(place)).subjects['money']?.level).not.toBe('FULL');
    // What was not named needs no answer of the registry.
    await place.server.stop();
    expect(await place.pull(['refunds-value'])).toMatchObject({ exitCode: 3 });
  });

  it('takes the subjects of the lock without words, and tells which are gone', async () => {
    await using place = await withShop();
    await place.pull(['money', 'refunds-value']);
    await place.registry.deleteSubject('refunds-value');
    expect(await place.pull()).toMatchObject({
      exitCode: 0,
      stdout: ['ottla.lock'],
      stderr: expect.stringContaining(
        "warning: the registry no longer holds 'refunds-value'; schemas/refunds-value.avsc stays",
      ),
    });
    expect(Object.keys((await bundleOf(place)).subjects)).toEqual(['money']);
    expect(await place.files()).toContain('schemas/refunds-value.avsc');
  });

  it('does not take an empty registry for one in which all was deleted', async () => {
    await using place = await withShop();
    await place.pull(['money']);
    await using other = await PullWorkplace.start();
    const ran = await place.pull([], { registry: other.server.url });
    expect(ran).toMatchObject({ exitCode: 2, stdout: [] });
    expect(ran.stderr).toContain('the registry holds nothing of what is locked: money');
  });

  it('takes the subjects that ottla.yaml names, and puts files where its rows say', async () => {
    await using place = await withShop();
    await place.write({
      'ottla.yaml': [
        'version: 1',
        'schemas:',
        '  - { path: "contracts/{topic}/value.v{version}.avsc", subject: "{topic}-value" }',
        '  - { path: "shared/{name}.avsc", subject: "{name}" }',
        'subjects: { orders-value: { level: FULL }, "not-there": {} }',
      ].join('\n'),
    });
    expect(await place.pull()).toMatchObject({
      exitCode: 0,
      stdout: ['shared/money.avsc', 'contracts/orders/value.v1.avsc', 'ottla.lock'],
      stderr: expect.stringContaining("the registry does not hold 'not-there'"),
    });
  });

  it('says what to do when nothing names a subject', async () => {
    await using place = await withShop();
    expect(await place.pull()).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('ottla pull --all'),
    });
    expect(await place.pull(['money'], { all: true })).toMatchObject({ exitCode: 2 });
    expect(await place.pull(['refund-value'])).toMatchObject({
      exitCode: 2,
      stdout: [],
      stderr: expect.stringContaining("Did you mean 'refunds-value'?"),
    });
    expect(await place.files()).toEqual([]);
  });

  it('numbers older versions, and removes those that are locked no more', async () => {
    await using place = await withShop();
    await moveRefunds(place);
    await place.pull(['refunds-value'], { versions: 'all' });
    expect(files(await bundleOf(place), 'refunds-value')).toEqual([
      [1, 'schemas/refunds-value.v1.avsc'],
      [2, 'schemas/refunds-value.avsc'],
    ]);
    // As they are locked: with all versions.
    expect(await place.pull([], { check: true })).toMatchObject({ exitCode: 0 });
    expect(await place.pull([], { versions: 'latest', check: true })).toMatchObject({
      exitCode: 1,
      stdout: ['schemas/refunds-value.v1.avsc', 'ottla.lock'],
    });
    await place.write({ 'ottla.yaml': 'version: 1\nregistry: { versions: latest }\n' });
    expect(await place.pull()).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining('removed schemas/refunds-value.v1.avsc'),
    });
    expect(await place.files()).toEqual(['ottla.lock', 'ottla.yaml', 'schemas/refunds-value.avsc']);
  });

  it('leaves JSON Schema and Protobuf in their own files', async () => {
    await using place = await PullWorkplace.start();
    await place.register({ stock: STOCK, tickets: TICKET });
    expect((await place.pull([], { all: true, out: 'in' })).stdout).toEqual([
      'in/stock.schema.json',
      'in/tickets.proto',
      'ottla.lock',
    ]);
    expect(await place.read('in/tickets.proto')).toBe(`${TICKET.schema}\n`);
  });
});

describe('files that are there already', () => {
  it('are refused when they hold no version, all of them, before anything is written', async () => {
    await using place = await withShop();
    const mine = formatSchemaText(avro('Refund', { mine: 'int' }).schema);
    await place.write({ 'schemas/refunds-value.avsc': mine });
    const refused = await place.pull([], { all: true });
    expect(refused).toMatchObject({ exitCode: 2, stdout: [] });
    expect(refused.stderr).toContain('schemas/refunds-value.avsc would be overwritten');
    expect(await place.files()).toEqual(['schemas/refunds-value.avsc']);
    expect(await place.read('schemas/refunds-value.avsc')).toBe(mine);
    expect(await place.pull([], { all: true, force: true })).toMatchObject({ exitCode: 0 });
    expect(await place.read('schemas/refunds-value.avsc')).toBe(await laidOutAs(place, 'refunds-value', 1));
  });

  it('are left when they differ in layout only, and replaced when they are an older version', async () => {
    await using place = await withShop();
    await moveRefunds(place);
    const wide = JSON.stringify(JSON.parse(MONEY.schema), null, 8);
    await place.write({ 'schemas/money.avsc': wide, 'schemas/refunds-value.avsc': REFUND.schema });
    expect((await place.pull(['money', 'refunds-value'])).stdout).toEqual([
      'schemas/refunds-value.avsc',
      'ottla.lock',
    ]);
    expect(await place.read('schemas/money.avsc')).toBe(wide);
  });

  it('move with --out, but for those that were changed', async () => {
    await using place = await withShop();
    await place.pull([], { all: true });
    await place.write({ 'schemas/money.avsc': '"bytes"\n' });
    const moved = await place.pull([], { out: 'contracts' });
    expect(moved).toMatchObject({ exitCode: 0 });
    expect(moved.stderr).toContain('schemas/money.avsc is locked no more, and stays: it was changed');
    expect(await place.files()).toEqual([
      'contracts/money.avsc',
      'contracts/orders-value.avsc',
      'contracts/refunds-value.avsc',
      'ottla.lock',
      'schemas/money.avsc',
    ]);
  });

  it.each([
    ['above the lock', '..'],
    ['elsewhere', '/tmp'],
    ['in a folder that a lock cannot name', 'a:b'],
    ['in a folder without a name', ''],
  ])('are never written %s', async (_where, out) => {
    await using place = await withShop();
    const ran = await place.pull(['money'], { out });
    expect(ran).toMatchObject({ exitCode: 2, stdout: [] });
    expect(ran.stderr).toContain('As in: --out schemas');
    expect(await place.files()).toEqual([]);
  });

  it('are never written through a link', async () => {
    await using place = await withShop();
    await mkdir(join(place.folder, 'elsewhere'));
    await symlink('elsewhere', join(place.folder, 'schemas'));
    expect(await place.pull(['money'])).toMatchObject({ exitCode: 2, stdout: [] });
    expect(await place.files()).toEqual([]);
  });
});

it('ottla pull neither checks nor forces when it is to do both', async () => {
  await using place = await withShop();
  const ran = await place.pull(['money'], { check: true, force: true });
  expect(ran).toMatchObject({
    exitCode: 2,
    stdout: [],
    stderr: expect.stringContaining('Give one of them.'),
  });
});

describe('a registry that names its subjects to do harm', () => {
  const HOSTILE = [
    '../../x',
    '/etc/x',
    'con',
    'NUL.txt',
    'x'.repeat(300),
    'twin',
    'Twin',
    'TWIN',
    ':.ctx:name',
    ':.ctx:../../name',
    '.git',
    '--force',
    'a/b',
    'a\\b',
    'C:x',
    'orders.v2',
    'dot.',
    'constructor',
    'Größe',
  ];

  /** The embedded registry refuses some of these names; a hostile one would not. */
  async function hostile(names: readonly string[]): Promise<PullWorkplace> {
    const place = await PullWorkplace.start();
    const json = (body: unknown): { status: number; body: string } => ({
      status: 200,
      body: JSON.stringify(body),
    });
    place.server.intercept(({ target }) => {
      if (target === '/subjects') return json(names);
      const [, subject = '', number] = /^\/subjects\/([^/]+)\/versions(?:\/(\d+))?/.exec(target) ?? [];
      if (subject === '') return json({ compatibilityLevel: 'BACKWARD' });
      if (number === undefined) return json([1]);
      const name = decodeURIComponent(subject);
      return json({
        subject: name,
        version: 1,
        id: names.indexOf(name) + 1,
        schema: avro('A', { [`f${names.indexOf(name)}`]: 'int' }).schema,
      });
    });
    return place;
  }

  it('gets a file for each within the folder, that every file system takes', async () => {
    await using place = await hostile(HOSTILE);
    const ran = await place.pull([], { all: true });
    expect(ran).toMatchObject({ exitCode: 0 });
    const written = (await place.files()).filter((file) => file !== 'ottla.lock');
    expect(written).toHaveLength(HOSTILE.length);
    expect(new Set(written.map((file) => file.toLowerCase())).size).toBe(HOSTILE.length);
    for (const file of written) {
      expect(file).toMatch(/^schemas\/(?!con\.|nul\.)[A-Za-z0-9_][A-Za-z0-9._-]{0,140}\.avsc$/i);
    }
    expect(await place.pull()).toMatchObject({ exitCode: 0, stdout: [] });
  });

  it('cannot put control characters on the terminal', async () => {
    await using place = await hostile(['\u001b[2Jx']);
    const ran = await place.pull([], { all: true });
    // oxlint-disable-next-line no-control-regex -- it is what is looked for
    expect(`${ran.stdout.join('\n')}${ran.stderr}`).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    expect(ran.exitCode).toBe(0);
  });

  it.each([['__proto__'], ['']])('is refused for %j', async (name) => {
    await using place = await hostile([name]);
    expect(await place.pull([], { all: true })).toMatchObject({ exitCode: 2, stdout: [] });
    expect(await place.files()).toEqual([]);
  });
});

describe('a registry that fails', () => {
  it.each([
    ['goes away', 'disconnect' as const, 3],
    ['answers 500', { status: 500, body: '{"error_code":500,"message":"no"}' }, 3],
    ['asks who is there', { status: 401, body: '{"error_code":401,"message":"no"}' }, 3],
    ['answers nonsense', { status: 200, body: '<html>' }, 3],
  ])('in the middle and %s leaves everything as it was', async (_what, verdict, exitCode) => {
    await using place = await withShop();
    await place.pull(['money', 'refunds-value']);
    await moveRefunds(place);
    const before = await place.read('ottla.lock');
    const refund = await place.read('schemas/refunds-value.avsc');
    let asked = 0;
    place.server.intercept(() => (++asked > 4 ? verdict : 'pass'));
    expect(await place.pull([], { all: true })).toMatchObject({ exitCode, stdout: [] });
    expect(asked).toBeGreaterThan(4);
    expect(await place.read('ottla.lock')).toBe(before);
    expect(await place.read('schemas/refunds-value.avsc')).toBe(refund);
    expect(await place.files()).toEqual(['ottla.lock', 'schemas/money.avsc', 'schemas/refunds-value.avsc']);
  });

  it('is not needed for texts that are at hand, and mends those that are not', async () => {
    await using place = await withShop();
    await place.pull([], { all: true });
    await rm(join(place.folder, '.ottla'), { recursive: true });
    expect(await place.pull(['money'])).toMatchObject({ exitCode: 0, stdout: [] });
    expect(Object.keys((await bundleOf(place)).schemas)).toHaveLength(3);
  });
});

it('ottla pull runs as a program', async () => {
  await using place = await withShop();
  const env = { OTTLA_REGISTRY_URL: place.server.url };
  expect(await ottla(['pull', 'money'], place.folder, env)).toMatchObject({
    exitCode: 0,
    stdout: 'schemas/money.avsc\nottla.lock\n',
  });
});
