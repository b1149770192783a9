import { silentLogger } from '@ottla/kernel';
import { ManualClock, settled } from '@ottla/kernel/testing';
import { describe, expect, it } from 'vitest';
import { ScriptedRegistry, networkError, type ScriptedReply } from '../../testing/scripted-registry.ts';
import { OAuthTokens, TokenError, tokenUrlProblem, type OAuthCredentials } from './oauth-tokens.ts';

const SECRET = 'öpen:sesame +1';
const tokenUrl = 'https://login.example/oauth2/token?tenant=t1';
const MINUTES = 60_000;

function setUp(
  reply: (index: number) => ScriptedReply = (index) => granted(index + 1),
  options: Partial<OAuthCredentials> = {},
) {
  const server = new ScriptedRegistry((_request, index) => reply(index));
  const clock = new ManualClock();
  const lines: string[] = [];
  const logger = { ...silentLogger, warn: (line: string) => void lines.push(line) };
  const { dispatcher } = server;
  const credentials = { tokenUrl, clientId: 'my client', clientSecret: SECRET, ...options };
  const tokens = new OAuthTokens(credentials, 10_000, { dispatcher, clock, logger });
  const failure = (): Promise<TokenError> =>
    tokens.token().then(
      () => {
        throw new Error('a token was given');
      },
      (error: unknown) => error as TokenError, // token rejects with TokenError only
    );
  return { server, clock, tokens, failure, lines };
}

function granted(number: number, expiresIn: unknown = 3600): ScriptedReply {
  return { body: { access_token: `t${number}`, token_type: 'bearer', expires_in: expiresIn } };
}

describe('a token', () => {
  it('is asked for as RFC 6749 says: a form, and the form-encoded client in the Authorization header', async () => {
    const { server, tokens } = setUp(undefined, { scope: 'schemas read' });
    expect(await tokens.token()).toBe('t1');
    const [request] = server.requests;
    expect(request).toMatchObject({
      origin: 'https://login.example',
      method: 'POST',
      path: '/oauth2/token?tenant=t1',
      text: 'grant_type=client_credentials&scope=schemas+read',
    });
    expect(request?.headers).toEqual({
      accept: 'application/json',
      'accept-encoding': 'gzip',
      'content-type': 'application/x-www-form-urlencoded',
      'user-agent': 'ottla-registry-client',
      authorization: `Basic ${Buffer.from('my+client:%C3%B6pen%3Asesame+%2B1').toString('base64')}`,
    });
  });

  it('is asked for once, whoever waits, and then given without asking', async () => {
    const { server, tokens, clock } = setUp();
    expect(await Promise.all([tokens.token(), tokens.token(), tokens.token()])).toEqual(['t1', 't1', 't1']);
    clock.advance(54 * MINUTES);
    expect(await tokens.token()).toBe('t1');
    expect(server.requests).toHaveLength(1);
    expect(clock.pendingTimers).toBe(0);
  });

  it('is refreshed in the background five minutes before its end, while the old one is given', async () => {
    const { server, tokens, clock } = setUp();
    await tokens.token();
    clock.advance(55 * MINUTES);
    expect(await Promise.all([tokens.token(), tokens.token()])).toEqual(['t1', 't1']);
    await settled();
    expect(await tokens.token()).toBe('t2');
    expect(server.requests).toHaveLength(2);
  });

  it('of a short life is refreshed when a quarter of it is left', async () => {
    const { server, tokens, clock } = setUp((index) => granted(index + 1, 60));
    await tokens.token();
    clock.advance(44_999);
    await tokens.token();
    await settled();
    expect(server.requests).toHaveLength(1);
    clock.advance(1);
    expect(await tokens.token()).toBe('t1');
    await settled();
    expect(await tokens.token()).toBe('t2');
  });

  it('that cannot be refreshed is given until it expires, and asked for now and then', async () => {
    const { server, tokens, clock, lines, failure } = setUp((index) =>
      index === 0 ? granted(1, 60) : { status: 503 },
    );
    await tokens.token();
    clock.advance(45_000);
    for (let index = 0; index < 10; index++) {
      expect(await tokens.token()).toBe('t1');
      await settled();
    }
    expect(server.requests).toHaveLength(2);
    clock.advance(5_000);
    expect(await tokens.token()).toBe('t1');
    await settled();
    expect(server.requests).toHaveLength(3);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toBe(
      'registry: no token from https://login.example/oauth2/token: the answer was 503; the old token is used until it expires',
    );
    clock.advance(10_000);
    expect(await failure()).toMatchObject({ passing: true });
  });

  it('that has expired is not given; one request serves all who wait for the next', async () => {
    const { server, tokens, clock } = setUp();
    await tokens.token();
    clock.jump(60 * MINUTES);
    expect(await Promise.all([tokens.token(), tokens.token()])).toEqual(['t2', 't2']);
    expect(server.requests).toHaveLength(2);
  });

  it('that was refused is not given again; one that is already newer stays', async () => {
    const { server, tokens } = setUp();
    await tokens.token();
    tokens.refused('t1');
    expect(await Promise.all([tokens.token(), tokens.token()])).toEqual(['t2', 't2']);
    tokens.refused('t1');
    expect(await tokens.token()).toBe('t2');
    expect(server.requests).toHaveLength(2);
  });

  it.each([
    ['3600', 3_599_999, 't1'],
    ['3600', 3_600_000, 't2'],
    [undefined, 1e12, 't1'],
    [null, 1e12, 't1'],
    ['soon', 1e12, 't1'],
    [1e300, 1e12, 't1'],
    [0, 0, 't2'],
    [-5, 0, 't2'],
  ])('whose life is told as %j is, %i ms later, %s', async (life, ms, expected) => {
    const { tokens, clock } = setUp((index) => ({
      body: { access_token: `t${index + 1}`, ...(life === undefined ? {} : { expires_in: life }) },
    }));
    await tokens.token();
    clock.jump(ms);
    expect(await tokens.token()).toBe(expected);
  });
});

describe('no token', () => {
  const at = 'no token from https://login.example/oauth2/token: ';

  it.each<[string, ScriptedReply, boolean, string]>([
    [
      'a refusal',
      { status: 401, body: { error: 'invalid_client', error_description: 'Unknown client' } },
      false,
      "the answer was 401 invalid_client: Unknown client; check clientId 'my client', its secret and scope",
    ],
    ['a refusal without words', { status: 400, body: 'no' }, false, 'the answer was 400; check clientId'],
    [
      'a refusal that echoes the secret',
      { status: 400, body: { error: 'invalid_client', error_description: `bad secret ${SECRET}` } },
      false,
      'invalid_client: bad secret [hidden]',
    ],
    [
      'a redirect',
      { status: 302, headers: { location: 'https://evil' } },
      false,
      'the answer was 302; redirects are not followed, give the final address as tokenUrl',
    ],
    ['503', { status: 503 }, true, 'the answer was 503'],
    ['429', { status: 429 }, true, 'the answer was 429'],
    ['a network error', networkError('ECONNREFUSED'), true, 'connect ECONNREFUSED'],
    ['HTML', { body: `<html>${SECRET}` }, false, 'the answer 200 holds no access_token; is tokenUrl right?'],
    ['nothing', {}, false, 'holds no access_token'],
    ['null', { body: 'null' }, false, 'holds no access_token'],
    ['a token of two lines', { body: { access_token: 'a\r\nb' } }, false, 'holds no access_token'],
    ['a number', { body: { access_token: 7 } }, false, 'holds no access_token'],
    ['another kind', { body: { access_token: 'a', token_type: 'mac' } }, false, 'is not of type Bearer'],
    ['a flood', { body: `"${'x'.repeat(300_000)}"` }, true, 'more than 262144 bytes'],
  ])('is had from %s, and the reason holds no secret', async (_name, reply, passing, why) => {
    const { failure, clock } = setUp(() => reply);
    const error = await failure();
    expect(error).toBeInstanceOf(TokenError);
    expect(error.message).toContain(why);
    expect(error.message.startsWith(at)).toBe(true);
    expect(error.message).not.toContain(SECRET);
    expect(error.passing).toBe(passing);
    expect(clock.pendingTimers).toBe(0);
  });

  it('comes from a server that says nothing: its time is limited', async () => {
    const { failure, clock } = setUp(() => 'silence');
    const failed = failure();
    await clock.timersPending(1);
    clock.advance(10_000);
    expect((await failed).message).toBe(`${at}no answer within 10000 ms`);
  });

  it('is waited for any more after close', async () => {
    const { failure, tokens, clock } = setUp(() => 'silence');
    const failed = failure();
    await clock.timersPending(1);
    tokens.close();
    await failed;
    await failure();
    expect(clock.pendingTimers).toBe(0);
  });

  it('is remembered as a failure: the next one who wants it asks again', async () => {
    const { failure, tokens } = setUp((index) => (index === 0 ? { status: 503 } : granted(1)));
    await failure();
    expect(await tokens.token()).toBe('t1');
  });
});

describe('a token endpoint', () => {
  it.each([
    'login.example',
    'file:///etc/passwd',
    'ftp://login.example',
    'https://ada:sesame@login.example/token',
    'https://login.example/token#sesame',
  ])('%s is refused without printing a secret', (url) => {
    expect(tokenUrlProblem(url)).toMatch(/^tokenUrl must/);
    expect(tokenUrlProblem(url)).not.toMatch(/sesame|ada/);
  });

  it('may have a path and a query', () => {
    expect(tokenUrlProblem(tokenUrl)).toBeUndefined();
  });
});
