/** The registry client over TLS: who trusts whom, by real handshakes on the loopback address. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createServer, type ServerOptions } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { inspect } from 'node:util';
import { RegistryClient, type RegistryClientOptions } from '@ottla/registry-client';
import { afterEach, describe, expect, it } from 'vitest';
import { LoopbackServer } from '../../packages/embedded/src/loopback-server.ts';
import { makeCertificates, PASSPHRASE } from './hostile/certificates.ts';

const ours = makeCertificates();
const theirs = makeCertificates();

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).toReversed()) await each.close();
});

/** A registry over TLS; answers the name of the client's certificate, and sends who asks for levels away. */
async function serve(options: ServerOptions): Promise<{ url: string; port: number }> {
  const server = createServer({ ...options, ALPNProtocols: ['h2', 'http/1.1'] }, (request, response) => {
    if (request.url === '/config') response.writeHead(302, { location: `http://${request.headers.host}/` });
    const name = (request.socket as TLSSocket).getPeerCertificate().subject?.CN; // an https server's sockets are TLSSockets
    const asked = request.url === '/token' ? { access_token: 't1' } : [name ?? 'nobody'];
    response.end(JSON.stringify(asked));
  });
  const { port } = await LoopbackServer.listen(server).then((listening) => {
    opened.push(listening);
    return listening;
  });
  return { url: `https://127.0.0.1:${port}`, port };
}

function connect(options: RegistryClientOptions): RegistryClient {
  const client = new RegistryClient({ retries: 0, ...options });
  opened.push(client);
  return client;
}

const failureOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'answered',
    (error: unknown) => error,
  );
const failed = (says: RegExp) => ({
  code: 'REGISTRY_TLS_FAILED',
  action: 'usage',
  message: expect.stringMatching(says),
});

describe('the authority', () => {
  it('of the option is trusted, as text or bytes', async () => {
    const { url } = await serve(ours.server);
    expect(await connect({ url, tls: { ca: ours.ca } }).subjects()).toEqual(['nobody']);
    expect(await connect({ url, tls: { ca: Buffer.from(theirs.ca + ours.ca) } }).subjects()).toEqual([
      'nobody',
    ]);
  });

  it.each([
    ['no authority is given', undefined],
    ['another one is given', { ca: theirs.ca }],
  ])('is unknown when %s: the error names the option', async (_name, tls) => {
    const { url } = await serve(ours.server);
    expect(await failureOf(connect({ url, ...(tls === undefined ? {} : { tls }) }).subjects())).toMatchObject(
      failed(/at https:\/\/127\.0\.0\.1:\d+\/subjects: TLS failed: .*goes into the option 'tls' as ca/),
    );
  });

  it('is asked for even where the environment says that nobody need be', async () => {
    const { url } = await serve(ours.server);
    const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      expect(await failureOf(connect({ url }).subjects())).toMatchObject(failed(/TLS failed/));
    } finally {
      if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
      else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before;
    }
  });

  it('does not help a certificate that is over', async () => {
    const { url } = await serve(ours.expired);
    expect(await failureOf(connect({ url, tls: { ca: ours.ca } }).subjects())).toMatchObject(
      failed(/TLS failed: certificate has expired/),
    );
  });
});

describe('the name', () => {
  it('must be in the certificate, whoever signed it', async () => {
    const { url } = await serve(ours.otherName);
    expect(await failureOf(connect({ url, tls: { ca: ours.ca } }).subjects())).toMatchObject(
      failed(/TLS failed: .*127\.0\.0\.1/),
    );
  });

  it('may be another than the host of the URL, by the option', async () => {
    const { url } = await serve(ours.otherName);
    const tls = { ca: ours.ca, servername: 'registry.example' };
    expect(await connect({ url, tls }).subjects()).toEqual(['nobody']);
    const wrong = { ca: ours.ca, servername: 'elsewhere.example' };
    expect(await failureOf(connect({ url, tls: wrong }).subjects())).toMatchObject(
      failed(/elsewhere\.example/),
    );
  });

  it('of the option means nothing to a token endpoint', async () => {
    const { url } = await serve(ours.otherName);
    const login = await serve(ours.server);
    const auth = { tokenUrl: `${login.url}/token`, clientId: 'me', clientSecret: 'open-sesame' };
    const tls = { ca: ours.ca, servername: 'registry.example' };
    expect(await connect({ url, tls, auth }).subjects()).toEqual(['nobody']);
  });
});

describe('the client', () => {
  const demanding: ServerOptions = { ...ours.server, ca: ours.ca, requestCert: true };

  it.each([
    ['its key', { key: ours.client.key }],
    ['its encrypted key', { key: ours.encryptedKey, passphrase: PASSPHRASE }],
  ])('is known by its certificate and %s', async (_name, key) => {
    const { url } = await serve(demanding);
    const tls = { ca: ours.ca, cert: ours.client.cert, ...key };
    expect(await connect({ url, tls }).subjects()).toEqual(['client']);
  });

  it.each([
    ['no certificate', {}],
    ['one of a stranger', { cert: theirs.client.cert, key: theirs.client.key }],
  ])('with %s is refused: a typed error', async (_name, pair) => {
    const { url } = await serve(demanding);
    const failure = await failureOf(connect({ url, tls: { ca: ours.ca, ...pair } }).subjects());
    expect(failure).toMatchObject({
      code: 'REGISTRY_UNREACHABLE',
      message: expect.stringContaining("that 'tls' holds the client certificate, if it asks for one"),
    });
  });
});

describe('a redirect', () => {
  it('to plain HTTP is not followed', async () => {
    const { url } = await serve(ours.server);
    const client = connect({ url, tls: { ca: ours.ca } });
    expect(await failureOf(client.compatibilityLevel())).toMatchObject({
      code: 'REGISTRY_REDIRECTED',
      message: expect.stringMatching(/points to http:\/\/127\.0\.0\.1/),
    });
  });
});

describe('the option', () => {
  const url = 'https://registry.example';
  const { client, encryptedKey } = ours;
  /** Without its second line. */
  const damaged = (pem: string): string => pem.replace(/\n.*\n/, '\n');

  it.each<[string, RegistryClientOptions['tls'], RegExp]>([
    ['a path', { ca: '/etc/ca.pem' }, /ca must be a certificate in PEM, the text itself and not a path/],
    ['a key for a certificate', { cert: client.key, key: client.key }, /cert must be a certificate/],
    ['a certificate for a key', { cert: client.cert, key: client.cert }, /key must be a private key/],
    ['half a pair', { cert: client.cert }, /cert and key go together/],
    ['the other half', { key: client.key }, /cert and key go together/],
    ['what belongs to two', { cert: client.cert, key: ours.server.key }, /OpenSSL refuses them: .*mismatch/],
    ['a locked key', { cert: client.cert, key: encryptedKey }, /OpenSSL refuses them: .*passphrase/],
    [
      'the wrong passphrase',
      { cert: client.cert, key: encryptedKey, passphrase: 'close-sesame' },
      /OpenSSL refuses them/,
    ],
    ['a damaged authority', { ca: damaged(ours.ca) }, /OpenSSL refuses them/],
    ['a damaged certificate', { cert: damaged(client.cert), key: client.key }, /OpenSSL refuses them/],
    ['an address', { servername: '127.0.0.1' }, /servername must be a name/],
  ])('that holds %s is refused before the first connection', (_name, tls, says) => {
    const construct = (): RegistryClient => new RegistryClient({ url, tls });
    expect(construct).toThrow(says);
    expect(construct).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }));
    expect(construct).not.toThrow(/sesame|BEGIN|MI[A-Za-z]{10}/);
  });

  it.each([
    [[], "option 'tls' must be an object of ca, cert, key"],
    ['x', "option 'tls' must be an object of ca, cert, key"],
    [{ pfx: 'x' }, "option 'tls': unknown member 'pfx'; known are ca, cert, key"],
    [{ certs: 'x' }, "option 'tls': unknown member 'certs'; did you mean 'cert'?"],
    [{ ca: 7 }, "option 'tls': ca must be PEM text, or a buffer of it, got 7"],
    [{ passphrase: Buffer.from('x') }, "option 'tls': passphrase must be a non-empty string, got bytes"],
    [{ ca: '' }, "option 'tls': ca must be PEM text, or a buffer of it, got an empty string"],
  ])('of %j has the wrong kind', (tls, says) => {
    const given = { url, tls: tls as RegistryClientOptions['tls'] }; // wrong on purpose
    expect(() => new RegistryClient(given)).toThrow(says);
  });

  it("excludes 'dispatcher', and says both names", () => {
    const dispatcher = { request: () => Promise.reject(new Error('never asked')) };
    expect(() => new RegistryClient({ url, tls: { ca: ours.ca }, dispatcher })).toThrow(
      "options 'tls' and 'dispatcher' exclude each other",
    );
  });
});

describe('keys and passphrases', () => {
  it('are printed nowhere, whether the handshake succeeds or fails', async () => {
    const printed: string[] = [];
    const print = (line: string): void => void printed.push(line);
    const hear = (event: unknown): void => void printed.push(inspect(event, { depth: 20, showHidden: true }));
    subscribe('ottla:registry:request', hear);
    try {
      const logger = { debug: print, info: print, warn: print, error: print };
      const tls = { ca: ours.ca, cert: ours.client.cert, key: ours.encryptedKey, passphrase: PASSPHRASE };
      for (const pair of [ours.server, theirs.server]) {
        const { url } = await serve({ ...pair, ca: ours.ca, requestCert: true });
        const client = connect({ url, tls, logger });
        const asked = await client.subjects().catch((error: unknown) => error);
        for (const shown of [client, asked]) {
          printed.push(inspect(shown, { depth: 20, showHidden: true }), JSON.stringify(shown));
        }
      }
      expect(printed.join('\n')).toContain('REGISTRY_TLS_FAILED');
      for (const secret of [
        PASSPHRASE,
        ...ours.encryptedKey.split('\n').filter((line) => line.length > 20),
      ]) {
        expect(printed.filter((line) => line.includes(secret))).toEqual([]);
      }
    } finally {
      unsubscribe('ottla:registry:request', hear);
    }
  });
});
