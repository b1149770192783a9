import { describe, expect, it } from 'vitest';
import type { RegistryError } from '../registry-error.ts';
import { judgeAnswer } from './verdict.ts';

const call = { purpose: 'get the schema of id 7', url: 'http://r/schemas/ids/7', schemaId: 7, subject: 'a' };

function judge(status: number, text: string, location?: string): unknown {
  const headers: Record<string, string> = location === undefined ? {} : { location };
  return judgeAnswer({ status, text, headers }, call);
}

function failure(status: number, text: string, location?: string): RegistryError {
  try {
    judge(status, text, location);
  } catch (error) {
    return error as RegistryError; // judgeAnswer throws nothing else; the tests judge its fields
  }
  throw new Error('it was taken for a success');
}

const body = (code: unknown, message: unknown = 'no') => JSON.stringify({ error_code: code, message });

describe('a success', () => {
  it.each(['{"id":1}', '[]', 'null', '7', '\uFEFF{}'.slice(1)])('is the JSON value of %s', (text) => {
    expect(judge(200, text)).toEqual(JSON.parse(text));
  });

  it.each([
    ['HTML', '<!doctype html><title>Login</title>', 'REGISTRY_NOT_JSON', "no JSON but '<!doctype html>"],
    ['nothing', '', 'REGISTRY_NOT_JSON', 'an empty body'],
    ['blanks', ' \n', 'REGISTRY_NOT_JSON', 'an empty body'],
    ['JSON cut short', '{"id": 1, "sch', 'REGISTRY_NOT_JSON', 'no JSON but'],
    ['JSON too deep', '['.repeat(1_000), 'REGISTRY_ANSWER_INVALID', 'deeper than 64 levels'],
  ])('with %s is none', (_name, text, code, part) => {
    const error = failure(200, text);
    expect(error).toMatchObject({
      code,
      action: 'usage',
      status: 200,
      url: call.url,
      schemaId: 7,
      subject: 'a',
    });
    expect(error.message).toContain(part);
    expect(error.message).toContain('is this URL a schema registry?');
  });

  it.each(['{"id":1}', '<html>'])('that says it is HTML is none, even with %s', (text) => {
    const headers = { 'content-type': 'text/html; charset=utf-8' };
    expect(() => judgeAnswer({ status: 200, text, headers }, call)).toThrow(
      `no JSON but '${text}' of content-type text/html; is this URL a schema registry?`,
    );
  });

  it('shows only the beginning of what it cannot read, without control characters', () => {
    const { message } = failure(200, `\u001b[31mred\u0007 ${'x'.repeat(10_000)}`);
    expect(message).not.toMatch(/\p{Cc}/u);
    expect(message.length).toBeLessThan(300);
  });
});

describe('a refusal', () => {
  it.each([
    [401, body(40101), 'REGISTRY_UNAUTHORIZED'],
    [401, '', 'REGISTRY_UNAUTHORIZED'],
    [403, body(40301), 'REGISTRY_FORBIDDEN'],
    [404, body(40401), 'SUBJECT_NOT_FOUND'],
    [404, body(40402), 'VERSION_NOT_FOUND'],
    [404, body(40403), 'SCHEMA_NOT_FOUND'],
    [404, body(40404), 'SUBJECT_NOT_FOUND'],
    [404, body(40408), 'SETTING_NOT_FOUND'],
    [404, body(40499), 'REGISTRY_REFUSED'],
    [404, body(404), 'REGISTRY_ROUTE_NOT_FOUND'],
    [404, body(0), 'REGISTRY_ROUTE_NOT_FOUND'],
    [404, '<html>', 'REGISTRY_ROUTE_NOT_FOUND'],
    [405, body(405), 'REGISTRY_ROUTE_NOT_FOUND'],
    [405, '{"detail":"Method Not Allowed"}', 'REGISTRY_ROUTE_NOT_FOUND'],
    [409, body(409), 'SCHEMA_INCOMPATIBLE'],
    [409, body(40901), 'SCHEMA_INCOMPATIBLE'],
    [409, '', 'SCHEMA_INCOMPATIBLE'],
    [409, body(40902), 'REGISTRY_REFUSED'],
    [413, '', 'REGISTRY_REFUSED'],
    [422, body(42201), 'SCHEMA_INVALID'],
    [422, body(42205), 'REGISTRY_REFUSED'],
    [429, body(42901), 'REGISTRY_THROTTLED'],
    [500, body(50001), 'REGISTRY_UNAVAILABLE'],
    [500, body(40401), 'REGISTRY_UNAVAILABLE'],
    [503, '<html>', 'REGISTRY_UNAVAILABLE'],
  ])('%i %s is %s', (status, text, code) => {
    expect(failure(status, text)).toMatchObject({ code, status });
  });

  it("carries the registry's own code and words", () => {
    const error = failure(404, body(40403, 'Schema 7 not found'));
    expect(error).toMatchObject({ registryCode: 40403, schemaId: 7 });
    expect(error.message).toBe(
      'cannot get the schema of id 7 at http://r/schemas/ids/7: the registry answered 404 (40403): Schema 7 not found; is it the registry that the writer of these bytes used?',
    );
  });

  it.each([body('40401'), body(1.5), body(2 ** 60), body(null, { x: 1 }), '[]', 'null', '['.repeat(500)])(
    'takes no code from %s',
    (text) => {
      expect(failure(404, text)).toMatchObject({ code: 'REGISTRY_ROUTE_NOT_FOUND', registryCode: undefined });
    },
  );

  it("bounds the registry's words and frees them of control characters", () => {
    const { message } = failure(409, body(40901, `\u001b]0;evil\u0007${'y'.repeat(1_000_000)}`));
    expect(message.length).toBeLessThan(20_000);
    expect(message).not.toMatch(/\p{Cc}/u);
  });
});

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])('%i is refused and its target named', (status) => {
    const error = failure(status, '', 'http://elsewhere:9/x');
    expect(error).toMatchObject({ code: 'REGISTRY_REDIRECTED', action: 'usage', status });
    expect(error.message).toContain('points to http://elsewhere:9/x');
  });

  it('may point nowhere, or to a place with a secret', () => {
    expect(failure(302, '').message).toContain('points to nowhere');
    for (const place of [
      'https://ada:secret@r/',
      'https://ada:se/secret@r/',
      'https://r/?token=secret',
      '/#secret',
    ]) {
      expect(failure(302, '', place).message).not.toContain('secret');
    }
  });
});
