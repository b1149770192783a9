import { contentGuid } from '@ottla/schema';
import { beforeEach, describe, expect, it } from 'vitest';
import { refused, RegistryCaller } from '../../testing/registry-caller.ts';

const v1 = '{"type":"record","name":"R","fields":[]}';
const v2 = '{"type":"record","name":"R","fields":[{"name":"x","type":"int","default":0}]}';

let registry: RegistryCaller;
beforeEach(() => {
  registry = new RegistryCaller();
});

describe('a context', () => {
  it('counts its own ids, and gives equal content one within itself', () => {
    registry.register('a', v1);
    expect(registry.register(':.ctx:a', v2).answer).toMatchObject({ id: 1, version: 1 });
    expect(registry.register(':.ctx:b', v1).answer).toMatchObject({ id: 2, version: 1 });
    expect(registry.register(':.ctx:c', v1).answer).toMatchObject({ id: 2, version: 1 });
  });

  it('is there from its first version until it is deleted', () => {
    registry.register(':.two:a', v1);
    registry.register(':.one:a', v1);
    expect(registry.get('/contexts').answer).toEqual(['.', '.one', '.two']);
    expect(registry.get('/contexts?contextPrefix=.o').answer).toEqual(['.one']);
    expect(registry.get('/contexts?offset=1&limit=1').answer).toEqual(['.one']);
    registry.remove('/subjects/:.one:a');
    expect(registry.remove('/contexts/.one')).toEqual(
      refused(422, 42211, "The specified context ':.one:' is not empty."),
    );
    registry.remove('/subjects/:.one:a?permanent=true');
    expect(registry.get('/contexts').answer).toEqual(['.', '.one', '.two']);
    expect(registry.remove('/contexts/.one')).toEqual({ status: 204, answer: null });
    expect(registry.get('/contexts').answer).toEqual(['.', '.two']);
    expect(registry.remove('/contexts/.none').status).toBe(204);
    expect(registry.remove('/contexts/.').status).toBe(405);
  });

  it('has a level and a mode, for subjects that have none', () => {
    registry.put('/config/:.ctx:', { compatibility: 'NONE' });
    registry.register(':.ctx:a', '"int"');
    registry.register('a', '"int"');
    expect(registry.register(':.ctx:a', '"string"').status).toBe(200);
    expect(registry.register('a', '"string"').status).toBe(409);
    registry.put('/config/:.ctx:a', { compatibility: 'FULL' });
    expect(registry.register(':.ctx:a', '"boolean"').status).toBe(409);
    expect(registry.get('/config/:.ctx:b?defaultToGlobal=true').answer).toEqual({
      compatibilityLevel: 'NONE',
    });
  });

  it('does not follow the default context, but the global one', () => {
    registry.put('/config', { compatibility: 'FULL' });
    const level = () => registry.get('/config/:.ctx:a?defaultToGlobal=true').answer;
    expect(level()).toEqual({ compatibilityLevel: 'BACKWARD' });
    registry.put('/config/:.__GLOBAL:', { compatibility: 'FORWARD' });
    expect(level()).toEqual({ compatibilityLevel: 'FORWARD' });
  });

  it('called by its full name is the same: :.: is the default one', () => {
    registry.register(':.:a', v1);
    expect(registry.get('/subjects').answer).toEqual(['a']);
    expect(registry.get('/subjects/:.:a/versions').answer).toEqual([1]);
    expect(registry.get('/subjects/:.:x/versions')).toEqual(refused(404, 40401, "Subject 'x' not found."));
  });
});

it('a thousand contexts do not slow down the look-ups of the default one', { timeout: 10_000 }, () => {
  for (let index = 0; index < 1_000; index++) registry.register(`:.c${index}:b`, v1);
  registry.register(':.ctx:a', v2);
  for (let index = 0; index < 1_000; index++) expect(registry.lookUp('a', v1).status).toBe(404);
  expect(registry.lookUp('a', v2).answer).toMatchObject({ subject: ':.ctx:a' });
});

describe('references in a context', () => {
  const items = '{"type":"array","items":"R"}';
  const toR = (subject: string) => ({ references: [{ name: 'R', subject, version: 1 }] });

  it('are of the same context unless they say another', () => {
    registry.register('r', v1);
    expect(registry.register(':.ctx:a', items, toR('r'))).toMatchObject({
      status: 422,
      answer: { message: expect.stringContaining('found for subject ":.ctx:r" and version 1') },
    });
    registry.register(':.ctx:r', v1);
    expect(registry.register(':.ctx:a', items, toR('r')).status).toBe(200);
    expect(registry.register('a', items, toR(':.ctx:r')).status).toBe(200);
    expect(registry.get('/subjects/:.ctx:r/versions/1/referencedby').answer).toEqual([2]);
    expect(registry.get('/subjects/r/versions/1/referencedby').answer).toEqual([]);
  });

  it('are said in full when asked for', () => {
    registry.register(':.ctx:r', v1);
    registry.register(':.ctx:a', items, toR('r'));
    const subjects = (target: string) =>
      (registry.get(target).answer as { references: { subject: string }[] }).references[0]?.subject;
    expect(subjects('/subjects/:.ctx:a/versions/1')).toBe('r');
    expect(subjects('/subjects/:.ctx:a/versions/1?referenceFormat=qualified')).toBe(':.ctx:r');
    expect(subjects('/schemas/ids/2?subject=:.ctx:a&referenceFormat=qualified')).toBe(':.ctx:r');
  });
});

describe('ids and GUIDs', () => {
  beforeEach(() => {
    registry.register('a', v1);
    registry.register(':.ctx:b', v2);
    registry.register(':.ctx:b', v1 + ' ', { metadata: {} });
  });

  it.each([
    ['/schemas/ids/1', { schema: v1 }],
    ['/schemas/ids/1?subject=', { schema: v1, subject: 'a', version: 1 }],
    ['/schemas/ids/1?subject=a', { schema: v1, subject: 'a', version: 1 }],
    ['/schemas/ids/1?subject=:.ctx:', { schema: v2, subject: ':.ctx:b', version: 1 }],
    ['/schemas/ids/1?subject=:.ctx:b', { schema: v2, subject: ':.ctx:b', version: 1 }],
    // A subject of the default context may be meant in any: the one that holds the id is.
    ['/schemas/ids/1?subject=b', { schema: v2, subject: ':.ctx:b', version: 1 }],
    ['/schemas/ids/1?subject=nobody', { schema: v1 }],
    ['/schemas/ids/2?subject=:.ctx:&fetchMaxId=true', { version: 2, maxId: 2 }],
  ])('GET %s is found where it is meant', (target, answer) => {
    expect(registry.get(target)).toMatchObject({ status: 200, answer });
  });

  it.each(['/schemas/ids/2', '/schemas/ids/1?subject=:.ctx:a', '/schemas/ids/1?subject=:.none:'])(
    'GET %s is not found',
    (target) => {
      const id = target.slice('/schemas/ids/'.length, '/schemas/ids/'.length + 1);
      expect(registry.get(target)).toEqual(refused(404, 40403, `Schema ${id} not found`));
    },
  );

  it('a GUID is the same everywhere, and tells the ids', () => {
    registry.register(':.ctx:c', v1);
    const guid = contentGuid({ schema: v1 });
    expect(registry.get(`/schemas/guids/${guid}`).answer).toEqual({ guid, schema: v1 });
    expect(registry.get(`/schemas/guids/${guid}/ids`).answer).toEqual([
      { context: '.', id: 1 },
      { context: '.ctx', id: 3 },
    ]);
    const unknown = '00000000-0000-0000-0000-000000000000';
    expect(registry.get(`/schemas/guids/${unknown}`)).toEqual(
      refused(404, 40403, `Schema ${unknown} not found`),
    );
    expect(registry.get(`/schemas/guids/${unknown}/ids`).answer).toEqual([]);
  });

  it('versions and look-ups of an unqualified subject are found in the context that has it', () => {
    expect(registry.get('/subjects/b/versions/1').answer).toMatchObject({ subject: ':.ctx:b' });
    expect(registry.get('/subjects/b/versions/latest').answer).toMatchObject({ version: 2 });
    expect(registry.lookUp('b', v2).answer).toMatchObject({ subject: ':.ctx:b', version: 1 });
    expect(registry.get('/subjects/b/versions')).toEqual(refused(404, 40401, "Subject 'b' not found."));
  });

  it('a look-up goes on where references lead nowhere in a context', () => {
    const references = [{ name: 'a', subject: 'a', version: 1 }];
    expect(registry.lookUp('a', '"int"', { references })).toEqual(refused(404, 40403, 'Schema not found'));
  });
});

describe('the prefix /contexts/{context}', () => {
  it.each(['.ctx', 'ctx', ':.ctx:', '%3A.ctx%3A'])('as %s reaches every route of a context', (name) => {
    const at = `/contexts/${name}`;
    expect(registry.post(`${at}/subjects/a%2Fb/versions`, { schema: v1 }).answer).toMatchObject({ id: 1 });
    registry.register('x', v2);
    expect(registry.get('/subjects').answer).toEqual([':.ctx:a/b', 'x']);
    expect(registry.get(`${at}/subjects`).answer).toEqual([':.ctx:a/b']);
    expect(registry.get(`${at}/subjects?subjectPrefix=x`).answer).toEqual([]);
    expect(registry.get(`${at}/subjects/:.ctx:a%2Fb/versions`).answer).toEqual([1]);
    expect(registry.get(`${at}/schemas/ids/1`).answer).toMatchObject({ subject: ':.ctx:a/b', schema: v1 });
    expect(registry.get(`${at}/schemas/ids/1/subjects`).answer).toEqual([':.ctx:a/b']);
    expect(registry.get(`${at}/schemas`).answer).toMatchObject([{ subject: ':.ctx:a/b' }]);
    registry.put(`${at}/config`, { compatibility: 'FULL' });
    registry.put(`${at}/mode/a%2Fb`, { mode: 'READONLY' });
    expect(registry.get('/config/:.ctx:').answer).toEqual({ compatibilityLevel: 'FULL' });
    expect(registry.get('/mode/:.ctx:a%2Fb').answer).toEqual({ mode: 'READONLY' });
    const check = registry.post(`${at}/compatibility/subjects/a%2Fb/versions/1`, { schema: v2 });
    expect(check.answer).toEqual({ is_compatible: true });
  });

  it('as . is the default one', () => {
    registry.register('a', v1);
    expect(registry.get('/contexts/./subjects/a/versions').answer).toEqual([1]);
    expect(registry.get('/contexts/./config').answer).toEqual({ compatibilityLevel: 'BACKWARD' });
  });

  it('may not have a colon within', () => {
    expect(registry.get('/contexts/a:b/subjects')).toEqual(
      refused(400, 400, "Context name 'a:b' cannot contain a colon"),
    );
  });
});
