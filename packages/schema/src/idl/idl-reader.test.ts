import { describe, expect, it } from 'vitest';
import { SchemaError } from '../schema-error.ts';
import { importedFile, importsOf } from '../parse/schema-source.ts';
import { SchemaLibrary } from '../parse/schema-library.ts';
import type { RecordSchema, Schema } from '../schema.ts';
import { schemaText } from '../schema-text.ts';

function schemasOf(text: string): readonly Schema[] {
  const { schemas, error } = new SchemaLibrary([{ file: 'x.avdl', text }]).parsed('x.avdl');
  if (error !== null) throw error;
  return schemas;
}

function recordOf(text: string): RecordSchema {
  const [schema] = schemasOf(text);
  if (schema?.type !== 'record') throw new Error(`a ${schema?.type} is no record`);
  return schema;
}

function failureOf(text: string): SchemaError {
  const { error } = new SchemaLibrary([{ file: 'x.avdl', text }]).parsed('x.avdl');
  if (error === null) throw new Error(`${text.slice(0, 80)} was accepted`);
  return error;
}

describe('places', () => {
  it('are those of the IDL, for types, fields and what is wrong in them', () => {
    const text = '\ufeffprotocol P {\r\n  record R {\n    int a;\r    array<string> b, c;\n  }\n}';
    const record = recordOf(text);
    expect(record.position).toEqual({ file: 'x.avdl', line: 2, column: 3 });
    expect(record.fields.map((field) => field.position)).toEqual([
      { file: 'x.avdl', line: 3, column: 9 },
      { file: 'x.avdl', line: 4, column: 19 },
      { file: 'x.avdl', line: 4, column: 22 },
    ]);
    expect(record.fields[1]?.schema.position).toEqual({ file: 'x.avdl', line: 4, column: 5 });
  });

  it('begin at column 1 behind a byte order mark', () => {
    expect(recordOf('\ufeffrecord R { }').position).toMatchObject({ line: 1, column: 1 });
  });

  it.each<[string, string, string, number]>([
    ['record R { int a = "x"; }', 'DEFAULT_INVALID', 'must be an int', 20],
    ['record R { Strin a; }', 'TYPE_UNKNOWN', "unknown type 'Strin'", 12],
    [
      'record R { string a string b; }',
      'IDL_INVALID',
      "expected ';' or ',' after a field, found 'string'",
      21,
    ],
    ['record R { string; }', 'IDL_INVALID', "expected the name of a field, found ';'", 18],
    ['record R { string a;', 'IDL_INVALID', 'expected a type, found the end of the text', 21],
    ['record { }', 'IDL_INVALID', "expected the name of the record, found '{'", 8],
    [
      'class R { }',
      'IDL_INVALID',
      "expected 'record', 'error', 'enum', 'fixed' or 'import', found 'class'",
      1,
    ],
    ['record R { int # a; }', 'IDL_INVALID', "the character '#' does not belong here", 16],
    ['enum E { A B }', 'IDL_INVALID', "expected '}' or ',' after a symbol, found 'B'", 12],
    ['record R { int a = [1 2]; }', 'IDL_INVALID', "expected ']' or ',' after an item, found '2'", 23],
    ['record R { @x int a; }', 'IDL_INVALID', "expected '(' after the name of an annotation", 15],
    ['import file "x";', 'IDL_INVALID', "an import is of an 'idl', a 'protocol' or a 'schema'", 8],
    ['import idl x;', 'IDL_INVALID', 'expected the path of a file in double quotes', 12],
    ['fixed MD5(16, 2);', 'IDL_INVALID', "expected ')' after the size of the fixed, found ','", 13],
    ['record R { @aliases(["b"]) int a; }', 'IDL_INVALID', 'directly before the name of the field', 13],
    ['fixed F(1); record R { @x(1) F a; }', 'IDL_INVALID', 'the name of a type cannot be annotated', 30],
    [' ', 'IDL_INVALID', 'the text is empty', 2],
    ['/* only a comment', 'IDL_INVALID', "close it with '*/'", 1],
  ])('%s', (text, code, part, column) => {
    const failure = failureOf(text);
    expect(failure.message).toContain(part);
    expect(failure).toMatchObject({ code, file: 'x.avdl', line: 1, column });
  });
});

describe('what a file is about', () => {
  it('is its main schema', () => {
    expect(
      schemasOf('namespace a; schema map<R?>; record R { int i; }').map((each) => schemaText(each)),
    ).toEqual([
      '{"type":"map","values":["null",{"type":"record","name":"R","namespace":"a","fields":[{"name":"i","type":"int"}]}]}',
    ]);
  });

  it('is every named type, where there is none', () => {
    const names = (text: string): unknown[] =>
      schemasOf(text).map((each) => 'fullName' in each && each.fullName);
    expect(names('namespace a; enum E { A } fixed F(2); record R { }')).toEqual(['a.E', 'a.F', 'a.R']);
    expect(names('@namespace("b.c") protocol P { record R { } error X { } void f(R r) throws X; }')).toEqual([
      'b.c.R',
      'b.c.X',
    ]);
  });
});

describe('names of Object.prototype', () => {
  it.each(['constructor', '__proto__', 'toString'])('%s is a name like any', (name) => {
    const text = `record ${name} { @${name}("x") string @${name}({"${name}": 1}) ${name} = "${name}"; ${name}? inner; }`;
    const record = recordOf(text);
    expect(record.fullName).toBe(name);
    expect(Object.keys(record.fields[0]?.properties ?? {})).toEqual([name]);
    expect(schemaText(recordOf(text))).toContain(`"${name}":{"${name}":1}`);
  });
});

describe('imports', () => {
  const text = 'protocol P { import idl "a.avdl"; import protocol "../b.avpr"; import schema "c/d.avsc"; }';

  it('are told with kind, path and place', () => {
    expect(importsOf({ file: 'x/y.avdl', text })).toEqual([
      { kind: 'idl', path: 'a.avdl', position: { file: 'x/y.avdl', line: 1, column: 25 } },
      { kind: 'protocol', path: '../b.avpr', position: { file: 'x/y.avdl', line: 1, column: 51 } },
      { kind: 'schema', path: 'c/d.avsc', position: { file: 'x/y.avdl', line: 1, column: 78 } },
    ]);
    expect(importsOf({ file: 'x.avsc', text: 'no json' })).toEqual([]);
    expect(() => importsOf({ file: 'x.avdl', text: 'no idl' })).toThrow(SchemaError);
  });

  it.each([
    ['a/b.avdl', 'c.avsc', 'a/c.avsc'],
    ['a/b.avdl', './c//d/../e.avsc', 'a/c/e.avsc'],
    ['a/b.avdl', '../c.avsc', 'c.avsc'],
    ['a/b.avdl', '../../c.avsc', '../c.avsc'],
    ['../b.avdl', '../c.avsc', '../../c.avsc'],
    ['b.avdl', '/etc/c.avsc', '/etc/c.avsc'],
    ['/x/b.avdl', '../../../c.avsc', '/c.avsc'],
    ['/x/b.avdl', 'c.avsc', '/x/c.avsc'],
  ])('from %s: %s is %s', (importer, path, file) => {
    expect(importedFile(importer, path)).toBe(file);
  });

  it('are found among the files given, circles included', () => {
    const library = new SchemaLibrary([
      { file: './s/a.avdl', text: 'namespace n; import idl "t/b.avdl"; record A { B? b; }' },
      {
        file: 's/t/b.avdl',
        text: 'namespace n; import idl "../a.avdl"; import schema "../m.avsc"; record B { A? a; M m; }',
      },
      { file: 's/m.avsc', text: '{"type":"fixed","name":"n.M","size":8}' },
    ]);
    expect(library.parsed('./s/a.avdl').error).toBeNull();
    expect(library.parsed('./s/a.avdl').usedFiles).toEqual(['s/t/b.avdl', 's/m.avsc']);
  });

  it.each(['gone.avsc', '../gone.avsc', '/etc/passwd', '../../../../etc/passwd'])(
    '%s, where missing, is an error that says what was looked for',
    (path) => {
      const importer = { file: 's/x.avdl', text: `import schema "${path}"; record R { }` };
      const { error } = new SchemaLibrary([importer]).parsed('s/x.avdl');
      expect(error).toMatchObject({ code: 'IMPORT_MISSING', line: 1, column: 15 });
      expect(error?.message).toContain(
        `looked for '${importedFile('s/x.avdl', path)}' among the files given`,
      );
    },
  );

  it('choose between versions', () => {
    const version = (size: number): string => `{"type":"fixed","name":"M","size":${size}}`;
    const library = new SchemaLibrary([
      { file: 'm.v1.avsc', text: version(1) },
      { file: 'm.v2.avsc', text: version(2) },
      { file: 'one.avdl', text: 'import schema "m.v1.avsc"; record One { M m; }' },
      { file: 'through.avdl', text: 'import idl "one.avdl"; record Through { M m; One one; }' },
      {
        file: 'both.avdl',
        text: 'import schema "m.v1.avsc"; import schema "m.v2.avsc"; record Both { M m; }',
      },
    ]);
    expect(library.parsed('one.avdl').usedFiles).toEqual(['m.v1.avsc']);
    expect(library.parsed('through.avdl').usedFiles).toEqual(['m.v1.avsc', 'one.avdl']);
    expect(library.parsed('both.avdl').error?.code).toBe('NAME_AMBIGUOUS');
  });
});

describe('a protocol in JSON', () => {
  const parsed = (text: string): ReturnType<SchemaLibrary['parsed']> =>
    new SchemaLibrary([{ file: 'x.avpr', text }]).parsed('x.avpr');

  it('gives its types, in the namespace of the protocol', () => {
    const { schemas } = parsed(
      '{"protocol":"P","namespace":"a.b","types":[{"type":"record","name":"R","fields":[{"name":"s","type":"c.S"}]},{"type":"error","name":"c.S","fields":[]}],"messages":{"m":{"request":[{"name":"r","type":"R"}],"response":"null","errors":["c.S"]}}}',
    );
    expect(schemas.map((each) => 'fullName' in each && each.fullName)).toEqual(['a.b.R', 'c.S']);
  });

  it.each<[string, string, string]>([
    ['[]', 'SCHEMA_MALFORMED', 'a protocol must be an object, found an array'],
    ['{"types":[]}', 'SCHEMA_MALFORMED', 'the "protocol" of a protocol is missing'],
    ['{"protocol":"P","types":{}}', 'SCHEMA_MALFORMED', 'write an array'],
    [
      '{"protocol":"P","messages":{"m":{"response":"null"}}}',
      'SCHEMA_MALFORMED',
      `the "request" of the message 'm'`,
    ],
    [
      '{"protocol":"P","messages":{"m":{"request":[{"name":"r","type":"R"}],"response":"null"}}}',
      'TYPE_UNKNOWN',
      `unknown type 'R'`,
    ],
    ['{"protocol":"P","messages":{"m":{"request":[],"errors":["X"]}}}', 'TYPE_UNKNOWN', `unknown type 'X'`],
  ])('%s', (text, code, part) => {
    const { error } = parsed(text);
    expect(error).toMatchObject({ code, file: 'x.avpr', line: 1 });
    expect(error?.message).toContain(part);
  });
});
