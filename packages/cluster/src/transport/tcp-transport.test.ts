import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { tcpTransport } from './tcp-transport.ts';
import { TrackedTransport } from './tracked-transport.ts';
import type { TransportSocket } from './transport.ts';

let server: Server | undefined;

afterEach(async () => {
  if (server?.listening !== true) return;
  server.close();
  await once(server, 'close');
});

/** What the socket under test told, and the other end of it. */
interface Bench {
  readonly story: string[];
  readonly socket: TransportSocket;
  readonly peer: Socket;
  readonly received: Buffer[];
  /** Resolves when the story has a line. */
  readonly until: (line: string) => Promise<void>;
}

async function listen(): Promise<{ port: number; peer: Promise<Socket> }> {
  const listening = createServer({ allowHalfOpen: true, pauseOnConnect: true });
  server = listening;
  const peer = once(listening, 'connection').then(([socket]) => socket as Socket);
  listening.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  // A TCP server has an address with a port.
  return { port: (listening.address() as AddressInfo).port, peer };
}

async function bench(transport: TrackedTransport): Promise<Bench> {
  const { port, peer } = await listen();
  const story: string[] = [];
  const received: Buffer[] = [];
  const waiting = new Map<string, () => void>();
  const tell = (line: string): void => {
    story.push(line);
    waiting.get(line)?.();
  };
  const until = async (line: string): Promise<void> => {
    if (story.includes(line)) return;
    await new Promise<void>((resolve) => void waiting.set(line, resolve));
  };
  const socket = transport.open('127.0.0.1', port, {
    opened: () => tell('opened'),
    received: (bytes) => void received.push(Buffer.from(bytes)),
    written: () => tell('written'),
    closed: (cause) => tell(cause === undefined ? 'closed' : `closed by ${cause.message.split(' ')[1]}`),
  });
  expect(story).toEqual([]);
  await until('opened');
  return { story, socket, peer: await peer, received, until };
}

async function readBytes(peer: Socket, byteLength: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of peer.iterator({ destroyOnReturn: false })) {
    // A socket without an encoding gives buffers.
    parts.push(part as Buffer);
    length += (part as Buffer).length;
    if (length >= byteLength) break;
  }
  return Buffer.concat(parts);
}

describe('the TCP transport', () => {
  it.each([
    { what: 'one chunk', sizes: [10] },
    { what: 'small chunks', sizes: [4, 60, 0, 100] },
    { what: 'large chunks', sizes: [40, 1 << 20, 12, 1 << 20, 1] },
  ])('writes $what in order, as one write', async ({ sizes }) => {
    const transport = new TrackedTransport(tcpTransport);
    const { socket, peer, until, story } = await bench(transport);
    const chunks = sizes.map((size, index) => Buffer.alloc(size, index + 1));
    socket.write(chunks);
    expect(await readBytes(peer, Buffer.concat(chunks).length)).toEqual(Buffer.concat(chunks));
    await until('written');
    expect(story).toEqual(['opened', 'written']);
    socket.destroy();
    peer.destroy();
    await transport.drained();
  });

  it('tells a write done only when its bytes have left, and nothing of it after destroy', async () => {
    const transport = new TrackedTransport(tcpTransport);
    const { socket, peer, story } = await bench(transport);
    // More than both kernels hold while the peer does not read.
    socket.write([Buffer.alloc(64 << 20)]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(story).toEqual(['opened']);
    socket.destroy();
    socket.destroy();
    await transport.drained();
    expect(story).toEqual(['opened', 'closed']);
    peer.destroy();
  });

  it('gives what the peer wrote before it closed, then closes, once', async () => {
    const transport = new TrackedTransport(tcpTransport);
    const { peer, story, received } = await bench(transport);
    peer.end('last words');
    await transport.drained();
    expect(Buffer.concat(received).toString()).toBe('last words');
    expect(story).toEqual(['opened', 'closed']);
    peer.destroy();
  });

  it('closes when the peer closes its half, though a write is blocked', async () => {
    const transport = new TrackedTransport(tcpTransport);
    const { socket, peer, story } = await bench(transport);
    socket.write([Buffer.alloc(64 << 20)]);
    peer.end();
    await transport.drained();
    expect(story).toEqual(['opened', 'closed']);
    peer.destroy();
  });

  it('says why a connection was reset or refused', async () => {
    const transport = new TrackedTransport(tcpTransport);
    const { peer, story } = await bench(transport);
    peer.resetAndDestroy();
    await transport.drained();
    expect(story).toEqual(['opened', 'closed by ECONNRESET']);

    const refused: string[] = [];
    server?.close();
    const { port } = await listen();
    server?.close();
    transport.open('127.0.0.1', port, {
      opened: () => refused.push('opened'),
      received: () => undefined,
      written: () => undefined,
      closed: (cause) => refused.push(cause?.message ?? 'closed'),
    });
    await transport.drained();
    expect(refused).toEqual([`connect ECONNREFUSED 127.0.0.1:${port}`]);
  });

  it('drains at once when nothing is open', async () => {
    await new TrackedTransport(tcpTransport).drained();
  });
});
