import { describe, expect, it } from 'vitest';
import { answerTypeFor, isBodyType } from './media-type.ts';

const V1 = 'application/vnd.schemaregistry.v1+json';
const ANY = 'application/vnd.schemaregistry+json';
const JSON_TYPE = 'application/json';

describe('the type of an answer', () => {
  it.each([
    [undefined, V1],
    ['', V1],
    ['*/*', V1],
    ['application/*', V1],
    [JSON_TYPE, JSON_TYPE],
    ['Application/JSON; charset=utf-8', JSON_TYPE],
    [`${V1}, ${ANY}, ${JSON_TYPE}`, V1],
    [`${JSON_TYPE}, ${ANY}`, ANY],
    [`${V1};q=0.5, ${JSON_TYPE}; q=0.9`, JSON_TYPE],
    [`text/html, ${JSON_TYPE};q=0.1`, JSON_TYPE],
    [`*/*, ${V1};q=0`, ANY],
    ['text/html', undefined],
    [`${JSON_TYPE};q=0`, undefined],
    ['nonsense', undefined],
  ])('for Accept: %s is %s', (accept, type) => {
    expect(answerTypeFor(accept)).toBe(type);
  });
});

describe('a body', () => {
  it.each([V1, ANY, JSON_TYPE, 'application/octet-stream', 'APPLICATION/JSON;charset=utf-8'])(
    'is read under %s',
    (type) => expect(isBodyType(type)).toBe(true),
  );

  it.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded', ''])(
    'is not read under %j',
    (type) => expect(isBodyType(type)).toBe(false),
  );
});
