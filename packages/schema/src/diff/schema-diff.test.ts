import { describe, expect, it } from 'vitest';
import { parseSchema } from '../parse/schema-parser.ts';
import type { Edit } from './edit.ts';
import { diffSchemas } from './schema-diff.ts';

type Json = unknown;

function record(name: string, fields: readonly Json[], more: object = {}): Json {
  return { type: 'record', name: `com.acme.${name}`, fields, ...more };
}

function field(name: string, type: Json, more: object = {}): Json {
  return { name, type, ...more };
}

/** `changed schema com.acme.Order.total: "int" -> "long"`. */
function told(edit: Edit): string {
  const what = edit.element === 'attribute' ? `${edit.owner}'s ${edit.attribute}` : edit.element;
  const by = edit.kind === 'renamed' ? ` by ${edit.by}` : '';
  return `${edit.kind} ${what}${by} ${edit.path}: ${edit.before.text} -> ${edit.after.text}`;
}

function edits(before: Json, after: Json): readonly string[] {
  return diffSchemas(parseSchema(JSON.stringify(before)), parseSchema(JSON.stringify(after))).map(told);
}

describe('fields', () => {
  it('that came and went are told with type and default', () => {
    const before = record('Order', [field('id', 'long'), field('note', 'string')]);
    const after = record('Order', [field('id', 'long'), field('tier', 'int', { default: 1 })]);
    expect(edits(before, after)).toEqual([
      'added field com.acme.Order.tier: null -> "int" = 1',
      'removed field com.acme.Order.note: "string" -> null',
    ]);
  });

  it('that moved are told, not those that made room', () => {
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => field(name, 'int'));
    expect(edits(record('R', [a, b, c, d]), record('R', [d, a, b, c]))).toEqual([
      'moved field com.acme.R.d: 4 -> 1',
    ]);
    expect(edits(record('R', [a, b, d]), record('R', [a, field('new', 'bytes'), b, d]))).toEqual([
      'added field com.acme.R.new: null -> "bytes"',
    ]);
  });

  it('are renamed by alias, whatever became of the type', () => {
    const before = record('R', [field('a', 'int')]);
    const after = record('R', [field('b', 'long', { aliases: ['a'] })]);
    expect(edits(before, after)).toEqual([
      'renamed field by alias com.acme.R.b: a -> b',
      `added field's aliases com.acme.R.b: null -> ["a"]`,
      'changed schema com.acme.R.b: "int" -> "long"',
    ]);
  });

  it('are renamed by likeness', () => {
    const before = record('R', [field('fax_number', 'string'), field('age', 'int')]);
    const after = record('R', [field('faxNumber', 'string'), field('size', 'int')]);
    expect(edits(before, after)).toEqual([
      'renamed field by likeness com.acme.R.faxNumber: fax_number -> faxNumber',
      'added field com.acme.R.size: null -> "int"',
      'removed field com.acme.R.age: "int" -> null',
    ]);
  });

  it('tell every attribute, and those of their types apart', () => {
    const before = record('R', [
      field(
        'a',
        { type: 'long', logicalType: 'timestamp-millis', unit: 's' },
        { doc: 'Old.', order: 'ignore', pii: true },
      ),
    ]);
    const after = record('R', [
      field(
        'a',
        { type: 'long', logicalType: 'timestamp-micros' },
        { doc: 'New.', default: 0, pii: false, unit: 's' },
      ),
    ]);
    expect(edits(before, after)).toEqual([
      `changed field's doc com.acme.R.a: "Old." -> "New."`,
      `added field's default com.acme.R.a: null -> 0`,
      `changed field's pii com.acme.R.a: true -> false`,
      `added field's unit com.acme.R.a: null -> "s"`,
      `removed field's order com.acme.R.a: "ignore" -> null`,
      `changed schema's logicalType com.acme.R.a: "timestamp-millis" -> "timestamp-micros"`,
      `removed schema's unit com.acme.R.a: "s" -> null`,
    ]);
  });

  it('a default of null is a default', () => {
    const nullable = ['null', 'string'];
    const [without, with_] = [field('a', nullable), field('a', nullable, { default: null })];
    expect(edits(record('R', [without]), record('R', [with_]))).toEqual([
      `added field's default com.acme.R.a: null -> null`,
    ]);
    expect(edits(record('R', [with_]), record('R', [without]))).toEqual([
      `removed field's default com.acme.R.a: null -> null`,
    ]);
  });

  it('called like parts of objects are fields like any', () => {
    const before = record('R', [field('__proto__', 'int'), field('constructor', 'int')]);
    const after = record('R', [field('__proto__', 'long'), field('toString', 'bytes')]);
    expect(edits(before, after)).toEqual([
      'changed schema com.acme.R.__proto__: "int" -> "long"',
      'added field com.acme.R.toString: null -> "bytes"',
      'removed field com.acme.R.constructor: "int" -> null',
    ]);
  });
});

describe('named types', () => {
  const card = [field('number', 'string'), field('expiry', 'string'), field('holder', 'string')];

  it('are compared once, however often they are used', () => {
    const before = record('R', [field('a', record('M', [field('x', 'int')])), field('b', 'com.acme.M')]);
    const after = record('R', [field('a', record('M', [field('x', 'long')])), field('b', 'com.acme.M')]);
    expect(edits(before, after)).toEqual(['changed schema com.acme.M.x: "int" -> "long"']);
  });

  it('are renamed by alias, and what uses them is not changed', () => {
    const before = record('R', [field('pay', ['null', record('Card', card)])]);
    const after = record('R', [field('pay', ['null', record('Plastic', card, { aliases: ['Card'] })])]);
    expect(edits(before, after)).toEqual([
      'renamed type by alias com.acme.Plastic: com.acme.Card -> com.acme.Plastic',
      `added type's aliases com.acme.Plastic: null -> ["com.acme.Card"]`,
    ]);
  });

  it('are renamed by likeness of what they hold', () => {
    const before = record('R', [field('pay', record('Card', card))]);
    const after = record('R', [field('pay', record('Plastic', card))]);
    expect(edits(before, after)).toEqual([
      'renamed type by likeness com.acme.Plastic: com.acme.Card -> com.acme.Plastic',
    ]);
  });

  it('of another namespace are the same type in another namespace', () => {
    const before = { type: 'fixed', name: 'com.acme.Iban', size: 16 };
    const after = { type: 'fixed', name: 'org.acme.Iban', size: 34 };
    expect(edits(before, after)).toEqual([
      `changed type's namespace org.acme.Iban: "com.acme" -> "org.acme"`,
      `changed type's size org.acme.Iban: 16 -> 34`,
    ]);
  });

  it('unlike each other were removed and added', () => {
    const before = record('R', [field('x', record('Card', card))]);
    const after = record('R', [field('x', { type: 'enum', name: 'com.acme.Bank', symbols: ['A', 'B'] })]);
    expect(edits(before, after)).toEqual([
      'changed schema com.acme.R.x: "com.acme.Card" -> "com.acme.Bank"',
      'added type com.acme.Bank: null -> enum',
      'removed type com.acme.Card: record -> null',
    ]);
  });

  it('of another kind under the same name changed', () => {
    const before = record('R', [field('x', record('Tag', []))]);
    const after = record('R', [field('x', { type: 'enum', name: 'com.acme.Tag', symbols: ['A'] })]);
    expect(edits(before, after)).toEqual(['changed schema com.acme.Tag: record -> enum']);
  });

  it('that hold themselves are compared', () => {
    const before = record('Node', [field('next', ['null', 'com.acme.Node']), field('v', 'int')]);
    const after = record('Node', [field('next', ['null', 'com.acme.Node']), field('v', 'long')]);
    expect(edits(before, after)).toEqual(['changed schema com.acme.Node.v: "int" -> "long"']);
  });

  it('enums tell symbols that came, went and moved, and the default', () => {
    const before = { type: 'enum', name: 'E', symbols: ['A', 'B', 'C'], default: 'A' };
    const after = { type: 'enum', name: 'E', symbols: ['C', 'A', 'D'], doc: 'Letters.' };
    expect(edits(before, after)).toEqual([
      `added type's doc E: null -> "Letters."`,
      `removed type's default E: "A" -> null`,
      'moved symbol E.C: 3 -> 1',
      'added symbol E.D: null -> D',
      'removed symbol E.B: B -> null',
    ]);
  });
});

describe('what has no name', () => {
  it('is reached through arrays, maps and unions', () => {
    const shape = (leaf: Json): Json =>
      record('R', [
        field('list', { type: 'array', items: leaf }),
        field('map', { type: 'map', values: { type: 'array', items: leaf } }),
        field('choice', ['null', { type: 'array', items: leaf }]),
      ]);
    expect(edits(shape('int'), shape('long'))).toEqual([
      'changed schema com.acme.R.list[]: "int" -> "long"',
      'changed schema com.acme.R.map{}[]: "int" -> "long"',
      'changed schema com.acme.R.choice|array[]: "int" -> "long"',
    ]);
  });

  it('at the root has a path without a name', () => {
    expect(edits('int', 'long')).toEqual(['changed schema : "int" -> "long"']);
    expect(edits({ type: 'array', items: 'int' }, { type: 'array', items: 'string' })).toEqual([
      'changed schema []: "int" -> "string"',
    ]);
  });

  it('unions tell branches that came, went and moved', () => {
    expect(edits(['null', 'string', 'int'], ['int', 'null', 'boolean'])).toEqual([
      'moved branch |int: 3 -> 1',
      'added branch |boolean: null -> "boolean"',
      'removed branch |string: "string" -> null',
    ]);
  });

  it('a number in a union that became another number changed', () => {
    expect(edits(['null', 'int'], ['null', 'double'])).toEqual(['changed schema |double: "int" -> "double"']);
  });

  it('a type that may be null now changed as a whole', () => {
    const leaf = { type: 'int', logicalType: 'date' };
    expect(edits(leaf, ['null', { type: 'long', logicalType: 'timestamp-millis' }])).toEqual([
      'changed schema : {"type":"int","logicalType":"date"} -> ["null",{"type":"long","logicalType":"timestamp-millis"}]',
    ]);
  });

  it('long texts are cut', () => {
    const branches = Array.from({ length: 200 }, (_, index) => record(`T${index}`, []));
    const [edit] = diffSchemas(parseSchema('"int"'), parseSchema(JSON.stringify(branches)));
    expect(edit?.after.text).toHaveLength(120);
    expect(edit?.after.text?.endsWith('…')).toBe(true);
  });
});

describe('positions', () => {
  const before = parseSchema(
    '{"type": "record", "name": "R", "fields": [\n  {"name": "a", "type": "int"},\n  {"name": "gone", "type": "bytes"}\n]}',
    { file: 'old.avsc' },
  );
  const after = parseSchema(
    '{"type": "record", "name": "R", "fields": [\n\n  {"name": "a", "type": "long"},\n  {"name": "new", "type": "boolean"}\n]}',
    { file: 'new.avsc' },
  );
  const places = diffSchemas(before, after).map(({ path, before: old, after: now }) => [
    path,
    old.position,
    now.position,
  ]);

  it('are those of both sides; of what is missing, of the thing around it', () => {
    expect(places).toEqual([
      ['R.a', { file: 'old.avsc', line: 2, column: 25 }, { file: 'new.avsc', line: 3, column: 25 }],
      ['R.new', { file: 'old.avsc', line: 1, column: 1 }, { file: 'new.avsc', line: 4, column: 3 }],
      ['R.gone', { file: 'old.avsc', line: 3, column: 3 }, { file: 'new.avsc', line: 1, column: 1 }],
    ]);
  });

  it('of a named type are those of its mention where another stands', () => {
    const file = { file: 'r.avsc' };
    const money = parseSchema('\n\n{"type": "fixed", "name": "Money", "size": 8}', { file: 'money.avsc' });
    const old = parseSchema(
      '{"type": "record", "name": "R", "fields": [{"name": "m", "type": "int"}]}',
      file,
    );
    const now = parseSchema('{"type": "record", "name": "R", "fields": [{"name": "m", "type": "Money"}]}', {
      ...file,
      references: [money],
    });
    expect(diffSchemas(old, now).find(({ path }) => path === 'R.m')?.after.position).toMatchObject({
      file: 'r.avsc',
    });
  });
});
