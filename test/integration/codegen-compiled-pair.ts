/** Compiled codecs next to the closures of the same schema, and whether the printed code itself took a value. */
import { join } from 'node:path';
import { generate } from '@ottla/codegen';
import { ByteWriter } from '@ottla/kernel';
import { parseSchema, schemaText } from '@ottla/schema';
import { avroCodec, type AvroCodec, type AvroSchema } from '@ottla/serializers/avro';
import { compiledWrite } from '../../packages/serializers/src/avro/compiled/compiled-codec.ts';
import { DatumReader } from '../../packages/serializers/src/avro/read/datum-reader.ts';
import { Workplace } from './codegen-workplace.ts';

export interface CodecPair {
  readonly constant: AvroSchema<unknown>;
  readonly compiled: AvroCodec<unknown>;
  readonly closures: AvroCodec<unknown>;
}

/** Generates into a folder of its own. */
export class CodecPairs implements AsyncDisposable {
  readonly #workplace: Workplace;
  #folders = 0;

  private constructor(workplace: Workplace) {
    this.#workplace = workplace;
  }

  static async make(): Promise<CodecPairs> {
    return new CodecPairs(await Workplace.make());
  }

  /** The generated constant of the root of a schema, and the closures of it. */
  async of(schema: unknown): Promise<CodecPair> {
    const text = JSON.stringify(schema);
    const folder = `src/e${this.#folders++}`;
    const { files } = generate([{ file: 'root.avsc', text }], {
      codecs: 'compiled',
      importExtension: '.ts',
      layout: 'single',
    });
    const workplace = this.#workplace;
    await workplace.write(files.map((file) => ({ path: `${folder}/${file.path}`, text: file.text })));
    // The exports of a module by name.
    const exported = (await import(join(workplace.folder, folder, 'schemas.ts'))) as Record<string, unknown>;
    const own = schemaText(parseSchema(text));
    const constant = Object.values(exported)
      .filter(isConstant)
      .find((each) => each.schema === own);
    if (constant === undefined) throw new Error('no constant was generated');
    return { constant, compiled: avroCodec(constant), closures: avroCodec(parseSchema(text)) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#workplace[Symbol.asyncDispose]();
  }
}

function isConstant(value: unknown): value is AvroSchema<unknown> {
  return typeof value === 'object' && value !== null && 'compiled' in value;
}

/** What this gives, or the text of what it throws. */
export function verdict(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return String(error);
  }
}

/** In hex. */
export function encoded(codec: AvroCodec<unknown>, value: unknown): unknown {
  return verdict(() => {
    const writer = new ByteWriter(16);
    codec.encodeInto(value, writer);
    return Buffer.from(writer.view()).toString('hex');
  });
}

/** Whether the printed code itself takes a value. */
export function takes({ constant }: CodecPair, value: unknown): boolean {
  if (constant.compiled === undefined) throw new Error('nothing was compiled');
  return compiledWrite(constant.compiled.write, value, new ByteWriter());
}

/** Whether the printed code itself reads these bytes. */
export function reads({ constant }: CodecPair, bytes: Buffer): boolean {
  const datum = new DatumReader();
  datum.start(bytes, 0);
  return typeof verdict(() => constant.compiled?.read(datum)) !== 'string';
}
