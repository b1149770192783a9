/** A cluster that is pointed at servers which are no brokers, or bad ones. Each is a tiny TCP server on loopback. */
import { createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { Cluster } from '@ottla/cluster';
import {
  FrameAssembler,
  apiVersions,
  apis,
  decodeRequest,
  encodeResponse,
  metadata,
  type DecodedRequest,
} from '@ottla/protocol';
import { LoopbackServer } from '../../packages/embedded/src/loopback-server.ts';

const servers: LoopbackServer[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

/** Listens on a free port; gives the address. */
async function serve(onSocket: (socket: Socket) => void): Promise<string> {
  const server = await LoopbackServer.listen(createServer({ allowHalfOpen: true }, onSocket));
  servers.push(server);
  return server.address;
}

type Answering = (request: DecodedRequest, socket: Socket, address: string) => void;

/** A server that reads requests. */
async function broker(answer: Answering): Promise<string> {
  const address = await serve((socket) => {
    const assembler = new FrameAssembler({ maxFrameBytes: 1 << 20 });
    socket.on('data', (bytes) => {
      for (const frame of assembler.push(bytes)) answer(decodeRequest(frame), socket, address);
    });
  });
  return address;
}

const apiKeys = apis.map(({ key, versions }) => ({
  apiKey: key,
  minVersion: versions.min,
  maxVersion: versions.max,
}));

/** What an honest broker, alone in its cluster, answers to ApiVersions and Metadata. */
function honest({ api, version, correlationId }: DecodedRequest, address: string): Buffer {
  const [host = '', port = '0'] = address.split(':');
  const frame =
    api.key === apiVersions.key
      ? encodeResponse(apiVersions, version, correlationId, { errorCode: 0, apiKeys })
      : encodeResponse(metadata, version, correlationId, {
          brokers: [{ nodeId: 1, host, port: Number(port), rack: null }],
          clusterId: 'one',
          controllerId: 1,
          topics: [],
        });
  return Buffer.concat(frame.chunks);
}

async function connectTo(address: string, connectTimeoutMs = 400): Promise<Error & { code?: string }> {
  await using cluster = new Cluster({ bootstrapServers: [address], connectTimeoutMs, requestTimeoutMs: 400 });
  return await cluster.connect().then(
    () => new Error('connected'),
    (error: Error) => error,
  );
}

const lengthOf = (length: number): Buffer => {
  const prefix = Buffer.alloc(4);
  prefix.writeInt32BE(length | 0);
  return prefix;
};

describe('a bootstrap server that is no broker is named with a reason', () => {
  it.each([
    {
      what: 'HTTP',
      banner: Buffer.from('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'),
      says: /HTTP/,
    },
    { what: 'SSH', banner: Buffer.from('SSH-2.0-OpenSSH_9.6\r\n'), says: /SSH/ },
    { what: 'a TLS alert', banner: Buffer.from([0x15, 3, 3, 0, 2, 2, 10]), says: /TLS/ },
    { what: 'a frame of 0 bytes', banner: lengthOf(0), says: /frame of 0 bytes/ },
    { what: 'a frame of -1 bytes', banner: lengthOf(-1), says: /frame of -1 bytes/ },
    { what: 'a frame of 2 GiB', banner: lengthOf(0x7fffffff), says: /frame of 2147483647 bytes/ },
  ])('when it sends $what', async ({ banner, says }) => {
    const error = await connectTo(
      await serve((socket) => void socket.on('data', () => socket.write(banner))),
    );
    expect(error.code).toBe('BOOTSTRAP_UNREACHABLE');
    expect(error.message).toMatch(says);
    expect(error.message).toContain('bootstrap server 127.0.0.1:');
  });

  it.each([
    { what: 'accepts and says nothing', onSocket: () => undefined, says: /no answer/ },
    {
      what: 'resets in the handshake',
      onSocket: (socket: Socket) => socket.resetAndDestroy(),
      says: /ECONNRESET|closed/,
    },
    {
      what: 'closes its half at once',
      onSocket: (socket: Socket) => void socket.end(),
      says: /before it told its versions/,
    },
    {
      what: 'closes after the request',
      onSocket: (socket: Socket) => void socket.on('data', () => socket.destroy()),
      says: /before it told its versions/,
    },
  ])('when it $what', async ({ onSocket, says }) => {
    const error = await connectTo(await serve(onSocket));
    expect(error.code).toBe('BOOTSTRAP_UNREACHABLE');
    expect(error.message).toMatch(says);
  });

  it('when nobody listens', async () => {
    const address = await serve(() => undefined);
    await servers[0]?.close();
    expect((await connectTo(address)).message).toContain('ECONNREFUSED');
  });

  it('when its name does not exist', async () => {
    expect((await connectTo('no-such-host.invalid:9092')).message).toMatch(/ENOTFOUND|EAI_AGAIN/);
  });
});

describe('a bad broker', () => {
  it('that sends a huge frame slowly costs no memory', async () => {
    const before = process.memoryUsage().arrayBuffers;
    let sentBytes = 0;
    const flood = Buffer.alloc(1 << 20);
    const address = await serve((socket) => {
      socket.on('data', () => {
        socket.write(lengthOf(0x7fffffff));
        const more = (): void => {
          while (!socket.destroyed && socket.write(flood)) sentBytes += flood.length;
        };
        socket.on('drain', more);
        more();
      });
    });
    expect((await connectTo(address)).code).toBe('BOOTSTRAP_UNREACHABLE');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 << 20);
    expect(sentBytes).toBeLessThan(64 << 20);
  });

  it('that cuts any answer at any byte is tried again until one is whole', async () => {
    let cut = 0;
    const address = await broker((request, socket, self) => {
      const answer = honest(request, self);
      if (request.api.key === apiVersions.key || cut >= answer.length) socket.write(answer);
      else socket.end(answer.subarray(0, cut++));
    });
    await using cluster = new Cluster({
      bootstrapServers: [address],
      reconnectBackoffMs: 1,
      reconnectBackoffMaxMs: 1,
    });
    await cluster.connect();
    expect(cluster.metadata.clusterId).toBe('one');
    expect(cut).toBeGreaterThan(40);
  });

  it('that answers byte by byte is understood', async () => {
    const address = await broker((request, socket, self) => {
      for (const byte of honest(request, self)) socket.write(Buffer.from([byte]));
    });
    await using cluster = new Cluster({ bootstrapServers: [address] });
    await cluster.connect();
    expect([...cluster.metadata.brokers.keys()]).toEqual([1]);
  });

  it('that knows only ApiVersions 0 is asked in 0', async () => {
    const asked: number[] = [];
    const address = await broker((request, socket, self) => {
      const { api, version, correlationId } = request;
      if (api.key === apiVersions.key) asked.push(version);
      const refuses = api.key === apiVersions.key && version > 0;
      const refusal = (): Buffer =>
        Buffer.concat(encodeResponse(apiVersions, 0, correlationId, { errorCode: 35, apiKeys: [] }).chunks);
      socket.write(refuses ? refusal() : honest(request, self));
    });
    await using cluster = new Cluster({ bootstrapServers: [address] });
    await cluster.connect();
    expect(asked.slice(0, 2)).toEqual([apiVersions.versions.max, 0]);
  });

  it.each([
    { what: 'twice', answers: (answer: Buffer) => [answer, answer] },
    { what: 'under another id', answers: (answer: Buffer) => [renumbered(answer, 77)] },
    { what: 'with a body cut short inside its frame', answers: (answer: Buffer) => [shortened(answer)] },
  ])('that answers $what is left, and the good one beside it serves', async ({ answers }) => {
    const bad = await broker((request, socket, self) => {
      const answer = honest(request, self);
      socket.write(request.api.key === apiVersions.key ? answer : Buffer.concat(answers(answer)));
    });
    const good = await broker((request, socket, self) => void socket.write(honest(request, self)));
    await using cluster = new Cluster({ bootstrapServers: [bad, good], requestTimeoutMs: 2000 });
    await cluster.connect();
    await cluster.refreshMetadata();
    expect(cluster.metadata.clusterId).toBe('one');
  });

  it('that never answers metadata does not outlive close', async () => {
    const address = await broker((request, socket, self) => {
      if (request.api.key === apiVersions.key) socket.write(honest(request, self));
    });
    const cluster = new Cluster({ bootstrapServers: [address] });
    const refused = expect(cluster.connect()).rejects.toMatchObject({ code: 'CLUSTER_CLOSED' });
    const { sockets } = servers.at(-1) ?? expect.unreachable();
    while (sockets.size === 0) await new Promise((resolve) => setImmediate(resolve));
    const [socket = expect.unreachable()] = sockets;
    await cluster.close();
    await refused;
    // This end stays half open until the test is over; the other end must have gone.
    while (!socket.readableEnded && !socket.destroyed) await new Promise((resolve) => setImmediate(resolve));
  });
});

function renumbered(answer: Buffer, correlationId: number): Buffer {
  const copy = Buffer.from(answer);
  copy.writeInt32BE(correlationId, 4);
  return copy;
}

function shortened(answer: Buffer): Buffer {
  const copy = Buffer.from(answer.subarray(0, -3));
  copy.writeInt32BE(copy.length - 4);
  return copy;
}
