/**
 * A real schema registry: Apicurio, speaking Confluent's API, on a free port.
 *
 * In memory: what stops it, a restart too, empties it. Its temporary files stand in a folder that is gone with it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GuardedProcess } from './guarded-process.ts';
import type { Toolchain } from './toolchain.ts';
import { freePorts } from '../../loopback/free-ports.ts';

export class ApicurioRegistry implements AsyncDisposable {
  /** The root of Confluent's API. */
  readonly url: string;
  readonly #toolchain: Toolchain;
  readonly #port: number;
  #folder = '';
  #process: GuardedProcess | undefined;

  private constructor(toolchain: Toolchain, port: number) {
    this.url = `http://127.0.0.1:${port}/apis/ccompat/v7`;
    this.#toolchain = toolchain;
    this.#port = port;
  }

  static async start(toolchain: Toolchain): Promise<ApicurioRegistry> {
    const [port = 0] = await freePorts(1);
    const registry = new ApicurioRegistry(toolchain, port);
    await registry.#run();
    return registry;
  }

  async stop(): Promise<void> {
    await this.#process?.stop();
    this.#process = undefined;
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Stops it and starts it again, empty, on the same port. */
  async restart(): Promise<void> {
    await this.stop();
    await this.#run();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #run(): Promise<void> {
    this.#folder = mkdtempSync(join(tmpdir(), 'ottla-registry-'));
    try {
      this.#process = await GuardedProcess.start({
        name: 'Apicurio Registry',
        command: 'java',
        args: [...flags(this.#port, this.#folder), '-jar', this.#toolchain.registryJar],
        cwd: this.#toolchain.registryFolder,
        readyLine: /Listening on: http/,
      });
    } catch (error) {
      await this.stop();
      throw error;
    }
  }
}

/** Vert.x leaves its cache behind in the folder for temporary files. */
const flags = (port: number, temporaryFolder: string): string[] => [
  '-Xmx384m',
  '-XX:+UseSerialGC',
  '-Dquarkus.http.host=127.0.0.1',
  `-Dquarkus.http.port=${port}`,
  `-Djava.io.tmpdir=${temporaryFolder}`,
];
