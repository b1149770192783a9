import { once } from 'node:events';
import { existsSync, watch } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedCluster } from '@ottla/embedded';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LoopbackServer } from '../../packages/embedded/src/loopback-server.ts';
import { ottla, RunningOttla } from './cli-process.ts';

const FREE_PORTS = ['--port', '0', '--registry-port', '0'];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ottla-dev-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Addresses {
  readonly brokers: readonly string[];
  readonly registryUrl: string;
}

/** Reads the two lines that `dev` prints when it is ready. */
async function addressesOf(dev: RunningOttla): Promise<Addresses> {
  const [brokers = '', registry = ''] = [await dev.line(), await dev.line()];
  expect(brokers).toMatch(/^OTTLA_BOOTSTRAP_SERVERS=127\.0\.0\.1:\d+(,127\.0\.0\.1:\d+)*$/);
  expect(registry).toMatch(/^OTTLA_REGISTRY_URL=http:\/\/127\.0\.0\.1:\d+$/);
  return { brokers: (brokers.split('=')[1] ?? '').split(','), registryUrl: registry.split('=')[1] ?? '' };
}

/** Whether something listens there. */
async function listens(address: string): Promise<boolean> {
  const [host = '', port = ''] = address.split(':');
  const socket = connect(Number(port), host);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** Resolves when the file is there; told by the file system, not by asking again. */
async function appears(path: string): Promise<void> {
  const changes = watch(folder);
  try {
    while (!existsSync(path)) await once(changes, 'change');
  } finally {
    changes.close();
  }
}

describe('ottla dev', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'serves until %s, then leaves nothing behind',
    async (signal) => {
      await using dev = new RunningOttla(['dev', '--brokers', '2', ...FREE_PORTS], folder);
      const { brokers, registryUrl } = await addressesOf(dev);
      expect(brokers).toHaveLength(2);
      for (const broker of brokers) expect(await listens(broker)).toBe(true);
      expect(await (await fetch(`${registryUrl}/subjects`)).json()).toEqual([]);

      dev.signal(signal);
      const { exitCode, stderr } = await dev.ended();
      expect(exitCode).toBe(0);
      expect(stderr).toMatch(/^ready: 2 brokers and a schema registry, in memory; Ctrl-C stops them\n/);
      for (const broker of [...brokers, registryUrl.slice('http://'.length)]) {
        expect(await listens(broker)).toBe(false);
      }
    },
  );

  it('tells a program that it is ready by a file, which goes when it goes', async () => {
    const readyFile = join(folder, 'ready.json');
    const appeared = appears(readyFile);
    await using dev = new RunningOttla(['dev', ...FREE_PORTS, '--ready-file', 'ready.json'], folder);
    await appeared;
    const content: unknown = JSON.parse(await readFile(readyFile, 'utf8'));
    const { brokers, registryUrl } = await addressesOf(dev);
    expect(content).toEqual({ bootstrapServers: brokers, registryUrl, pid: expect.any(Number) as number });

    dev.signal('SIGINT');
    expect((await dev.ended()).exitCode).toBe(0);
    expect(existsSync(readyFile)).toBe(false);
  });

  it('removes the ready file of a run that was killed before it starts', async () => {
    await using taken = await LoopbackServer.listen(createServer());
    await writeFile(join(folder, 'ready.json'), '{}');
    const words = ['dev', '--port', String(taken.port), '--registry-port', '0', '--ready-file', 'ready.json'];
    expect((await ottla(words, folder)).exitCode).toBe(2);
    expect(existsSync(join(folder, 'ready.json'))).toBe(false);
  });

  it('stops when the reader of its output has gone', async () => {
    await using dev = new RunningOttla(['dev', ...FREE_PORTS], folder);
    dev.stopReading();
    const { exitCode, stderr } = await dev.ended();
    expect(exitCode).toBe(0);
    expect(stderr).not.toContain('EPIPE');
  });

  it.each(['--port', '--registry-port'])(
    'says which option to change when the port of %s is taken',
    async (option) => {
      await using taken = await LoopbackServer.listen(createServer());
      const { exitCode, stdout, stderr } = await ottla(
        ['dev', ...FREE_PORTS, option, String(taken.port)],
        folder,
      );
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
      expect(stderr).toContain(String(taken.port));
      expect(stderr).toContain(`Give another ${option}`);
      expect(stderr).not.toContain('    at ');
    },
  );

  it('gives brokers ports in a row from the one asked for', async () => {
    // A cluster has just had these ports, so they are free now.
    const cluster = await EmbeddedCluster.start();
    const first = Number(cluster.bootstrapServers[0]?.split(':')[1]);
    await cluster.close();
    await using dev = new RunningOttla(['dev', '--port', String(first), '--registry-port', '0'], folder);
    expect((await addressesOf(dev)).brokers).toEqual([`127.0.0.1:${first}`]);
    dev.signal('SIGTERM');
    expect((await dev.ended()).exitCode).toBe(0);
  });

  it('starts nothing when it could not say that it is ready', async () => {
    const words = ['dev', ...FREE_PORTS, '--ready-file', 'no/such/ready.json'];
    const { exitCode, stdout, stderr } = await ottla(words, folder);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('cannot write the ready file');
  });
});
