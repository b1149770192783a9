/** What the client takes back when it changes the registry, and who shares a request with whom. */
import type { SchemaText } from '@ottla/kernel';
import { settled } from '@ottla/kernel/testing';
import { describe, expect, it } from 'vitest';
import { openClient, type Script } from '../testing/open-client.ts';
import {
  networkError,
  refusal,
  type ScriptedAnswer,
  type ScriptedReply,
  type ScriptedRequest,
} from '../testing/scripted-registry.ts';
import type { RegistryClient, RegistryClientOptions } from './index.ts';

const schema: SchemaText = { schemaType: 'AVRO', schema: '"string"' };
const other: SchemaText = { schemaType: 'AVRO', schema: '"long"' };

/** Every subject holds one version: id 7. */
const steady = ({ method, path }: ScriptedRequest): ScriptedAnswer => {
  if (method === 'DELETE' && path.startsWith('/subjects'))
    return { body: path.includes('/versions/') ? 1 : [1] };
  if (path.startsWith('/config') || path.startsWith('/mode')) return { body: { mode: 'IMPORT' } };
  return { body: { id: 7, version: 1, schema: '"string"' } };
};

const setUp = (script: Script = steady, options: Partial<RegistryClientOptions> = {}) =>
  openClient(script, options);

/** Fills every cache for two subjects, then says which of them still answer without a request. */
async function stillKnown(change: (client: RegistryClient) => Promise<unknown>) {
  const { registry, client } = setUp();
  const known: Record<string, () => Promise<unknown>> = {};
  for (const subject of ['a', 'b']) {
    known[`id of ${subject}`] = () => client.schemaId(subject, schema, { register: false });
    known[`normalized id of ${subject}`] = () =>
      client.schemaId(subject, schema, { register: false, normalize: true });
    known[`version of ${subject}`] = () => client.version(subject, 1);
    known[`latest of ${subject}`] = () => client.latest(subject);
  }
  known['schema of 7'] = () => client.schema(7);
  known['schema of GUID'] = () => client.schemaByGuid('095d71cf-1255-6b9d-5e33-0ad575b3df5d');
  for (const ask of Object.values(known)) await ask();
  await change(client).catch(() => undefined);
  const forgotten: string[] = [];
  for (const [name, ask] of Object.entries(known)) {
    const before = registry.requests.length;
    await ask();
    if (registry.requests.length > before) forgotten.push(name);
  }
  return forgotten;
}

const ofA = ['id of a', 'normalized id of a', 'version of a', 'latest of a'];
const ofB = ofA.map((name) => name.replace(/a$/, 'b'));

describe('what is forgotten', () => {
  it.each<[string, (client: RegistryClient) => Promise<unknown>, readonly string[]]>([
    ['by a registration', (c) => c.register('a', schema), ['latest of a']],
    ['by a registration under its other name', (c) => c.register(':.:a', schema), ['latest of a']],
    ['by a look-up', (c) => c.lookUp('a', schema), []],
    ['by deleting a version', (c) => c.deleteVersion('a', 1), ofA],
    ['by deleting a subject', (c) => c.deleteSubject('a'), ofA],
    ['by deleting a subject under its other name', (c) => c.deleteSubject(':.:a'), ofA],
    ['by deleting another subject', (c) => c.deleteSubject('c'), []],
    [
      'by deleting for good',
      (c) => c.deleteSubject('a', { permanent: true }),
      // The versions are asked for again first, and bring the text of id 7 back.
      [...ofA, 'schema of GUID'],
    ],
    ['by configuring a subject', (c) => c.setConfig({ normalize: true }, 'a'), ofA],
    ['by configuring all', (c) => c.setConfig({ normalize: true }), [...ofA, ...ofB]],
    ['by a configuration taken away', (c) => c.deleteConfig('a'), ofA],
    ['by another level', (c) => c.setCompatibilityLevel('NONE', 'a'), []],
    ['by another mode', (c) => c.setMode('IMPORT', 'a'), []],
  ])('%s', async (_name, change, forgotten) => {
    expect((await stillKnown(change)).toSorted()).toEqual(forgotten.toSorted());
  });

  it('is nothing when the registry refused, and all in doubt when nobody knows', async () => {
    let reply: ScriptedReply | undefined;
    const { registry, client } = setUp((request) => reply ?? steady(request));
    await client.schemaId('a', schema, { register: false });
    reply = refusal(422, 42206);
    await client.deleteSubject('a').catch(() => undefined);
    expect(client.knownSchemaId('a', schema)).toBe(7);
    reply = refusal(500, 50001);
    await client.deleteSubject('a').catch(() => undefined);
    expect(client.knownSchemaId('a', schema)).toBeUndefined();
    expect(registry.requests).toHaveLength(3);
  });

  it('does not include what is softly deleted: it stays readable by id', async () => {
    const { registry, client } = setUp();
    await client.schema(7);
    await client.deleteSubject('a');
    expect(client.knownSchema(7)).toMatchObject(schema);
    await client.schema(7);
    expect(registry.asked).toEqual(['GET /schemas/ids/7', 'DELETE /subjects/a']);
  });
});

/** A registry whose answers are held until they are let go, in whatever order. */
function held(replyTo: (request: ScriptedRequest) => ScriptedAnswer = steady) {
  const open: (() => void)[] = [];
  const { registry, client } = setUp((request) => {
    const reply = replyTo(request);
    return new Promise((resolve) => open.push(() => resolve(reply)));
  });
  /** Lets the answer to the request of this index go. */
  const answer = async (index: number): Promise<void> => {
    await settled();
    open[index]?.();
    await settled();
  };
  return { registry, client, answer };
}

describe('an answer that was asked for before a change', () => {
  it('is given to who asked, but not kept, and nobody after waits for it', async () => {
    const { registry, client, answer } = held();
    const before = client.lookUp('a', schema);
    const deleted = client.deleteSubject('a');
    await answer(1);
    await deleted;
    const after = client.lookUp('a', schema);
    await answer(0);
    expect(await before).toMatchObject({ id: 7 });
    expect(client.knownSchemaId('a', schema)).toBeUndefined();
    await answer(2);
    expect(await after).toMatchObject({ id: 7 });
    expect(client.knownSchemaId('a', schema)).toBe(7);
    expect(registry.asked).toEqual(['POST /subjects/a', 'DELETE /subjects/a', 'POST /subjects/a']);
    await client.close();
  });

  it('and was a registration: nobody writes with the id that a deletion took away', async () => {
    const { client, answer } = held();
    const registered = client.register('a', schema);
    const deleted = client.deleteSubject('a');
    await answer(1);
    await deleted;
    await answer(0);
    expect(await registered).toMatchObject({ id: 7 });
    expect(client.knownSchemaId('a', schema)).toBeUndefined();
    await client.close();
  });

  it('that finds nothing is not remembered as a miss', async () => {
    const { registry, client, answer } = held(({ path }) =>
      path === '/subjects/a' ? refusal(404, 40401) : { body: { id: 7 } },
    );
    const before = client.lookUp('a', other).catch((error: { code: string }) => error.code);
    const registered = client.register('a', other);
    await answer(1);
    await registered;
    await answer(0);
    expect(await before).toBe('SUBJECT_NOT_FOUND');
    const after = client.lookUp('a', other).catch((error: { code: string }) => error.code);
    await answer(2);
    expect(await after).toBe('SUBJECT_NOT_FOUND');
    expect(registry.requests).toHaveLength(3);
    await client.close();
  });
});

describe('a deletion whose answer is lost and that is tried again', () => {
  const version = (client: RegistryClient) => client.deleteVersion('a', 1);
  const subject = (client: RegistryClient) => client.deleteSubject('a');
  const forGood = (client: RegistryClient) => client.deleteVersion('a', 1, { permanent: true });
  type Delete = (client: RegistryClient) => Promise<unknown>;

  /** The first deletion gets this reply, the second this refusal. */
  function losing(first: ScriptedReply, registryCode: number) {
    let deletions = 0;
    return setUp(
      (request) => {
        if (request.method !== 'DELETE') return steady(request);
        return deletions++ === 0 ? first : refusal(404, registryCode);
      },
      { retries: 1, retryBackoffMs: 0 },
    );
  }

  it('of a version has worked when the registry says that it is deleted', async () => {
    const { client } = losing(networkError('ECONNRESET'), 40406);
    expect(await version(client)).toBe(1);
    await client.close();
  });

  it.each<[string, Delete, number, string, ScriptedReply]>([
    ['a subject', subject, 40404, 'SUBJECT_NOT_FOUND', networkError('ECONNRESET')],
    ['a subject, after 504', subject, 40404, 'SUBJECT_NOT_FOUND', { status: 504 }],
    ['a version for good', forGood, 40402, 'VERSION_NOT_FOUND', networkError('UND_ERR_SOCKET')],
  ])('may have worked: %s', async (_what, remove, registryCode, code, lost) => {
    const { registry, client } = losing(lost, registryCode);
    await client.latest('a');
    await expect(remove(client)).rejects.toMatchObject({
      code,
      registryCode,
      status: 404,
      maybeDone: true,
      message: expect.stringMatching(/; an earlier try of this call got no answer and may have done it$/),
    });
    // So nothing is answered from memory as if it had not.
    const asked = registry.requests.length;
    await client.latest('a');
    expect(registry.requests.length).toBe(asked + 1);
    await client.close();
  });

  it.each<[string, Delete, number, ScriptedReply]>([
    ['that found nobody', version, 40406, networkError('ECONNREFUSED')],
    ['that was too much', subject, 40404, { status: 429 }],
  ])('has not worked in a try %s', async (_what, remove, registryCode, first) => {
    const { registry, client } = losing(first, registryCode);
    await client.latest('a');
    const failure = await remove(client).catch((error: unknown) => error);
    expect(failure).toMatchObject({ registryCode, maybeDone: false });
    expect((failure as Error).message).not.toContain('earlier try'); // a RegistryError, as just expected
    const asked = registry.requests.length;
    await client.latest('a');
    expect(registry.requests.length).toBe(asked);
    await client.close();
  });

  it('is in doubt when its only answer is a page', async () => {
    const { registry, client } = setUp((request) =>
      request.method === 'DELETE' ? { body: '<html>' } : steady(request),
    );
    await client.latest('a');
    await expect(subject(client)).rejects.toMatchObject({ code: 'REGISTRY_NOT_JSON', maybeDone: true });
    await client.latest('a');
    expect(registry.asked.filter((asked) => asked.endsWith('/latest'))).toHaveLength(2);
    await client.close();
  });
});

describe('callers', () => {
  it('of one registration share it, whatever objects they ask with, and are counted', async () => {
    const { registry, client } = setUp();
    const asked = Array.from({ length: 1_000 }, () =>
      client.schemaId('a', { ...schema }, { register: true }),
    );
    expect(new Set(await Promise.all(asked))).toEqual(new Set([7]));
    expect(registry.requests).toHaveLength(1);
    expect(client.metrics().shared).toBe(999);
    await client.close();
  });

  it('share nothing when subject, normalization, context or format differ', async () => {
    const { registry, client } = setUp();
    await Promise.all([
      client.register('a', schema),
      client.register('b', schema),
      client.register('a', schema, { normalize: true }),
      client.register('a', { ...schema, metadata: { properties: { a: 'b' } } }),
      client.schema(7),
      client.schema(7, { subject: ':.eu:a' }),
      client.schema(7, { format: 'resolved' }),
    ]);
    expect(registry.requests).toHaveLength(7);
    expect(client.metrics().shared).toBe(0);
    await client.close();
  });
});

describe('a signal', () => {
  it.each<[string, (client: RegistryClient, signal: AbortSignal) => Promise<unknown>]>([
    ['schema', (c, signal) => c.schema(7, { signal })],
    ['schemaByGuid', (c, signal) => c.schemaByGuid('095d71cf-1255-6b9d-5e33-0ad575b3df5d', { signal })],
    ['schemaId', (c, signal) => c.schemaId('a', schema, { register: true, signal })],
    ['register', (c, signal) => c.register('a', schema, { signal })],
    ['lookUp', (c, signal) => c.lookUp('a', schema, { signal })],
    ['version', (c, signal) => c.version('a', 1, { signal })],
    ['latest', (c, signal) => c.latest('a', { signal })],
    [
      'references',
      (c, signal) =>
        c.references({ ...schema, references: [{ name: 'n', subject: 'a', version: 1 }] }, { signal }),
    ],
    ['deleteSubject', (c, signal) => c.deleteSubject('a', { signal })],
    ['setConfig', (c, signal) => c.setConfig({}, 'a', { signal })],
    ['subjects', (c, signal) => c.subjects({ signal })],
    ['testCompatibility', (c, signal) => c.testCompatibility('a', schema, { signal })],
    ['compatibilityLevel', (c, signal) => c.compatibilityLevel('a', { signal })],
    ['subjectsOfId', (c, signal) => c.subjectsOfId(7, { signal })],
  ])('ends %s with ABORTED and its reason, and the request with it', async (_name, ask) => {
    const { registry, client } = setUp(() => 'silence');
    const leaving = new AbortController();
    const failure = ask(client, leaving.signal).catch((error: unknown) => error);
    await settled();
    expect(registry.requests).toHaveLength(1);
    leaving.abort('enough');
    expect(await failure).toMatchObject({ code: 'ABORTED', action: 'usage', cause: 'enough' });
    await client.close();
  });

  it('leaves the request to those who still wait', async () => {
    const { client, answer } = held();
    const leaving = new AbortController();
    const failure = client.schema(7, { signal: leaving.signal }).catch((error: unknown) => error);
    const staying = client.schema(7);
    await settled();
    leaving.abort();
    expect(await failure).toMatchObject({ code: 'ABORTED', schemaId: 7 });
    await answer(0);
    expect(await staying).toMatchObject({ id: 7 });
    await client.close();
  });

  it('that ends a registration leaves in doubt what it may have changed', async () => {
    let reply: ScriptedReply | undefined;
    const { registry, client } = setUp((request) => reply ?? steady(request));
    await client.latest('a');
    reply = 'silence';
    const leaving = new AbortController();
    const failure = client.register('a', other, { signal: leaving.signal }).catch((error: unknown) => error);
    await settled();
    leaving.abort();
    await failure;
    await settled();
    reply = undefined;
    await client.latest('a');
    expect(registry.requests).toHaveLength(3);
    await client.close();
  });
});
