/**
 * A program: puts every n-th of the cases to the proof and prints what was done, as JSON.
 *
 * `node codegen-draw.ts FOLDER SEED RANDOM PART PARTS`: FOLDER for the modules, SEED and RANDOM of the random schemas.
 * Run with Node's --harmony-temporal, since one of the forms is Temporal's, and --experimental-transform-types, since
 * enums of TypeScript are among the modules.
 */
import { codegenCases } from './codegen-cases.ts';
import { Corpus } from './codegen-corpus.ts';

const [folder = '', ...numbers] = process.argv.slice(2);
const [seed = 0, random = 0, part = 0, parts = 1] = numbers.map(Number);

const corpus = new Corpus(folder);
for (const [index, given] of codegenCases(seed, random).entries()) {
  if (index % parts === part) await corpus.add(given, index);
}
process.stdout.write(JSON.stringify(corpus.counts));
