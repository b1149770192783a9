/**
 * Serves the modules of a folder on loopback, each with a page that loads it: `/<name>.mjs` and `/<name>.html`.
 *
 * The pages forbid everything but scripts from here: no inline scripts, no eval, no WebAssembly.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

const POLICY = "default-src 'none'; script-src 'self'";
const HTML = 'text/html; charset=utf-8';
const JAVASCRIPT = 'text/javascript; charset=utf-8';

export class PageServer implements AsyncDisposable {
  readonly origin: string;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    // It listens on TCP.
    this.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async start(folder: string, files: readonly string[]): Promise<PageServer> {
    const pages = new Map<string, { type: string; body: string }>();
    for (const file of files) {
      pages.set(`/${file}`, { type: JAVASCRIPT, body: readFileSync(join(folder, file), 'utf8') });
      const body = `<!doctype html><title>${file}</title><script type="module" src="/${file}"></script>`;
      pages.set(`/${file.replace('.mjs', '.html')}`, { type: HTML, body });
    }
    const server = createServer(({ url = '' }, response) => {
      const page = pages.get(url);
      response.setHeader('Content-Security-Policy', POLICY);
      if (page === undefined) response.writeHead(404).end();
      else response.writeHead(200, { 'Content-Type': page.type }).end(page.body);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new PageServer(server);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }
}
