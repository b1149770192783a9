/** What a schema of a shared registry could do to the code and the paths that are made of it: it can do nothing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../../serializers/testing/case-count.ts';
import { generate } from './generate.ts';
import type { GenerateOptions } from './generate-options.ts';

const record = (name: string, fields: readonly object[] = [], more: object = {}): object => ({
  type: 'record',
  name,
  fields,
  ...more,
});
const textsOf = (schema: unknown, options?: GenerateOptions): Map<string, string> =>
  new Map(
    generate([{ file: 'x.avsc', text: JSON.stringify(schema) }], options).files.map(({ path, text }) => [
      path,
      text,
    ]),
  );
const pathsOf = (schema: unknown, options?: GenerateOptions): string[] => [
  ...textsOf(schema, options).keys(),
];

/** What is neither comment nor literal. A comment or literal that ends early leaves a trace in it. */
function codeOf(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'/g, '·');
}

const LAYOUTS: readonly GenerateOptions[] = [
  { layout: 'type' },
  { layout: 'namespace', enums: 'const' },
  { layout: 'single', enums: 'enum' },
];

describe('names of types (reliability 71, 74)', () => {
  it.each([
    '../../x',
    '/etc/x',
    'C:\\x',
    '.',
    '',
    'x.',
    'a b',
    '1st',
    'Ｃustomer',
    'Сustomer',
    'a\u200db',
    'x;evil()',
    '$type',
    'a-b',
  ])('%j is refused with its place', (name) => {
    const text = `{\n  "type": "record", "name": ${JSON.stringify(name)}, "fields": []\n}`;
    expect(() => generate([{ file: 'dir/x.avsc', text }])).toThrow(/^dir\/x\.avsc:2:\d+/);
  });

  it.each(['../up', 'a/b', 'a..b', 'a.1b', 'ä.b', 'a b'])(
    'a namespace %j is refused with its place',
    (namespace) => {
      const text = JSON.stringify(record('X', [], { namespace }));
      expect(() => generate([{ file: 'x.avsc', text }])).toThrow(/^x\.avsc:1:\d+/);
    },
  );

  it.each(['1st', 'Сyrillic', 'a b', '', "x'"])(
    'the symbol and the field %j are refused with their place',
    (name) => {
      const symbols = JSON.stringify({ type: 'enum', name: 'E', symbols: [name] });
      const fields = JSON.stringify(record('R', [{ name, type: 'int' }]));
      for (const text of [symbols, fields]) {
        expect(() => generate([{ file: 'x.avsc', text }])).toThrow(/^x\.avsc:1:\d+/);
      }
    },
  );

  it.each(['con', 'PRN', 'aux', 'NUL', 'com1', 'LPT9', 'node_modules'])(
    '%s makes no path that a system keeps for itself',
    (name) => {
      const schema = record(name, [], { namespace: `${name}.a` });
      for (const options of LAYOUTS) {
        for (const path of pathsOf(schema, options)) {
          expect(path).not.toMatch(/(^|\/)(con|prn|aux|nul|com\d|lpt\d|node_modules)(\.ts)?(\/|$)/i);
        }
      }
    },
  );

  it('of 300 characters make paths that file systems hold', () => {
    const name = 'L'.repeat(300);
    for (const path of pathsOf(record(name, [], { namespace: `${name}.${name}` }))) {
      expect(path.length).toBeLessThan(1000);
      for (const segment of path.split('/')) expect(segment.length).toBeLessThanOrEqual(255);
    }
  });

  it.each(['then', 'constructor', '__proto__', 'toJSON', 'hasOwnProperty', 'default', 'await', '__esModule'])(
    '%s: a type, a field and a symbol of this name do no harm',
    (name) => {
      const schema = record('R', [
        { name, type: { type: 'enum', name, symbols: [name] }, default: name },
        { name: 'b', type: ['null', record(`${name}Record`)] },
      ]);
      for (const options of LAYOUTS) {
        const texts = [...textsOf(schema, options).values()].join('\n');
        // Nothing exported is called so: a module with an export `then` would be taken for a promise.
        const exported = [
          ...codeOf(texts).matchAll(/^export (?:const|function|enum|type|interface) (\w+)/gm),
        ];
        if (name !== 'toJSON') expect(exported.map(([, each]) => each)).not.toContain(name);
        // In an object literal such a key would be the prototype.
        expect(codeOf(texts)).not.toMatch(/^\s*__proto__: (?!string|·)[^;]*,$/m);
        expect(texts).not.toMatch(/^\s*'?__proto__'?: '__proto__',$/m);
      }
    },
  );
});

describe('namespaces (reliability 72)', () => {
  it('of hundreds of parts make no path that is too long, and types in them keep files of their own', () => {
    const namespace = Array.from({ length: 500 }, (_, index) => `part${index}`).join('.');
    const schema = [
      record(`${namespace}.A`),
      record(`${namespace}.deeper.A`),
      record(`${namespace}.deeper.B`),
    ];
    for (const options of LAYOUTS) {
      const paths = pathsOf(schema, options);
      expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(paths.length);
      for (const path of paths) expect(path.length).toBeLessThan(1000);
    }
  });
});

describe('texts (reliability 73, 75, 76)', () => {
  const HOSTILE = [
    '*/ CANARY(); /*',
    '`${CANARY()}`',
    "'; CANARY(); '",
    '"; CANARY(); "',
    '\u2028CANARY()',
    '\u2029CANARY()',
    '\nCANARY();\n',
    '\r\nCANARY()\r',
    '</script><script>CANARY()',
    '\\',
    "\\'; CANARY()//",
    '__proto__',
    '// @ts-nocheck',
    '\n@ts-ignore\n',
    '\u202e CANARY',
    '\ud800',
    '\u0000',
    '/** CANARY */',
    '<!-- CANARY',
    '*\\/ CANARY',
    '#!/bin/sh CANARY',
  ];
  /** A schema with this text wherever a schema may hold any text. */
  const schemaWith = (text: string): object =>
    record(
      'Holder',
      [
        { name: 'a', type: 'string', doc: text, default: text, [text]: text },
        { name: 'b', type: { type: 'map', values: 'string' }, default: { [text]: text } },
        { name: 'c', type: { type: 'long', logicalType: text } },
        { name: 'd', type: { type: 'bytes', logicalType: 'decimal', precision: text } },
        {
          name: 'e',
          type: { type: 'enum', name: 'Level', symbols: ['A'], doc: text, [`x${text}`]: text },
          default: 'A',
        },
        { name: 'f', type: { type: 'fixed', name: 'Four', size: 4, doc: text, logicalType: text } },
      ],
      { doc: text, [`y${text}`]: { [text]: text } },
    );
  const codes = (text: string, options: GenerateOptions): string[] => {
    const inputs = [{ file: `dir/${text}.avsc`, text: JSON.stringify(schemaWith(text)), source: text }];
    return generate(inputs, options).files.map((file) => codeOf(file.text).replaceAll(/·\s*/g, '·'));
  };
  const calm = LAYOUTS.map((options) => codes('calm', options));

  it.each(HOSTILE)('%j in any place leaves no trace in the code', (text) => {
    LAYOUTS.forEach((options, index) => expect(codes(text, options)).toEqual(calm[index]));
  });

  it('of any characters leave no trace in the code', () => {
    const text = fc
      .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 8 })), {
        minLength: 1,
        maxLength: 4,
      })
      .map((parts) => parts.join(''))
      // Without text there is no comment either.
      .filter((joined) => /\S/.test(joined) && joined.trim() !== '');
    fc.assert(
      fc.property(text, fc.constantFrom(0, 1, 2), (hostile, index) => {
        expect(codes(hostile, LAYOUTS[index] ?? {})).toEqual(calm[index]);
      }),
      { numRuns: cases(150) },
    );
  });

  it('keep their value in the schema that is sent to a registry', () => {
    for (const hostile of HOSTILE) {
      const text = textsOf(schemaWith(hostile)).get('holder.ts') ?? '';
      const literal = /schema:\s+('(?:[^'\\\n]|\\.)*'),/.exec(text)?.[1] ?? '';
      const json = literal
        .slice(1, -1)
        .replaceAll(/\\(u[0-9a-f]{4}|.)/g, (_all, escaped: string) =>
          escaped.length === 5 ? String.fromCharCode(Number.parseInt(escaped.slice(1), 16)) : escaped,
        );
      expect(JSON.parse(json)).toMatchObject({ doc: hostile });
    }
  });
});

describe('what differs in case alone (reliability 71, 76)', () => {
  it('keeps files of its own on disks that do not tell case', () => {
    const schema = [record('User'), record('user'), record('USER'), record('a.B'), record('A.b')];
    for (const options of LAYOUTS.slice(0, 2)) {
      const paths = pathsOf(schema, options);
      expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(paths.length);
    }
  });

  it('stays apart when two names become one file', () => {
    expect(pathsOf([record('UserEvent'), record('user_event'), record('userEvent')])).toEqual([
      'index.ts',
      'user-event-2.ts',
      'user-event-3.ts',
      'user-event.ts',
      'x.ts',
    ]);
  });
});

describe('texts that are none (reliability 77)', () => {
  it('may begin with a byte order mark and hold comments', () => {
    const text = '\ufeff// customer\n{"type":"record","name":"A",/* none */"fields":[]}';
    expect(generate([{ file: 'a.avsc', text }]).files.map(({ path }) => path)).toEqual(['a.ts', 'index.ts']);
  });

  it.each([
    ['a key twice', '{"type":"fixed","name":"A","size":1,"size":2}'],
    ['what is no JSON', '{"type":'],
    ['nothing', ''],
    ['something after the end', '"int" "int"'],
    ['a million brackets', '['.repeat(1_000_000)],
  ])('are refused with their place: %s', (_name, text) => {
    expect(() => generate([{ file: 'a.avsc', text }])).toThrow(/^a\.avsc:1:\d+/);
  });
});

it('a thousand types of one name in a thousand namespaces are told apart in time', () => {
  const inputs = Array.from({ length: 1000 }, (_, index) => ({
    file: `f${index}.avsc`,
    text: JSON.stringify(
      record('Money', [{ name: 'next', type: ['null', `n${(index + 1) % 1000}.Money`] }], {
        namespace: `n${index}`,
      }),
    ),
  }));
  const { files } = generate(inputs, { layout: 'single', codecs: 'none' });
  expect(files.find(({ path }) => path === 'schemas.ts')?.text).toContain('export interface N999Money {\n');
});
