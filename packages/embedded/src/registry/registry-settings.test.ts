import { beforeEach, describe, expect, it } from 'vitest';
import { RegistryCore } from './registry-core.ts';

let core: RegistryCore;
const call = (method: string, target: string, body: unknown = {}): { status: number; answer: unknown } => {
  const answer = core.handle({ method, target, body: JSON.stringify(body) });
  return { status: answer.status, answer: JSON.parse(answer.body) };
};
const register = (subject: string, schema: string) =>
  call('POST', `/subjects/${subject}/versions`, { schema });
const refused = (status: number, errorCode: number) => ({
  status,
  answer: { error_code: errorCode, message: expect.any(String) },
});

beforeEach(() => {
  core = new RegistryCore();
});

describe('compatibility levels', () => {
  it('are set and unset by subject', () => {
    expect(call('PUT', '/config/a', { compatibility: 'full' }).answer).toEqual({ compatibility: 'FULL' });
    expect(call('GET', '/config/a').answer).toEqual({ compatibilityLevel: 'FULL' });
    expect(call('DELETE', '/config/a').answer).toEqual({ compatibilityLevel: 'FULL' });
    expect(call('GET', '/config/a')).toEqual(refused(404, 40408));
    expect(call('DELETE', '/config/a')).toEqual(refused(404, 40401));
  });

  it('are set and reset globally', () => {
    call('PUT', '/config', { compatibility: 'NONE' });
    expect(call('GET', '/config').answer).toEqual({ compatibilityLevel: 'NONE' });
    expect(call('DELETE', '/config').answer).toEqual({ compatibilityLevel: 'NONE' });
    expect(call('GET', '/config').answer).toEqual({ compatibilityLevel: 'BACKWARD' });
  });

  it.each([{ compatibility: 'SIDEWAYS' }, { compatibility: 1 }])('refuse %j', (body) => {
    expect(call('PUT', '/config', body)).toEqual(refused(422, 42203));
    expect(call('PUT', '/config/a', body)).toEqual(refused(422, 42203));
  });
});

describe('a compatibility check', () => {
  const check = (target: string, schema: string) => call('POST', `/compatibility${target}`, { schema });

  it('registers nothing', () => {
    register('a', '"int"');
    expect(check('/subjects/a/versions/latest', '"long"').answer).toEqual({ is_compatible: true });
    expect(call('GET', '/subjects/a/versions').answer).toEqual([1]);
  });

  it('gives reasons when asked to be verbose', () => {
    register('a', '"long"');
    expect(check('/subjects/a/versions/1', '"int"').answer).toEqual({ is_compatible: false });
    expect(check('/subjects/a/versions/1?verbose=true', '"int"').answer).toEqual({
      is_compatible: false,
      messages: [
        expect.stringContaining('reader type: INT not compatible with writer type: LONG'),
        '{oldSchemaVersion: 1}',
        `{oldSchema: '"long"'}`,
        "{validateFields: 'false', compatibility: 'BACKWARD'}",
      ],
    });
  });

  it('finds anything compatible with nothing, but not with a version that is not there', () => {
    expect(check('/subjects/x/versions/latest', '"int"').answer).toEqual({ is_compatible: true });
    expect(check('/subjects/x/versions', '"int"').answer).toEqual({ is_compatible: true });
    expect(check('/subjects/x/versions/1', '"int"')).toEqual(refused(404, 40402));
  });

  it('looks at one version when one is named, and at the history otherwise', () => {
    call('PUT', '/config/a', { compatibility: 'NONE' });
    for (const schema of ['"string"', '"int"']) register('a', schema);
    call('PUT', '/config/a', { compatibility: 'BACKWARD_TRANSITIVE' });
    expect(check('/subjects/a/versions/latest', '"long"').answer).toEqual({ is_compatible: true });
    expect(check('/subjects/a/versions', '"long"').answer).toEqual({ is_compatible: false });
  });

  it('puts what the old reader cannot do first in FULL', () => {
    call('PUT', '/config', { compatibility: 'FULL' });
    register('a', '"int"');
    const { messages } = check('/subjects/a/versions?verbose=true', '"string"').answer as {
      messages: string[];
    };
    expect(messages.map((message) => / in the (\w+) schema/.exec(message)?.[1]).slice(0, 2)).toEqual([
      'old',
      'new',
    ]);
  });
});

describe('deleting', () => {
  it('is soft first: the subject is gone, its ids are not', () => {
    register('a', '"int"');
    register('a', '"long"');
    expect(call('DELETE', '/subjects/a').answer).toEqual([1, 2]);
    expect(call('GET', '/subjects').answer).toEqual([]);
    expect(call('GET', '/subjects?deleted=true').answer).toEqual(['a']);
    expect(call('GET', '/subjects?deletedOnly=true').answer).toEqual(['a']);
    expect(call('GET', '/subjects/a/versions')).toEqual(refused(404, 40401));
    expect(call('GET', '/schemas/ids/1').answer).toMatchObject({ schema: '"int"' });
    expect(call('DELETE', '/subjects/a')).toEqual(refused(404, 40404));
  });

  it('then for good', () => {
    register('a', '"int"');
    expect(call('DELETE', '/subjects/a?permanent=true')).toEqual(refused(404, 40405));
    call('DELETE', '/subjects/a');
    expect(call('DELETE', '/subjects/a?permanent=true').answer).toEqual([1]);
    expect(call('GET', '/schemas/ids/1')).toEqual(refused(404, 40403));
    expect(call('DELETE', '/subjects/a')).toEqual(refused(404, 40401));
    expect(register('a', '"int"').answer).toMatchObject({ version: 1, id: 2 });
  });

  it('goes version by version', () => {
    register('a', '"int"');
    register('a', '"long"');
    expect(call('DELETE', '/subjects/a/versions/1?permanent=true')).toEqual(refused(404, 40407));
    expect(call('DELETE', '/subjects/a/versions/1').answer).toBe(1);
    expect(call('DELETE', '/subjects/a/versions/1')).toEqual(refused(404, 40406));
    expect(call('GET', '/subjects/a/versions').answer).toEqual([2]);
    expect(call('DELETE', '/subjects/a/versions/1?permanent=true').answer).toBe(1);
    expect(call('GET', '/subjects/a/versions?deleted=true').answer).toEqual([2]);
    expect(call('DELETE', '/subjects/a/versions/latest').answer).toBe(2);
    expect(call('DELETE', '/subjects/a/versions/latest')).toEqual(refused(404, 40402));
  });

  it('gives a version number once: what comes back gets the next', () => {
    register('a', '"int"');
    call('DELETE', '/subjects/a');
    expect(register('a', '"int"').answer).toMatchObject({ version: 2, id: 1 });
  });
});
