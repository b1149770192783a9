import { beforeEach, describe, expect, it } from 'vitest';
import { answered, refused, RegistryCaller } from '../../testing/registry-caller.ts';

const v1 = '{"type":"record","name":"R","fields":[]}';
const v2 = '{"type":"record","name":"R","fields":[{"name":"x","type":"int"}]}';

let registry: RegistryCaller;
beforeEach(() => {
  registry = new RegistryCaller();
});
const mode = (target: string, value: unknown) => registry.put(target, { mode: value });

describe('the mode', () => {
  it('is READWRITE until it is set', () => {
    expect(registry.get('/mode').answer).toEqual({ mode: 'READWRITE' });
    expect(mode('/mode', 'READONLY')).toEqual(answered({ mode: 'READONLY' }));
    expect(registry.get('/mode').answer).toEqual({ mode: 'READONLY' });
    expect(registry.get('/mode/:.:').answer).toEqual({ mode: 'READONLY' });
    expect(registry.remove('/mode').answer).toEqual({ mode: 'READONLY' });
    expect(registry.get('/mode').answer).toEqual({ mode: 'READWRITE' });
  });

  it('of a subject is not found until it is set, unless the global one will do', () => {
    expect(registry.get('/mode/a')).toEqual(
      refused(404, 40409, "Subject 'a' does not have subject-level mode configured"),
    );
    expect(registry.get('/mode/a?defaultToGlobal=true').answer).toEqual({ mode: 'READWRITE' });
    expect(registry.remove('/mode/a')).toEqual(refused(404, 40401, "Subject 'a' not found."));
    mode('/mode/a', 'READONLY');
    expect(registry.get('/mode/a').answer).toEqual({ mode: 'READONLY' });
    expect(registry.remove('/mode/a').answer).toEqual({ mode: 'READONLY' });
  });

  it('is answered as it was sent, kept in capitals, and unset by null', () => {
    expect(mode('/mode/a', 'readonly').answer).toEqual({ mode: 'readonly' });
    expect(registry.get('/mode/a').answer).toEqual({ mode: 'READONLY' });
    expect(mode('/mode/a', null).answer).toEqual({ mode: null });
    expect(registry.get('/mode/a').status).toBe(404);
  });

  const unknown = refused(
    422,
    42204,
    'Invalid mode. Valid values are READWRITE, READONLY, IMPORT and FORWARD.',
  );
  it.each([
    ['/mode', { mode: 'SIDEWAYS' }, unknown],
    ['/mode/a', { mode: '' }, unknown],
    ['/mode/a', {}, unknown],
    ['/mode', { mode: {} }, refused(400, 400, 'HTTP 400 Bad Request: mode is not a string')],
    ['/mode', { mode: 'FORWARD' }, refused(422, 42204, 'Forward mode only supported on global level')],
    ['/mode/a', { mode: 'FORWARD' }, refused(422, 42204, 'Forward mode only supported on global level')],
    [
      '/mode/__EMPTY',
      { mode: 'READONLY' },
      refused(422, 42208, "The specified subject '__EMPTY' is not a valid."),
    ],
  ])('PUT %s %j is refused', (target, body, answer) => {
    expect(registry.put(target, body)).toEqual(answer);
  });

  it('of the global context holds where nothing nearer is set', () => {
    mode('/mode/:.__GLOBAL:', 'READONLY');
    mode('/mode/:.ctx:', 'READWRITE');
    const of = (subject: string) => registry.get(`/mode/${subject}?defaultToGlobal=true`).answer;
    expect(of('a')).toEqual({ mode: 'READONLY' });
    expect(of(':.other:a')).toEqual({ mode: 'READONLY' });
    expect(of(':.ctx:a')).toEqual({ mode: 'READWRITE' });
    expect(mode('/mode/:.__GLOBAL:', 'FORWARD').status).toBe(200);
  });

  it('goes with those of the subjects when it is deleted recursively', () => {
    for (const subject of ['', '/a', '/:.ctx:', '/:.ctx:a', '/:.ctx:b']) mode(`/mode${subject}`, 'READONLY');
    expect(registry.remove('/mode/:.ctx:?recursive=true').answer).toEqual({ mode: 'READONLY' });
    expect(registry.get('/mode/:.ctx:a').status).toBe(404);
    expect(registry.get('/mode/a').status).toBe(200);
    expect(registry.remove('/mode/:.ctx:?recursive=true')).toEqual(answered({}));
    registry.remove('/mode?recursive=true');
    expect(registry.get('/mode/a').status).toBe(404);
  });
});

describe.each(['READONLY', 'READONLY_OVERRIDE'])('%s', (readOnly) => {
  const refusal = (subject: string, context = '') =>
    refused(422, 42205, `Subject ${subject} in context ${context} is in read-only mode`);

  it('refuses every write, and reads on', () => {
    registry.register('a', v1);
    registry.put('/config/a', { compatibility: 'NONE' });
    mode('/mode', readOnly);
    expect(registry.register('a', v2)).toEqual(refusal('a'));
    expect(registry.register(':.ctx:a', v2).status).toBe(200);
    expect(registry.remove('/subjects/a')).toEqual(refusal('a'));
    expect(registry.remove('/subjects/a/versions/1')).toEqual(refusal('a'));
    expect(registry.put('/config/a', { compatibility: 'FULL' })).toEqual(refusal('a'));
    expect(registry.remove('/config/a')).toEqual(refusal('a'));
    expect(registry.get('/subjects/a/versions').answer).toEqual([1]);
    expect(registry.lookUp('a', v1).answer).toMatchObject({ id: 1 });
  });

  it('answers what is registered already', () => {
    registry.register('a', v1);
    mode('/mode', readOnly);
    expect(registry.register('a', v1).answer).toMatchObject({ id: 1, version: 1 });
    expect(registry.register('b', v1)).toEqual(refusal('b'));
  });

  it('may be of one context or subject, or of all but one', () => {
    mode('/mode/:.ctx:', readOnly);
    expect(registry.register(':.ctx:a', v1)).toEqual(refusal(':.ctx:a', ':.ctx:'));
    mode('/mode/:.ctx:b', 'READWRITE');
    expect(registry.register(':.ctx:b', v1).status).toBe(200);
  });
});

describe('IMPORT', () => {
  it('lets ids and versions be chosen', () => {
    mode('/mode', 'IMPORT');
    expect(registry.register('a', v1, { id: 100, version: 3 }).answer).toMatchObject({ id: 100, version: 3 });
    expect(registry.register('a', v2, { id: 50, version: 1 }).answer).toMatchObject({ id: 50, version: 1 });
    expect(registry.get('/subjects/a/versions').answer).toEqual([1, 3]);
    expect(registry.get('/subjects/a/versions/latest').answer).toMatchObject({ id: 100 });
    mode('/mode', 'READWRITE');
    registry.put('/config/a', { compatibility: 'NONE' });
    expect(registry.register('a', '"int"').answer).toMatchObject({ id: 101, version: 4 });
  });

  it('needs an id', () => {
    mode('/mode/a', 'IMPORT');
    expect(registry.register('a', v1)).toEqual(
      refused(422, 42205, 'Subject a in context  is not in read-write mode'),
    );
  });

  it('may give one content several ids, and several versions', () => {
    mode('/mode', 'IMPORT');
    expect(registry.register('a', v1, { id: 1, version: 1 }).answer).toMatchObject({ id: 1 });
    expect(registry.register('a', v1, { id: 1, version: 2 }).answer).toMatchObject({ id: 1, version: 2 });
    expect(registry.register('a', v1, { id: 1, version: 1 }).answer).toMatchObject({ id: 1, version: 1 });
    expect(registry.register('b', v1, { id: 2, version: 1 }).answer).toMatchObject({ id: 2 });
    expect(registry.get('/subjects/a/versions').answer).toEqual([1, 2]);
    expect(registry.get('/schemas/ids/1').answer).toMatchObject({ schema: v1 });
  });

  it('does not give one id to two contents', () => {
    mode('/mode', 'IMPORT');
    registry.register('a', v1, { id: 1, version: 1 });
    const message = 'Overwrite new schema with id 1 in context  is not permitted.';
    expect(registry.register('a', v2, { id: 1, version: 2 })).toEqual(refused(422, 42205, message));
    expect(registry.register('b', v2, { id: 1, version: 1 })).toEqual(refused(422, 42205, message));
  });

  it('checks neither compatibility nor names and defaults', () => {
    mode('/mode', 'IMPORT');
    registry.register('a', v1, { id: 1, version: 1 });
    expect(registry.register('a', '{"type":"fixed","name":"a-b","size":1}', { id: 2 }).answer).toMatchObject({
      id: 2,
      version: 2,
    });
  });

  it('wants an empty place, unless forced', () => {
    registry.register('a', v1);
    const message = 'Cannot import since found existing subjects';
    expect(mode('/mode/a', 'IMPORT')).toEqual(refused(422, 42205, message));
    expect(mode('/mode', 'IMPORT')).toEqual(refused(422, 42205, message));
    expect(mode('/mode/:.:', 'IMPORT')).toEqual(refused(422, 42205, message));
    expect(mode('/mode/b', 'IMPORT').status).toBe(200);
    expect(mode('/mode/:.ctx:', 'IMPORT').status).toBe(200);
    expect(mode('/mode?force=true', 'IMPORT').status).toBe(200);
    expect(mode('/mode', 'IMPORT').status).toBe(200);
  });

  it('forgets what was soft-deleted there', () => {
    registry.register('a', v1);
    registry.remove('/subjects/a');
    mode('/mode/a', 'IMPORT');
    expect(registry.get('/subjects?deleted=true').answer).toEqual([]);
    expect(registry.get('/schemas/ids/1').status).toBe(404);
    expect(registry.register('a', v2, { id: 1, version: 1 }).status).toBe(200);
  });

  it('does not forget what is referred to', () => {
    registry.register('a', v1);
    registry.register('b', '{"type":"array","items":"R"}', {
      references: [{ name: 'R', subject: 'a', version: 1 }],
    });
    registry.remove('/subjects/b');
    registry.remove('/subjects/a');
    expect(mode('/mode/a', 'IMPORT')).toEqual(
      refused(
        422,
        42206,
        'One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=a,version=1}.',
      ),
    );
  });
});
