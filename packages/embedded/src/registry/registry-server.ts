/**
 * The embedded registry on a real port: node:http around RegistryCore.
 *
 * Listens on loopback only. A request body is read up to a bound and refused beyond it. Closing ends every
 * connection at once; no handle remains. Decides nothing about schemas.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  kinds,
  resolveOptions,
  silentLogger,
  withDefault,
  type Logger,
  type OptionsInput,
} from '@ottla/kernel';
import { LoopbackServer } from '../loopback-server.ts';
import { RegistryCore, refusal } from './registry-core.ts';
import { RegistryFailure, refuse } from './registry-failure.ts';
import type { RegistryResponse } from './route.ts';

/** More than the largest schemas seen in public (2.6 MB). */
const MAX_BODY_BYTES = 4_194_304;
const CONTENT_TYPE = 'application/vnd.schemaregistry.v1+json';
const acceptedTypes = new Set([
  CONTENT_TYPE,
  'application/vnd.schemaregistry+json',
  'application/json',
  'application/octet-stream',
]);

const optionTable = {
  port: withDefault(kinds.port, 0, 'The TCP port on 127.0.0.1; 0 takes a free one.'),
  logger: withDefault(kinds.logger, silentLogger, 'Gets one debug line per request.'),
};

export type EmbeddedRegistryOptions = OptionsInput<typeof optionTable>;

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    // Without an encoding set, the chunks of a request are Buffers.
    const buffer = chunk as Buffer;
    bytes += buffer.length;
    if (bytes > MAX_BODY_BYTES) throw refuse.tooLarge(MAX_BODY_BYTES);
    chunks.push(buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function checkMediaType(request: IncomingMessage): void {
  const written = request.headers['content-type'];
  if (written === undefined) return;
  const type = written.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (!acceptedTypes.has(type)) throw refuse.mediaType();
}

/**
 * A schema registry inside this process, on a real port of the loopback interface.
 * @example
 * await using registry = await EmbeddedRegistry.start();
 * const answer = await fetch(`${registry.url}/subjects`);
 */
export class EmbeddedRegistry implements AsyncDisposable {
  readonly #core = new RegistryCore();
  readonly #logger: Logger;
  #server: LoopbackServer | undefined;

  private constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Starts listening; rejects with ConfigError `PORT_UNAVAILABLE` when the port is taken. */
  static async start(options: EmbeddedRegistryOptions = {}): Promise<EmbeddedRegistry> {
    const { port, logger } = resolveOptions('EmbeddedRegistry', optionTable, options);
    const registry = new EmbeddedRegistry(logger);
    const server = createServer((request, response) => void registry.#serve(request, response));
    registry.#server = await LoopbackServer.listen(server, { port, owner: 'EmbeddedRegistry' });
    return registry;
  }

  /** Where it listens, such as `http://127.0.0.1:8081`. */
  get url(): string {
    return `http://${this.#server?.address}`;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url: target = '/' } = request;
    let answer: RegistryResponse;
    try {
      checkMediaType(request);
      answer = this.#core.handle({ method, target, body: await readBody(request) });
    } catch (error) {
      if (!(error instanceof RegistryFailure)) return void response.destroy(); // the client went away while sending
      answer = refusal(error);
      response.setHeader('connection', 'close'); // the rest of the body is not read
    }
    this.#logger.debug(`registry: ${method} ${target} ${answer.status}`);
    response.writeHead(answer.status, {
      'content-type': CONTENT_TYPE,
      'content-length': Buffer.byteLength(answer.body),
    });
    response.end(answer.body);
  }

  /** Ends every connection; resolves when no handle remains. */
  async close(): Promise<void> {
    await this.#server?.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
