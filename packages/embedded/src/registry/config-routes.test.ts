import { beforeEach, describe, expect, it } from 'vitest';
import { answered, refused, RegistryCaller } from '../../testing/registry-caller.ts';

const v1 = '{"type":"record","name":"R","fields":[]}';
const v2 = '{"type":"record","name":"R","fields":[{"name":"x","type":"int","default":0}]}';
const v3 =
  '{"type":"record","name":"R","fields":[{"name":"x","type":"int","default":0},{"name":"y","type":"int"}]}';

let registry: RegistryCaller;
beforeEach(() => {
  registry = new RegistryCaller();
});

describe('the global config', () => {
  it('is BACKWARD until it is set, and again when it is deleted', () => {
    expect(registry.get('/config').answer).toEqual({ compatibilityLevel: 'BACKWARD' });
    expect(registry.put('/config', { compatibility: 'none' }).answer).toEqual({ compatibility: 'NONE' });
    expect(registry.get('/config').answer).toEqual({ compatibilityLevel: 'NONE' });
    expect(registry.remove('/config').answer).toEqual({ compatibilityLevel: 'NONE' });
    expect(registry.get('/config').answer).toEqual({ compatibilityLevel: 'BACKWARD' });
    expect(registry.remove('/config').answer).toEqual({ compatibilityLevel: 'BACKWARD' });
  });

  it('is that of the default context', () => {
    registry.put('/config/:.:', { compatibility: 'FORWARD' });
    expect(registry.get('/config').answer).toEqual({ compatibilityLevel: 'FORWARD' });
    expect(registry.get('/config/:.:').answer).toEqual({ compatibilityLevel: 'FORWARD' });
  });
});

describe('the config of a subject', () => {
  it('is exactly what was set, for a subject that need not exist', () => {
    expect(registry.put('/config/a', { compatibility: 'FULL' }).answer).toEqual({ compatibility: 'FULL' });
    expect(registry.get('/config/a').answer).toEqual({ compatibilityLevel: 'FULL' });
    expect(registry.remove('/config/a').answer).toEqual({ compatibilityLevel: 'FULL' });
  });

  it('is not found until it is set, unless the global one will do', () => {
    const message = "Subject 'a' does not have subject-level compatibility configured";
    expect(registry.get('/config/a')).toEqual(refused(404, 40408, message));
    expect(registry.remove('/config/a')).toEqual(refused(404, 40401, "Subject 'a' not found."));
    registry.put('/config', { compatibility: 'FULL' });
    expect(registry.get('/config/a?defaultToGlobal=true')).toEqual(answered({ compatibilityLevel: 'FULL' }));
  });

  it('keeps what a later PUT does not name, and loses what it sets to null', () => {
    registry.put('/config/a', { compatibility: 'FULL', normalize: true, alias: 'b' });
    const body = { alias: null, compatibilityGroup: 'g' };
    const rest = { normalize: true, compatibilityGroup: 'g' };
    expect(registry.put('/config/a', body).answer).toEqual({ compatibility: 'FULL', ...rest });
    expect(registry.get('/config/a').answer).toEqual({ compatibilityLevel: 'FULL', ...rest });
  });

  it('has everything Confluent configures', () => {
    const config = {
      alias: 'other',
      aliasForDeks: 'keys',
      normalize: true,
      validateFields: true,
      validateNewSchemas: false,
      validateRules: false,
      compatibilityPolicy: 'LENIENT',
      compatibilityGroup: 'major',
      defaultMetadata: { properties: { a: 'b' } },
      overrideMetadata: { properties: { c: 'd' } },
      defaultRuleSet: {
        domainRules: [{ name: 'r', kind: 'TRANSFORM', mode: 'READ', type: 'CEL', disabled: false }],
      },
      overrideRuleSet: { enableAt: 'ALL' },
    };
    const sent = { compatibility: 'FULL', ...config };
    expect(registry.put('/config/a', sent).answer).toEqual(sent);
    expect(registry.get('/config/a').answer).toEqual({ compatibilityLevel: 'FULL', ...config });
  });

  it('takes what it does not say from the global one, but the level', () => {
    registry.put('/config', { compatibility: 'FULL', normalize: true });
    registry.put('/config/a', { compatibilityGroup: 'g' });
    expect(registry.get('/config/a').answer).toEqual({
      compatibilityLevel: 'BACKWARD',
      compatibilityGroup: 'g',
    });
    expect(registry.get('/config/a?defaultToGlobal=true').answer).toEqual({
      compatibilityLevel: 'BACKWARD',
      compatibilityGroup: 'g',
      normalize: true,
    });
  });

  it('outlives a soft deletion, not a permanent one', () => {
    registry.register('a', v1);
    registry.put('/config/a', { compatibility: 'FULL' });
    registry.remove('/subjects/a');
    expect(registry.get('/config/a').status).toBe(200);
    registry.remove('/subjects/a?permanent=true');
    expect(registry.get('/config/a')).toMatchObject({ status: 404 });
  });
});

describe('PUT /config', () => {
  const levels =
    'Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive, forward_transitive, and full_transitive';

  it.each([
    [{ compatibility: 'SIDEWAYS' }, refused(422, 42203, levels)],
    [{ compatibility: 1 }, refused(422, 42203, levels)],
    [{ compatibility: [] }, refused(400, 400, 'HTTP 400 Bad Request: compatibility is not a string')],
    [{ normalize: 'yes' }, refused(400, 400, 'HTTP 400 Bad Request: normalize is not true or false')],
    [{ defaultRuleSet: { domainRules: [{ name: 'x' }] } }, refused(422, 42210, 'Missing rule type')],
    [{ overrideRuleSet: { domainRules: [{ type: 'x' }] } }, refused(422, 42210, 'Missing rule name')],
  ])('refuses %j', (body, answer) => {
    expect(registry.put('/config', body)).toEqual(answer);
    expect(registry.put('/config/a', body)).toEqual(answer);
    expect(registry.get('/config/a').status).toBe(404);
  });

  it('refuses what cannot be a subject', () => {
    expect(registry.put('/config/__GLOBAL', { compatibility: 'FULL' })).toEqual(
      refused(422, 42208, "The specified subject '__GLOBAL' is not a valid."),
    );
  });
});

describe('what a config does', () => {
  it('holds a subject to its level', () => {
    registry.register('a', v2);
    expect(registry.register('a', v3).status).toBe(409);
    registry.put('/config/a', { compatibility: 'FORWARD' });
    expect(registry.register('a', v3).status).toBe(200);
  });

  it('resolves an alias wherever a subject is read or written', () => {
    registry.put('/config/orders', { alias: 'orders-value' });
    expect(registry.register('orders', v1).answer).toMatchObject({ id: 1, version: 1 });
    expect(registry.get('/subjects').answer).toEqual(['orders-value']);
    expect(registry.get('/subjects/orders/versions/1').answer).toMatchObject({ subject: 'orders-value' });
    expect(registry.get('/schemas/ids/1?subject=orders').answer).toMatchObject({ subject: 'orders-value' });
    expect(registry.post('/compatibility/subjects/orders/versions/1', { schema: v2 }).answer).toEqual({
      is_compatible: true,
    });
  });

  it('compares only versions of one group', () => {
    const major = (value: string) => ({ metadata: { properties: { major: value } } });
    registry.put('/config/a', { compatibility: 'BACKWARD', compatibilityGroup: 'major' });
    registry.register('a', v2, major('1'));
    expect(registry.register('a', v3, major('1')).status).toBe(409);
    expect(registry.register('a', v3, major('2')).status).toBe(200);
  });

  it('adds defaults below and overrides above what was sent', () => {
    registry.put('/config/a', {
      defaultMetadata: { properties: { owner: 'team', level: 'default' } },
      overrideMetadata: { properties: { checked: 'yes' } },
      defaultRuleSet: {
        domainRules: [
          { name: 'd', type: 'CEL' },
          { name: 'x', type: 'CEL' },
        ],
      },
      overrideRuleSet: { domainRules: [{ name: 'x', type: 'JSONATA' }] },
    });
    const metadata = { properties: { level: 'mine', checked: 'no' } };
    expect(registry.register('a', v1, { metadata }).answer).toMatchObject({
      metadata: { properties: { checked: 'yes', level: 'mine', owner: 'team' } },
      ruleSet: { domainRules: [{ name: 'd' }, { name: 'x', type: 'JSONATA' }] },
    });
    expect(registry.register('a', v1, { metadata }).answer).toMatchObject({ id: 1, version: 1 });
  });

  it('lets schemas pass unchecked where new ones are not validated', () => {
    const invalid = '{"type":"record","name":"a-b","fields":[{"name":"x","type":"string","default":null}]}';
    expect(registry.register('a', invalid).status).toBe(422);
    registry.put('/config', { validateNewSchemas: false });
    expect(registry.register('a', invalid).status).toBe(200);
  });

  it('keeps reserved fields reserved', () => {
    const reserving = (names: string) => ({ metadata: { properties: { 'confluent:reserved': names } } });
    const message = (reason: string) =>
      refused(
        409,
        40901,
        `Schema being registered is incompatible with an earlier schema for subject "a", details: [${reason}, {validateFields: 'true', compatibility: 'BACKWARD'}]`,
      );
    registry.put('/config', { validateFields: true });
    expect(registry.register('a', v2, reserving('y, x'))).toEqual(
      message('The new schema has field that conflicts with the reserved field x.'),
    );
    expect(registry.register('a', v2, reserving('y, z')).status).toBe(200);
    expect(registry.register('a', v1, reserving('z'))).toEqual(
      message(
        "The new schema has reserved field y removed from its metadata which is present in the old schema's metadata.",
      ),
    );
    const json = '{"type":"object","properties":{"y":{}}}';
    expect(registry.register('j', json, { schemaType: 'JSON', ...reserving('y') }).status).toBe(409);
    registry.put('/config/a', { validateFields: false });
    expect(registry.register('a', v1, reserving('z')).status).toBe(200);
  });

  it('is told with the reasons of a refusal', () => {
    registry.put('/config/a', { compatibility: 'FULL_TRANSITIVE', validateFields: true });
    registry.register('a', '"int"');
    expect(registry.register('a', '"string"').answer).toMatchObject({
      message: expect.stringContaining("{validateFields: 'true', compatibility: 'FULL_TRANSITIVE'}]"),
    });
  });
});
