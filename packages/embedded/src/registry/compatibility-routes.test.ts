import { beforeEach, describe, expect, it } from 'vitest';
import { answered, refused, RegistryCaller } from '../../testing/registry-caller.ts';

let registry: RegistryCaller;
const check = (path: string, schema: string, more: object = {}) =>
  registry.post(`/compatibility/subjects/${path}`, { schema, ...more });

beforeEach(() => {
  registry = new RegistryCaller();
});

describe('POST /compatibility/subjects/{subject}/versions/{version}', () => {
  it('registers nothing', () => {
    registry.register('a', '"int"');
    expect(check('a/versions/latest', '"long"')).toEqual(answered({ is_compatible: true }));
    expect(registry.get('/subjects/a/versions').answer).toEqual([1]);
  });

  it('gives reasons when asked to be verbose, and none when there are none', () => {
    registry.register('a', '"long"');
    expect(check('a/versions/1', '"int"')).toEqual(answered({ is_compatible: false }));
    expect(check('a/versions/1?verbose=true', '"int"')).toEqual(
      answered({
        is_compatible: false,
        messages: [
          "{errorType:'TYPE_MISMATCH', description:'The type (path '/') of a field in the new schema does not match with the old schema', additionalInfo:'reader type: INT not compatible with writer type: LONG'}",
          '{oldSchemaVersion: 1}',
          `{oldSchema: '"long"'}`,
          "{validateFields: 'false', compatibility: 'BACKWARD'}",
        ],
      }),
    );
    expect(check('a/versions/1?verbose=true', '"long"')).toEqual(
      answered({ is_compatible: true, messages: [] }),
    );
  });

  it('finds anything compatible with nothing, but not with a version that is not there', () => {
    expect(check('x/versions/latest', '"int"')).toEqual(answered({ is_compatible: true }));
    expect(check('x/versions', '"int"')).toEqual(answered({ is_compatible: true }));
    expect(check('x/versions/1', '"int"')).toEqual(refused(404, 40402, 'Version 1 not found.'));
    expect(check('x/versions/one', '"int"')).toEqual(
      refused(
        422,
        42202,
        'The specified version \'one\' is not a valid version id. Allowed values are between [1, 2^31-1] and the string "latest"',
      ),
    );
  });

  it('does not look at what is deleted', () => {
    registry.register('a', '"int"');
    registry.remove('/subjects/a/versions/1');
    expect(check('a/versions/1', '"string"')).toEqual(refused(404, 40402, 'Version 1 not found.'));
    expect(check('a/versions/latest', '"string"')).toEqual(answered({ is_compatible: true }));
  });

  it('refuses an invalid schema, or says so among the reasons', () => {
    const invalid = expect.stringMatching(
      /^Invalid schema of type AVRO, details: Invalid schema \{subject=a,/,
    );
    expect(check('a/versions/latest', '"in"')).toEqual(refused(422, 42201, invalid));
    expect(check('a/versions/latest?verbose=true', '"in"')).toEqual(
      answered({ is_compatible: false, messages: [invalid] }),
    );
    expect(check('a/versions?verbose=true', ' ')).toEqual(
      answered({ is_compatible: false, messages: ['Empty schema'] }),
    );
  });

  it('knows the types apart', () => {
    registry.register('a', '"int"');
    expect(check('a/versions/latest?verbose=true', '{"type":"integer"}', { schemaType: 'JSON' })).toEqual(
      answered({
        is_compatible: false,
        messages: [
          'Incompatible because of different schema type',
          "{validateFields: 'false', compatibility: 'BACKWARD'}",
        ],
      }),
    );
  });
});

describe('POST /compatibility/subjects/{subject}/versions', () => {
  it('looks at the history as the level asks, where a version alone is only that version', () => {
    registry.put('/config/a', { compatibility: 'NONE' });
    for (const schema of ['"string"', '"int"']) registry.register('a', schema);
    expect(check('a/versions', '"boolean"')).toEqual(answered({ is_compatible: true }));
    registry.put('/config/a', { compatibility: 'BACKWARD' });
    expect(check('a/versions', '"long"')).toEqual(answered({ is_compatible: true }));
    expect(check('a/versions/1', '"long"')).toEqual(answered({ is_compatible: false }));
    registry.put('/config/a', { compatibility: 'BACKWARD_TRANSITIVE' });
    expect(check('a/versions', '"long"')).toEqual(answered({ is_compatible: false }));
    expect(check('a/versions/latest', '"long"')).toEqual(answered({ is_compatible: true }));
  });

  it('puts what the old reader cannot do first in FULL', () => {
    registry.put('/config', { compatibility: 'FULL' });
    registry.register('a', '"int"');
    const { messages } = check('a/versions?verbose=true', '"string"').answer as { messages: string[] };
    expect(messages.map((message) => / in the (\w+) schema/.exec(message)?.[1]).slice(0, 2)).toEqual([
      'old',
      'new',
    ]);
  });
});
