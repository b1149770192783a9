import { beforeEach, describe, expect, it } from 'vitest';
import { refused, RegistryCaller } from '../../testing/registry-caller.ts';

const v1 = '{"type":"record","name":"R","fields":[]}';
const v2 = '{"type":"record","name":"R","fields":[{"name":"x","type":"int","default":0}]}';

let registry: RegistryCaller;
const pairs = (target: string) =>
  (registry.get(target).answer as { subject: string; version: number }[]).map(
    ({ subject, version }) => `${subject} ${version}`,
  );

beforeEach(() => {
  registry = new RegistryCaller();
  registry.register('b', v1);
  registry.register('a', v1);
  registry.register('a', v2);
  registry.register('gone', v2);
  registry.register(':.ctx:a', v1);
  registry.remove('/subjects/a/versions/1');
  registry.remove('/subjects/gone');
});

describe('GET /subjects', () => {
  it.each([
    ['', [':.ctx:a', 'a', 'b']],
    ['?deleted=true', [':.ctx:a', 'a', 'b', 'gone']],
    ['?deletedOnly=true', ['gone']],
    ['?deleted=true&deletedOnly=true', ['gone']],
    ['?subjectPrefix=:*:', [':.ctx:a', 'a', 'b']],
    ['?subjectPrefix=:*:a', [':.ctx:a', 'a']],
    ['?subjectPrefix=', ['a', 'b']],
    ['?subjectPrefix=b', ['b']],
    ['?subjectPrefix=:.ctx:', [':.ctx:a']],
    ['?subjectPrefix=:.ctx:b', []],
    ['?subjectPrefix=:.c', [':.ctx:a']],
    ['?offset=1&limit=1', ['a']],
    ['?limit=0', [':.ctx:a', 'a', 'b']],
    ['?offset=x&limit=x', [':.ctx:a', 'a', 'b']],
  ])('%s', (query, subjects) => {
    expect(registry.get(`/subjects${query}`).answer).toEqual(subjects);
  });
});

it('a query may hold a question mark', () => {
  registry.register('a?b', v1);
  expect(registry.get('/subjects?subjectPrefix=a?b').answer).toEqual(['a?b']);
});

describe('GET /subjects/{subject}/versions', () => {
  it.each([
    ['a', '', [2]],
    ['a', '?deleted=true', [1, 2]],
    ['a', '?deletedOnly=true', [1]],
    ['a', '?deletedAsNegative=true', [-1, 2]],
    ['a', '?deleted=true&offset=1', [2]],
    ['b', '?deletedOnly=true', []],
    ['gone', '?deleted=TRUE', [1]],
  ])('%s%s', (subject, query, versions) => {
    expect(registry.get(`/subjects/${subject}/versions${query}`).answer).toEqual(versions);
  });

  it.each(['gone', 'x'])('%s has none', (subject) => {
    expect(registry.get(`/subjects/${subject}/versions`)).toEqual(
      refused(404, 40401, `Subject '${subject}' not found.`),
    );
  });
});

describe('GET /schemas', () => {
  it.each([
    ['', ['a 2', 'b 1']],
    ['?deleted=true', ['a 1', 'a 2', 'b 1', 'gone 1']],
    ['?deleted=true&latestOnly=true', ['a 2', 'b 1', 'gone 1']],
    ['?subjectPrefix=:*:', [':.ctx:a 1', 'a 2', 'b 1']],
    ['?subjectPrefix=:.ctx:', [':.ctx:a 1']],
    ['?offset=1', ['b 1']],
    ['?limit=1', ['a 2']],
    ['?limit=2000', ['a 2', 'b 1']],
  ])('%s', (query, versions) => {
    expect(pairs(`/schemas${query}`)).toEqual(versions);
  });

  it('has at most a thousand', () => {
    registry.put('/config', { compatibility: 'NONE' });
    for (let size = 1; size <= 1_001; size++) registry.register('many', { type: 'fixed', name: 'F', size });
    expect(pairs('/schemas?subjectPrefix=many')).toHaveLength(1_000);
    expect(pairs('/schemas?subjectPrefix=many&limit=1001')).toHaveLength(1_000);
    expect(pairs('/schemas?subjectPrefix=many&offset=1000')).toEqual(['many 1001']);
  });

  it('has at most a thousand, as has the list of those that refer to a version', () => {
    const references = [{ name: 'R', subject: 'b', version: 1 }];
    for (let index = 1; index <= 1_001; index++) {
      const schema = { type: 'record', name: `S${index}`, fields: [{ name: 'r', type: 'R' }] };
      registry.register(`s${index}`, schema, { references });
    }
    const ids = (query: string) => registry.get(`/subjects/b/versions/1/referencedby${query}`).answer;
    expect(ids('')).toHaveLength(1_000);
    expect(ids('?offset=1000')).toHaveLength(1);
  });

  it('selects by type of rule', () => {
    registry.register('ruled', v1, { ruleSet: { domainRules: [{ name: 'r', type: 'ENCRYPT' }] } });
    expect(pairs('/schemas?ruleType=ENCRYPT')).toEqual(['ruled 1']);
    expect(pairs('/schemas?ruleType=CEL')).toEqual([]);
  });

  it('tells aliases, and what they lead to', () => {
    registry.put('/config/z', { alias: 'b' });
    expect(registry.get('/schemas?subjectPrefix=z').answer).toEqual([]);
    expect(registry.get('/schemas?subjectPrefix=z&aliases=true').answer).toMatchObject([
      { subject: 'b', aliases: ['z'] },
    ]);
  });
});

describe('GET /schemas/ids/{id}/…', () => {
  it.each([
    ['/schemas/ids/1/subjects', ['b']],
    ['/schemas/ids/1/subjects?deleted=true', ['a', 'b']],
    ['/schemas/ids/2/versions', [{ subject: 'a', version: 2 }]],
    [
      '/schemas/ids/2/versions?deleted=true',
      [
        { subject: 'a', version: 2 },
        { subject: 'gone', version: 1 },
      ],
    ],
    ['/schemas/ids/1/subjects?subject=:.ctx:', [':.ctx:a']],
    ['/schemas/ids/1/subjects?deleted=true&offset=1', ['b']],
  ])('%s', (target, answer) => {
    expect(registry.get(target).answer).toEqual(answer);
  });

  it.each(['subjects', 'versions'])('of an unknown id: %s', (what) => {
    expect(registry.get(`/schemas/ids/99/${what}`)).toEqual(refused(404, 40403, 'Schema not found'));
  });
});

describe('GET /v1/metadata/…', () => {
  it('tells what a client asks of a server', () => {
    expect(registry.get('/v1/metadata/id').answer).toMatchObject({ scope: { path: [], clusters: {} } });
    expect(registry.get('/v1/metadata/version').answer).toEqual({
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      commitId: expect.any(String),
    });
  });
});
