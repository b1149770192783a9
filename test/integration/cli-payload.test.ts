import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedRegistry } from '@ottla/embedded';
import { systemClock } from '@ottla/kernel';
import { pullBundle, RegistryClient, writeBundle } from '@ottla/registry-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runDecode, type DecodeOptions } from '../../packages/cli/src/commands/decode-command.ts';
import { runEncode, type EncodeOptions } from '../../packages/cli/src/commands/encode-command.ts';
import { noteFailure } from '../../packages/cli/src/failure-note.ts';
import type { PayloadPlace } from '../../packages/cli/src/payload/payload-place.ts';
import type { Terminal } from '../../packages/cli/src/terminal.ts';
import { RecordedTerminal } from '../../packages/cli/testing/recorded-terminal.ts';

const CUSTOMER = {
  type: 'record',
  name: 'com.acme.Customer',
  fields: [
    { name: 'id', type: 'long' },
    { name: 'name', type: 'string' },
    { name: 'tags', type: { type: 'map', values: 'int' }, default: {} },
  ],
};
const BILL = {
  type: 'record',
  name: 'com.acme.Bill',
  fields: [{ name: 'total', type: 'com.acme.Money' }],
};
const MONEY = { type: 'fixed', name: 'com.acme.Money', size: 2 };
const VALUE = '{"id":9007199254740993,"name":"Ada","tags":{"a":1}}';
const DATUM = '828080808080802006416461020261020 0'.replaceAll(' ', '');

let server: EmbeddedRegistry;
let registry: RegistryClient;
let folder: string;
let guid: string | undefined;

const avro = (schema: object): { schemaType: 'AVRO'; schema: string } => ({
  schemaType: 'AVRO',
  schema: JSON.stringify(schema),
});

beforeAll(async () => {
  server = await EmbeddedRegistry.start();
  registry = new RegistryClient({ url: server.url });
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'ottla-payload-')));
  ({ guid } = await registry.register('customers-value', avro(CUSTOMER)));
  await registry.register('money', avro(MONEY));
  const references = [{ name: 'com.acme.Money', subject: 'money', version: 1 }];
  await registry.register('bills-value', { ...avro(BILL), references });
  await registry.register('stock-value', { schemaType: 'JSON', schema: '{"type":"object"}' });
  writeFileSync(join(folder, 'customer.avsc'), JSON.stringify(CUSTOMER));
  writeFileSync(join(folder, 'bill.avsc'), JSON.stringify(BILL));
  writeFileSync(join(folder, 'money.avsc'), JSON.stringify(MONEY));
  writeFileSync(join(folder, 'two.avdl'), 'protocol P { record A { int x; } record B { int x; } }');
});
afterAll(async () => {
  await registry.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A registry whose schemas do not parse. */
const nonsense: Parameters<typeof pullBundle>[0] = {
  versions: () => Promise.resolve([1]),
  version: (subject, version) =>
    Promise.resolve({ id: 99, subject, version, schemaType: 'AVRO', schema: '{"type":"nope"}' }),
  compatibilityLevel: () => Promise.resolve('NONE'),
};

interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs it in this process; `stdin` is what is piped into it. */
async function run(
  command: (terminal: Terminal, place: PayloadPlace) => Promise<number>,
  {
    stdin,
    terminal: readsOutput = false,
    at = folder,
  }: { stdin?: Uint8Array; terminal?: boolean; at?: string },
): Promise<Outcome> {
  const terminal = new RecordedTerminal();
  const readStdin = (): Promise<Uint8Array> => Promise.resolve(stdin ?? Buffer.alloc(0));
  const place: PayloadPlace = {
    workplace: { workingFolder: at, clock: systemClock, readStdin, environment: {} },
    typesInput: stdin === undefined,
    readsOutput,
    write: (bytes) => terminal.print(Buffer.from(bytes).toString('latin1')),
  };
  const exitCode = await command(terminal, place).catch((error: unknown) => noteFailure(error, terminal));
  return { exitCode, stdout: terminal.printed.join('\n'), stderr: terminal.notes.join('\n') };
}

type Circumstances = Parameters<typeof run>[1];

const decode = (
  words: readonly string[],
  options: Partial<DecodeOptions> = {},
  circumstances: Circumstances = {},
): Promise<Outcome> =>
  run((terminal, place) => {
    const all = { framing: 'auto', rows: 1000, registry: server.url, ...options } as const;
    return runDecode(words, all, { terminal, place });
  }, circumstances);

const encode = (
  words: readonly string[],
  options: Partial<EncodeOptions> & Pick<EncodeOptions, 'schema'>,
  circumstances: Circumstances = {},
): Promise<Outcome> =>
  run((terminal, place) => {
    const all = { framing: 'registry', json: 'plain', to: 'hex', registry: server.url, ...options } as const;
    return runEncode(words, all, { terminal, place });
  }, circumstances);

describe('ottla encode', () => {
  it.each<[string, Partial<EncodeOptions> & Pick<EncodeOptions, 'schema'>, string]>([
    ['a subject', { schema: 'customers-value' }, `0000000001${DATUM}`],
    ['a version', { schema: 'customers-value@1' }, `0000000001${DATUM}`],
    ['the latest', { schema: 'customers-value@latest' }, `0000000001${DATUM}`],
    ['an id', { schema: '1' }, `0000000001${DATUM}`],
    ['a file and an id', { schema: 'customer.avsc', id: 258 }, `0000000102${DATUM}`],
    ['a file and a subject', { schema: 'customer.avsc', subject: 'customers-value' }, `0000000001${DATUM}`],
    ['no frame', { schema: 'customer.avsc', framing: 'raw' }, DATUM],
  ])('frames by %s', async (_words, options, hex) => {
    expect(await encode([VALUE], options)).toEqual({ exitCode: 0, stdout: hex, stderr: '' });
  });

  it('writes base64 and bytes, reads a pipe and a file, and Avro JSON', async () => {
    const options = { schema: 'customer.avsc', framing: 'raw' } as const;
    const base64 = Buffer.from(DATUM, 'hex').toString('base64');
    const stdin = Buffer.from(`\ufeff${VALUE}\n`);
    expect(await encode([], { ...options, to: 'base64' }, { stdin })).toMatchObject({ stdout: base64 });
    writeFileSync(join(folder, 'value.json'), VALUE);
    const binary = await encode(['@value.json'], { ...options, to: 'binary' });
    expect(binary.stdout).toBe(Buffer.from(DATUM, 'hex').toString('latin1'));
    expect(await encode([], { ...options, file: 'value.json', json: 'avro' })).toMatchObject({
      stdout: DATUM,
    });
    const onTerminal = await encode([VALUE], { ...options, to: 'binary' }, { terminal: true });
    expect(onTerminal).toMatchObject({ exitCode: 2, stdout: '' });
  });

  it('registers only when it is asked to', async () => {
    const options = { schema: 'two.avdl#B', subject: 'new-value' };
    const refused = await encode(['{"x":1}'], options);
    expect(refused).toMatchObject({ exitCode: 4, stdout: '' });
    expect(refused.stderr).toContain('--register');
    await expect(registry.subjects()).resolves.not.toContain('new-value');
    expect(await encode(['{"x":1}'], { ...options, register: true })).toMatchObject({ exitCode: 0 });
    await expect(registry.subjects()).resolves.toContain('new-value');
  });

  it('finds the types of a file beside it, and asks which type of several', async () => {
    expect(await encode(['{"total":"AB"}'], { schema: 'bill.avsc', framing: 'raw' })).toMatchObject({
      stdout: '4142',
    });
    const which = await encode(['{"x":1}'], { schema: 'two.avdl', framing: 'raw' });
    expect(which).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('two.avdl#A') as string });
    expect(await encode(['{"x":1}'], { schema: 'two.avdl#B', framing: 'raw' })).toMatchObject({
      stdout: '02',
    });
  });

  it('lists what does not fit with its paths', async () => {
    const { exitCode, stdout, stderr } = await encode([String.raw`{"id":1.5,"tags":{"\u001b[31m":"x"}}`], {
      schema: '1',
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: '' });
    expect(stderr.split('\n')).toEqual([
      'error: the value does not fit com.acme.Customer, in 3 places:',
      '  id must be long, found a number with a fraction',
      expect.stringContaining('name must be a field of record com.acme.Customer, found nothing'),
      String.raw`  tags["\u001b[31m"] must be int, found a string`,
    ]);
  });

  it.each<[string, string, Partial<EncodeOptions>, number, string]>([
    ['no JSON', '{"id":', {}, 4, 'it is not JSON'],
    ['two documents', '{} {}', {}, 4, 'Give one JSON document'],
    ['an unknown subject', VALUE, { schema: 'customer-value' }, 2, "Did you mean 'customers-value'?"],
    ['no such file', VALUE, { schema: 'nope.avsc' }, 2, 'no schema file matches'],
    ['a file without an id', VALUE, { schema: 'customer.avsc' }, 2, 'Give --id ID'],
    ['an id of no frame', VALUE, { framing: 'raw', id: 7 }, 2, 'has no schema id'],
    ['two ids', VALUE, { id: 7, subject: 'x' }, 2, 'nothing is looked up'],
    ['no registry', VALUE, { registry: 'http://127.0.0.1:1' }, 3, 'ECONNREFUSED'],
    ['no Avro', '{}', { schema: 'stock-value' }, 4, 'only Avro is read here'],
  ])('ends in a typed failure: %s', async (_words, json, options, exitCode, words) => {
    const outcome = await encode([json], { schema: '1', ...options });
    expect({ exitCode: outcome.exitCode, stdout: outcome.stdout }).toEqual({ exitCode, stdout: '' });
    expect(outcome.stderr).toContain(words);
    expect(outcome.stderr).not.toContain('defect');
  });
});

describe('ottla decode', () => {
  it.each<[string, string, Partial<DecodeOptions>]>([
    ['its id', `0000000001${DATUM}`, {}],
    ['its GUID', 'guid', {}],
    ['a header', DATUM, { header: ['guid'] }],
    ['a file', DATUM, { schema: 'customer.avsc' }],
    ['a subject, with a frame', `0000000001${DATUM}`, { schema: 'customers-value@1' }],
  ])('gives a pipe the value, its schema known by %s', async (_words, payload, options) => {
    const guidHex = `01${(guid ?? '').replaceAll('-', '')}`;
    const hex = payload === 'guid' ? `${guidHex}${DATUM}` : payload;
    const header = options.header === undefined ? {} : { header: [`__value_schema_id=${guidHex}`] };
    expect(await decode([hex], { ...options, ...header })).toEqual({
      exitCode: 0,
      stdout: VALUE,
      stderr: '',
    });
  });

  it('shows a terminal every byte', async () => {
    const { stdout } = await decode([`0000000001${DATUM}`], {}, { terminal: true });
    expect(stdout.split('\n')).toEqual([
      '22 bytes, framed with a schema id',
      `schema com.acme.Customer (customers-value version 1, id 1), from ${server.url}`,
      '',
      '   0  00                          magic byte 0: a schema id follows',
      '   1  00 00 00 01                 schema id 1',
      '   5  82 80 80 80 80 80 80 20     id         long     9007199254740993',
      '  13  06 41 64 61                 name       string   "Ada"',
      '  17  02                          tags       map      1 item',
      '  18  02 61                       tags["a"]  map key  key "a"',
      '  20  02                          tags["a"]  int      1',
      '  21  00                          tags       map      end',
    ]);
  });

  it('gives programs all of it', async () => {
    const { stdout } = await decode([`0000000001${DATUM}`, 'ff'], { format: 'json' });
    expect(JSON.parse(stdout)).toMatchObject({
      byteLength: 23,
      frame: { kind: 'id', id: 1, parts: [{ hex: '00' }, { hex: '00000001' }] },
      schema: { fullName: 'com.acme.Customer', uses: [{ subject: 'customers-value', version: 1 }] },
      trailing: { start: 22, end: 23, hex: 'ff' },
      failure: null,
    });
    expect(stdout).toContain('"value":{"id":9007199254740993,');
  });

  it('takes a pipe of bytes, of hex and of base64', async () => {
    const bytes = Buffer.from(`0000000001${DATUM}`, 'hex');
    for (const stdin of [
      bytes,
      Buffer.from(bytes.toString('hex')),
      Buffer.from(`${bytes.toString('base64')}\n`),
    ]) {
      expect(await decode([], {}, { stdin })).toMatchObject({ exitCode: 0, stdout: VALUE });
    }
    expect(await decode([])).toMatchObject({ exitCode: 2 });
  });

  it('answers from the lock beside it without a registry', async () => {
    const at = realpathSync(mkdtempSync(join(folder, 'locked-')));
    const bundle = await pullBundle(registry, ['bills-value', 'customers-value']);
    const broken = await pullBundle(nonsense, ['a-value']);
    const subjects = { ...broken.subjects, ...bundle.subjects };
    const schemas = { ...broken.schemas, ...bundle.schemas };
    await writeBundle({ ...bundle, subjects, schemas }, join(at, 'ottla.lock'));
    const { registry: _none, ...options }: Partial<DecodeOptions> = { registry: '' };
    const locked = (hex: string): Promise<Outcome> =>
      run(
        (terminal, place) => runDecode([hex], { framing: 'auto', rows: 10, ...options }, { terminal, place }),
        { at },
      );
    expect(await locked('00000000034142')).toEqual({ exitCode: 0, stdout: '{"total":"AB"}', stderr: '' });
    const single = await encode([VALUE], { schema: 'customer.avsc', framing: 'single-object' });
    expect(await locked(single.stdout)).toMatchObject({ exitCode: 0, stdout: VALUE });
    const unknown = await locked('00000000094142');
    expect(unknown).toMatchObject({ exitCode: 2, stdout: '' });
    expect(unknown.stderr).toContain('to ask for schema id 9, which ottla.lock does not hold');
    expect(unknown.stderr).toContain('write registry: { url: URL } into ottla.yaml. Or give the schema with');
    expect(await locked('c301aabbccddeeff0011')).toMatchObject({ exitCode: 4 });
    rmSync(join(at, '.ottla'), { recursive: true });
    const bare = await locked('00000000034142');
    expect(bare.stderr).toContain('to ask for schema id 3: the texts of ottla.lock are not beside it');
  });

  it('shows what is before a break, and tells the break', async () => {
    const broken = await decode([`0000000001${DATUM.slice(0, 22)}`], {}, { terminal: true });
    expect(broken.exitCode).toBe(4);
    expect(broken.stdout).toContain('id  long  9007199254740993');
    expect(broken.stderr).toContain('broken at byte 13, in name (string): the Avro bytes are malformed');
    const document = await decode([`0000000001${DATUM.slice(0, 22)}`], { format: 'json' });
    expect(JSON.parse(document.stdout)).toMatchObject({ value: null, failure: { path: 'name', start: 13 } });
  });

  it('escapes what a terminal would obey', async () => {
    const json = JSON.stringify({ id: 1, name: '\u001b[31m\u202e\u2028\u009b' });
    const { stdout: hex } = await encode([json], { schema: '1' });
    const value = await decode([hex]);
    expect(value.stdout).toBe(String.raw`{"id":1,"name":"\u001b[31m\u202e\u2028\u009b","tags":{}}`);
    const { stdout } = await decode([hex], {}, { terminal: true });
    for (const obeyed of ['\u001b', '\u202e', '\u2028', '\u009b']) expect(stdout).not.toContain(obeyed);
  });

  it.each<[string, string, Partial<DecodeOptions>, number, string]>([
    [
      'bytes behind the value',
      `0000000001${DATUM}ff`,
      {},
      1,
      'the value ends at byte 22, and 1 byte follows',
    ],
    ['a newline behind it', `0000000001${DATUM}0a`, {}, 1, 'a newline, which a tool may have put there'],
    ['another id than that of the schema', `0000000009${DATUM}`, { schema: '1' }, 0, 'names schema id 9'],
    ['an id nobody knows', `0000000009${DATUM}`, {}, 4, 'does not know'],
    ['an id of --schema nobody knows', DATUM, { schema: '99' }, 2, 'Schema 99 not found'],
    ['no registry', `0000000001${DATUM}`, { registry: 'http://127.0.0.1:1' }, 3, 'ECONNREFUSED'],
    ['another language', '00000000047b7d', {}, 4, 'is JSON, and only Avro is read here'],
    ['half a byte', `0000000001${DATUM}0`, {}, 4, 'stands alone'],
    ['another first byte', '0900000001', {}, 4, 'begins with byte 0x09 instead of the magic byte'],
    ['no file', '@none.bin', {}, 2, "there is no file 'none.bin'"],
    ['a folder', '@.', {}, 2, "'.' is a folder, not a file"],
    ['a device', '@/dev/null', {}, 4, 'no regular file'],
    ['a word and a file', '00', { file: 'customer.avsc' }, 2, 'Give one of them'],
  ])('tells what is wrong: %s', async (_words, word, options, exitCode, words) => {
    const outcome = await decode([word], options);
    expect(outcome.stderr).toContain(words);
    expect(outcome.stderr).not.toContain('defect');
    expect(outcome.exitCode).toBe(exitCode);
  });
});
