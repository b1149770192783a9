/**
 * The embedded registry on a real port: node:http around RegistryCore.
 *
 * Owns the port and its coming and going: what the registry knows outlives an outage, and nothing but the
 * port does. Listens on loopback only. Stopping, resuming and closing take effect one after another; closing
 * ends every connection at once, also those that a control holds, and no handle remains.
 */
import { createServer } from 'node:http';
import {
  ConfigError,
  kinds,
  resolveOptions,
  silentLogger,
  withDefault,
  type Logger,
  type OptionsInput,
} from '@ottla/kernel';
import { EmbeddedRegistryError } from '../embedded-registry-error.ts';
import { LOOPBACK, LoopbackServer } from '../loopback-server.ts';
import { RegistryCore } from './registry-core.ts';
import { refuseMalformed, serveExchange } from './registry-exchange.ts';
import { RegistryInterception, type RegistryControl } from './registry-interception.ts';

const optionTable = {
  port: withDefault(kinds.port, 0, 'The TCP port on 127.0.0.1; 0 takes a free one.'),
  logger: withDefault(
    kinds.logger,
    silentLogger,
    'Gets a debug line per request, and a warning when a control of yours fails.',
  ),
};

export type EmbeddedRegistryOptions = OptionsInput<typeof optionTable>;

/**
 * A schema registry inside this process, on a real port of the loopback interface.
 * @example
 * await using server = await EmbeddedRegistry.start();
 * const answer = await fetch(`${server.url}/subjects`);
 * await answer.json(); // []
 */
export class EmbeddedRegistry implements AsyncDisposable {
  readonly #core = new RegistryCore();
  readonly #controls = new RegistryInterception();
  readonly #logger: Logger;
  #port: number;
  #server: LoopbackServer | undefined;
  /** What was asked of the port last; it waits for what was asked before. */
  #turn: Promise<void> = Promise.resolve();
  #closed = false;

  private constructor(port: number, logger: Logger) {
    // JavaScript knows no private constructor.
    if (typeof port !== 'number')
      throw new ConfigError('EmbeddedRegistry: use EmbeddedRegistry.start(options)');
    this.#port = port;
    this.#logger = logger;
  }

  /** Starts listening; rejects with ConfigError `PORT_UNAVAILABLE` when the port is taken. */
  static async start(options: EmbeddedRegistryOptions = {}): Promise<EmbeddedRegistry> {
    const { port, logger } = resolveOptions('EmbeddedRegistry', optionTable, options);
    const registry = new EmbeddedRegistry(port, logger);
    await registry.#listen();
    return registry;
  }

  /** Where it listens, such as `http://127.0.0.1:8081`; the same through an outage. */
  get url(): string {
    return `http://${LOOPBACK}:${this.#port}`;
  }

  /**
   * Lets `control` see each request before the registry does, and decide about it. Returns the function that
   * takes it away. Controls are asked in the order they were added until one does not pass.
   * @example
   * await using server = await EmbeddedRegistry.start();
   * // The first registration is kept, but its answer never comes.
   * const stop = server.intercept(({ method }) => {
   *   if (method !== 'POST') return 'pass';
   *   stop();
   *   return 'handleThenDisconnect';
   * });
   */
  intercept(control: RegistryControl): () => void {
    return this.#controls.add(control);
  }

  /** An outage: connections are reset and the port refuses, until `resume`. Nothing is forgotten. */
  stop(): Promise<void> {
    return this.#next(() => this.#end(true));
  }

  /**
   * Ends the outage, on the same port. Rejects with ConfigError `PORT_UNAVAILABLE` when another program took
   * it meanwhile, and with EmbeddedRegistryError `REGISTRY_CLOSED`.
   */
  resume(): Promise<void> {
    return this.#next(async () => {
      if (this.#closed) {
        const message = 'EmbeddedRegistry: it was closed; start another one';
        throw new EmbeddedRegistryError('REGISTRY_CLOSED', message);
      }
      if (this.#server === undefined) await this.#listen();
    });
  }

  /** Ends every connection; resolves when no handle remains. */
  close(): Promise<void> {
    this.#closed = true;
    return this.#next(() => this.#end(false));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #next(act: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(act);
    // Whoever asked hears of a failure; who asks next starts afresh.
    this.#turn = done.catch(() => undefined);
    return done;
  }

  async #listen(): Promise<void> {
    const parts = { core: this.#core, controls: this.#controls, logger: this.#logger };
    const server = createServer((request, response) => void serveExchange(parts, request, response));
    server.on('clientError', refuseMalformed);
    this.#server = await LoopbackServer.listen(server, { port: this.#port, owner: 'EmbeddedRegistry' });
    this.#port = this.#server.port;
  }

  async #end(reset: boolean): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (reset) for (const socket of server?.sockets ?? []) socket.resetAndDestroy();
    await server?.close();
  }
}
