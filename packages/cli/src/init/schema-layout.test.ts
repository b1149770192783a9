import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { parseConfig } from '../config/read-config.ts';
import { configDraft } from './config-draft.ts';
import { schemaRows } from './schema-layout.ts';
import { schemasEntry } from './schemas-row.ts';
import { subjectNames } from './unique-versions.ts';

/** What each file becomes: subject, then version where it has one. */
function namesOf(files: readonly string[]): Record<string, string> {
  const names = subjectNames(schemaRows(files).map(schemasEntry), files);
  return Object.fromEntries(
    [...names].map(([file, { subject, version }]) => [
      file,
      `${subject}${version === null ? '' : ` ${version}`}`,
    ]),
  );
}

describe('the rows for schemas that were found', () => {
  it.each([
    [['order.avsc', 'customer.avsc'], ['{name}.avsc']],
    [['avro/order.v1.avsc', 'avro/order.v2.avsc'], ['avro/{name}.v{version}.avsc']],
    [['avro/order-v1.avsc', 'avro/order-v2.avsc'], ['avro/{name}-v{version}.avsc']],
    [['schemas/orders/order.v1.avsc', 'schemas/orders/order.v2.avsc'], ['schemas/{topic}/*.v{version}.avsc']],
    [['schemas/a/a.avsc', 'schemas/b/b.avdl'], ['schemas/{topic}/*.{avdl,avsc}']],
    [['schemas/a/key.avsc', 'schemas/a/value.avsc'], ['schemas/{topic}/{name}.avsc']],
    [['domain/a/v1/a.avsc', 'domain/b/v2/b.avsc'], ['domain/{topic}/v{version}/*.avsc']],
    [['avro/order/1.avsc', 'avro/order/2.avsc'], ['avro/{name}/{version}.avsc']],
    [['src/main/avro/com/acme/A.avsc', 'src/main/avro/com/acme/B.avsc'], ['src/main/avro/**/*.avsc']],
    [
      ['schemas/a.avsc', 'schemas/b/b.avsc'],
      ['schemas/{name}.avsc', 'schemas/{topic}/*.avsc'],
    ],
    [
      ['packages/a/schemas/x.avsc', 'packages/b/schemas/y.avsc', 'packages/c/schemas/z.avsc'],
      ['packages/*/schemas/{name}.avsc'],
    ],
    [['we{i,r}d [x]/{topic}/a:b.avsc'], ['we?i,r?d ?x?/?topic?/{name}.avsc']],
  ])('of %j are %j', (files, patterns) => {
    expect(schemaRows(files).map(({ path }) => path)).toEqual(patterns);
  });

  it.each([
    [['schemas/orders/order.v2.avsc'], { 'schemas/orders/order.v2.avsc': 'orders-value 2' }],
    [['schemas/orders-key.avsc'], { 'schemas/orders-key.avsc': 'orders-key' }],
    [
      ['schemas/orders/key.avsc', 'schemas/orders/value.avsc'],
      { 'schemas/orders/key.avsc': 'orders-key', 'schemas/orders/value.avsc': 'orders-value' },
    ],
    [['avro/order/3.avsc'], { 'avro/order/3.avsc': 'order-value 3' }],
    [
      ['schemas/orders/placed.avsc', 'schemas/orders/paid.avsc'],
      {
        'schemas/orders/placed.avsc': 'schemas/orders/placed',
        'schemas/orders/paid.avsc': 'schemas/orders/paid',
      },
    ],
    [
      ['a/schemas/x.avsc', 'b/schemas/x.avsc'],
      { 'a/schemas/x.avsc': 'a/schemas/x', 'b/schemas/x.avsc': 'b/schemas/x' },
    ],
    [['x.avsc', 'x.avpr'], { 'x.avsc': 'x.avsc', 'x.avpr': 'x.avpr' }],
    // A name by its path may clash with one that clashed with nothing before.
    [
      ['x.avsc', 'old/x.avsc', 'v2/x.avsc', 'v2/x-key.avsc'],
      { 'x.avsc': 'x', 'old/x.avsc': 'old/x', 'v2/x.avsc': 'v2/x', 'v2/x-key.avsc': 'v2/x-key' },
    ],
    // The pattern of the folder '[' takes the files of '?' too.
    [
      ['[/x-key.avsc', '?/y-v1.avsc', 'v2/avro/y-v1.avdl', 'y-v1.avpr'],
      {
        '[/x-key.avsc': '[/x-key',
        '?/y-v1.avsc': '?/y-v1',
        'v2/avro/y-v1.avdl': 'v2/avro/y-v1',
        'y-v1.avpr': 'y-v1',
      },
    ],
  ])('make of %j %j', (files, names) => {
    expect(namesOf(files)).toEqual(names);
  });

  it('give every file a version of its own, whatever folders are called, and read back from YAML', () => {
    const name = fc.oneof(
      fc.constantFrom(
        'schemas',
        'avro',
        'orders',
        'v1',
        'v2',
        '{topic}',
        '*',
        '[x]',
        "it's",
        '#',
        '- a',
        '~',
        'no',
        'a: b',
      ),
      fc
        .string({ unit: 'grapheme', minLength: 1, maxLength: 6 })
        .map((text) => text.replaceAll(/[/\0]/g, '_')),
    );
    const stem = fc.constantFrom(
      'a',
      'b',
      'key',
      'value',
      'a.v1',
      'a.v2',
      'a-v1',
      '1',
      '2',
      'a-key',
      '"',
      '\n',
      '\u2028',
    );
    const end = fc.constantFrom('.avsc', '.avdl', '.avpr', '.schema.json');
    const file = fc
      .tuple(fc.array(name, { maxLength: 3 }), stem, end)
      .map(([folders, last, extension]) => [...folders, last].join('/') + extension)
      .filter((path) => !/(^|\/)\.{1,2}\//.test(path));
    fc.assert(
      fc.property(fc.uniqueArray(file, { minLength: 1, maxLength: 12 }), (files) => {
        const rows = schemaRows(files);
        expect(rows.flatMap((row) => row.files).toSorted()).toEqual(files.toSorted());
        const names = subjectNames(rows.map(schemasEntry), files);
        const versions = new Set([...names.values()].map(({ subject, version }) => `${version}:${subject}`));
        expect(versions.size).toBe(files.length);
        const text = configDraft({
          schemaFile: 'node_modules/ottla/ottla.schema.json',
          rows,
          examples: files,
          levels: new Map(files.map((each) => [each, 'NONE'])),
          against: 'git:HEAD',
          out: files[0] ?? '',
        });
        const config = parseConfig('ottla.yaml', text);
        expect(config.schemas.map(({ path }) => path)).toEqual(rows.map(({ path }) => path));
        expect(config.schemas.map(({ subject }) => subject)).toEqual(
          rows.map(({ subject }) => subject ?? '{path}'),
        );
        expect([...config.subjects.keys()]).toEqual(files);
        expect(config.gen.out).toBe(files[0]);
      }),
      { numRuns: 100 },
    );
  });
});
