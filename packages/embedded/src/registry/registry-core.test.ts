import { contentGuid } from '@ottla/schema';
import { beforeEach, describe, expect, it } from 'vitest';
import { refused, RegistryCaller, type More } from '../../testing/registry-caller.ts';

const v1 =
  '{"type":"record","name":"Customer","namespace":"com.acme","fields":[{"name":"id","type":"long"}]}';
const v2 = v1.replace('}]}', '},{"name":"name","type":"string","default":""}]}');
/** Adds a field without a default: readers of it cannot read v1. */
const breaking = v1.replace('}]}', '},{"name":"email","type":"string"}]}');

const guid1 = contentGuid({ schema: v1 });
const guid2 = contentGuid({ schema: v2 });

let registry: RegistryCaller;
const register = (subject: string, schema: string, more: More = {}) =>
  registry.register(subject, schema, more);
const get = (target: string) => registry.get(target);
beforeEach(() => {
  registry = new RegistryCaller();
});

describe('registering', () => {
  it('gives equal content one id, under whatever subject and in whatever layout', () => {
    register('a', v1);
    const spread = JSON.stringify(
      { fields: [{ type: { type: 'long' }, name: 'id' }], name: 'com.acme.Customer', type: 'record' },
      null,
      2,
    );
    expect(register('b', spread).answer).toMatchObject({ id: 1, version: 1, schema: v1 });
    expect(register('b', v2).answer).toMatchObject({ id: 2, version: 2 });
  });

  it('keeps what Avro does not know: properties and long numbers, decimals spelled as Java spells them', () => {
    const schema =
      '{"type":"record","name":"R","fields":[{"name":"n","type":{"type":"long","owner":"me"},"default":9007199254740993},{"name":"d","type":"double","default":1.0}],"x":1.5}';
    register('a', ` ${schema.replace('1.5}', '1.50}')} `);
    expect(registry.text('/schemas/ids/1/schema')).toBe(schema);
  });

  it.each([
    ['BACKWARD refuses a field without a default', 'BACKWARD', breaking, 409],
    ['BACKWARD takes one with a default', 'BACKWARD', v2, 200],
    ['FORWARD takes a field without a default', 'FORWARD', breaking, 200],
    ['FULL refuses it', 'FULL', breaking, 409],
    ['NONE takes another type altogether', 'NONE', '"string"', 200],
    ['BACKWARD refuses that', 'BACKWARD', '"string"', 409],
  ])('%s', (_name, level, schema, status) => {
    register('a', v1);
    registry.put('/config/a', { compatibility: level });
    expect(register('a', schema).status).toBe(status);
  });

  it('compares with the newest version only, unless the level is transitive', () => {
    const without = '{"type":"record","name":"R","fields":[]}';
    const defaulted =
      '{"type":"record","name":"R","fields":[{"name":"x","type":"int","default":0},{"name":"y","type":"int","default":0}]}';
    const firm =
      '{"type":"record","name":"R","fields":[{"name":"x","type":"int"},{"name":"y","type":"int","default":0}]}';
    register('a', without);
    register('a', defaulted);
    registry.put('/config', { compatibility: 'backward_transitive' });
    expect(register('a', firm)).toEqual(refused(409, 40901, expect.stringContaining('oldSchemaVersion: 1')));
    registry.put('/config/a', { compatibility: 'BACKWARD' });
    expect(register('a', firm).answer).toMatchObject({ version: 3 });
  });

  it.each(['a/b', '..', 'a%2Fb', '?x=1#', 'ü 🎈', ':.ctx:a'])('takes %j as a subject', (subject) => {
    expect(register(subject, v1).status).toBe(200);
    expect(get('/subjects').answer).toEqual([subject]);
    expect(get(`/subjects/${encodeURIComponent(subject)}/versions`).answer).toEqual([1]);
  });

  it('reads comments, as Java does', () => {
    expect(register('a', `/* who */ ${v1}`).answer).toMatchObject({ schema: v1 });
  });
});

describe('references', () => {
  const money =
    '{"type":"record","name":"Money","namespace":"com.acme","fields":[{"name":"cents","type":"long"}]}';
  const order =
    '{"type":"record","name":"Order","namespace":"com.acme","fields":[{"name":"total","type":"com.acme.Money"}]}';
  const references = [{ name: 'com.acme.Money', subject: 'money', version: -1 }];

  it('are resolved, stored with a version, and answered', () => {
    register('money', money);
    expect(register('order', order, { references }).answer).toMatchObject({
      id: 2,
      schema: order.replace('com.acme.Money', 'Money'),
      references: [{ name: 'com.acme.Money', subject: 'money', version: 1 }],
    });
    expect(get('/schemas/ids/2').answer).toMatchObject({ references: [{ subject: 'money', version: 1 }] });
    expect(get('/subjects/money/versions/1/referencedby').answer).toEqual([2]);
  });

  it('reach what the referenced schemas refer to', () => {
    register('money', money);
    register('order', order, { references });
    const basket = '{"type":"array","items":"com.acme.Order"}';
    const one = [{ name: 'com.acme.Order', subject: 'order', version: 1 }];
    expect(register('basket', basket, { references: one }).status).toBe(200);
  });

  it('must be there', () => {
    expect(register('order', order, { references })).toEqual(
      refused(422, 42201, expect.stringContaining('No schema reference found for subject "money"')),
    );
    expect(register('order', order)).toEqual(
      refused(422, 42201, expect.stringContaining("unknown type 'com.acme.Money'")),
    );
  });
});

describe('reading', () => {
  beforeEach(() => {
    register('a', v1);
    register('a', v2);
    register('b', v2);
  });

  it.each([
    ['/', {}],
    ['/schemas/types', ['JSON', 'PROTOBUF', 'AVRO']],
    ['/schemas/ids/2', { guid: guid2, schema: v2 }],
    ['/schemas/ids/2/schema', JSON.parse(v2)],
    ['/schemas/ids/2/subjects', ['a', 'b']],
    ['/schemas/ids/2/subjects?subject=b', ['a', 'b']],
    [
      '/schemas/ids/2/versions',
      [
        { subject: 'a', version: 2 },
        { subject: 'b', version: 1 },
      ],
    ],
    ['/subjects', ['a', 'b']],
    ['/subjects?subjectPrefix=b', ['b']],
    ['/subjects?offset=1&limit=5', ['b']],
    ['/subjects/a/versions', [1, 2]],
    ['/subjects/a/versions/1', { subject: 'a', version: 1, id: 1, guid: guid1, schema: v1 }],
    ['/subjects/a/versions/latest', { subject: 'a', version: 2, id: 2, guid: guid2, schema: v2 }],
    ['/subjects/a/versions/-1', { subject: 'a', version: 2, id: 2, guid: guid2, schema: v2 }],
    ['/subjects/a/versions/1/schema', JSON.parse(v1)],
    ['/config', { compatibilityLevel: 'BACKWARD' }],
    ['/config/a?defaultToGlobal=true', { compatibilityLevel: 'BACKWARD' }],
    ['/mode', { mode: 'READWRITE' }],
  ])('GET %s', (target, answer) => {
    expect(get(target)).toEqual({ status: 200, answer });
  });

  it.each([
    ['/schemas/ids/99', 404, 40403, 'Schema 99 not found'],
    ['/schemas/ids/x', 404, 404, 'HTTP 404 Not Found'],
    ['/subjects/x/versions', 404, 40401, "Subject 'x' not found."],
    ['/subjects/x/versions/1', 404, 40401, "Subject 'x' not found."],
    ['/subjects/a/versions/9', 404, 40402, 'Version 9 not found.'],
    ['/subjects/a/versions/0', 422, 42202, expect.stringContaining("'0' is not a valid version id")],
    ['/subjects/a/versions/two', 422, 42202, expect.stringContaining("'two'")],
    ['/config/a', 404, 40408, "Subject 'a' does not have subject-level compatibility configured"],
    ['/subjects//versions', 404, 404, 'HTTP 404 Not Found'],
    ['/nothing/here', 404, 404, 'HTTP 404 Not Found'],
    ['/subjects/%E0%A4%A/versions', 400, 400, expect.any(String)],
  ])('GET %s is refused', (target, status, errorCode, message) => {
    expect(get(target)).toEqual(refused(status, errorCode, message));
  });

  it('refuses a method that a path does not have', () => {
    expect(registry.call('PATCH', '/subjects')).toEqual(refused(405, 405, 'HTTP 405 Method Not Allowed'));
  });

  it('looks a schema up by content', () => {
    expect(registry.lookUp('b', ` ${v2}`).answer).toEqual({
      subject: 'b',
      version: 1,
      id: 2,
      guid: guid2,
      schema: v2,
    });
    expect(registry.lookUp('b', v1)).toEqual(refused(404, 40403, 'Schema not found'));
    expect(registry.lookUp('x', v1)).toEqual(refused(404, 40401, "Subject 'x' not found."));
  });

  it('says of a look-up whether the subject, the schema or the text is at fault', () => {
    const unknown = refused(404, 40401, "Subject 'x' not found.");
    expect(registry.lookUp('x', '')).toEqual(unknown);
    expect(registry.lookUp('a', ' ')).toEqual(refused(404, 40403, 'Schema not found'));
    const invalid = refused(422, 42201, expect.stringMatching(/^Invalid schema of type AVRO, details: /));
    expect(registry.lookUp('x', '"in"')).toEqual(invalid);
    expect(registry.lookUp('a', '"in"')).toEqual(invalid);
    expect(registry.lookUp('a', v1, { schemaType: 'X' })).toEqual(
      refused(422, 42201, 'Invalid schema type X'),
    );
  });
});
