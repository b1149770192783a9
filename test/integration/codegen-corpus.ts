/**
 * Schemas, their generated modules, and a module with values that the codec takes and gives, to be type-checked.
 */
import { generate, type GeneratedFile } from '@ottla/codegen';
import { ByteWriter, seededRandom } from '@ottla/kernel';
import { parseSchema, representationOf, type RepresentationChoices, type Schema } from '@ottla/schema';
import { avroCodec } from '@ottla/serializers/avro';
import { codecImports, codecs } from './codegen-choice-sets.ts';
import { literal, RandomValue } from './codegen-random-value.ts';

/** Bytes of a known number. */
const SIZED =
  'declare function sized<const Size extends number>(size: Size, bytes: readonly number[]): ' +
  'Uint8Array & { readonly length: Size };\n';

export class Corpus {
  values = 0;
  readonly files: GeneratedFile[] = [];
  readonly random;
  #schemas = 0;
  #text = '';

  constructor(seed: number) {
    this.random = seededRandom(seed);
  }

  /** The module that uses the values. */
  get text(): string {
    const types = Object.keys(codecs).map((kind) => `${kind}Box`);
    return `import { ${types.join(', ')} } from './boxes.js';\n${SIZED}${this.#text}`;
  }

  /** Adds the modules of a record and some values of it, encoded, decoded, and both once more. */
  add(text: string, choices: RepresentationChoices, draws: number): void {
    const index = this.#schemas++;
    const schema = parseSchema(text);
    const { files } = generate([{ file: `s${index}.avsc`, text }], { choices, valueCodecs: codecImports });
    // One barrel for all would have to be made of all.
    this.files.push(...files.filter(({ path }) => path !== 'index.ts'));
    const own = files.find((file) => file.text.includes(`fullName: '${nameOf(schema)}'`));
    const [, value = '', input = ''] =
      /export interface (\w+) \{[\s\S]*export interface (\w+Input) \{/.exec(own?.text ?? '') ?? [];
    const [valueType, inputType] = [`Value${index}`, `Input${index}`];
    const module = `./${own?.path.replace(/ts$/, 'js')}`;
    this.#text += `import type { ${value} as ${valueType}, ${input} as ${inputType} } from '${module}';\n`;
    this.#text += `export const again${index} = (value: ${valueType}): ${inputType} => value;\n`;

    const codec = avroCodec(schema, { choices, codecs });
    const values = new RandomValue(this.random);
    const passed = (given: unknown): unknown => {
      const writer = new ByteWriter();
      codec.encodeInto(given, writer);
      return codec.decode(writer.toBytes());
    };
    for (let draw = 0; draw < draws; draw++) {
      const given = values.of(representationOf(schema, choices));
      const taken = passed(given);
      const [givenText, takenText] = [literal(given), literal(taken)];
      // What was read is sent as it is, and is the same when it is read again.
      if (literal(passed(taken)) !== takenText) throw new Error(`not the same again: ${takenText}\n${text}`);
      this.#text += `export const given${index}_${draw}: ${inputType} = ${givenText};\n`;
      this.#text += `export const taken${index}_${draw}: ${valueType} = ${takenText};\n`;
      this.values++;
    }
  }
}

function nameOf(schema: Schema): string {
  return 'fullName' in schema ? schema.fullName : '';
}
