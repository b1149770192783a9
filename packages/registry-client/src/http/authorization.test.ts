import { describe, expect, it } from 'vitest';
import { authProblem, headersOfAuth, isRenewable, type RegistryAuth } from './authorization.ts';

const oauth = { tokenUrl: 'https://login.example/token', clientId: 'me', clientSecret: 'open-sesame' };

describe('what may be given as auth', () => {
  it.each([
    { username: 'ada', password: '' },
    { token: 't' },
    oauth,
    { ...oauth, scope: 'a', logicalCluster: 'lsrc-1', identityPoolId: 'pool-1' },
    { ...oauth, scope: undefined },
    () => 't',
  ])('is %j', (auth) => {
    expect(authProblem(auth)).toBeUndefined();
  });

  it.each([
    [{}, 'got none of them'],
    [{ username: 'ada' }, 'got username'],
    [{ user: 'ada', password: 'p' }, "unknown member 'user'"],
    [{ usrname: 'ada', password: 'p' }, "did you mean 'username'?"],
    [{ username: 'ada', password: 7 }, 'password must be a string, got 7'],
    [{ token: 't', username: 'ada', password: 'p' }, 'got token, username, password'],
    [{ token: undefined }, 'got none of them'],
    [{ ...oauth, clientSecret: undefined }, 'got tokenUrl, clientId'],
    [{ ...oauth, audience: 'x' }, "unknown member 'audience'; it takes { username, password }"],
    [{ ...oauth, token: 't' }, 'got tokenUrl, clientId, clientSecret, token'],
  ])('is not %j', (auth, problem) => {
    // What a program without types may give.
    expect(authProblem(auth as RegistryAuth)).toContain(problem);
  });
});

describe('credentials that no request can carry', () => {
  it.each([
    [{ token: '' }, 'a token must be'],
    [{ token: 'open\nsesame' }, 'a token must be'],
    [{ token: 'open sesame' }, 'a token must be'],
    [{ username: 'a:b', password: 'open-sesame' }, 'cannot hold a colon'],
    [{ ...oauth, clientId: '' }, 'clientId and clientSecret cannot be empty'],
    [{ ...oauth, clientSecret: '' }, 'clientId and clientSecret cannot be empty'],
    [{ ...oauth, logicalCluster: 'a\nb' }, 'logicalCluster holds a line break'],
    [{ ...oauth, identityPoolId: '' }, 'identityPoolId must hold text'],
    [{ ...oauth, tokenUrl: 'login.example' }, 'tokenUrl must be an http or https URL'],
  ])('are told by their fault, not by themselves: %j', (auth, problem) => {
    expect(authProblem(auth)).toContain(problem);
    expect(authProblem(auth)).not.toContain('sesame');
  });

  it.each([{ token: 't' }, { username: 'ada', password: 'ö:ö' }, oauth, () => ''])('are not %j', (auth) => {
    expect(authProblem(auth)).toBeUndefined();
  });
});

describe('credentials', () => {
  it('may be had anew from a function or a token endpoint, and from nowhere else', () => {
    expect([oauth, () => 't'].map(isRenewable)).toEqual([true, true]);
    expect([undefined, { token: 't' }, { username: 'a', password: 'b' }].map(isRenewable)).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('of OAuth bring headers only where they are asked to', () => {
    expect(headersOfAuth(oauth)).toEqual({});
    expect(headersOfAuth({ token: 't' })).toEqual({});
    expect(headersOfAuth({ ...oauth, identityPoolId: 'pool-1' })).toEqual({
      'confluent-identity-pool-id': 'pool-1',
    });
  });
});
