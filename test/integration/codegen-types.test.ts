import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { generate, type GenerateOptions, type GeneratedFile } from '@ottla/codegen';
import { parseSchemas } from '@ottla/schema';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codecImports, everywhere } from './codegen-choice-sets.ts';
import { nastyFiles } from './codegen-nasty-schemas.ts';
import { Workplace } from './codegen-workplace.ts';

const run = promisify(execFile);
const DRAW = fileURLToPath(new URL('codegen-draw.ts', import.meta.url));
const BOXES = fileURLToPath(new URL('codegen-boxes.ts', import.meta.url));
const SAMPLES = fileURLToPath(new URL('../../schemas/', import.meta.url));
const sample = (file: string): { file: string; text: string } => ({
  file,
  text: readFileSync(SAMPLES + file, 'utf8'),
});
const CUSTOMER = sample('customers/customer.v2.avsc');
const ORDER = sample('orders/order.v1.avsc');
const PAYLOAD = {
  file: 'schemas/payload.avsc',
  text: '["null", "com.acme.Customer", {"type": "array", "items": "int"}]',
};

let workplace: Workplace;
beforeEach(async () => {
  workplace = await Workplace.make();
});
afterEach(() => workplace[Symbol.asyncDispose]());

async function write(files: readonly GeneratedFile[]): Promise<void> {
  await workplace.write(files.map(({ path, text }) => ({ path: `src/${path}`, text })));
}

describe('generated modules', () => {
  it.each(['.js', '.ts'] as const)('of the samples compile, importing with %s', async (importExtension) => {
    await write(generate([CUSTOMER, ORDER], { importExtension }).files);
    expect(await workplace.check()).toEqual([]);
  });

  it('of schemas that break generators compile in every layout, and say any nowhere', async () => {
    const sets: readonly [string, GenerateOptions][] = [
      ['plain', {}],
      ['spaces', { layout: 'namespace', enums: 'const' }],
      ['one', { layout: 'single', enums: 'const', codecs: 'none' }],
    ];
    const files = sets.flatMap(([folder, options]) =>
      generate(nastyFiles, options).files.map(({ path, text }) => ({ path: `${folder}/${path}`, text })),
    );
    expect(files.length).toBeGreaterThan(400);
    await write(files);
    expect(await workplace.check()).toEqual([]);
    const code = files.map(({ text }) => text.replaceAll(/\/\*\*[\s\S]*?\*\/|'(?:[^'\\]|\\.)*'/g, '')).join();
    expect(code.match(/[:<|([] *any\b/g)).toBeNull();
  });

  it('with enums of TypeScript compile where these are allowed', async () => {
    await using looser = await Workplace.make({ erasableSyntaxOnly: false });
    const enums = nastyFiles.filter(({ file }) => /enums|symbols|everything|docs|nothing/.test(file));
    const { files } = generate(enums, { enums: 'enum', layout: 'namespace' });
    expect(files.some(({ text }) => text.includes('export enum Suit {'))).toBe(true);
    await looser.write(files.map(({ path, text }) => ({ path: `src/${path}`, text })));
    await looser.write([{ path: 'src/use.ts', text: ENUM_USES }]);
    expect(await looser.check()).toEqual([]);
  });

  it('let no part of a schema become code', async () => {
    const { files } = generate(nastyFiles.filter(({ file }) => file.startsWith('a doc that ends')));
    await write(files);
    // A directive that took effect would hide this error, and a comment that ended early would show another.
    const ordered = files.find(({ path }) => path === 'ordered.ts')?.text ?? '';
    await workplace.write([
      { path: 'src/ordered.ts', text: ordered.replace('  a: number;', '  a: Missing;') },
    ]);
    expect(await workplace.check()).toEqual([
      expect.stringMatching(/^src\/ordered\.ts.*Cannot find name 'Missing'/),
    ]);
  });
});

describe('generated types', () => {
  it('take what is right and refuse what is wrong', async () => {
    const order = parseSchemas([ORDER]).types.get('com.acme.orders.Order');
    expect(order?.type).toBe('record');
    const topics = { customers: { value: 'com.acme.Customer' }, orders: { value: 'com.acme.orders.Order' } };
    await write(generate([CUSTOMER, ORDER, PAYLOAD], { topics }).files);
    await workplace.write([{ path: 'src/use.ts', text: USES }]);
    expect(await workplace.check()).toEqual([]);
  });

  it('fit the values that the codec takes and gives, for any schema and any choice', async () => {
    const options = { maxBuffer: 64 * 1024 * 1024 };
    const { stdout } = await run(process.execPath, ['--harmony-temporal', DRAW], options);
    // What the program prints.
    const drawn = JSON.parse(stdout) as { files: GeneratedFile[]; text: string; values: number };
    await using roomy = await Workplace.make({ lib: ['ES2023', 'ESNext.Disposable', 'ESNext.Temporal'] });
    await roomy.write(drawn.files.map(({ path, text }) => ({ path: `src/${path}`, text })));
    await roomy.write([
      { path: 'src/boxes.ts', text: readFileSync(BOXES, 'utf8') },
      { path: 'src/values.ts', text: drawn.text },
    ]);
    expect(drawn.values).toBeGreaterThan(800);
    for (const type of ['Instant', 'PlainDateTime', 'PlainDate', 'PlainTime']) {
      expect(drawn.text).toContain(`Temporal.${type}.from(`);
    }
    expect(await roomy.check()).toEqual([]);
  }, 120_000);

  it('hold a codec to the plain form it is chosen for', async () => {
    const text = JSON.stringify(everywhere('decimal', 'a'));
    const { files } = generate([{ file: 'a.avsc', text }], {
      choices: { decimal: { codec: 'Number' } },
      valueCodecs: codecImports,
    });
    await write(files);
    await workplace.write([{ path: 'src/boxes.ts', text: readFileSync(BOXES, 'utf8') }]);
    expect(await workplace.check()).toEqual([
      expect.stringMatching(/^src\/a\/everywhere\.ts.*ValueCodec<NumberBox, number>/),
    ]);
  });
});

const USES = `
import { Customer, customerSerializer, isCustomer, type CustomerInput } from './com/acme/customer.js';
import * as all from './index.js';
import { topicDeserializers, topicSerializers } from './topics.js';
import { Producer } from '@ottla/producer';
import type { Deserializer, Serializer, SerializedBy } from '@ottla/kernel';
import type { AvroSerializerOptions } from '@ottla/serializers/avro';

export const whole: CustomerInput = { id: 1, name: 'Ada', email: 'ada@example.org' };
export const least: CustomerInput = { id: 1, name: 'Ada' };
export const read: Customer = { id: 1, name: 'Ada', email: null };
export const sentAgain: CustomerInput = read;
export const text: string = Customer.schema;
declare const options: AvroSerializerOptions;
export const serializer: Serializer<CustomerInput> = customerSerializer(options);
export const payload: all.PayloadInput = [1, 2];
export const payloadSchema: string = all.Payload.schema;
export const digest: string | undefined = Customer.fingerprints?.sha256;
export const guarded = (value: unknown): CustomerInput | null => (isCustomer(value) ? value : null);
const producer = new Producer({ bootstrapServers: ['kafka:9092'], topics: topicSerializers(options) });
void producer.send({ topic: 'customers', value: { id: 1, name: 'Ada' } });
// @ts-expect-error: no customer
void producer.send({ topic: 'customers', value: { id: '1', name: 'Ada' } });
// @ts-expect-error: an order is no customer
void producer.send({ topic: 'orders', value: { id: 1, name: 'Ada' } });
export const reader: Deserializer<Customer> = topicDeserializers({ framing: 'raw' }).customers.value;
export const input: SerializedBy<ReturnType<typeof customerSerializer>> = least;

// @ts-expect-error: what is read always has every field
export const tooLittle: Customer = { id: 1, name: 'Ada' };
// @ts-expect-error: no default, so it cannot be left out
export const nameless: CustomerInput = { id: 1 };
// @ts-expect-error: of another type
export const wrongType: CustomerInput = { id: '1', name: 'Ada' };
// @ts-expect-error: unknown
export const unknownField: CustomerInput = { id: 1, name: 'Ada', nmae: 'Ada' };
`;

const ENUM_USES = `
import { isSuit, Suit, suitSymbols, type Everything, type EverythingInput, type SuitInput } from './root.js';

export const member: SuitInput = Suit.SPADES;
export const text: SuitInput = 'SPADES';
export const read: Suit = Suit.HEARTS;
export const inRecord: EverythingInput['a'] = 'HEARTS';
export const sentAgain = (value: Everything['a']): EverythingInput['a'] => value;
export const all: readonly Suit[] = suitSymbols;
export const guarded = (value: unknown): Suit | null => (isSuit(value) ? value : null);

// @ts-expect-error: no symbol
export const wrong: SuitInput = 'CUPS';
`;
