import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import avsc from 'avsc';
import { afterAll, describe, expect, it } from 'vitest';
import { ConfluentSchemaRegistryError } from '../errors.ts';
import { avdlToAVSC, avdlToAVSCAsync } from './avdl-to-avsc.ts';

const folder = mkdtempSync(join(tmpdir(), 'avdl-to-avsc-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}
const protocol = (body: string): string => `@namespace("com.acme") protocol Shop { ${body} }`;

const address = { type: 'record', name: 'Address', fields: [{ type: 'string', name: 'city' }] };
const ADDRESS = 'record Address { string city; }';

const converters = [
  ['avdlToAVSC', async (path: string) => avdlToAVSC(path) as unknown],
  ['avdlToAVSCAsync', async (path: string) => (await avdlToAVSCAsync(path)) as unknown],
] as const;

describe.each(converters)('%s', (_, convert) => {
  const fieldsOf = async (body: string): Promise<unknown> => {
    const schema = (await convert(file('shop.avdl', protocol(body)))) as avsc.Schema;
    expect(avsc.Type.forSchema(schema)).toBeDefined();
    return (schema as { fields: unknown }).fields;
  };

  it('gives the last record of the protocol, in its namespace', async () => {
    expect(await convert(file('one.avdl', protocol('record Basket { string item; }')))).toEqual({
      namespace: 'com.acme',
      type: 'record',
      name: 'Basket',
      fields: [{ type: 'string', name: 'item' }],
    });
  });

  it('keeps defaults, order and logical types', async () => {
    const body = 'record Basket { @order("ignore") int n = 3; @logicalType("timestamp-millis") long at; }';
    expect(await fieldsOf(body)).toMatchObject([
      { name: 'n', default: 3 },
      { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } },
    ]);
  });

  it('writes a type in where it is first used, through any depth', async () => {
    const body = `${ADDRESS} record Person { Address home; } record Basket { Person buyer; Address to; }`;
    const person = { type: 'record', name: 'Person', fields: [{ type: address, name: 'home' }] };
    expect(await fieldsOf(body)).toEqual([
      { type: person, name: 'buyer' },
      { type: 'Address', name: 'to' },
    ]);
  });

  it.each([
    ['a union', 'union { null, Address } a = null;', ['null', address]],
    ['an array', 'array<Address> a;', { type: 'array', items: address }],
    ['a map', 'map<Address> a;', { type: 'map', values: address }],
    [
      'an array of arrays',
      'array<array<Address>> a;',
      { type: 'array', items: { type: 'array', items: address } },
    ],
    [
      'an array in a union',
      'union { null, array<Address> } a = null;',
      ['null', { type: 'array', items: address }],
    ],
    ['a union in an array', 'array<union { null, Address }> a;', { type: 'array', items: ['null', address] }],
  ])('writes types into %s', async (_name, field, type) => {
    expect(await fieldsOf(`${ADDRESS} record Basket { ${field} }`)).toMatchObject([{ name: 'a', type }]);
  });

  it('writes in enums and fixed as well', async () => {
    const body =
      'enum Size { S, L } fixed Mark(4); record Basket { Size size; Mark mark; union { null, Size } other = null; }';
    expect(await fieldsOf(body)).toEqual([
      { type: { type: 'enum', name: 'Size', symbols: ['S', 'L'] }, name: 'size' },
      { type: { type: 'fixed', name: 'Mark', size: 4 }, name: 'mark' },
      { type: ['null', 'Size'], name: 'other', default: null },
    ]);
  });

  it('leaves a record that contains itself as its name', async () => {
    const body = 'record Node { union { null, Node } next = null; } record List { Node head; }';
    const next = { type: ['null', 'Node'], name: 'next', default: null };
    expect(await fieldsOf(body)).toEqual([
      { type: { type: 'record', name: 'Node', fields: [next] }, name: 'head' },
    ]);
  });

  it('finds types of other namespaces by their full names, also when the short ones are the same', async () => {
    const body = `@namespace("com.Other") record Meta { string by; }
      record Meta { int n; } record Basket { com.Other.Meta a; Meta b; com.acme.Meta c; }`;
    expect(await fieldsOf(body)).toMatchObject([
      { name: 'a', type: { namespace: 'com.Other', name: 'Meta', fields: [{ name: 'by' }] } },
      { name: 'b', type: { name: 'Meta', fields: [{ name: 'n' }] } },
      { name: 'c', type: 'com.acme.Meta' },
    ]);
  });

  it('names the types of the protocol in full inside a record of another namespace', async () => {
    const body = `${ADDRESS} @namespace("com.other") record Meta { Address home; map<Address> others; }
      record Basket { com.other.Meta meta; Address to; }`;
    expect(await fieldsOf(body)).toMatchObject([
      {
        type: {
          fields: [
            { name: 'home', type: { namespace: 'com.acme', name: 'Address' } },
            { name: 'others', type: { values: 'com.acme.Address' } },
          ],
        },
      },
      { name: 'to', type: 'Address' },
    ]);
  });

  it('keeps two conversions at once apart', async () => {
    const one = file('left.avdl', protocol(`${ADDRESS} record Left { Address a; }`));
    const two = file('right.avdl', protocol(`${ADDRESS} record Right { Address a; }`));
    const results = await Promise.all([convert(one), convert(two), convert(one)]);
    for (const result of results) expect(result).toMatchObject({ fields: [{ type: address }] });
  });

  it('refuses a protocol without types', async () => {
    await expect(convert(file('none.avdl', protocol('')))).rejects.toThrow(ConfluentSchemaRegistryError);
  });
});

describe('imports', () => {
  it('are read from beside the file: other protocols and .avsc files', async () => {
    file('address.avdl', '@namespace("com.other") protocol Addresses { record Address { string city; } }');
    file(
      'coupon.avsc',
      JSON.stringify({ type: 'record', name: 'Coupon', namespace: 'com.acme', fields: [] }),
    );
    const path = file(
      'imports.avdl',
      protocol(`import idl "address.avdl"; import schema "coupon.avsc";
        record Basket { com.other.Address to; Coupon coupon; }`),
    );
    const schema = (await avdlToAVSCAsync(path)) as avsc.Schema;
    expect(schema).toMatchObject({
      namespace: 'com.acme',
      name: 'Basket',
      fields: [
        { name: 'to', type: { namespace: 'com.other', name: 'Address' } },
        { name: 'coupon', type: { name: 'Coupon' } },
      ],
    });
    expect(avsc.Type.forSchema(schema).name).toBe('com.acme.Basket');
  });

  it('of the same namespace are written in, however they are named', async () => {
    file('coupons.avdl', protocol('record Coupon { int percent; }'));
    const path = file(
      'baskets.avdl',
      protocol('import idl "coupons.avdl"; record Basket { com.acme.Coupon a; Coupon b; }'),
    );
    expect(await avdlToAVSCAsync(path)).toMatchObject({
      fields: [{ type: { name: 'Coupon', fields: [{ name: 'percent' }] } }, { type: 'Coupon' }],
    });
  });

  it('that cannot be read name the file at fault', async () => {
    const broken = file('broken.avdl', 'protocol Broken { record');
    const path = file('broken-import.avdl', protocol('import idl "broken.avdl"; record Basket { }'));
    const failure = await avdlToAVSCAsync(path).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ConfluentSchemaRegistryError);
    expect(failure).toHaveProperty('message', expect.stringContaining(`. Caused by: ${broken}`));
    expect(failure).toHaveProperty('cause.path', broken);
  });

  it('are refused by the synchronous form', () => {
    const path = file('unread-import.avdl', protocol('import idl "address.avdl"; record Basket { }'));
    expect(() => avdlToAVSC(path) as unknown).toThrow('unresolvable import');
  });
});
