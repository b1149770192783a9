import { contentGuid } from '@ottla/schema';
import { beforeEach, describe, expect, it } from 'vitest';
import { answered, refused, RegistryCaller } from '../../testing/registry-caller.ts';

const v1 = '{"type":"record","name":"Order","fields":[{"name":"id","type":"long"}]}';
const v2 = v1.replace('}]}', '},{"name":"note","type":"string","default":""}]}');
const breaking = v1.replace('}]}', '},{"name":"email","type":"string"}]}');

let registry: RegistryCaller;
beforeEach(() => {
  registry = new RegistryCaller();
});

describe('POST /subjects/{subject}/versions', () => {
  it('answers id, version, GUID and the schema as it is stored', () => {
    expect(registry.register('orders', ` ${v1}`)).toEqual(
      answered({ id: 1, version: 1, guid: contentGuid({ schema: v1 }), schema: v1 }),
    );
  });

  it('answers all that was sent along', () => {
    const more = {
      metadata: { properties: { owner: 'me' }, tags: { 'Order.id': ['PII'] }, sensitive: ['owner'] },
      ruleSet: {
        domainRules: [{ name: 'check', type: 'CEL', kind: 'CONDITION', mode: 'WRITE', expr: 'true' }],
        enableAt: 'CLIENT',
      },
    };
    expect(registry.register('orders', v1, more)).toEqual(
      answered({
        id: 1,
        version: 1,
        guid: contentGuid({ schema: v1, ...more }),
        schema: v1,
        metadata: more.metadata,
        ruleSet: { ...more.ruleSet, domainRules: [{ ...more.ruleSet.domainRules[0], disabled: false }] },
      }),
    );
  });

  it('gives equal content one id, whoever registers it and how often', () => {
    registry.register('a', v1);
    expect(registry.register('a', v1).answer).toMatchObject({ id: 1, version: 1 });
    expect(registry.register('b', v1).answer).toMatchObject({ id: 1, version: 1 });
    expect(registry.register('b', v2).answer).toMatchObject({ id: 2, version: 2 });
  });

  it('finds a version that differs in layout only', () => {
    registry.register('a', '{"type":"fixed","name":"F","size":2,"b":1,"a":2}');
    expect(registry.register('a', '{"a":2,"b":1,"size":2,"name":"F","type":"fixed"}').answer).toMatchObject({
      version: 1,
    });
  });

  it.each([
    ['the body is no JSON', '{', refused(400, 400, 'HTTP 400 Bad Request: the body is not JSON')],
    ['the body is no object', '[]', refused(400, 400, 'HTTP 400 Bad Request: the body is not a JSON object')],
    [
      'the schema is no text',
      '{"schema":{}}',
      refused(400, 400, 'HTTP 400 Bad Request: schema is not a string'),
    ],
    ['there is no schema', '{}', refused(422, 42201, 'Empty schema')],
    ['the schema is blank', '{"schema":" "}', refused(422, 42201, 'Empty schema')],
    [
      'the type is unknown',
      '{"schema":"{}","schemaType":"XML"}',
      refused(422, 42201, 'Invalid schema type XML'),
    ],
    [
      'a reference leads nowhere',
      '{"schema":"\\"int\\"","references":[{"name":"x","subject":"y","version":3}]}',
      refused(
        422,
        42201,
        'Invalid schema of type AVRO, details: Invalid schema {subject=a,version=null,id=null,guid=' +
          contentGuid({ schema: '"int"', references: [{ name: 'x', subject: 'y', version: 3 }] }) +
          `,schemaType=AVRO,references=[{name='x', subject='y', version=3}],metadata=null,ruleSet=null,schema="int",schemaTags=null,ts=null,deleted=null} with refs [{name='x', subject='y', version=3}] of type AVRO, details: No schema reference found for subject "y" and version 3`,
      ),
    ],
    [
      'a reference says too little',
      '{"schema":"\\"int\\"","references":[{"name":"x"}]}',
      refused(
        422,
        42201,
        expect.stringMatching(/details: Invalid reference: \{name='x', subject='null', version=null\}$/),
      ),
    ],
    [
      'JSON Schema is no JSON',
      '{"schema":"{","schemaType":"JSON"}',
      refused(
        422,
        42201,
        expect.stringMatching(
          /^Invalid schema of type JSON, details: Invalid schema of type JSON, details: ./,
        ),
      ),
    ],
    [
      'JSON Schema has an unknown type',
      '{"schema":"{\\"type\\":\\"strin\\"}","schemaType":"JSON"}',
      refused(
        422,
        42201,
        expect.stringMatching(
          /^Invalid schema \{subject=a,version=0,id=-1,guid=.*,schemaTags=null,ts=null,deleted=null\}, details: ./,
        ),
      ),
    ],
    [
      'an id is chosen',
      '{"schema":"\\"int\\"","id":7}',
      refused(422, 42205, 'Subject a in context  is not in import mode'),
    ],
    [
      'a version is skipped',
      '{"schema":"\\"int\\"","version":7}',
      refused(422, 42201, 'Version is not one more than previous version'),
    ],
  ])('refuses when %s, and stores nothing', (_name, body, answer) => {
    const { status, body: text } = registry.core.handle({
      method: 'POST',
      target: '/subjects/a/versions',
      body,
    });
    expect({ status, answer: JSON.parse(text) as unknown }).toEqual(answer);
    expect(registry.get('/subjects').answer).toEqual([]);
  });

  it.each(['__GLOBAL', '__EMPTY', ':.ctx:__EMPTY', 'a\nb', '\0', ':.__GLOBAL:a'])(
    'refuses %j as a subject',
    (subject) => {
      expect(registry.register(subject, v1)).toEqual(
        refused(422, 42208, `The specified subject '${subject}' is not a valid.`),
      );
    },
  );

  it('says why a schema is incompatible, in Confluent’s words', () => {
    registry.register('a', v1);
    expect(registry.register('a', breaking)).toEqual(
      refused(
        409,
        40901,
        `Schema being registered is incompatible with an earlier schema for subject "a", details: [{errorType:'READER_FIELD_MISSING_DEFAULT_VALUE', description:'The field 'email' at path '/fields/1' in the new schema has no default value and is missing in the old schema', additionalInfo:'email'}, {oldSchemaVersion: 1}, {oldSchema: '${v1}'}, {validateFields: 'false', compatibility: 'BACKWARD'}]`,
      ),
    );
  });

  it('registers what is incompatible when forced', () => {
    registry.register('a', v1);
    expect(registry.register('a', breaking, { query: '?force=true' }).answer).toMatchObject({ version: 2 });
  });

  it('takes the version that comes next when it is given, and notes it in the metadata', () => {
    registry.register('a', v1);
    expect(registry.register('a', v1, { version: 2 }).answer).toMatchObject({
      id: 2,
      version: 2,
      metadata: { properties: { 'confluent:version': '2' } },
    });
    expect(registry.register('a', v1, { version: -1 }).answer).toMatchObject({ id: 2, version: 2 });
    expect(registry.register('a', v1).answer).toMatchObject({ id: 1, version: 1 });
  });

  it('tries again the version before when there is no schema, with new metadata', () => {
    registry.register('a', v1);
    const answer = registry.post('/subjects/a/versions', { metadata: { properties: { k: 'v' } } });
    expect(answer.answer).toMatchObject({ id: 2, version: 2, schema: v1 });
  });

  it('gives a version number once, and lets what comes back take the place of what was deleted', () => {
    registry.register('a', v1);
    registry.remove('/subjects/a');
    expect(registry.register('a', v1).answer).toMatchObject({ version: 2, id: 1 });
    expect(registry.get('/subjects/a/versions?deleted=true').answer).toEqual([2]);
  });

  it('keeps a deleted version that is referred to when its content comes back', () => {
    const references = [{ name: 'Order', subject: 'a', version: 1 }];
    registry.register('a', v1);
    registry.register('b', '{"type":"array","items":"Order"}', { references });
    registry.remove('/subjects/b');
    registry.remove('/subjects/a');
    registry.register('a', v1);
    expect(registry.get('/subjects/a/versions?deleted=true').answer).toEqual([1, 2]);
    expect(registry.get('/subjects/a/versions/1?deleted=true').answer).toMatchObject({ deleted: true });
  });
});

describe('metadata', () => {
  const properties = { 'application.version': '2' };

  it('are part of the identity', () => {
    registry.register('a', v1);
    const { answer } = registry.register('b', v1, { metadata: { properties } });
    expect(answer).toMatchObject({ id: 2, guid: contentGuid({ schema: v1, metadata: { properties } }) });
    expect(registry.register('c', v1, { metadata: {} }).answer).toMatchObject({ id: 3, metadata: {} });
  });

  it('come from the version before when a schema is sent without', () => {
    registry.register('a', v1, { metadata: { properties } });
    expect(registry.register('a', v1).answer).toMatchObject({ id: 1, version: 1 });
    expect(registry.register('a', v2).answer).toMatchObject({ id: 2, metadata: { properties } });
    expect(registry.lookUp('a', v2).answer).toMatchObject({ id: 2 });
  });

  it('are kept sorted, sets and maps alike', () => {
    const metadata = { tags: { b: ['z', 'a', 'z'], a: ['x'] }, properties: { y: 1, x: true } };
    const sorted = { tags: { a: ['x'], b: ['a', 'z'] }, properties: { x: 'true', y: '1' } };
    const { answer } = registry.register('a', v1, { metadata });
    expect(JSON.stringify((answer as { metadata: unknown }).metadata)).toBe(JSON.stringify(sorted));
  });

  it('find the latest version that has the properties asked for', () => {
    registry.register('a', v1, { metadata: { properties: { major: '1', x: 'y' } } });
    registry.register('a', v2, { metadata: { properties: { major: '1' } } });
    registry.register('a', v2, { metadata: { properties: { major: '2' } } });
    const at = (query: string) => registry.get(`/subjects/a/metadata${query}`).answer;
    expect(at('?key=major&value=1')).toMatchObject({ subject: 'a', version: 2 });
    expect(at('?key=major&value=1&key=x&value=y')).toMatchObject({ version: 1 });
    expect(registry.get('/subjects/a/metadata?key=major&value=3')).toEqual(
      refused(404, 40403, 'Schema not found'),
    );
    expect(registry.get('/subjects/x/metadata?key=major&value=3')).toEqual(
      refused(404, 40401, "Subject 'x' not found."),
    );
  });

  it.each([
    [{ metadata: [] }, 'metadata is not a JSON object'],
    [{ metadata: { tags: { a: 'b' } } }, 'tags.a is not an array'],
    [{ metadata: { properties: { a: {} } } }, 'properties.a is not a string'],
    [{ metadata: { sensitive: {} } }, 'sensitive is not an array'],
  ])('of another shape are refused: %j', (more, why) => {
    expect(registry.register('a', v1, more)).toEqual(refused(400, 400, `HTTP 400 Bad Request: ${why}`));
  });

  it('may have names that mean something in JavaScript', () => {
    const body = `{"schema":${JSON.stringify(v1)},"metadata":{"properties":{"__proto__":"x","constructor":"y"}}}`;
    registry.core.handle({ method: 'POST', target: '/subjects/__proto__/versions', body });
    expect(registry.text('/schemas/ids/1')).toContain('"properties":{"__proto__":"x","constructor":"y"}');
    expect(registry.get('/subjects/__proto__/metadata?key=__proto__&value=x').status).toBe(200);
    expect(registry.get('/subjects/__proto__/metadata?key=toString&value=x').status).toBe(404);
    expect(Object.keys({})).toEqual([]);
  });
});

describe('a rule set', () => {
  const rule = { name: 'r', type: 'CEL' };

  it('is part of the identity, and its rules get their defaults', () => {
    registry.register('a', v1);
    expect(registry.register('b', v1, { ruleSet: { domainRules: [rule] } }).answer).toMatchObject({
      id: 2,
      guid: contentGuid({ schema: v1, ruleSet: { domainRules: [rule] } }),
      ruleSet: { domainRules: [{ ...rule, kind: 'TRANSFORM', mode: 'WRITEREAD', disabled: false }] },
    });
  });

  it.each([
    [{ domainRules: [{ type: 'CEL' }] }, 'Missing rule name'],
    [{ domainRules: [{ name: '', type: 'CEL' }] }, 'Empty rule name'],
    [{ domainRules: [{ name: 'x'.repeat(257), type: 'CEL' }] }, 'Rule name too long'],
    [{ domainRules: [{ name: '1x', type: 'CEL' }] }, 'Illegal initial character in rule name: 1x'],
    [{ domainRules: [{ name: 'x y', type: 'CEL' }] }, 'Illegal character in rule name: x y'],
    [{ domainRules: [{ name: 'x' }] }, 'Missing rule type'],
    [{ domainRules: [rule, rule] }, "Found rule with duplicate name 'r'"],
    [
      { domainRules: [{ ...rule, mode: 'WRITE', onFailure: 'DLQ,NONE' }] },
      'Multiple actions only valid with WRITEREAD and UPDOWN',
    ],
    [{ domainRules: [{ ...rule, mode: 'UPGRADE' }] }, 'Domain rules can only be WRITE, READ, WRITEREAD'],
    [{ encodingRules: [{ ...rule, mode: 'UPDOWN' }] }, 'Encoding rules can only be WRITE, READ, WRITEREAD'],
    [{ migrationRules: [rule] }, 'Migration rules can only be UPGRADE, DOWNGRADE, UPDOWN'],
  ])('is checked: %j', (ruleSet, why) => {
    expect(registry.register('a', v1, { ruleSet })).toEqual(refused(422, 42210, why));
  });

  it('of another shape is refused', () => {
    const ruleSet = { domainRules: [{ ...rule, mode: 'SOMETIMES' }] };
    expect(registry.register('a', v1, { ruleSet })).toEqual(
      refused(
        400,
        400,
        'HTTP 400 Bad Request: mode is not one of UPGRADE, DOWNGRADE, UPDOWN, WRITE, READ, WRITEREAD',
      ),
    );
  });
});
