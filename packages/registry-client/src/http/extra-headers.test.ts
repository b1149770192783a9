import { describe, expect, it } from 'vitest';
import { extraHeaders, headersProblem } from './extra-headers.ts';

describe('headers of the user', () => {
  it('are taken with their names in lower case', async () => {
    const given = { 'X-Tenant': 'a b', 'target-sr-cluster': 'lsrc-1' };
    const taken = { 'x-tenant': 'a b', 'target-sr-cluster': 'lsrc-1' };
    expect(await extraHeaders(given)).toEqual(taken);
    expect(await extraHeaders(() => given)).toEqual(taken);
    expect(await extraHeaders(async () => given)).toEqual(taken);
    expect(await extraHeaders(undefined)).toEqual({});
  });

  it.each([
    [{ 'x-a': 'open\r\nx-evil: 1' }, "the value of header 'x-a' holds a line break"],
    [{ 'x-a': 'open\nsesame' }, 'holds a line break'],
    [{ 'x-a': 'open\0sesame' }, 'another character'],
    [{ 'x-a': 'open sesame 🎈' }, 'another character'],
    [{ 'x-a': ' open-sesame' }, 'without blanks around it'],
    [{ 'x-a': '' }, 'must hold text'],
    [{ 'x-a': 7 }, 'must be a string'],
    [{ 'x-a': ['open-sesame'] }, 'must be a string'],
    [{ 'x a': 'open-sesame' }, "header 'x a' has a name that no header may have"],
    [{ 'x\r\ny': 'open-sesame' }, "header 'x y' has a name"],
    [{ '': 'open-sesame' }, 'has a name that no header may have'],
    [{ 'X-A': 'open-sesame', 'x-a': 'open-sesame' }, "header 'x-a' is given twice"],
    [null, 'must be an object'],
    ['open-sesame', 'must be an object'],
    [['open-sesame'], 'must be an object'],
  ])('such as %j are refused without their values', async (given, why) => {
    expect(headersProblem(given)).toContain(why);
    expect(headersProblem(given)).not.toContain('sesame');
    await expect(extraHeaders(() => given as unknown as Record<string, string>)).rejects.toThrow(why);
  });

  it.each([
    'Authorization',
    'Host',
    'Content-Length',
    'content-type',
    'content-encoding',
    'accept-encoding',
    'Expect',
    'Connection',
    'Keep-Alive',
    'Proxy-Authorization',
    'proxy-authenticate',
    'Proxy-Connection',
    'TE',
    'Trailer',
    'Transfer-Encoding',
    'Upgrade',
  ])('named %s are refused, with who owns it', (name) => {
    expect(headersProblem({ [name]: 'open-sesame' })).toMatch(
      new RegExp(`^header '${name}' cannot be set: [a-z]`),
    );
  });

  it('may take the place of those that nobody owns', () => {
    expect(headersProblem({ accept: 'application/json', 'user-agent': 'orders/1', cookie: 'a=b' })).toBe(
      undefined,
    );
  });
});
