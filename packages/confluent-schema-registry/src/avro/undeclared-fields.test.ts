import avsc from 'avsc';
import { describe, expect, it } from 'vitest';
import { undeclaredFields } from './undeclared-fields.ts';

const address = { type: 'record', name: 'Address', fields: [{ name: 'zip', type: 'int' }] };
const pickup = { type: 'record', name: 'Pickup', fields: [{ name: 'shop', type: 'string' }] };
const shape = (type: unknown): avsc.Type =>
  avsc.Type.forSchema({ type: 'record', name: 'Basket', fields: [{ name: 'at', type }] } as avsc.Schema);

describe('keys that no field declares', () => {
  it.each<[string, unknown, unknown, string[][]]>([
    ['of the record itself', 'int', { at: 1, extra: 1, other: 2 }, [['extra'], ['other']]],
    ['of a record inside', address, { at: { zip: 1, zipp: 2 } }, [['at', 'zipp']]],
    ['of a record that an optional field holds', ['null', address], { at: { zipp: 2 } }, [['at', 'zipp']]],
    [
      'of records in an array',
      { type: 'array', items: address },
      { at: [{ zip: 1 }, { x: 1 }] },
      [['at', '1', 'x']],
    ],
    [
      'of records in a map',
      { type: 'map', values: address },
      { at: { home: { x: 1 } } },
      [['at', 'home', 'x']],
    ],
    [
      'of a wrapped branch',
      [address, pickup],
      { at: { Pickup: { shop: 'a', x: 1 } } },
      [['at', 'Pickup', 'x']],
    ],
    ['whose value is undefined', 'int', { at: 1, gone: undefined }, [['gone']]],
  ])('are found: %s', (_, type, value, paths) => {
    expect(undeclaredFields(shape(type), value)).toEqual(paths);
  });

  it('are none in a value that the schema describes', () => {
    const type = shape(['null', { type: 'map', values: { type: 'array', items: ['null', address] } }]);
    const value = { at: { any: [null, { zip: 1 }], toString: [] } };
    expect(type.isValid(value, { noUndeclaredFields: true })).toBe(true);
    expect(undeclaredFields(type, value)).toEqual([]);
  });

  it('are none in what is no record', () => {
    expect(undeclaredFields(avsc.Type.forSchema('string'), 'text')).toEqual([]);
    expect(undeclaredFields(shape('bytes'), { at: Buffer.of(1) })).toEqual([]);
    expect(undeclaredFields(shape(address), null)).toEqual([]);
  });

  it('are those that avsc refuses too', () => {
    for (const value of [{ at: { zip: 1 } }, { at: { zip: 1, x: 1 } }, { at: { zip: 1 }, x: 1 }]) {
      const type = shape(address);
      expect(undeclaredFields(type, value).length === 0).toBe(
        type.isValid(value, { noUndeclaredFields: true }),
      );
    }
  });
});
