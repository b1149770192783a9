/**
 * The TCP transport: node:net under the Transport port.
 *
 * No Nagle delay. One gathered write per call: chunks of a small write are joined into one buffer, larger
 * ones go out by writev without a copy. Names are resolved at each open; with several addresses each gets
 * its chance. A half-closed peer counts as closed: Kafka has no use for half a connection.
 */
import { connect, type Socket } from 'node:net';
import { asBuffer } from '@ottla/kernel';
import type { Transport, TransportEvents, TransportSocket } from './transport.ts';

/** Below this, one copy is cheaper than a writev of several chunks. */
const JOINED_BYTES = 8192;
/** Idle this long, the peer is asked by TCP whether it is still there. */
const KEEP_ALIVE_AFTER_MS = 60_000;
/** How long the first of several addresses of a name may take before the next is tried. */
const NEXT_ADDRESS_AFTER_MS = 1000;

function writeGathered(
  socket: Socket,
  chunks: readonly Uint8Array[],
  written: (error?: Error | null) => void,
): void {
  const byteLength = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const [only] = chunks;
  if (chunks.length === 1 && only !== undefined) {
    socket.write(only, written);
    return;
  }
  if (byteLength <= JOINED_BYTES) {
    socket.write(Buffer.concat(chunks.map(asBuffer), byteLength), written);
    return;
  }
  socket.cork();
  const last = chunks.length - 1;
  for (const [index, chunk] of chunks.entries()) {
    if (index === last) socket.write(chunk, written);
    else socket.write(chunk);
  }
  socket.uncork();
}

export const tcpTransport: Transport = {
  open(host: string, port: number, events: TransportEvents): TransportSocket {
    const socket = connect({
      host,
      port,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: KEEP_ALIVE_AFTER_MS,
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_AFTER_MS,
    });
    let cause: Error | undefined;
    let destroyed = false;
    socket.on('connect', () => {
      if (!destroyed) events.opened();
    });
    socket.on('data', (bytes: Buffer) => {
      if (!destroyed) events.received(bytes);
    });
    socket.on('end', () => socket.destroy());
    socket.on('error', (error) => void (cause ??= error));
    socket.on('close', () => events.closed(cause));
    return {
      write(chunks) {
        writeGathered(socket, chunks, (error) => {
          const failed = error !== undefined && error !== null;
          if (!destroyed && !failed) events.written();
        });
      },
      destroy() {
        destroyed = true;
        socket.destroy();
      },
    };
  },
};
