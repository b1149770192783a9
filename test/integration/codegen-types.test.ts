import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { generate, type GeneratedFile } from '@ottla/codegen';
import { ByteWriter, seededRandom } from '@ottla/kernel';
import { parseSchema, parseSchemas, representationOf, type Schema } from '@ottla/schema';
import { avroCodec } from '@ottla/serializers/avro';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { randomSchemaText } from '../../packages/schema/testing/random-schema.ts';
import { SPECIAL_NAMES, nastyFiles } from './codegen-nasty-schemas.ts';
import { literal, RandomValue } from './codegen-random-value.ts';
import { Workplace } from './codegen-workplace.ts';

const SAMPLES = fileURLToPath(new URL('../../schemas/', import.meta.url));
const sample = (file: string): { file: string; text: string } => ({
  file,
  text: readFileSync(SAMPLES + file, 'utf8'),
});
const CUSTOMER = sample('customers/customer.v2.avsc');
const ORDER = sample('orders/order.v1.avsc');

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

  it('of schemas that break generators compile, and say any nowhere', async () => {
    const { files } = generate(nastyFiles);
    expect(files.length).toBeGreaterThan(300);
    await write(files);
    expect(await workplace.check()).toEqual([]);
    const code = files.map(({ text }) => text.replaceAll(/\/\*\*[\s\S]*?\*\/|'(?:[^'\\]|\\.)*'/g, '')).join();
    expect(code.match(/[:<|([] *any\b/g)).toBeNull();
  });

  it('let no part of a schema become code', async () => {
    const { files } = generate(nastyFiles);
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
    await write(generate([CUSTOMER, ORDER]).files);
    await workplace.write([{ path: 'src/use.ts', text: USES }]);
    expect(await workplace.check()).toEqual([]);
  });

  it('fit the values that the codec takes and gives, for any schema', async () => {
    const corpus = new Corpus(20_261_121);
    for (let index = 0; index < 150; index++) await write(corpus.add(index));
    await workplace.write([{ path: 'src/values.ts', text: corpus.text }]);
    expect(corpus.values).toBeGreaterThan(400);
    const errors = await workplace.check();
    expect(errors).toEqual([]);
  }, 60_000);
});

const USES = `
import { Customer, customerSerializer, type CustomerInput } from './com/acme/customer.js';
import type { Serializer, SerializedBy } from '@ottla/kernel';
import type { AvroSerializerOptions } from '@ottla/serializers/avro';

export const whole: CustomerInput = { id: 1, name: 'Ada', email: 'ada@example.org' };
export const least: CustomerInput = { id: 1, name: 'Ada' };
export const read: Customer = { id: 1, name: 'Ada', email: null };
export const sentAgain: CustomerInput = read;
export const text: string = Customer.schema;
declare const options: AvroSerializerOptions;
export const serializer: Serializer<CustomerInput> = customerSerializer(options);
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

/** Random schemas with the text of a module that uses their values. */
class Corpus {
  values = 0;
  #text = '';
  readonly #random;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  get text(): string {
    return this.#text;
  }

  /** Adds one schema with a few values; gives its modules. */
  add(index: number): readonly GeneratedFile[] {
    const text = randomSchemaText(this.#random, {
      names: SPECIAL_NAMES,
      namespace: `s${index}`,
      root: 'record',
      defaults: 'plain',
    });
    const choices = { long: index % 2 === 0 ? 'number' : 'bigint' } as const;
    const schema = parseSchema(text);
    const { files } = generate([{ file: `s${index}.avsc`, text }], { choices });
    const own = files.find((file) => file.text.includes(`fullName: '${nameOf(schema)}'`));
    const [, value = '', input = ''] =
      /export interface (\w+) \{[\s\S]*export interface (\w+Input) \{/.exec(own?.text ?? '') ?? [];
    const [valueType, inputType] = [`Value${index}`, `Input${index}`];
    const module = `./${own?.path.replace(/ts$/, 'js')}`;
    this.#text += `import type { ${value} as ${valueType}, ${input} as ${inputType} } from '${module}';\n`;
    this.#text += `export const again${index} = (value: ${valueType}): ${inputType} => value;\n`;

    const codec = avroCodec(schema, choices);
    const random = new RandomValue(this.#random);
    for (let draw = 0; draw < 3; draw++) {
      const given = random.of(representationOf(schema, choices));
      const writer = new ByteWriter();
      codec.encodeInto(given, writer);
      const taken = codec.decode(writer.toBytes());
      this.#text += `export const given${index}_${draw}: ${inputType} = ${literal(given)};\n`;
      this.#text += `export const taken${index}_${draw}: ${valueType} = ${literal(taken)};\n`;
      this.values++;
    }
    return files;
  }
}

function nameOf(schema: Schema): string {
  return 'fullName' in schema ? schema.fullName : '';
}
