import { describe, expect, it } from 'vitest';
import { shownValueAt } from './shown-value.ts';

const order = {
  id: 7,
  total: 12n,
  items: [{ name: 'tea', tags: { 'a"b': 'x', '': 'empty' } }, { name: 'milk' }],
  raw: new Uint8Array([1, 255]),
};

describe('the value that an error shows', () => {
  it.each<[string, string]>([
    ['id', '7'],
    ['total', '12n'],
    ['items[1].name', '"milk"'],
    ['items[1]', '{"name":"milk"}'],
    ['items[0].tags["a\\"b"]', '"x"'],
    ['items[0].tags[""]', '"empty"'],
    ['raw', '0x01ff'],
    // What is missing is shown by what is around it.
    ['items[1].price', '{"name":"milk"}'],
    ['id.nothing', '7'],
    ['constructor', shownValueAt(order, '')],
  ])('is what stands at %s', (path, shown) => {
    expect(shownValueAt(order, path)).toBe(shown);
  });

  it.each<[string, unknown, string]>([
    ['undefined', undefined, 'undefined'],
    ['null', null, 'null'],
    ['a bigint inside', { a: [1n], b: new Uint8Array(1) }, '{"a":["1n"],"b":"0x00"}'],
    ['a symbol', Symbol('s'), 'Symbol(s)'],
    ['text on two lines', 'a\nb', '"a\\nb"'],
    ['many bytes', new Uint8Array(1000), `0x${'00'.repeat(64)}… (1000 bytes)`],
    ['long text', 'x'.repeat(1000), `"${'x'.repeat(199)}…`],
  ])('is in words for %s', (_what, value, shown) => {
    expect(shownValueAt(value, '')).toBe(shown);
  });

  it('is survived when it throws or goes round', () => {
    const thrower = {
      get a(): never {
        throw new Error('no');
      },
    };
    const round: Record<string, unknown> = {};
    round['self'] = round;
    for (const value of [thrower, round]) {
      expect(shownValueAt(value, '')).toBe('a value that cannot be shown');
    }
    expect(shownValueAt(thrower, 'a')).toBe('a value that cannot be shown');
  });
});
