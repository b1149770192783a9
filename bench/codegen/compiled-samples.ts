/** The samples as generated code: written into a folder of this package, so that its imports resolve, and loaded. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { generate } from '@ottla/codegen';
import type { AvroSchema } from '@ottla/serializers/avro';
import type { Sample } from '../serializers/samples.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));

export interface CompiledSample {
  readonly sample: Sample;
  readonly constant: AvroSchema<unknown>;
}

/** The constant of each sample, with its compiled codec. */
export async function compiledSamples(samples: readonly Sample[]): Promise<readonly CompiledSample[]> {
  const folder = mkdtempSync(join(HERE, '.generated-'));
  try {
    const inputs = samples.map(({ fullName, schema }) => ({ file: `${fullName}.avsc`, text: schema }));
    const { files } = generate(inputs, { codecs: 'compiled', importExtension: '.ts' });
    for (const { path, text } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return await Promise.all(
      samples.map(async (sample) => {
        const [name = ''] = sample.fullName.split('.').slice(-1);
        const path = join(folder, 'com', 'acme', `${name.toLowerCase()}.ts`);
        // What codegen writes there.
        const module = (await import(pathToFileURL(path).href)) as Readonly<
          Record<string, AvroSchema<unknown>>
        >;
        const constant = module[name];
        if (constant?.compiled === undefined) throw new Error(`${sample.fullName} was not compiled`);
        return { sample, constant };
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
