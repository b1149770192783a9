import { describe, expect, it } from 'vitest';
import { parseSchema } from '../parse/schema-parser.ts';
import type { Field, NamedSchema } from '../schema.ts';
import { likelyRename, pairRenamedFields } from './likely-rename.ts';
import { likelyTypeRename } from './type-pairing.ts';

/** Fields as a record has them: `{ name: type }`. */
function fields(types: Readonly<Record<string, unknown>>, more: object = {}): readonly Field[] {
  const list = Object.entries(types).map(([name, type]) => ({ name, type, ...more }));
  const schema = parseSchema(JSON.stringify({ type: 'record', name: 'R', fields: list }));
  return schema.type === 'record' ? schema.fields : [];
}

function field(name: string, type: unknown = 'string', more: object = {}): Field {
  const [only] = fields({ [name]: type }, more);
  if (only === undefined) throw new Error('one field was asked for');
  return only;
}

function pairs(removed: readonly Field[], added: readonly Field[]): readonly string[] {
  return pairRenamedFields(removed, added).map(
    ({ before, after, by }) => `${before.name} ${by} ${after.name}`,
  );
}

describe('a likely rename', () => {
  it.each([
    ['faxNumber', 'fax_number'],
    ['customerName', 'custName'],
    ['quantity', 'quantiy'],
    ['priceTotal', 'total_price'],
    ['total', 'totalAmount'],
    ['userId', 'userID'],
  ])('%s became %s', (removed, added) => {
    expect(likelyRename(field(removed), field(added))).toBe(true);
    expect(likelyRename(field(added), field(removed))).toBe(true);
  });

  it.each([
    ['minPrice', 'maxPrice'],
    ['createdAt', 'updatedAt'],
    ['line1', 'line2'],
    ['startTime', 'endTime'],
    ['a', 'b'],
    ['id', 'no'],
    ['name', 'phone'],
  ])('%s did not become %s', (removed, added) => {
    expect(likelyRename(field(removed), field(added))).toBe(false);
  });

  it('keeps the type, but for null', () => {
    expect(likelyRename(field('total', 'int'), field('totals', ['null', 'int']))).toBe(true);
    expect(likelyRename(field('total', 'int'), field('totals', 'string'))).toBe(false);
    const date = { type: 'int', logicalType: 'date' };
    expect(likelyRename(field('total', 'int'), field('totals', date))).toBe(false);
  });

  it('may widen the type when only case and underscores changed', () => {
    expect(likelyRename(field('line_total', 'int'), field('lineTotal', 'long'))).toBe(true);
    expect(likelyRename(field('line_total', 'int'), field('lineTotal', 'string'))).toBe(false);
  });

  it('has one doc under any name', () => {
    const doc = { doc: 'What the customer pays.' };
    expect(likelyRename(field('amount', 'int', doc), field('due', 'int', doc))).toBe(true);
    expect(likelyRename(field('amount', 'int', doc), field('due', 'string', doc))).toBe(false);
  });
});

describe('pairs of removed and added fields', () => {
  it('an alias goes before any likeness', () => {
    const added = [field('faxNumber'), field('telefax', 'string', { aliases: ['fax_number'] })];
    expect(pairs([field('fax_number')], added)).toEqual(['fax_number alias telefax']);
  });

  it('the likeliest goes first, and each field is used once', () => {
    const removed = fields({ total_amount: 'int', total: 'int' });
    const added = fields({ totals: 'int', totalAmount: 'int' });
    expect(pairs(removed, added)).toEqual(['total_amount likeness totalAmount', 'total likeness totals']);
  });

  it('a named type alone pairs the only two', () => {
    const money = { type: 'fixed', name: 'Money', size: 8 };
    expect(pairs([field('price', money)], [field('cost', money)])).toEqual(['price likeness cost']);
    expect(pairs([field('price', money)], [field('cost', money), field('x')])).toEqual([]);
    expect(pairs([field('price', 'int')], [field('cost', 'int')])).toEqual([]);
  });
});

describe('a likely rename of a type', () => {
  function record(name: string, names: readonly string[]): NamedSchema {
    const list = names.map((each) => ({ name: each, type: 'int' }));
    // A record is what the text says.
    return parseSchema(JSON.stringify({ type: 'record', name, fields: list })) as NamedSchema;
  }

  it('shares most of the fields, or some of them and the name', () => {
    expect(likelyTypeRename(record('Card', ['a', 'b', 'c']), record('Plastic', ['a', 'b', 'c', 'd']))).toBe(
      true,
    );
    expect(likelyTypeRename(record('Card', ['a', 'b']), record('CreditCard', ['a', 'c']))).toBe(true);
    expect(likelyTypeRename(record('Card', ['a', 'b']), record('Plastic', ['a', 'b']))).toBe(false);
    expect(likelyTypeRename(record('Card', ['a', 'b']), record('CreditCard', ['c', 'd']))).toBe(false);
  });

  it('keeps the kind', () => {
    const symbols = { type: 'enum', name: 'Card', symbols: ['a', 'b', 'c'] };
    // An enum is what the text says.
    const type = parseSchema(JSON.stringify(symbols)) as NamedSchema;
    expect(likelyTypeRename(record('Card', ['a', 'b', 'c']), type)).toBe(false);
  });
});
