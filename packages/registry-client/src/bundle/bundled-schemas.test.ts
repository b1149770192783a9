import type { RegisteredSchema, SchemaText } from '@ottla/kernel';
import { contentGuid } from '@ottla/schema';
import { describe, expect, it } from 'vitest';
import { recordText, sampleBundle } from '../../testing/sample-bundle.ts';
import { BundledSchemas } from './bundled-schemas.ts';

const money = recordText('Money', 'long');
const order = recordText('Order', 'Money');
const toMoney = [{ name: 'Money', subject: 'money-value', version: 1 }];
const jsonText = '{"type":"object"}';
const owned = { properties: { owner: 'ada' } };
const schemas = new BundledSchemas(
  sampleBundle({
    'money-value': [
      { id: 1, schema: money },
      { id: 7, schema: money, metadata: owned },
    ],
    'orders-value': [
      { id: 2, schema: order, references: toMoney, version: 3 },
      { id: 3, schema: jsonText, schemaType: 'JSON', version: 5 },
    ],
    ':.staging:money-value': [{ id: 1, schema: recordText('Money', 'int') }],
  }),
);

function avro(schema: string, rest: Partial<SchemaText> = {}): SchemaText {
  return { schemaType: 'AVRO', schema, ...rest };
}

/** As other registries and people print the same schema. */
const laidOut = JSON.stringify(
  { fields: [{ type: { type: 'long' }, name: 'f' }], name: 'Money', type: 'record' },
  null,
  2,
);

describe('a bundled schema by its text', () => {
  it('is found by the same text, with id, version, GUID and references', () => {
    expect(schemas.idOf('orders-value', avro(order, { references: toMoney }))).toEqual({
      id: 2,
      guid: contentGuid({ schema: order, references: toMoney }),
      subject: 'orders-value',
      version: 3,
      schemaType: 'AVRO',
      schema: order,
      references: toMoney,
    });
  });

  it('is found by the same schema in another layout, for Avro', () => {
    expect(schemas.idOf('money-value', avro(laidOut))?.schema).toBe(money);
    const spaced = order.replaceAll(':', ' : ');
    expect(schemas.idOf('orders-value', avro(spaced, { references: toMoney }))?.id).toBe(2);
  });

  it.each<[string, string, SchemaText]>([
    ['another subject', 'payments-value', avro(money)],
    ['a subject that only Object knows', 'constructor', avro(money)],
    ['another default, doc or logical type', 'money-value', avro(money.replace('{', '{"doc":"d",'))],
    ['another type of schema', 'money-value', { schemaType: 'JSON', schema: money }],
    ['another layout of JSON Schema', 'orders-value', { schemaType: 'JSON', schema: `${jsonText} ` }],
    ['no references', 'orders-value', avro(order)],
    ['other references', 'orders-value', avro(order, { references: [{ ...toMoney[0]!, version: 2 }] })],
    ['other metadata', 'money-value', avro(money, { metadata: { properties: { owner: 'bob' } } })],
    ['rules', 'money-value', avro(money, { ruleSet: { domainRules: [{ name: 'r' }] } })],
    ['what is no Avro', 'money-value', avro('{"type":')],
  ])('is not found with %s', (_what, subject, schema) => {
    expect(schemas.idOf(subject, schema)).toBeUndefined();
  });

  it('is found by a reference to the latest, which is locked under the number it had', () => {
    const references = [{ ...toMoney[0]!, version: -1 }];
    expect(schemas.idOf('orders-value', avro(order, { references }))?.id).toBe(2);
    expect(schemas.idOf('orders-value', avro(` ${order}`, { references }))?.id).toBe(2);
  });

  it('is the one with the same metadata; without any, the newest, as registries take them over', () => {
    expect(schemas.idOf('money-value', avro(money, { metadata: owned }))?.id).toBe(7);
    expect(schemas.idOf('money-value', avro(money, { metadata: {} }))).toBeUndefined();
    expect(schemas.idOf('money-value', avro(money))?.id).toBe(7);
  });

  it('is one object, however often it is asked for', () => {
    const text = avro(laidOut);
    const first = schemas.idOf('money-value', text);
    expect(schemas.idOf('money-value', text)).toBe(first);
    expect(schemas.idOf(':.:money-value', avro(laidOut))).toBe(first);
    expect(schemas.versionOf('money-value', 2)).toBe(first);
    expect(Object.isFrozen(first)).toBe(true);
  });
});

describe('a bundled schema by id, version and as the latest', () => {
  it('is found by id in its context, without subject and version', () => {
    expect(schemas.schemaOf(2)).toEqual({
      id: 2,
      guid: contentGuid({ schema: order, references: toMoney }),
      schemaType: 'AVRO',
      schema: order,
      references: toMoney,
    });
    expect(schemas.schemaOf(1)?.schema).toBe(money);
    expect(schemas.schemaOf(1, '.staging')?.schema).toBe(recordText('Money', 'int'));
    expect(schemas.schemaOf(2, '.staging')).toBeUndefined();
    expect(schemas.schemaOf(9)).toBeUndefined();
  });

  it('is found by version, and the latest is the newest it holds', () => {
    expect(schemas.versionOf('orders-value', 3)?.id).toBe(2);
    expect(schemas.versionOf('orders-value', 4)).toBeUndefined();
    expect(schemas.latestOf('orders-value')?.version).toBe(5);
    expect(schemas.latestOf(':.:orders-value')?.version).toBe(5);
    expect(schemas.latestOf('toString')).toBeUndefined();
  });
});

describe('what a registry told, beside a bundled schema', () => {
  const bundled = schemas.versionOf('orders-value', 3)!;
  const told = (rest: Partial<RegisteredSchema>): RegisteredSchema => {
    const { guid: _guid, ...plain } = bundled;
    return { ...plain, ...rest };
  };

  it.each<[string, RegisteredSchema, boolean]>([
    ['the same text, no GUID', told({}), true],
    ['the same GUID, whatever the layout', told({ guid: bundled.guid!, schema: laidOut }), true],
    ['the same GUID in capitals', told({ guid: bundled.guid!.toUpperCase() }), true],
    ['another GUID', told({ guid: '095d71cf-1255-6b9d-5e33-0ad575b3df5d' }), false],
    ['another layout, no GUID', told({ schema: order.replaceAll(',', ' , ') }), true],
    ['another schema, no GUID', told({ schema: recordText('Order', 'Money', 'g') }), false],
    ['what is no Avro', told({ schema: '{' }), false],
    ['another type', told({ schemaType: 'JSON' }), false],
    ['another reference', told({ references: [{ ...toMoney[0]!, version: 2 }] }), false],
    [
      'a reference to the latest, whose GUID is another',
      told({ references: [{ ...toMoney[0]!, version: -1 }], guid: '095d71cf-1255-6b9d-5e33-0ad575b3df5d' }),
      true,
    ],
  ])('%s', (_what, schema, same) => {
    expect(schemas.sameContent(bundled, schema)).toBe(same);
  });

  it('may be JSON Schema in another layout', () => {
    const { guid: _guid, ...json } = schemas.versionOf('orders-value', 5)!;
    const compare = (schema: string): boolean =>
      schemas.sameContent(schemas.schemaOf(3)!, { ...json, schema });
    expect(['{ "type": "object" }', '{"type":"array"}', '{'].map(compare)).toEqual([true, false, false]);
  });

  it('is compared with what an id stands for just so', () => {
    const byId = schemas.schemaOf(1)!;
    expect(schemas.sameContent(byId, { id: 1, schemaType: 'AVRO', schema: laidOut })).toBe(true);
    expect(schemas.sameContent(byId, { id: 1, schemaType: 'AVRO', schema: order })).toBe(false);
  });
});
