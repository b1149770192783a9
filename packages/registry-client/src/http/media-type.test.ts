import { describe, expect, it } from 'vitest';
import { unexpectedType } from './media-type.ts';

describe('a content-type', () => {
  it.each([
    undefined,
    '',
    'json',
    'application/json',
    'application/json;charset=utf-8',
    'Application/JSON ; charset="utf-8"',
    'application/vnd.schemaregistry.v1+json',
    'application/vnd.schemaregistry+json; charset=UTF-8',
    'application/problem+json',
    'text/json',
  ])('of %j may be JSON', (contentType) => {
    expect(unexpectedType(contentType, 'json')).toBeUndefined();
    expect(unexpectedType(contentType, 'text')).toBeUndefined();
  });

  it.each([
    ['text/html', 'text/html'],
    ['Text/HTML; charset=utf-8', 'text/html'],
    ['text/html, application/json', 'text/html'],
    ['application/xml', 'application/xml'],
    ['application/octet-stream', 'application/octet-stream'],
    ['application/jsonp', 'application/jsonp'],
    ['application/json+xml', 'application/json+xml'],
    ['image/vnd.x+json', 'image/vnd.x+json'],
  ])('of %j is not, whatever is expected', (contentType, type) => {
    expect(unexpectedType(contentType, 'json')).toBe(type);
    expect(unexpectedType(contentType, 'text')).toBe(type);
  });

  it('of plain text is good for text only', () => {
    expect(unexpectedType('text/plain', 'json')).toBe('text/plain');
    expect(unexpectedType('text/plain', 'text')).toBeUndefined();
  });
});
