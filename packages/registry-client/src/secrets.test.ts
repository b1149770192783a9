import { inspect } from 'node:util';
import { ManualClock } from '@ottla/kernel/testing';
import { describe, expect, it } from 'vitest';
import { ScriptedRegistry, networkError, type ScriptedReply } from '../testing/scripted-registry.ts';
import { RegistryClient, type RegistryClientOptions } from './index.ts';

const SECRET = 'open-sesame';
const credentials: [string, RegistryClientOptions][] = [
  ['the URL', { url: `http://ada:${SECRET}@r` }],
  ['Basic', { url: 'http://r', auth: { username: 'ada', password: SECRET } }],
  ['a token', { url: 'http://r', auth: { token: SECRET } }],
  ['a token provider', { url: 'http://r', auth: () => SECRET }],
];
const replies: [string, ScriptedReply][] = [
  ['a network error', networkError('ECONNREFUSED')],
  ['401', { status: 401, body: { error_code: 401, message: 'Unauthorized' } }],
  ['503', { status: 503 }],
  ['a redirect', { status: 302, headers: { location: `http://ada:${SECRET}@elsewhere/` } }],
  ['HTML', { body: '<html>' }],
  ['a list', { body: ['a'] }],
];

describe('a secret', () => {
  it.each(
    credentials.flatMap(([where, options]) =>
      replies.map(([what, reply]) => ({ where, options, what, reply })),
    ),
  )('from $where is printed nowhere when the registry answers $what', async ({ options, reply }) => {
    const printed: string[] = [];
    const print = (line: string) => void printed.push(line);
    const registry = new ScriptedRegistry(() => reply);
    const client = new RegistryClient(
      {
        ...options,
        dispatcher: registry.dispatcher,
        logger: { debug: print, info: print, warn: print, error: print },
      },
      { clock: new ManualClock({ takesAlongMs: 5_000 }), random: () => 0 },
    );
    await client.subjects().catch((error: unknown) => {
      printed.push(String(error), inspect(error, { depth: 10, showHidden: true }), JSON.stringify(error));
    });
    printed.push(inspect(client, { depth: 10, showHidden: true }), JSON.stringify(client));

    const sent = registry.requests[0]?.headers['authorization'] ?? '';
    expect(sent).not.toBe('');
    const encoded = sent.split(' ')[1] ?? '';
    for (const line of printed) {
      expect(line).not.toContain(SECRET);
      expect(line).not.toContain(encoded);
    }
  });
});
