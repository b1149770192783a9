/**
 * A program: generates compiled modules into the folder it is given, imports them, and holds each constant in them
 * against the closures. Prints what it counted, and what differed. Run with Node's --harmony-temporal, since one of
 * the forms is Temporal's.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { generate, type GenerateOptions, type SchemaInput } from '@ottla/codegen';
import avsc from 'avsc';
import { seededRandom } from '@ottla/kernel';
import { parseSchema, schemaText } from '@ottla/schema';
import type { AvroSchema } from '@ottla/serializers/avro';
import { RandomSchemas } from '../../packages/serializers/testing/random-values.ts';
import { compiledCases } from './codegen-compiled-cases.ts';
import { CompiledJudge, emptyTally, type Tally } from './codegen-compiled-judge.ts';

const [folder = '', seed = '1', randoms = '40', draws = '3'] = process.argv.slice(2);
const random = seededRandom(Number(seed));
const tally = emptyTally();
const differences: string[] = [];
let constants = 0;
let likeAvsc = 0;

const boxes = new URL('codegen-boxes.ts', import.meta.url).href;
writeFileSync(join(folder, 'boxes.ts'), `export * from '${boxes}';\n`);
for (const { folder: name, inputs, options } of compiledCases(random, Number(randoms))) {
  for (const constant of await constantsOf(name, inputs, options)) {
    attempt(constant, name, (judge) => judge.judge(Number(draws)));
  }
}
const oracle = new RandomSchemas(Number(seed));
for (let index = 0; index < Number(randoms); index++) {
  const { schema, pair } = oracle.type();
  const text = JSON.stringify(schema);
  // avsc refuses or mistakes names that every object has.
  if (/"(toString|constructor|__proto__|hasOwnProperty)"/.test(text)) continue;
  const type = avsc.Type.forSchema(schema as avsc.Schema, { wrapUnions: true });
  const name = `avsc${index}`;
  const found = await constantsOf(name, [{ file: 'root.avsc', text }], { layout: 'single' });
  const parsed = schemaText(parseSchema(text));
  const constant = found.find((each) => each.schema === parsed);
  if (constant === undefined) throw new Error(`no constant of ${text}`);
  attempt(constant, name, (judge) => {
    for (let draw = 0; draw < 5; draw++) {
      const { ours, theirs } = pair();
      judge.judgeBytes(ours, type.toBuffer(theirs));
      likeAvsc++;
    }
  });
}
process.stdout.write(JSON.stringify({ constants, likeAvsc, ...tally, differences }));

function attempt(constant: AvroSchema<unknown>, name: string, judging: (judge: CompiledJudge) => void): void {
  constants++;
  const judge = new CompiledJudge(constant, random);
  try {
    judging(judge);
  } catch (error) {
    differences.push(`${name} ${constant.fullName}: ${String(error)}\n${constant.schema}`.slice(0, 4000));
  }
  // The keys of a tally are those of its type.
  for (const key of Object.keys(tally) as (keyof Tally)[]) tally[key] += judge.tally[key];
}

/** Generates, imports, and gives the constants of all root types. */
async function constantsOf(
  name: string,
  inputs: readonly SchemaInput[],
  options: GenerateOptions,
): Promise<readonly AvroSchema<unknown>[]> {
  const { files } = generate(inputs, { ...options, codecs: 'compiled', importExtension: '.ts' });
  for (const { path, text } of files) {
    const file = join(folder, name, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  // The exports of a module by name.
  const modules = (await import(pathToFileURL(join(folder, name, 'index.ts')).href)) as Record<
    string,
    unknown
  >;
  return Object.values(modules).filter(isConstant);
}

function isConstant(value: unknown): value is AvroSchema<unknown> {
  return typeof value === 'object' && value !== null && 'compiled' in value;
}
