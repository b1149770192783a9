/** The table of docs/guides/codegen.md says what the generator makes. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { generate } from './generate.ts';

const page = readFileSync(new URL('../../../docs/guides/codegen.md', import.meta.url), 'utf8');

interface PageRow {
  readonly schema: string;
  readonly reads: string;
  readonly takes: string;
}

/** The rows that begin with a schema as JSON. */
const rows: readonly PageRow[] = page.split('\n').flatMap((line) => {
  if (!/^\| `["{[]/.test(line)) return [];
  const [, schema = '', reads = '', takes = ''] = line.split(/(?<!\\)\|/).map((cell) =>
    cell
      .trim()
      .replace(/^`(.*)`$/, '$1')
      .replaceAll('\\|', '|'),
  );
  return [{ schema, reads, takes }];
});

/** What the field of a record is; where that is a name of a type that is no record, what it stands for. */
function typesOf(schema: string): { readonly reads: string; readonly takes: string } {
  const text = `{"type":"record","name":"R","fields":[{"name":"field","type":${schema}}]}`;
  const { files } = generate([{ file: 'r.avsc', text }], { layout: 'single', codecs: 'none' });
  const module = files.find((file) => file.text.includes('export interface RInput'))?.text ?? '';
  const spelled = (name: string): string => {
    const [, member] =
      new RegExp(`export interface ${name} \\{\\n  field:([\\s\\S]*?);\\n\\}`).exec(module) ?? [];
    const type = oneLine(member);
    const [, alias] = new RegExp(`export type ${type} =([\\s\\S]*?);\\n(?:\\n|$)`).exec(module) ?? [];
    return alias === undefined ? type : oneLine(alias);
  };
  return { reads: spelled('R'), takes: spelled('RInput') };
}

function oneLine(type = ''): string {
  return type.replaceAll(/\s+/g, ' ').trim().replace(/^\| /, '');
}

it('has a row for each type and each logical type of Avro', () => {
  const all = rows.map(({ schema }) => schema).join('\n');
  const types = [
    'null',
    'boolean',
    'int',
    'long',
    'float',
    'double',
    'bytes',
    'string',
    'fixed',
    'enum',
    'array',
    'map',
    'record',
    'error',
  ];
  const logical = [
    'decimal',
    'big-decimal',
    'uuid',
    'date',
    'time-millis',
    'time-micros',
    'timestamp-millis',
    'timestamp-micros',
    'timestamp-nanos',
    'local-timestamp-millis',
    'local-timestamp-micros',
    'local-timestamp-nanos',
    'duration',
  ];
  expect([...types, ...logical].filter((name) => !all.includes(`"${name}"`))).toEqual([]);
});

it.each(rows)('tells what $schema is', ({ schema, reads, takes }) => {
  expect(reads).not.toBe('');
  expect({ reads, takes }).toEqual(typesOf(schema));
});

it('shows the types and the compiled codec of its own example', () => {
  const [, text = ''] = /^```json\n([\s\S]*?)^```$/m.exec(page) ?? [];
  const [, excerpt = ''] = /^```ts excerpt\n([\s\S]*?)^```$/m.exec(page) ?? [];
  const { files } = generate([{ file: 'customer.v1.avsc', text }], {
    codecs: 'compiled',
    topics: { customers: { value: 'com.acme.Customer' } },
  });
  expect(files.map(({ path }) => path)).toEqual(['com/acme/customer.ts', 'index.ts', 'topics.ts']);
  expect(excerpt).toContain('export function writeCustomer(');
  expect(files[0]?.text).toContain(excerpt);
});
