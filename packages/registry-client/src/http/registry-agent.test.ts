/** Connections, real ones on the loopback address: the client's own Agent, and a proxy by dispatcher. */
import {
  createServer,
  request as sendRequest,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from 'node:http';
import { connect as connectTcp, type AddressInfo, type Socket } from 'node:net';
import { inspect } from 'node:util';
import { ProxyAgent } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { RegistryClient, type RegistryClientOptions } from '../index.ts';

const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close();
});

async function listen(server: Server): Promise<string> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  opened.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => void server.close(resolve));
  });
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  return `127.0.0.1:${port}`;
}

const serve = async (answer: RequestListener): Promise<string> =>
  `http://${await listen(createServer(answer))}`;

/** A proxy that hands requests on and opens tunnels, and remembers what for. */
async function openProxy() {
  const asked: { target: string | undefined; authorization: string | undefined }[] = [];
  const note = ({ method, url, headers }: IncomingMessage): void =>
    void asked.push({ target: `${method} ${url}`, authorization: headers['proxy-authorization'] });
  const server = createServer((request, response) => {
    note(request);
    const { 'proxy-authorization': _proxy, ...headers } = request.headers;
    const options = { method: request.method ?? 'GET', headers, agent: false };
    const onward = sendRequest(request.url ?? '', options, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  server.on('connect', (request: IncomingMessage, client: Socket) => {
    note(request);
    const [host, port] = (request.url ?? '').split(':');
    const upstream = connectTcp(Number(port), host);
    upstream.on('connect', () => client.write('HTTP/1.1 200 Connection established\r\n\r\n'));
    upstream.on('error', () => client.destroy()).on('close', () => client.destroy());
    client.on('error', () => upstream.destroy()).on('close', () => upstream.destroy());
    upstream.pipe(client);
    client.pipe(upstream);
  });
  return { url: `http://${await listen(server)}`, asked };
}

function open(options: RegistryClientOptions): RegistryClient {
  const client = new RegistryClient({ retries: 0, ...options });
  opened.push(() => client.close());
  return client;
}

function openProxyAgent(options: ProxyAgent.Options): ProxyAgent {
  const dispatcher = new ProxyAgent(options);
  opened.push(() => dispatcher.destroy());
  return dispatcher;
}

describe('a proxy', () => {
  it.each([
    ['hands requests on', false, 'GET http://REGISTRY/subjects/a%2Fb/versions'],
    ['opens tunnels', true, 'CONNECT REGISTRY'],
  ])('that %s is a dispatcher', async (_name, proxyTunnel, target) => {
    const seen: unknown[] = [];
    const registry = await serve(({ url, headers }, response) => {
      seen.push([url, headers.authorization, headers['proxy-authorization']]);
      response.end('[1]');
    });
    const proxy = await openProxy();
    const token = 'Basic cHJveHk6c2VjcmV0';
    const dispatcher = openProxyAgent({ uri: proxy.url, token, proxyTunnel });
    const client = open({ url: registry, auth: { token: 'abc' }, dispatcher });
    expect(await client.versions('a/b')).toEqual([1]);
    expect(seen).toEqual([['/subjects/a%2Fb/versions', 'Bearer abc', undefined]]);
    const host = registry.slice('http://'.length);
    expect(proxy.asked).toEqual([{ target: target.replace('REGISTRY', host), authorization: token }]);
  });

  it('that is away is a registry that cannot be reached', async () => {
    const gone = createServer();
    const address = await listen(gone);
    await new Promise((resolve) => void gone.close(resolve));
    opened.pop();
    const dispatcher = openProxyAgent({ uri: `http://${address}`, token: 'Basic cHJveHk6c2VjcmV0' });
    const client = open({ url: 'http://registry.example', dispatcher });
    const failure = await client.subjects().catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'REGISTRY_UNREACHABLE', action: 'retriable' });
    expect(inspect(failure, { depth: 10 })).not.toContain('cHJveHk6c2VjcmV0');
  });

  it('stays open when the client closes: whoever made it closes it', async () => {
    const registry = await serve((_request, response) => response.end('[]'));
    const proxy = await openProxy();
    const dispatcher = openProxyAgent({ uri: proxy.url });
    await open({ url: registry, dispatcher }).close();
    expect(await open({ url: registry, dispatcher }).subjects()).toEqual([]);
  });
});

describe('OAuth over real connections', () => {
  it('asks the token endpoint and the registry through one dispatcher', async () => {
    const registry = await serve((request, response) => {
      response.writeHead(request.headers.authorization === 'Bearer t1' ? 200 : 401).end('["a"]');
    });
    const forms: string[] = [];
    const login = await serve((request, response) => {
      request.setEncoding('utf8');
      let form = '';
      request.on('data', (chunk: string) => {
        form += chunk;
      });
      request.on('end', () => {
        forms.push(form);
        response.end(JSON.stringify({ access_token: 't1', token_type: 'Bearer', expires_in: 3600 }));
      });
    });
    const proxy = await openProxy();
    const auth = { tokenUrl: `${login}/token`, clientId: 'me', clientSecret: 'open-sesame', scope: 'a b' };
    const client = open({ url: registry, auth, dispatcher: openProxyAgent({ uri: proxy.url }) });
    expect(await client.subjects()).toEqual(['a']);
    expect(forms).toEqual(['grant_type=client_credentials&scope=a+b']);
    expect(proxy.asked.map(({ target }) => target)).toEqual([
      `POST ${login}/token`,
      `GET ${registry}/subjects`,
    ]);
  });
});
