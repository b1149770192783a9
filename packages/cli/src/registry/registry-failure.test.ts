import { EmbeddedRegistry } from '@ottla/embedded';
import { RegistryClient } from '@ottla/registry-client';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CliError } from '../cli-error.ts';
import { namingTheNearest, registryFailure } from './registry-failure.ts';

let server: EmbeddedRegistry;
beforeAll(async () => {
  server = await EmbeddedRegistry.start();
});
afterAll(() => server.close());

/** What `ask` fails with, as a command ends in it. */
async function failureOf(
  url: string,
  ask: (registry: RegistryClient) => Promise<unknown>,
): Promise<CliError | undefined> {
  await using registry = new RegistryClient({ url, retries: 0 });
  return registryFailure(
    await ask(registry).then(
      () => undefined,
      (error: unknown) => error,
    ),
  );
}

/** The remedy stands for the client's own advice, which is about options of the library. */
function expectOneAdvice(failure: CliError | undefined): void {
  expect(failure?.message).not.toMatch(
    /'(auth|url|tls|timeoutMs|retries|maxResponseBytes)'|autoRegister|[?;] ?$/,
  );
  expect(failure?.remedy).toMatch(/[.?]$/);
}

const list = (registry: RegistryClient): Promise<unknown> => registry.subjects();
type Verdict = { status: number; body: string; headers?: Record<string, string> };
const html: Verdict = { status: 200, body: '<html>' };
const answer = (status: number, headers: Record<string, string> = {}): Verdict => ({
  status,
  body: JSON.stringify({ error_code: status, message: 'No' }),
  headers,
});

describe('a registry that does not serve', () => {
  it.each([
    [answer(401), 'REGISTRY_UNAUTHORIZED', 'the registry answered 401 (401): No', 'OTTLA_REGISTRY_TOKEN'],
    [answer(403), 'REGISTRY_FORBIDDEN', 'the registry answered 403 (403): No', 'may not do this'],
    [answer(404), 'REGISTRY_ROUTE_NOT_FOUND', 'answered 404 (404): No', '/apis/ccompat/v7'],
    [answer(429), 'REGISTRY_THROTTLED', 'answered 429 (429): No', 'Try again later.'],
    [answer(500), 'REGISTRY_UNAVAILABLE', 'answered 500 (500): No', "the registry's own log"],
    [
      answer(302, { location: 'http://h/' }),
      'REGISTRY_REDIRECTED',
      'points to http://h/',
      'the final address',
    ],
    [html, 'REGISTRY_NOT_JSON', "the answer holds no JSON but '<html>'", 'URL of a schema registry'],
  ])('is exit 3: %o', async (verdict, code, message, remedy) => {
    const stop = server.intercept(() => verdict);
    const failure = await failureOf(server.url, list);
    stop();
    expect(failure).toMatchObject({ code, exitCode: 3 });
    expect(failure?.message).toContain(`cannot list the subjects at ${server.url}/subjects: `);
    expect(failure?.message).toContain(message);
    expect(failure?.remedy).toContain(remedy);
    expectOneAdvice(failure);
  });

  it('is exit 3 when it does not answer in time', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    try {
      // A server that listens on a port has an address with one.
      const { port } = silent.address() as AddressInfo;
      await using registry = new RegistryClient({
        url: `http://127.0.0.1:${port}`,
        retries: 0,
        timeoutMs: 50,
      });
      const failure = registryFailure(await registry.subjects().catch((error: unknown) => error));
      expect(failure).toMatchObject({ code: 'REGISTRY_TIMED_OUT', exitCode: 3 });
      expect(failure?.message).toMatch(/no answer within \d+ ms$/);
      expectOneAdvice(failure);
    } finally {
      silent.closeAllConnections();
      silent.close();
    }
  });

  it('is exit 3 when nothing listens, and its password is not shown', async () => {
    const failure = await failureOf('http://ada:sesame@127.0.0.1:1', list);
    expect(failure).toMatchObject({
      code: 'REGISTRY_UNREACHABLE',
      exitCode: 3,
      message: 'cannot list the subjects at http://127.0.0.1:1/subjects: connect ECONNREFUSED 127.0.0.1:1',
      remedy: 'Check that the registry runs and that its URL is right.',
    });
  });

  it.each([
    ['a defect', new TypeError('REGISTRY_UNREACHABLE')],
    ['an error of the system', Object.assign(new Error('no'), { code: 'REGISTRY_UNREACHABLE' })],
    ['nothing', undefined],
  ])('is not meant by %s', (_what, error) => {
    expect(registryFailure(error)).toBeUndefined();
  });
});

describe('a subject that is not there', () => {
  it('is exit 2, and the nearest is named', async () => {
    await using registry = new RegistryClient({ url: server.url });
    const missing = namingTheNearest(registry, () => registry.versions('refund-value'));
    await expect(missing).rejects.toMatchObject({
      exitCode: 2,
      remedy: 'Check its name, and whether this is the registry that has it.',
    });
    const named = ['refunds-value', 'zebra\u001b[31m'];
    const stop = server.intercept(({ target }) =>
      target === '/subjects' ? { status: 200, body: JSON.stringify(named) } : 'pass',
    );
    const near = namingTheNearest(registry, () => registry.versions('refund-value'));
    await expect(near).rejects.toMatchObject({
      code: 'SUBJECT_NOT_FOUND',
      message: "the registry has no subject 'refund-value'",
      remedy: "Did you mean 'refunds-value'?",
    });
    const far = namingTheNearest(registry, () => registry.versions('x'));
    await expect(far).rejects.toMatchObject({ remedy: 'It has refunds-value, zebra [31m.' });
    stop();
  });

  it('is exit 2 without the list, too', async () => {
    const failure = await failureOf(server.url, (registry) => registry.version('nowhere', 3));
    expect(failure).toMatchObject({ exitCode: 2, remedy: 'Check its name.' });
    expectOneAdvice(failure);
  });

  it.each([
    ['a schema', { status: 404, body: '{"error_code":40403,"message":"No"}' }, 'SCHEMA_NOT_FOUND', 2],
    [
      'a schema that does not fit',
      { status: 409, body: '{"error_code":409,"message":"No"}' },
      'SCHEMA_INCOMPATIBLE',
      4,
    ],
    [
      'a schema that is none',
      { status: 422, body: '{"error_code":42201,"message":"No"}' },
      'SCHEMA_INVALID',
      4,
    ],
  ])('like %s ends by the table, with one advice', async (_what, verdict, code, exitCode) => {
    const stop = server.intercept(() => verdict);
    const failure = await failureOf(server.url, (registry) => registry.schema(99));
    stop();
    expect(failure).toMatchObject({ code, exitCode });
    expect(failure?.message).toMatch(/No$/);
  });

  it('leaves other failures as they are', async () => {
    await using registry = new RegistryClient({ url: 'http://127.0.0.1:1', retries: 0 });
    const failed = namingTheNearest(registry, () => registry.versions('x'));
    await expect(failed).rejects.toMatchObject({ code: 'REGISTRY_UNREACHABLE' });
  });
});
