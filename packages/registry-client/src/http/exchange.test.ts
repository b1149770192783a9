import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ScriptedRegistry, networkError, type ScriptedReply } from '../../testing/scripted-registry.ts';
import { BodyTooLargeError } from './bounded-body.ts';
import { readEndpoint } from './endpoint.ts';
import { exchange, type ExchangeOptions, type ExchangeRequest } from './exchange.ts';

const endpoint = readEndpoint('http://r/base/');

function send(
  reply: ScriptedReply,
  request: Partial<ExchangeRequest> = {},
  options: Partial<ExchangeOptions> = {},
) {
  const registry = new ScriptedRegistry(() => reply);
  const answer = exchange(
    registry.dispatcher,
    { endpoint, request: { method: 'GET', path: '/subjects', ...request } },
    { authorization: undefined, maxResponseBytes: 100, signal: new AbortController().signal, ...options },
  );
  return { answer, registry };
}

describe('a request', () => {
  it('goes below the path of the URL, as it stands', async () => {
    const { answer, registry } = send({}, { path: '/subjects/%2E%2E/versions?a=b' });
    await answer;
    expect(registry.requests).toMatchObject([
      { origin: 'http://r', path: '/base/subjects/%2E%2E/versions?a=b', method: 'GET', text: null },
    ]);
  });

  it("speaks the registry's media type, and names itself", async () => {
    const { answer, registry } = send({}, { method: 'POST', body: '{}' });
    await answer;
    expect(registry.requests[0]?.headers).toEqual({
      accept:
        'application/vnd.schemaregistry.v1+json, application/vnd.schemaregistry+json;q=0.9, application/json;q=0.8',
      'accept-encoding': 'gzip',
      'confluent-accept-unknown-properties': 'true',
      'content-type': 'application/vnd.schemaregistry.v1+json',
      'user-agent': 'ottla-registry-client',
    });
  });

  it('takes headers besides, in place of, and away from its own; never the authorization', async () => {
    const headers = {
      'x-a': '1',
      accept: 'application/json',
      'confluent-accept-unknown-properties': undefined,
      authorization: 'Basic b3RoZXI=',
    };
    const { answer, registry } = send({}, {}, { headers, authorization: 'Bearer t' });
    await answer;
    expect(registry.requests[0]?.headers).toEqual({
      'x-a': '1',
      accept: 'application/json',
      'accept-encoding': 'gzip',
      'user-agent': 'ottla-registry-client',
      authorization: 'Bearer t',
    });
  });
});

describe('an answer', () => {
  it.each([200, 204, 301, 404, 503])('of %i is given as it came, without a verdict', async (status) => {
    const headers = { 'Content-Type': 'text/html', 'retry-after': '7' };
    expect(await send({ status, headers, body: '<html>' }).answer).toEqual({
      status,
      text: '<html>',
      headers: { 'content-type': 'text/html', 'retry-after': '7' },
    });
  });

  it('has one text for headers that came several times', async () => {
    const headers = { 'x-a': ['1', '2'] as unknown as string }; // undici gives arrays for these
    expect((await send({ headers }).answer).headers).toEqual({ 'x-a': '1, 2' });
  });

  it('is inflated, and bounded after it', async () => {
    const headers = { 'content-encoding': 'gzip' };
    const small = { headers, body: gzipSync('{}') };
    expect((await send(small).answer).text).toBe('{}');
    const large = { headers, body: gzipSync('x'.repeat(101)) };
    await expect(send(large).answer).rejects.toThrow(BodyTooLargeError);
  });

  it('that is no success is cut at the bound, or at a mebibyte', async () => {
    const body = 'x'.repeat(2_000_000);
    expect((await send({ status: 500, body }).answer).text).toHaveLength(100);
    const wide = send({ status: 409, body }, {}, { maxResponseBytes: 16_777_216 });
    expect((await wide.answer).text).toHaveLength(1_048_576);
  });

  it('that never comes rejects with what the network threw', async () => {
    const error = networkError('ECONNREFUSED');
    await expect(send(error).answer).rejects.toBe(error);
  });

  it('is not waited for after the signal', async () => {
    const controller = new AbortController();
    const { answer } = send('silence', {}, { signal: controller.signal });
    controller.abort();
    await expect(answer).rejects.toThrow('aborted');
  });
});
