import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonNode } from '../json/json-node.ts';
import { parseJsonWithComments } from '../json/json-parser.ts';
import { SchemaError } from '../schema-error.ts';
import { formatSchemaText } from './schema-format.ts';

const lines = (...each: string[]): string => `${each.join('\n')}\n`;

describe('the canonical layout', () => {
  it('puts what fits on one line', () => {
    expect(formatSchemaText('{"type":"enum",\n"name":"E","symbols":["A","B"],"x":[],"y":{}}')).toBe(
      '{ "type": "enum", "name": "E", "symbols": ["A", "B"], "x": [], "y": {} }\n',
    );
  });

  it('gives each member a line when they do not fit in 100 columns', () => {
    const name = (length: number): string => 'N'.repeat(length - '{ "name": "" }'.length);
    const fits = `{ "name": "${name(100)}" }`;
    expect(fits).toHaveLength(100);
    expect(formatSchemaText(fits)).toBe(`${fits}\n`);
    expect(formatSchemaText(`{ "name": "${name(101)}" }`)).toBe(lines('{', `  "name": "${name(101)}"`, '}'));
  });

  it('counts the indentation, the key and the comma', () => {
    const item = `"${'a'.repeat(100 - '  "k": [""],'.length)}"`;
    const outer = (last: string): string => `{"k":[${item}],"l":[${last}]}`;
    const second = `"${'b'.repeat(100 - '  "l": [""]'.length)}"`;
    expect(formatSchemaText(outer(second))).toBe(lines('{', `  "k": [${item}],`, `  "l": [${second}]`, '}'));
    expect(formatSchemaText(`{"l":[${second}],"k":1}`)).toBe(
      lines('{', '  "l": [', `    ${second}`, '  ],', '  "k": 1', '}'),
    );
  });

  it('never puts a record with fields on one line', () => {
    expect(
      formatSchemaText('["null",{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}]'),
    ).toBe(
      lines(
        '[',
        '  "null",',
        '  {',
        '    "type": "record",',
        '    "name": "R",',
        '    "fields": [{ "name": "a", "type": "int" }]',
        '  }',
        ']',
      ),
    );
    expect(formatSchemaText('{"type":"record","name":"R","fields":[]}')).toBe(
      '{ "type": "record", "name": "R", "fields": [] }\n',
    );
  });

  it('keeps the order of keys and the spelling of numbers and strings', () => {
    expect(formatSchemaText(String.raw`{"z":1.50E+2,"a":"\u0041\/é","m":-0,"n":12345678901234567890}`)).toBe(
      String.raw`{ "z": 1.50E+2, "a": "\u0041\/é", "m": -0, "n": 12345678901234567890 }` + '\n',
    );
  });

  it('drops a byte order mark, blank lines and carriage returns', () => {
    expect(formatSchemaText('\ufeff\r\n\r\n"string"\r\n\r\n')).toBe('"string"\n');
  });
});

describe('comments', () => {
  it('stay before and behind their items', () => {
    const formatted = lines(
      '// Owned by the shop.',
      '/* Ask first. */',
      '{',
      '  // Given once.',
      '  "a": 1, // first',
      '  "b": [',
      '    1, /* one */ // uno',
      '    2 // last',
      '  ],',
      '  "c": {',
      '    // nothing yet',
      '  }',
      '  // the end',
      '}',
      '// after all',
    );
    expect(formatSchemaText(formatted)).toBe(formatted);
  });

  it.each([
    ['on the line of the bracket', '[ // x\n1]', lines('[', '  // x', '  1', ']')],
    ['between key and value', '{"a" /* x */ : // y\n 1}', lines('{', '  /* x */', '  // y', '  "a": 1', '}')],
    ['before the comma', '[1 // x\n, 2]', lines('[', '  1, // x', '  2', ']')],
    ['before a value on the same line', '[1, /* x */ 2]', lines('[', '  1,', '  /* x */', '  2', ']')],
    [
      'two, of which the first ends the line',
      '[1 // x\n /* y */, 2]',
      lines('[', '  1, // x', '  /* y */', '  2', ']'),
    ],
    ['behind the document', '{} // x', lines('{}', '// x')],
    ['that holds quotes and brackets', '[1, // "}]\n 2]', lines('[', '  1, // "}]', '  2', ']')],
  ])('%s', (_where, text, formatted) => {
    expect(formatSchemaText(text)).toBe(formatted);
  });

  it('of several lines keep their stars in a column, and any other form as it is', () => {
    expect(formatSchemaText('[\n/**\r\n* one\r\n   */\n1,\n/* two\n     three */\n2]')).toBe(
      lines('[', '  /**', '   * one', '   */', '  1,', '  /* two', '     three */', '  2', ']'),
    );
  });
});

describe('what cannot be formatted', () => {
  it.each([
    ['{"type": "record"', 'JSON_INVALID', 'a.avsc:1:18: '],
    ['{"a": 1, "a": 2}', 'JSON_DUPLICATE_KEY', 'a.avsc:1:10: '],
    ['['.repeat(200_000), 'JSON_TOO_DEEP', 'a.avsc:1:1001: '],
  ])('%.20s is an error with its place', (text, code, start) => {
    expect(() => formatSchemaText(text, 'a.avsc')).toThrow(SchemaError);
    expect(() => formatSchemaText(text, 'a.avsc')).toThrow(expect.objectContaining({ code }));
    expect(() => formatSchemaText(text, 'a.avsc')).toThrow(start);
  });

  it('but not for its number of comments', () => {
    const comments = '/* c */ '.repeat(150_000);
    const text = `[${comments}1 ${comments}, ${comments}\n2 ${comments}]${comments}`;
    expect(formatSchemaText(text).match(/c/g)).toHaveLength(5 * 150_000);
  });

  it('indentation that would fill the memory is an error, soon', () => {
    const text = '['.repeat(999) + '1,'.repeat(400_000) + '1' + ']'.repeat(999);
    expect(() => formatSchemaText(text)).toThrow(expect.objectContaining({ code: 'SCHEMA_TOO_COMPLEX' }));
  });
});

/** What a node says, without where. */
function content(node: JsonNode): unknown {
  if (node.kind === 'array') return node.items.map(content);
  if (node.kind === 'object') return [...node.members].map(([key, { value }]) => [key, content(value)]);
  return node.kind === 'number'
    ? { number: node.text }
    : node.kind === 'string'
      ? node.value
      : { word: node.kind };
}

const space = fc.constantFrom('', ' ', '\n', '\r\n', '\t', '\n\n');
const comment = fc.constantFrom(
  '// one\n',
  '//\r\n',
  '/* two */',
  '/* three\n * four\n */',
  '/*\n five\r\n*/',
  '// "[{\n',
);
const between = fc
  .array(fc.oneof({ weight: 4, arbitrary: space }, comment), { maxLength: 3 })
  .map((all) => all.join(''));
const scalar = fc.oneof(
  fc.constantFrom('1', '-0.50e+3', 'null', 'true', 'false', String.raw`"\u0041\"\\"`, '"fields"'),
  fc.string().map((text) => JSON.stringify(text)),
);
const { text: commentedJson } = fc.letrec<{ text: string }>((tie) => ({
  text: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    scalar,
    fc
      .array(fc.tuple(between, tie('text'), between), { maxLength: 6 })
      .chain((items) =>
        between.map((gap) =>
          items.length === 0 ? `[${gap}]` : `[${items.map((item) => item.join('')).join(',')}]`,
        ),
      ),
    fc
      .uniqueArray(
        fc.tuple(
          fc.constantFrom('a', 'fields', 'type', 'doc', '__proto__'),
          between,
          between,
          tie('text'),
          between,
        ),
        {
          selector: ([key]) => key,
          maxLength: 5,
        },
      )
      .chain((members) =>
        between.map((gap) =>
          members.length === 0
            ? `{${gap}}`
            : `{${members.map(([key, a, b, value, c]) => `${a}"${key}"${b}:${a}${value}${c}`).join(',')}}`,
        ),
      ),
  ),
}));
const document = fc.tuple(between, commentedJson, between).map((parts) => parts.join(''));

function commentsOf(text: string): string[] {
  const found = text.match(/"(?:[^"\\]|\\.)*"|\/\/[^\n\r]*|\/\*[^]*?\*\//g) ?? [];
  return found.filter((each) => each.startsWith('/')).map((each) => each.replaceAll(/\s+/g, ' ').trimEnd());
}

describe('the corpus', () => {
  const files = ['avro', 'random'].map(
    (name) => new URL(`../../vectors/corpus/${name}.jsonl`, import.meta.url),
  );
  // The files are ours: after a line that names the source, one schema a line.
  const texts = files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => (JSON.parse(line) as { schema: string }).schema),
  );

  it('means the same afterwards, and is not changed by a second time', () => {
    expect(texts.length).toBeGreaterThan(1000);
    for (const text of texts) {
      const once = formatSchemaText(text);
      expect(content(parseJsonWithComments(once))).toEqual(content(parseJsonWithComments(text)));
      expect(formatSchemaText(once)).toBe(once);
    }
  });

  it('keeps every comment', () => {
    for (const text of texts) {
      expect(commentsOf(formatSchemaText(text)).toSorted()).toEqual(commentsOf(text).toSorted());
    }
  });
});

describe('any JSON with comments', () => {
  it('means the same afterwards', () => {
    fc.assert(
      fc.property(document, (text) => {
        expect(content(parseJsonWithComments(formatSchemaText(text)))).toEqual(
          content(parseJsonWithComments(text)),
        );
      }),
    );
  });

  it('keeps every comment', () => {
    fc.assert(
      fc.property(document, (text) => {
        expect(commentsOf(formatSchemaText(text)).toSorted()).toEqual(commentsOf(text).toSorted());
      }),
    );
  });

  it('is not changed by a second time', () => {
    fc.assert(
      fc.property(document, (text) => {
        const once = formatSchemaText(text);
        expect(formatSchemaText(once)).toBe(once);
        expect(once).toMatch(/[^\n]\n$/);
        expect(once).not.toContain('\r');
      }),
    );
  });
});
