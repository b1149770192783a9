import { describe, expect, it } from 'vitest';
import { pathSegment, readEndpoint } from './endpoint.ts';

describe('a base URL', () => {
  it.each([
    ['http://localhost:8081', 'http://localhost:8081', '', 'http://localhost:8081'],
    ['http://localhost:8081/', 'http://localhost:8081', '', 'http://localhost:8081'],
    [
      'https://r.example/apis/ccompat/v7//',
      'https://r.example',
      '/apis/ccompat/v7',
      'https://r.example/apis/ccompat/v7',
    ],
    ['http://[::1]:8081/x', 'http://[::1]:8081', '/x', 'http://[::1]:8081/x'],
  ])('%s is taken apart', (url, origin, path, shown) => {
    expect(readEndpoint(url)).toEqual({ origin, path, shown, credentials: undefined });
  });

  it('gives its credentials apart and shows them nowhere else', () => {
    const { credentials, ...rest } = readEndpoint('https://ada:p%40ss%2Fw@r.example/v7');
    expect(credentials).toEqual({ username: 'ada', password: 'p@ss/w' });
    expect(rest).toEqual({ origin: 'https://r.example', path: '/v7', shown: 'https://r.example/v7' });
  });

  it.each([
    'localhost:8081',
    'registry',
    'ftp://ada:secret@r.example',
    'file:///etc/passwd',
    'http://ada:secret@r.example?x=1',
    'http://ada:secret@r.example/#x',
    'http://ada:sec ret@r ex/ample',
    'http://ada:sec@ret@',
  ])('%s is refused without printing a secret', (url) => {
    let message = '';
    try {
      readEndpoint(url);
    } catch (error) {
      message = String(error);
    }
    expect(message).toContain("option 'url' must");
    expect(message).not.toMatch(/secret|sec ret|ret@|ada/);
  });
});

describe('a path segment', () => {
  it.each([
    ['a-value', 'a-value'],
    ['a/b', 'a%2Fb'],
    ['..', '%2E%2E'],
    ['.', '%2E'],
    ['...', '...'],
    ['a%2Fb', 'a%252Fb'],
    ['?x#y', '%3Fx%23y'],
    ['\n\0', '%0A%00'],
    ['🎈', '%F0%9F%8E%88'],
    [':.ctx:a', '%3A.ctx%3Aa'],
  ])('of %j is %s', (value, segment) => {
    expect(pathSegment(value)).toBe(segment);
  });
});
