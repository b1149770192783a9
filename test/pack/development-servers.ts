/** `ottla dev`, as installed from the tarballs, running beside the example. */
import { GuardedProcess } from '../kafka/harness/guarded-process.ts';
import type { Servers } from '../snippets/snippet.ts';

export class DevelopmentServers implements Servers, AsyncDisposable {
  readonly bootstrapServer: string;
  readonly registryUrl: string;
  readonly #process: GuardedProcess;

  private constructor(running: GuardedProcess) {
    this.#process = running;
    this.bootstrapServer = valueOf('OTTLA_BOOTSTRAP_SERVERS', running.lines);
    this.registryUrl = valueOf('OTTLA_REGISTRY_URL', running.lines);
  }

  /** Resolves when both addresses were printed. */
  static async start(project: string): Promise<DevelopmentServers> {
    const running = await GuardedProcess.start({
      name: 'ottla dev',
      command: process.execPath,
      args: ['node_modules/ottla/dist/main.js', 'dev', '--port', '0', '--registry-port', '0'],
      cwd: project,
      readyLine: /^OTTLA_REGISTRY_URL=/,
    });
    return new DevelopmentServers(running);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process.stop();
  }
}

function valueOf(name: string, lines: readonly string[]): string {
  const line = lines.find((each) => each.startsWith(`${name}=`));
  if (line === undefined) throw new Error(`ottla dev did not print ${name}:\n${lines.join('\n')}`);
  return line.slice(name.length + 1).replaceAll(/^'|'$/g, '');
}
