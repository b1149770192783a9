import { describe, expect, it } from 'vitest';
import { hidden, secretsOf } from './secrets.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('the secrets of a request', () => {
  it.each([
    ['x-api-key', 'abcd'],
    ['cookie', 'a=bc'],
    ['x-auth', 'abcd'],
    ['x-amz-security-token', 'abcd'],
    ['client-secret', 'abcd'],
    ['x-vault', '0123456789abcdef'],
  ])('are what looks like a credential in a header: %s: %s', (name, value) => {
    expect(secretsOf({ authorization: undefined, headers: { [name]: value } })).toContain(value);
  });

  it.each([
    ['x-env', 'prod'],
    ['x-team', 'orders'],
    ['user-agent', 'orders/1.2'],
  ])('are not the words of other headers: %s: %s', (name, value) => {
    expect(secretsOf({ authorization: undefined, headers: { [name]: value } })).not.toContain(value);
  });

  it('are its credentials, encoded and plain, and the headers of the user', () => {
    const authorization = `Basic ${base64('ada:p:ä ss')}`;
    expect(secretsOf({ authorization, headers: { 'x-key': 'open-sesame' } })).toEqual([
      base64('ada:p:ä ss'),
      'ada:p:ä ss',
      'p:ä ss',
      'p%3A%C3%A4%20ss',
      'open-sesame',
    ]);
  });

  it('are the token of Bearer', () => {
    expect(secretsOf({ authorization: 'Bearer abc', headers: {} }).filter((text) => text !== '')).toEqual([
      'abc',
    ]);
  });

  it('may be none', () => {
    expect(secretsOf({ authorization: undefined, headers: {} }).join('')).toBe('');
  });
});

describe('a text of strangers', () => {
  it('is shown without secrets, the longest first, wherever they stand', () => {
    expect(hidden('ada:open sesame, open sesame!', ['open sesame', 'ada:open sesame'])).toBe(
      '[hidden], [hidden]!',
    );
  });

  it('keeps its words when a secret is too short to be told from them', () => {
    expect(hidden('the id is 7', ['7', 'id', ''])).toBe('the id is 7');
  });

  it('takes a secret by the letter: it is no pattern', () => {
    expect(hidden('xxxx .... $&$&', ['....', '$&$&'])).toBe('xxxx [hidden] [hidden]');
  });
});
