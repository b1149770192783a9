/** The rows of `ottla decode` and `ottla encode`. */
import { integer, type CommandRow, type OptionRow } from '../command-row.ts';
import { registryOption } from '../registry/registry-option.ts';
import type { DecodeOptions } from './decode-command.ts';
import type { EncodeOptions } from './encode-command.ts';
import { configOption } from './report-options.ts';

const schemaOption: OptionRow = {
  flags: '--schema <schema>',
  doc: 'the schema: a file (of several types FILE#com.acme.Order), SUBJECT, SUBJECT@VERSION or an id',
};
const MOST_ROWS = 1_000_000;
/** Ids are 32 bits in a frame. */
const MOST_ID = 0x7fff_ffff;

// The choices stand here again, so that asking for help loads nothing; a spec compares them.
export const decode: CommandRow = {
  name: 'decode',
  summary: 'show what is in the bytes of one Avro payload',
  positional: {
    spelling: '[payload...]',
    doc: 'hex or base64, @FILE, or - for stdin, which is read without any, too',
  },
  options: [
    {
      flags: '--from <form>',
      doc: 'how the payload is written; found out where only one is possible',
      choices: ['hex', 'base64', 'binary'],
    },
    { flags: '--file <file>', doc: 'file that holds the payload' },
    { ...schemaOption, doc: `${schemaOption.doc}; what the payload names without it` },
    {
      flags: '--framing <framing>',
      doc: 'what stands before the value',
      choices: ['auto', 'registry', 'single-object', 'raw'],
      defaultValue: 'auto',
    },
    {
      flags: '--header <header>',
      doc: 'header of the record that names its schema, __value_schema_id=HEX; may be repeated',
      repeatable: true,
    },
    {
      flags: '--format <format>',
      doc: 'all bytes for people, all of it for programs, or the value as plain JSON; text on a terminal, else value',
      choices: ['text', 'json', 'value'],
    },
    {
      flags: '--rows <n>',
      doc: 'the most parts that text and json show',
      defaultValue: 1000,
      read: integer(1, MOST_ROWS),
    },
    registryOption,
    configOption,
  ],
  examples: [
    'ottla decode 00000000070e06416461 --registry http://localhost:8081',
    'ottla decode @payload.bin --schema orders-value@3',
    'kcat -C -t orders -c 1 -e -D "" | ottla decode --from binary --format text',
    'ottla decode 0e06416461 --schema schemas/customer.avsc --framing raw',
  ],
  run: async (words, options, terminal) => {
    const { runDecode } = await import('./decode-command.ts');
    // Commander has checked these by the rows above.
    return runDecode(words, options as DecodeOptions, { terminal });
  },
};

export const encode: CommandRow = {
  name: 'encode',
  summary: 'make one Avro payload of a value in JSON',
  positional: { spelling: '[json]', doc: 'the value, @FILE, or - for stdin, which is read without any, too' },
  options: [
    { flags: '--file <file>', doc: 'file that holds the value' },
    { ...schemaOption, required: true },
    {
      flags: '--json <form>',
      doc: "how the value is written: as people do, or in Avro's JSON encoding",
      choices: ['plain', 'avro'],
      defaultValue: 'plain',
    },
    {
      flags: '--framing <framing>',
      doc: 'what stands before the value',
      choices: ['registry', 'single-object', 'raw'],
      defaultValue: 'registry',
    },
    {
      flags: '--id <id>',
      doc: 'schema id of the frame, without asking the registry',
      read: integer(1, MOST_ID),
    },
    { flags: '--subject <subject>', doc: 'subject under which the id of a schema file is looked up' },
    { flags: '--register', doc: 'register the schema file under --subject when it is not there' },
    {
      flags: '--to <form>',
      doc: 'how the payload is written',
      choices: ['hex', 'base64', 'binary'],
      defaultValue: 'hex',
    },
    registryOption,
    configOption,
  ],
  examples: [
    `ottla encode '{"id":7,"name":"Ada"}' --schema customers-value`,
    `ottla encode @customer.json --schema schemas/customer.avsc --framing raw`,
    `ottla encode @customer.json --schema customers-value --to binary > payload.bin`,
  ],
  run: async (words, options, terminal) => {
    const { runEncode } = await import('./encode-command.ts');
    // Commander has checked these by the rows above.
    return runEncode(words, options as EncodeOptions, { terminal });
  },
};

export const payloadRows: readonly CommandRow[] = [decode, encode];
