/**
 * A real schema registry: Apicurio, speaking Confluent's API, on a free port.
 *
 * In memory: what stops it, a restart too, empties it.
 */
import { GuardedProcess } from './guarded-process.ts';
import type { Toolchain } from './toolchain.ts';
import { freePorts } from '../../loopback/free-ports.ts';

export class ApicurioRegistry implements AsyncDisposable {
  /** The root of Confluent's API. */
  readonly url: string;
  readonly #toolchain: Toolchain;
  readonly #port: number;
  #process: GuardedProcess;

  private constructor(toolchain: Toolchain, port: number, running: GuardedProcess) {
    this.url = `http://127.0.0.1:${port}/apis/ccompat/v7`;
    this.#toolchain = toolchain;
    this.#port = port;
    this.#process = running;
  }

  static async start(toolchain: Toolchain): Promise<ApicurioRegistry> {
    const [port = 0] = await freePorts(1);
    return new ApicurioRegistry(toolchain, port, await run(toolchain, port));
  }

  async stop(): Promise<void> {
    await this.#process.stop();
  }

  /** Stops it and starts it again, empty, on the same port. */
  async restart(): Promise<void> {
    await this.stop();
    this.#process = await run(this.#toolchain, this.#port);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}

function run(toolchain: Toolchain, port: number): Promise<GuardedProcess> {
  const flags = [
    '-Xmx384m',
    '-XX:+UseSerialGC',
    '-Dquarkus.http.host=127.0.0.1',
    `-Dquarkus.http.port=${port}`,
  ];
  return GuardedProcess.start({
    name: 'Apicurio Registry',
    command: 'java',
    args: [...flags, '-jar', toolchain.registryJar],
    cwd: toolchain.registryFolder,
    readyLine: /Listening on: http/,
  });
}
