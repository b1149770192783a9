/**
 * The commands of `ottla` as a table: spelling, prose, options, and what runs them.
 *
 * Help, checks and suggestions derive from the rows. A command is loaded when it is run, so asking for the
 * version or for help loads none of them.
 */
import { HIGHEST_PORT } from '@ottla/kernel';
import { integer, type CommandGroup, type CommandRow } from './command-row.ts';
import { allow, check } from './commands/check-row.ts';
import { completion } from './commands/completion-row.ts';
import { diff } from './commands/diff-row.ts';
import { gen } from './commands/gen-row.ts';
import { initRows } from './commands/init-row.ts';
import { lineRows } from './commands/line-rows.ts';
import { fmt, lint } from './commands/lint-row.ts';
import { payloadRows } from './commands/payload-rows.ts';
import { pullRows } from './commands/pull-rows.ts';
import type { DevOptions } from './commands/dev-command.ts';
import type { RulesOptions } from './commands/rules-command.ts';

const dev: CommandRow = {
  name: 'dev',
  summary: 'run a Kafka cluster and a schema registry in memory, for development and tests',
  options: [
    { flags: '--brokers <n>', doc: 'how many brokers', defaultValue: 1, read: integer(1, 64) },
    {
      flags: '--port <port>',
      doc: 'port of the first broker, the others follow; 0 takes free ones',
      defaultValue: 9092,
      read: integer(0, HIGHEST_PORT),
    },
    {
      flags: '--registry-port <port>',
      doc: 'port of the registry; 0 takes a free one',
      defaultValue: 8081,
      read: integer(0, HIGHEST_PORT),
    },
    { flags: '--ready-file <file>', doc: 'JSON file with the addresses that appears once all is ready' },
  ],
  examples: ['ottla dev', 'ottla dev --brokers 3 --port 0 --registry-port 0 --ready-file .ottla-ready.json'],
  run: async (_inputs, options, terminal) => {
    const { runDev } = await import('./commands/dev-command.ts');
    // Commander has checked these by the rows above.
    return runDev(options as DevOptions, terminal);
  },
};

const rules: CommandRow = {
  name: 'rules',
  summary: 'list the rules of check, diff and lint',
  // The choices stand here again, so that asking for help loads no schema engine; a spec compares them.
  options: [
    {
      flags: '--family <family>',
      doc: 'only the rules of one family',
      choices: ['compatibility', 'semantics', 'json-schema', 'subjects', 'lint'],
    },
    {
      flags: '--category <category>',
      doc: 'only the lint rules of a category, with those of the smaller ones',
      choices: ['MINIMAL', 'STANDARD', 'STRICT'],
    },
    {
      flags: '--format <format>',
      doc: 'how they are printed',
      choices: ['text', 'json', 'markdown'],
      defaultValue: 'text',
    },
  ],
  examples: ['ottla rules', 'ottla rules --category STANDARD', 'ottla rules --format json'],
  run: async (_inputs, options, terminal) => {
    const { runRules } = await import('./commands/rules-command.ts');
    // Commander has checked these by the rows above.
    return runRules(options as RulesOptions, terminal);
  },
};

const explain: CommandRow = {
  name: 'explain',
  summary: 'show why a rule is looked for, what mends it, and an example',
  positional: {
    spelling: '<rules...>',
    doc: 'ids of rules, in any case',
    words: async () => {
      const { ruleTable } = await import('@ottla/schema');
      return ruleTable.map(({ id }) => id);
    },
  },
  options: [],
  examples: ['ottla explain FIELD_ADDED_WITHOUT_DEFAULT'],
  run: async (inputs, _options, terminal) => {
    const { runExplain } = await import('./commands/explain-command.ts');
    return runExplain(inputs, terminal);
  },
};

/** In the order of the help page. */
export const commandGroups: readonly CommandGroup[] = [
  { title: 'Getting started', rows: initRows },
  { title: 'Contracts', rows: [gen, check, allow, lint, diff, fmt, rules, explain] },
  { title: 'Registry', rows: pullRows },
  { title: 'Payloads', rows: [...payloadRows, ...lineRows] },
  { title: 'Development', rows: [dev, completion(() => commandGroups)] },
];

export const commandTable: readonly CommandRow[] = commandGroups.flatMap((group) => group.rows);
