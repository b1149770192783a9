/** The rows of `ottla sample` and `ottla infer`. */
import { integer, type CommandRow } from '../command-row.ts';
import type { InferOptions } from './infer-command.ts';
import type { SampleCommandOptions } from './sample-command.ts';

/** What `--maps` and `--enums` take at most: a place keeps so many texts in memory. */
const MOST_KEPT = 10_000;

const MOST_NUMBER = 999_999_999;

const sample: CommandRow = {
  name: 'sample',
  summary: 'print random JSON lines that an Avro schema takes',
  positional: { spelling: '<schemas...>', doc: 'the file with the schema, and those it needs; - for stdin' },
  options: [
    { flags: '-n, --count <n>', doc: 'how many lines', defaultValue: 10, read: integer(0, MOST_NUMBER) },
    {
      flags: '--seed <n>',
      doc: 'the same seed gives the same lines; one is chosen, and told on stderr, without it',
      read: integer(0, MOST_NUMBER),
    },
    { flags: '--type <name>', doc: 'the type to draw, where the files define several' },
    { flags: '--edges', doc: 'least and greatest values, NaN, empty and odd texts among the others' },
    {
      flags: '--json <encoding>',
      doc: "plain JSON, or Avro's own JSON encoding",
      choices: ['plain', 'avro'],
      defaultValue: 'plain',
    },
  ],
  examples: [
    'ottla sample schemas/customer.avsc',
    'ottla sample schemas/order.avsc schemas/money.avsc --type Order -n 1000 --seed 7 > orders.jsonl',
  ],
  run: async (inputs, options, terminal) => {
    const { runSample } = await import('./sample-command.ts');
    // Commander has checked these by the rows above.
    return runSample(inputs, options as SampleCommandOptions, { terminal });
  },
};

const infer: CommandRow = {
  name: 'infer',
  summary: 'print an Avro schema that all JSON lines fit',
  positional: {
    spelling: '[files...]',
    doc: 'files with one JSON value in each line; stdin without any, or as -',
  },
  options: [
    {
      flags: '--name <name>',
      doc: 'what the record is called, com.acme.Customer; after the first file without it',
    },
    { flags: '--namespace <namespace>', doc: 'the namespace, when --name has none' },
    { flags: '--ints', doc: 'int instead of long for integers that all fit 32 bits' },
    { flags: '--logical', doc: 'uuid, date, time and timestamp where all strings look like one' },
    {
      flags: '--enums <n>',
      doc: 'an enum where strings have at most so many different values, each seen twice or more on average',
      defaultValue: 0,
      read: integer(0, MOST_KEPT),
    },
    {
      flags: '--map <place>',
      doc: 'objects there are maps and not records: customer.labels, orders[].prices; may be repeated',
      repeatable: true,
    },
    {
      flags: '--maps <n>',
      doc: 'objects with more different keys than this are maps',
      defaultValue: 1000,
      read: integer(1, MOST_KEPT),
    },
    {
      flags: '--on-error <action>',
      doc: 'what a broken line does: end it, or be counted',
      choices: ['fail', 'skip'],
      defaultValue: 'fail',
    },
  ],
  examples: [
    'ottla infer customers.jsonl --name com.acme.Customer > customer.avsc',
    'zcat events.jsonl.gz | ottla infer --name com.acme.Event --logical --enums 20',
  ],
  run: async (files, options, terminal) => {
    const { runInfer } = await import('./infer-command.ts');
    // Commander has checked these by the rows above.
    return runInfer(files, options as InferOptions, { terminal });
  },
};

export const lineRows: readonly CommandRow[] = [sample, infer];
