/** Authorization and headers of calls, as a registry and a token endpoint see them. */
import { describe, expect, it } from 'vitest';
import { openHttp, type OpenHttpOptions } from '../../testing/open-http.ts';
import { networkError, refusal, type ScriptedReply } from '../../testing/scripted-registry.ts';
import type { OAuthCredentials } from './oauth-tokens.ts';

const oauth: OAuthCredentials = {
  tokenUrl: 'http://login/token',
  clientId: 'me',
  clientSecret: 'open-sesame',
};
const granted = (token: string): ScriptedReply => ({ body: { access_token: token, expires_in: 3600 } });

/** A registry that accepts one token, and an endpoint that gives t1, t2, … */
function tokensAndRegistry(accepted: string, options: Partial<OAuthCredentials> = {}) {
  let given = 0;
  return openHttp(
    ({ origin, headers }) => {
      if (origin === 'http://login') return granted(`t${++given}`);
      return headers['authorization'] === `Bearer ${accepted}` ? { body: 1 } : refusal(401, 40101);
    },
    { auth: { ...oauth, ...options }, urls: ['http://one', 'http://two'] },
  );
}

describe('authorization', () => {
  const headersWith = async (options: Parameters<typeof openHttp>[1]) => {
    const { ask, registry } = openHttp(() => ({ body: 1 }), options);
    await ask();
    return registry.requests[0]?.headers['authorization'];
  };

  it('is absent without credentials', async () => {
    expect(await headersWith({})).toBeUndefined();
  });
  it('is Basic from the URL', async () => {
    expect(await headersWith({ urls: ['http://ada:p%3Aw@one'] })).toBe('Basic YWRhOnA6dw==');
  });
  it('is Basic from the option, in UTF-8', async () => {
    const expected = `Basic ${Buffer.from('ada:größe').toString('base64')}`;
    expect(await headersWith({ auth: { username: 'ada', password: 'größe' } })).toBe(expected);
  });
  it('is Bearer from a token', async () => {
    expect(await headersWith({ auth: { token: 'abc' } })).toBe('Bearer abc');
  });
  it('is Bearer from a provider, asked for every try', async () => {
    let count = 0;
    const { ask, registry } = openHttp((_request, index) => (index === 0 ? { status: 503 } : { body: 1 }), {
      auth: async () => `t${++count}`,
    });
    await ask();
    expect(registry.requests.map(({ headers }) => headers['authorization'])).toEqual([
      'Bearer t1',
      'Bearer t2',
    ]);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('no token today');
      },
    ],
    ['rejects', () => Promise.reject(new Error('no token today'))],
    ['gives nothing', () => ''],
    ['gives a line break', () => 'abc\r\nx-evil: 1'],
    ['gives no text', () => 7 as unknown as string],
  ])('fails the call when the provider %s', async (_name, auth) => {
    const { failure, registry } = openHttp(() => ({ body: 1 }), { auth, retries: 1 });
    const error = await failure();
    expect(error).toMatchObject({ code: 'REGISTRY_TOKEN_FAILED', action: 'retriable' });
    expect(error.message).not.toContain('x-evil');
    expect(registry.requests).toEqual([]);
  });
});

describe('OAuth client credentials', () => {
  it('give a token that all calls use', async () => {
    const { ask, registry } = tokensAndRegistry('t1');
    await Promise.all([ask(), ask()]);
    await ask();
    expect(registry.asked).toEqual(['POST /token', 'GET /subjects', 'GET /subjects', 'GET /subjects']);
  });

  it('are asked for one new token after a 401, and the call is tried once more on the same URL', async () => {
    const { ask, registry, clock } = tokensAndRegistry('t2');
    expect(await ask()).toBe(1);
    expect(registry.requests.map(({ origin }) => origin)).toEqual([
      'http://login',
      'http://one',
      'http://login',
      'http://one',
    ]);
    expect(clock.waits).toEqual([]);
  });

  it('are not asked for a third token when the second is refused as well', async () => {
    const { failure, registry } = tokensAndRegistry('none');
    expect(await failure()).toMatchObject({ code: 'REGISTRY_UNAUTHORIZED', status: 401 });
    expect(registry.asked).toEqual(['POST /token', 'GET /subjects', 'POST /token', 'GET /subjects']);
  });

  it("bring Confluent Cloud's headers to the registry, and not to the token endpoint", async () => {
    const { ask, registry } = tokensAndRegistry('t1', { logicalCluster: 'lsrc-1', identityPoolId: 'pool-2' });
    await ask();
    const [token, call] = registry.requests;
    expect(call?.headers).toMatchObject({
      'target-sr-cluster': 'lsrc-1',
      'confluent-identity-pool-id': 'pool-2',
    });
    expect(token?.headers).not.toHaveProperty('target-sr-cluster');
  });

  it('that are refused fail the call at once, with the words of the server', async () => {
    const { failure, registry } = openHttp(
      () => ({ status: 401, body: { error: 'invalid_client', error_description: 'no open-sesame' } }),
      { auth: oauth },
    );
    expect(await failure()).toMatchObject({
      code: 'REGISTRY_TOKEN_DENIED',
      action: 'usage',
      message:
        "cannot list the subjects at http://one/subjects: no token from http://login/token: the answer was 401 invalid_client: no [hidden]; check clientId 'me', its secret and scope",
    });
    expect(registry.asked).toEqual(['POST /token']);
  });

  it('whose endpoint is away are waited for, and no other URL of the registry is bothered', async () => {
    const { ask, registry, clock, observer } = openHttp(
      ({ origin }, index) =>
        origin === 'http://login'
          ? index < 2
            ? networkError('ECONNREFUSED')
            : granted('t1')
          : { body: [origin] },
      { auth: oauth, urls: ['http://one', 'http://two'] },
    );
    expect(await ask()).toEqual(['http://one']);
    expect(registry.asked).toEqual(['POST /token', 'POST /token', 'POST /token', 'GET /subjects']);
    expect(clock.waits).toEqual([50, 100]);
    expect(
      observer.metrics({ ids: 0, schemas: 0, guids: 0, versions: 0, latest: 0, misses: 0 }),
    ).toMatchObject({ failovers: 0 });
  });

  it('cost a call no more than the time of its try', async () => {
    const { failure, clock } = openHttp(() => 'silence', {
      auth: oauth,
      retries: 0,
      attemptTimeoutMs: 20_000,
    });
    const failed = failure();
    await clock.timersPending(2);
    clock.advance(20_000);
    expect(await failed).toMatchObject({
      code: 'REGISTRY_TIMED_OUT',
      message: expect.stringContaining('no credentials or headers within 20000 ms; check what gives tokens'),
    });
    expect(clock.pendingTimers).toBe(0);
  });

  it('leave nothing behind after close', async () => {
    const { failure, clock, http } = openHttp(() => 'silence', { auth: oauth });
    const failed = failure();
    await clock.timersPending(2);
    http.close();
    expect((await failed).code).toBe('CLOSED');
    await new Promise(setImmediate);
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('a provider of tokens', () => {
  it('is asked once more after a 401', async () => {
    let given = 0;
    const { ask, registry } = openHttp(
      ({ headers }) => (headers['authorization'] === 'Bearer t2' ? { body: 1 } : refusal(401, 40101)),
      { auth: () => `t${++given}` },
    );
    expect(await ask()).toBe(1);
    expect(registry.requests).toHaveLength(2);
  });

  it('is asked no third time', async () => {
    let given = 0;
    const { failure } = openHttp(() => refusal(401, 40101), { auth: () => `t${++given}` });
    expect((await failure()).code).toBe('REGISTRY_UNAUTHORIZED');
    expect(given).toBe(2);
  });
});

describe('fixed credentials', () => {
  it.each([[{ token: 't' }], [{ username: 'ada', password: 'p' }], [undefined]])(
    'are not tried again after a 401: %j',
    async (auth) => {
      const { failure, registry } = openHttp(() => refusal(401, 40101), { auth });
      expect((await failure()).code).toBe('REGISTRY_UNAUTHORIZED');
      expect(registry.requests).toHaveLength(1);
    },
  );
});

describe('extra headers', () => {
  it('go with every request, and may take the place of our own', async () => {
    const { ask, registry } = openHttp(() => ({ body: 1 }), {
      headers: { 'X-Tenant': 'a', 'User-Agent': 'orders/1' },
    });
    await ask();
    expect(registry.requests[0]?.headers).toMatchObject({
      'x-tenant': 'a',
      'user-agent': 'orders/1',
      'confluent-accept-unknown-properties': 'true',
    });
    expect(registry.requests[0]?.headers).not.toHaveProperty('User-Agent');
  });

  it('of a function are asked for with every try', async () => {
    let given = 0;
    const { ask, registry } = openHttp((_request, index) => (index === 0 ? { status: 503 } : { body: 1 }), {
      headers: async () => ({ 'x-try': `n${++given}` }),
    });
    await ask();
    expect(registry.requests.map(({ headers }) => headers['x-try'])).toEqual(['n1', 'n2']);
  });

  it.each([
    ['throws', () => Promise.reject(new Error('no headers today')), 'no headers today'],
    ['gives none', () => undefined, 'must be an object'],
    ['forges', () => ({ 'x-a': 'sesame\r\nx-evil: 1' }), "the value of header 'x-a' holds a line break"],
    ['takes what is owned', () => ({ Authorization: 'sesame' }), "header 'Authorization' cannot be set"],
  ])('of a function that %s fail the call without their values', async (_name, given, why) => {
    const headers = given as () => Record<string, string>;
    const { failure, registry } = openHttp(() => ({ body: 1 }), { headers, retries: 0 });
    const error = await failure();
    expect(error).toMatchObject({ code: 'REGISTRY_HEADERS_FAILED', action: 'retriable' });
    expect(error.message).toContain(why);
    expect(error.message).not.toContain('sesame');
    expect(registry.requests).toEqual([]);
  });
});

describe('a registry that echoes what it was sent', () => {
  const SECRET = 'open "sesame" ö';
  const spellings = [SECRET, encodeURIComponent(SECRET), Buffer.from(`ada:${SECRET}`).toString('base64')];

  it.each<[string, OpenHttpOptions]>([
    ['the URL', { urls: [`http://ada:${encodeURIComponent(SECRET)}@one`] }],
    ['Basic', { auth: { username: 'ada', password: SECRET } }],
  ])('does not bring the password of %s into an error', async (_name, options) => {
    for (const echo of spellings) {
      for (const reply of [
        refusal(403, 40301, `who is ${echo}?`),
        { status: 403, body: `who is ${echo}?` },
        { status: 500, body: `<p>${echo}</p>` },
        { body: `<p>${echo}</p>` },
        { status: 302, headers: { location: `http://elsewhere/${echo}` } },
      ]) {
        const { failure } = openHttp(() => reply, { ...options, retries: 0 });
        const { message } = await failure();
        expect(message).toContain('[hidden]');
        expect(message).not.toContain(echo);
      }
    }
  });

  it.each<[string, OpenHttpOptions]>([
    ['a token', { auth: { token: 'open-sesame' } }],
    ['a provider', { auth: () => 'open-sesame' }],
    ['a header', { headers: { 'x-key': 'open-sesame' } }],
  ])('does not bring %s into an error', async (_name, options) => {
    const { failure } = openHttp(({ headers }) => refusal(403, 40301, JSON.stringify(headers)), options);
    const { message } = await failure();
    expect(message).toContain('[hidden]');
    expect(message).not.toContain('sesame');
  });
});
