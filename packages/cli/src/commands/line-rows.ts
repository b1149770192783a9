/** The rows of `ottla sample` and `ottla infer`. */
import { integer, type CommandRow } from '../command-row.ts';
import type { InferOptions } from './infer-command.ts';

/** What `--maps` and `--enums` take at most: a place keeps so many texts in memory. */
const MOST_KEPT = 10_000;

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

export const lineRows: readonly CommandRow[] = [infer];
