/** A real schema registry: Apicurio, in memory, speaking Confluent's API, on a free port. */
import { GuardedProcess } from './guarded-process.ts';
import type { Toolchain } from './toolchain.ts';
import { freePorts } from '../../loopback/free-ports.ts';

export class ApicurioRegistry implements AsyncDisposable {
  /** The root of Confluent's API. */
  readonly url: string;
  readonly #process: GuardedProcess;

  private constructor(url: string, running: GuardedProcess) {
    this.url = url;
    this.#process = running;
  }

  static async start(toolchain: Toolchain): Promise<ApicurioRegistry> {
    const [port] = await freePorts(1);
    const flags = [
      '-Xmx384m',
      '-XX:+UseSerialGC',
      '-Dquarkus.http.host=127.0.0.1',
      `-Dquarkus.http.port=${port}`,
    ];
    const running = await GuardedProcess.start({
      name: 'Apicurio Registry',
      command: 'java',
      args: [...flags, '-jar', toolchain.registryJar],
      cwd: toolchain.registryFolder,
      readyLine: /Listening on: http/,
    });
    return new ApicurioRegistry(`http://127.0.0.1:${port}/apis/ccompat/v7`, running);
  }

  async stop(): Promise<void> {
    await this.#process.stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}
