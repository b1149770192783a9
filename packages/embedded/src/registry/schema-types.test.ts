import { contentGuid } from '@ottla/schema';
import { beforeEach, describe, expect, it } from 'vitest';
import { refused, RegistryCaller, type More } from '../../testing/registry-caller.ts';

const closed = '{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false}';
const proto = 'syntax = "proto3";\nmessage A { string cat_name = 1; }\n';

let registry: RegistryCaller;
beforeEach(() => {
  registry = new RegistryCaller();
});

it('GET /schemas/types lists them as Confluent does', () => {
  expect(registry.get('/schemas/types').answer).toEqual(['JSON', 'PROTOBUF', 'AVRO']);
});

describe('JSON Schema', () => {
  const json = (subject: string, schema: string, more: More = {}) =>
    registry.register(subject, schema, { schemaType: 'JSON', ...more });

  it('is stored compact, with keys in their order and numbers to the digit', () => {
    const sent = '{ "type": "number", "minimum": 1.50, "maximum": 1e3,\n "$comment": "\\u00e4\\u001f" }';
    const stored = '{"type":"number","minimum":1.50,"maximum":1E+3,"$comment":"ä\\u001F"}';
    expect(json('a', sent).answer).toEqual({
      id: 1,
      version: 1,
      guid: contentGuid({ schema: stored }),
      schemaType: 'JSON',
      schema: stored,
    });
    expect(registry.text('/schemas/ids/1/schema')).toBe(stored);
    expect(registry.get('/subjects/a/versions/1').answer).toMatchObject({ schemaType: 'JSON' });
  });

  it('may refer to others by name, and they to others', () => {
    json('third', '{"$id":"third.json","type":"object","properties":{"n":{"type":"number"}}}');
    const third = [{ name: 'third.json', subject: 'third', version: -1 }];
    json('second', '{"$id":"second.json","type":"object","properties":{"l":{"$ref":"third.json"}}}', {
      references: third,
    });
    const second = [{ name: 'second.json', subject: 'second', version: 1 }];
    const first = '{"type":"object","properties":{"s":{"$ref":"second.json"}}}';
    expect(json('first', first, { references: second }).answer).toMatchObject({ id: 3, references: second });
    expect(registry.get('/subjects/second/versions/latest').answer).toMatchObject({
      references: [{ name: 'third.json', subject: 'third', version: 1 }],
    });
    expect(json('first', first)).toMatchObject({ status: 422 });
  });

  it('is held to the level of its subject', () => {
    json('a', closed);
    const wider = closed.replace('"string"}', '"string"},"b":{"type":"string"}');
    expect(json('a', wider).answer).toMatchObject({ version: 2 });
    registry.put('/config/a', { compatibility: 'FULL' });
    expect(json('a', closed)).toMatchObject({ status: 200, answer: { version: 1 } });
    expect(json('a', '{"type":"string"}')).toEqual(
      refused(409, 40901, expect.stringContaining('{errorType:"TYPE_CHANGED", description:"')),
    );
  });

  it('is judged leniently when the config says so', () => {
    const open = '{"type":"object","properties":{"a":{"type":"string"}}}';
    const wider = open.replace('"string"}', '"string"},"b":{"type":"string"}');
    json('strict', open);
    json('lenient', open);
    registry.put('/config/lenient', { compatibility: 'BACKWARD', compatibilityPolicy: 'LENIENT' });
    expect(json('strict', wider).status).toBe(409);
    expect(json('lenient', wider).status).toBe(200);
  });

  it('has its keys sorted when it is normalized', () => {
    const sent = '{"type":"object","properties":{"b":{"type":"string"},"a":{"type":"string"}}}';
    const normal = '{"properties":{"a":{"type":"string"},"b":{"type":"string"}},"type":"object"}';
    expect(json('a', sent, { query: '?normalize=true' }).answer).toMatchObject({ schema: normal });
    expect(registry.lookUp('a', sent, { schemaType: 'JSON' }).status).toBe(404);
    expect(registry.lookUp('a', sent, { schemaType: 'JSON', query: '?normalize=true' }).answer).toMatchObject(
      {
        version: 1,
      },
    );
  });
});

describe('Protobuf', () => {
  const protobuf = (subject: string, schema: string, more: More = {}) =>
    registry.register(subject, schema, { schemaType: 'PROTOBUF', ...more });

  it('is stored as it came, and is equal when its text is', () => {
    expect(protobuf('a', proto).answer).toEqual({
      id: 1,
      version: 1,
      guid: contentGuid({ schema: proto }),
      schemaType: 'PROTOBUF',
      schema: proto,
    });
    expect(protobuf('b', proto).answer).toMatchObject({ id: 1 });
    expect(protobuf('a', `${proto} `).answer).toMatchObject({ id: 2, version: 2 });
    expect(registry.text('/schemas/ids/1/schema')).toBe(proto);
  });

  it('may refer to what is registered', () => {
    const references = [{ name: 'b.proto', subject: 'b', version: 1 }];
    const importing = 'syntax = "proto3"; import "b.proto"; message A { B b = 1; }';
    expect(protobuf('a', importing, { references })).toEqual(
      refused(
        422,
        42201,
        'Invalid schema of type PROTOBUF, details: Invalid schema of type PROTOBUF, details: No schema reference found for subject "b" and version 1',
      ),
    );
    protobuf('b', 'syntax = "proto3"; message B { int32 id = 1; }');
    expect(protobuf('a', importing, { references }).answer).toMatchObject({ references });
    expect(registry.get('/subjects/b/versions/1/referencedby').answer).toEqual([2]);
  });

  it('is not judged against other Protobuf', () => {
    registry.put('/config', { compatibility: 'FULL_TRANSITIVE' });
    protobuf('a', proto);
    expect(protobuf('a', 'message Other { }').status).toBe(200);
  });

  it.each([
    ['message A { // }\n string s = 1; /* } */ }', true],
    ['option a = "{"; message A {}', true],
    ['CgdhLnByb3RvIgMKAUE=', true],
    ['message A {', false],
    ['message A { ) }', false],
    ['A { }', false],
    ['{"type":"record"}', false],
  ])('is plausible or not: %s is %s', (text, isPlausible) => {
    expect(protobuf('a', text).status).toBe(isPlausible ? 200 : 422);
  });
});

describe('another schema type than before', () => {
  it('is incompatible', () => {
    registry.register('a', '"string"');
    const different =
      'Schema being registered is incompatible with an earlier schema for subject "a", details: [Incompatible because of different schema type, ';
    for (const [schemaType, schema] of [
      ['JSON', closed],
      ['PROTOBUF', proto],
    ] as const) {
      expect(registry.register('a', schema, { schemaType })).toEqual(
        refused(409, 40901, expect.stringContaining(different)),
      );
    }
    registry.register('p', proto, { schemaType: 'PROTOBUF' });
    expect(registry.register('p', '"string"')).toMatchObject({ status: 409 });
  });

  it('is fine with NONE', () => {
    registry.put('/config/a', { compatibility: 'NONE' });
    expect(registry.register('a', '"string"').answer).toMatchObject({ id: 1 });
    expect(registry.register('a', closed, { schemaType: 'JSON' }).answer).toMatchObject({ id: 2 });
    expect(registry.register('a', proto, { schemaType: 'PROTOBUF' }).answer).toMatchObject({ id: 3 });
  });

  it('is another content though the text is the same', () => {
    const text = '{"type":"string","x":1}';
    expect(registry.register('a', text).answer).toMatchObject({ id: 1, schema: text });
    expect(registry.register('b', text, { schemaType: 'JSON' }).answer).toMatchObject({ id: 2 });
    expect(registry.get('/schemas/ids/1').answer).not.toHaveProperty('schemaType');
  });
});
