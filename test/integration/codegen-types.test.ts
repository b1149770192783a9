/**
 * Generated code as a compiler and Node see it. All modules are made and run first, then compiled at once, under the
 * strictest flags; specs read what was said of their folder.
 */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { generate, type GenerateOptions, type SchemaInput } from '@ottla/codegen';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cases } from '../../packages/serializers/testing/case-count.ts';
import { seed } from '../seed.ts';
import { codegenCases } from './codegen-cases.ts';
import { codecImportsFrom, everywhere } from './codegen-choice-sets.ts';
import type { CorpusCounts } from './codegen-constant-proof.ts';
import { nastyFiles } from './codegen-nasty-schemas.ts';
import { tortureTrees } from './codegen-torture-schemas.ts';
import { Workplace } from './codegen-workplace.ts';

const run = promisify(execFile);
const DRAW = fileURLToPath(new URL('codegen-draw.ts', import.meta.url));
const BOXES = fileURLToPath(new URL('codegen-boxes.ts', import.meta.url));
const SAMPLES = fileURLToPath(new URL('../../schemas/', import.meta.url));

/** With the others more than a thousand schemas. */
const RANDOM_SCHEMAS = 850;
const PROCESSES = 2;
/** One for every day, ten for `pnpm test:all`. */
const SEEDS = Array.from({ length: Math.ceil(Math.sqrt(cases(100) / 100)) }, (_none, index) => seed + index);

const sample = (file: string): SchemaInput => ({ file, text: readFileSync(SAMPLES + file, 'utf8') });
const CUSTOMER = sample('customers/customer.v2.avsc');
const ORDER = sample('orders/order.v1.avsc');
const PAYLOAD = {
  file: 'schemas/payload.avsc',
  text: '["null", "com.acme.Customer", {"type": "array", "items": "int"}]',
};
const enumFiles = nastyFiles.filter(({ file }) => /enums|symbols|everything|docs|nothing/.test(file));

/** What is compiled beside the drawn cases: a folder each. */
const FOLDERS: Readonly<Record<string, readonly [readonly SchemaInput[], GenerateOptions]>> = {
  javascript: [[CUSTOMER, ORDER], { importExtension: '.js' }],
  types: [nastyFiles, { layout: 'type', codecs: 'none' }],
  interpreted: [nastyFiles, { layout: 'namespace', enums: 'const' }],
  enums: [enumFiles, { enums: 'enum', layout: 'namespace' }],
  ordered: [nastyFiles.filter(({ file }) => file.startsWith('a doc that ends')), {}],
  uses: [
    [CUSTOMER, ORDER, PAYLOAD],
    {
      topics: {
        customers: { value: 'com.acme.Customer' },
        orders: { value: 'com.acme.orders.Order' },
      },
    },
  ],
  boxed: [
    [{ file: 'a.avsc', text: JSON.stringify(everywhere('decimal', 'a')) }],
    { choices: { decimal: { codec: 'Number' } }, valueCodecs: codecImportsFrom('../boxes.js') },
  ],
};

/** Of an enum of TypeScript, which is not erased; nothing else may say this. */
const NOT_ERASED = 'error TS1294';

describe.each(SEEDS)('generated code (seed %i)', (seed) => {
  let workplace: Workplace;
  let counts: readonly CorpusCounts[] = [];
  let errors: readonly string[] = [];
  const errorsIn = (...folders: readonly string[]): readonly string[] =>
    errors.filter(
      (line) => !line.includes(NOT_ERASED) && folders.some((folder) => line.startsWith(`src/${folder}`)),
    );

  beforeAll(async () => {
    workplace = await Workplace.make({ lib: ['ES2023', 'ESNext.Disposable', 'ESNext.Temporal'] });
    // The very classes that values are made of.
    await workplace.write([{ path: 'src/boxes.ts', text: `export * from '${BOXES}';\n` }]);
    counts = await drawn(workplace, seed);
    await writeFolders(workplace);
    errors = await workplace.check();
  }, 600_000);
  afterAll(() => workplace[Symbol.asyncDispose]());

  const sum = (count: (of: CorpusCounts) => number): number =>
    counts.reduce((total, each) => total + count(each), 0);

  it('of a thousand schemas compiles: strict, exact, with no word too many and nothing said twice', () => {
    expect(sum(({ schemas }) => schemas)).toBeGreaterThan(1000);
    expect(sum(({ types }) => types)).toBeGreaterThan(5000);
    expect(errorsIn('s')).toEqual([]);
  });

  it('has types that take the values of the codec, and refuse wrong ones', () => {
    expect(sum(({ values }) => values)).toBeGreaterThan(3000);
    expect(sum(({ unfit }) => unfit)).toBeLessThan(30);
    expect(errorsIn('values/')).toEqual([]);
    const kinds = 'null boolean string number bigint array date'.split(' ');
    for (const wrong of [...kinds.map((kind) => `${kind} for another kind`), ...WRONG]) {
      expect([wrong, sum((each) => each.wrong[wrong] ?? 0)]).toEqual([
        wrong,
        expect.toSatisfy((n) => n > 20),
      ]);
    }
  });

  it('has compiled codecs that write what closures and avsc write, and read what they read', () => {
    // What differs ends the programs that draw.
    const compared = sum(({ comparedWithAvsc }) => comparedWithAvsc);
    expect(compared).toBeGreaterThan(6000);
    expect(sum(({ refused }) => refused) / compared).toBeLessThan(0.12);
  });

  it('has enums of TypeScript only where they are asked for', () => {
    const folders = new Set(
      codegenCases(seed, RANDOM_SCHEMAS).flatMap(({ options }, index) =>
        options.enums === 'enum' ? [`src/s${index}/`] : [],
      ),
    );
    const lines = errors.filter((line) => line.includes(NOT_ERASED));
    expect(lines.length).toBeGreaterThan(100);
    const isAsked = (line: string): boolean =>
      line.startsWith('src/enums/') || folders.has(/^src\/s\d+\//.exec(line)?.[0] ?? '');
    expect(lines.filter((line) => !isAsked(line))).toEqual([]);
  });

  describe('holds in every row of the matrix', () => {
    it.each(tortureTrees.map(({ row }) => row))('%s', (row) => {
      const folders = codegenCases(seed, 0).flatMap((each, index) =>
        each.row === row ? [`s${index}/`, `values/s${index}.ts`] : [],
      );
      expect(folders).toHaveLength(6);
      expect(errorsIn(...folders)).toEqual([]);
    });
  });

  it.each(['javascript', 'types', 'interpreted', 'enums'])('compiles as it is asked for: %s', (folder) => {
    expect(errorsIn(`${folder}/`)).toEqual([]);
  });

  it('takes what is right and refuses what is wrong, as a user writes it', () => {
    expect(errorsIn('uses/')).toEqual([]);
  });

  it('is not under the orders of a doc: an error behind one is still told', () => {
    expect(errorsIn('ordered/')).toEqual([
      expect.stringMatching(/^src\/ordered\/ordered\.ts.*Cannot find name 'Missing'/),
    ]);
  });

  it('holds a codec to the plain form it is chosen for', () => {
    expect(errorsIn('boxed/')).toEqual([
      expect.stringMatching(/^src\/boxed\/a\/everywhere\.ts.*ValueCodec<NumberBox, number>/),
    ]);
  });

  it('makes the compiler say nothing else', () => {
    const told = ['ordered/', 'boxed/', 's', 'values/', ...Object.keys(FOLDERS)];
    expect(errors.filter((line) => !told.some((folder) => line.startsWith(`src/${folder}`)))).toEqual([]);
  });
});

const WRONG = [
  'a field that is not declared',
  'a required field is missing',
  'no such symbol',
  'no such $type',
  'what is read lacks a field',
  'a fixed of another size',
];

/** What the programs say that draw a part of the cases each. All have ended, whatever becomes of one. */
async function drawn({ folder }: Workplace, seed: number): Promise<readonly CorpusCounts[]> {
  const flags = ['--no-warnings', '--harmony-temporal', '--experimental-transform-types'];
  const options = { maxBuffer: 64 * 1024 * 1024 };
  const runs = Array.from({ length: PROCESSES }, (_none, part) => {
    const given = [`${folder}/src`, seed, RANDOM_SCHEMAS, part, PROCESSES].map(String);
    return run(process.execPath, [...flags, DRAW, ...given], options);
  });
  await Promise.allSettled(runs);
  // What the program prints.
  return (await Promise.all(runs)).map(({ stdout }) => JSON.parse(stdout) as CorpusCounts);
}

async function writeFolders(workplace: Workplace): Promise<void> {
  for (const [folder, [inputs, options]] of Object.entries(FOLDERS)) {
    const { files } = generate(inputs, options);
    await workplace.write(files.map(({ path, text }) => ({ path: `src/${folder}/${path}`, text })));
  }
  const ordered = readFileSync(`${workplace.folder}/src/ordered/ordered.ts`, 'utf8');
  await workplace.write([
    // A directive that took effect would hide this error, and a comment that ended early would show another.
    { path: 'src/ordered/ordered.ts', text: ordered.replace('  a: number;', '  a: Missing;') },
    { path: 'src/uses/use.ts', text: USES },
    { path: 'src/enums/use.ts', text: ENUM_USES },
  ]);
}

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
