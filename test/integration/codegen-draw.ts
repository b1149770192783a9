/**
 * A program: draws values of random schemas and of every choice, passes them through the codec, and prints the
 * modules that say so. Run with Node's --harmony-temporal, since one of the forms is Temporal's.
 */
import { choiceNames } from '@ottla/schema';
import { randomSchemaText } from '../../packages/schema/testing/random-schema.ts';
import { CHOICE_SETS, choiceSet, everywhere, mixed } from './codegen-choice-sets.ts';
import { Corpus } from './codegen-corpus.ts';
import { SPECIAL_NAMES } from './codegen-nasty-schemas.ts';

const RANDOM_SCHEMAS = 150;

const corpus = new Corpus(20_261_121);
for (let index = 0; index < RANDOM_SCHEMAS; index++) {
  const text = randomSchemaText(corpus.random, {
    names: SPECIAL_NAMES,
    namespace: `s${index}`,
    root: 'record',
    defaults: 'plain',
  });
  corpus.add(text, index % 2 === 0 ? choiceSet(index / 2) : { long: 'bigint' }, 3);
}
for (let set = 0; set < CHOICE_SETS; set++) {
  for (const name of choiceNames) {
    const namespace = `c${set}.${name.replaceAll('-', '_')}`;
    corpus.add(JSON.stringify(everywhere(name, namespace)), choiceSet(set), 5);
  }
  corpus.add(JSON.stringify(mixed(`c${set}.mixed`)), choiceSet(set), 20);
}
process.stdout.write(
  JSON.stringify({ files: corpus.files, text: corpus.text, values: corpus.values, random: RANDOM_SCHEMAS }),
);
