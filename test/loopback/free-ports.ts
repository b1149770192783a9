/** Ports of the loopback address where nobody listens at the moment of asking; all differ. */
import { createServer } from 'node:net';
import { LoopbackServer } from '../../packages/embedded/src/loopback-server.ts';

export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, () => LoopbackServer.listen(createServer())),
  );
  const ports = servers.map((server) => server.port);
  await Promise.all(servers.map((server) => server.close()));
  return ports;
}
