/** No secret of any kind is printed: not by errors, logs, events, util.inspect or JSON, whatever comes back. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { inspect } from 'node:util';
import { ManualClock } from '@ottla/kernel/testing';
import { describe, expect, it } from 'vitest';
import {
  ScriptedRegistry,
  networkError,
  refusal,
  type ScriptedReply,
  type ScriptedRequest,
} from '../testing/scripted-registry.ts';
import { RegistryClient, type RegistryClientOptions } from './index.ts';

const SECRET = 'open-sesame';
const GRANTED = 'granted-by-sesame';
const url = 'http://r';
const oauth = { tokenUrl: 'http://login/token?key=open-sesame', clientId: 'me', clientSecret: SECRET };

const credentials: [string, RegistryClientOptions][] = [
  ['the URL', { url: `http://ada:${SECRET}@r` }],
  ['Basic', { url, auth: { username: 'ada', password: SECRET } }],
  ['a token', { url, auth: { token: SECRET } }],
  ['a token provider', { url, auth: () => SECRET }],
  ['OAuth', { url, auth: oauth }],
  ['a header', { url, headers: { 'x-api-key': SECRET } }],
  ['a function of headers', { url, headers: async () => ({ 'x-api-key': SECRET }) }],
];

const echoed = ({ headers, text }: ScriptedRequest): string => JSON.stringify({ headers, text });
const replies: [string, (request: ScriptedRequest) => ScriptedReply][] = [
  ['a network error', () => networkError('ECONNREFUSED')],
  ['401', () => refusal(401, 40101, 'Unauthorized')],
  ['503', () => ({ status: 503 })],
  ['a redirect', () => ({ status: 302, headers: { location: `http://ada:${SECRET}@elsewhere/` } })],
  ['HTML', () => ({ body: '<html>' })],
  ['a list', () => ({ body: ['a'] })],
  ['a list of what it was sent', (request) => ({ body: [request.headers] })],
  ['a refusal that echoes what it was sent', (request) => refusal(403, 40301, echoed(request))],
  ['a page that echoes what it was sent', (request) => ({ body: `<p>${echoed(request)}` })],
  ['a failure that echoes what it was sent', (request) => ({ status: 500, body: echoed(request) })],
];
const cases = credentials.flatMap(([where, options]) =>
  replies.map(([what, reply]) => ({ where, options, what, reply })),
);

const channels = ['request', 'failover', 'cache'].map((name) => `ottla:registry:${name}`);
const inspected = (value: unknown): string => inspect(value, { depth: 20, showHidden: true });

/** Everything the client prints, or lets be printed, in one call that comes to this. */
async function printedBy(
  options: RegistryClientOptions,
  script: (request: ScriptedRequest) => ScriptedReply,
) {
  const printed: string[] = [];
  const print = (line: string): void => void printed.push(line);
  const hear = (event: unknown): void => void printed.push(inspected(event), JSON.stringify(event));
  for (const channel of channels) subscribe(channel, hear);
  try {
    const registry = new ScriptedRegistry(script);
    const { dispatcher } = registry;
    const logger = { debug: print, info: print, warn: print, error: print };
    const clock = new ManualClock({ takesAlongMs: 5_000 });
    const client = new RegistryClient({ ...options, dispatcher, logger }, { clock, random: () => 0 });
    await client.subjects().catch((error: unknown) => {
      printed.push(String(error), inspected(error), JSON.stringify(error), (error as Error).stack ?? ''); // subjects rejects with errors only
    });
    printed.push(inspected(client), JSON.stringify(client), inspected(client.metrics()));
    await client.close();
    return { printed, requests: registry.requests };
  } finally {
    for (const channel of channels) unsubscribe(channel, hear);
  }
}

function expectNoSecret(printed: readonly string[], requests: readonly ScriptedRequest[]): void {
  const encoded = requests.map(({ headers }) => headers['authorization']?.split(' ')[1] ?? SECRET);
  expect(printed.length).toBeGreaterThan(3);
  for (const secret of new Set([SECRET, GRANTED, ...encoded])) {
    expect(printed.filter((line) => line.includes(secret))).toEqual([]);
  }
}

describe('a secret', () => {
  it.each(cases)(
    'from $where is printed nowhere when the registry answers $what',
    async ({ options, reply }) => {
      const { printed, requests } = await printedBy(options, (request) =>
        request.origin === 'http://login' ? { body: { access_token: GRANTED } } : reply(request),
      );
      const sent = requests.map(({ headers }) => JSON.stringify(headers)).join();
      expect(sent).toMatch(/sesame|authorization/);
      expectNoSecret(printed, requests);
    },
  );

  it.each(replies)('of OAuth is printed nowhere when the token endpoint answers %s', async (_what, reply) => {
    const { printed, requests } = await printedBy({ url, auth: oauth }, reply);
    expect(requests.every(({ origin }) => origin === 'http://login')).toBe(true);
    expectNoSecret(printed, requests);
  });

  it.each<[string, RegistryClientOptions]>([
    ['the URL', { url: `ftp://ada:${SECRET}@r` }],
    ['the URL and auth', { url: `http://ada:${SECRET}@r`, auth: { token: SECRET } }],
    ['Basic', { url, auth: { username: `a:${SECRET}`, password: SECRET } }],
    ['a token', { url, auth: { token: `${SECRET}\n` } }],
    ['OAuth', { url, auth: { ...oauth, tokenUrl: `https://me:${SECRET}@login` } }],
    ['an incomplete OAuth', { url, auth: { clientSecret: SECRET } as never }],
    ['a header', { url, headers: { 'x-api-key': `${SECRET}\r\n` } }],
    ['a key', { url, tls: { key: SECRET } }],
    ['a passphrase', { url, tls: { passphrase: SECRET, cert: SECRET } }],
  ])('in options that are wrong is not in the error: %s', (_where, options) => {
    let thrown: unknown;
    try {
      new RegistryClient(options);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ action: 'usage' });
    expect(inspected(thrown) + JSON.stringify(thrown)).not.toContain(SECRET);
  });
});
