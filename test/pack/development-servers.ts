/** `ottla dev`, as installed from the tarballs, running beside the example. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Servers } from '../snippets/snippet.ts';

export class DevelopmentServers implements Servers, AsyncDisposable {
  readonly bootstrapServer: string;
  readonly registryUrl: string;
  readonly #process: ChildProcess;

  private constructor(running: ChildProcess, servers: Servers) {
    this.#process = running;
    this.bootstrapServer = servers.bootstrapServer;
    this.registryUrl = servers.registryUrl;
  }

  /** Resolves when both addresses were printed. */
  static async start(project: string): Promise<DevelopmentServers> {
    const running = spawn(
      process.execPath,
      ['node_modules/ottla/dist/main.js', 'dev', '--port', '0', '--registry-port', '0'],
      {
        cwd: project,
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const found = new Map<string, string>();
    for await (const line of createInterface({ input: running.stdout })) {
      const [, name = '', value = ''] = /^(OTTLA_\w+)=(.*)$/.exec(line) ?? [];
      found.set(name, value.replaceAll(/^'|'$/g, ''));
      const bootstrapServer = found.get('OTTLA_BOOTSTRAP_SERVERS');
      const registryUrl = found.get('OTTLA_REGISTRY_URL');
      if (bootstrapServer !== undefined && registryUrl !== undefined) {
        return new DevelopmentServers(running, { bootstrapServer, registryUrl });
      }
    }
    throw new Error('ottla dev ended before it said where it serves');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGINT');
    await ended;
  }
}
