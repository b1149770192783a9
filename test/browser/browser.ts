/**
 * Debian's Chromium without a window: opens pages and tells what they logged and what went wrong.
 *
 * It is not downloaded: $CHROMIUM, or what the package `chromium` installs. Its profile is a folder of its own, removed
 * at the end. What goes wrong is what the console shows as an error, what nobody caught, what could not be loaded, and
 * every violation of the page's policy.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type ConsoleMessage } from 'playwright-core';

const PROGRAM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
/** No window, no sandbox (tests may run as root), and no traffic of the browser's own. */
const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Runs in the page before its own scripts. */
const TELL_VIOLATIONS = `document.addEventListener('securitypolicyviolation', (event) =>
  console.error(event.effectiveDirective + ' forbids ' + event.blockedURI))`;

export interface Visit {
  /** The first line that the page logged. */
  readonly logged: string;
  readonly troubles: readonly string[];
}

export class Browser implements AsyncDisposable {
  readonly #context: BrowserContext;
  readonly #profile: string;

  private constructor(context: BrowserContext, profile: string) {
    this.#context = context;
    this.#profile = profile;
  }

  static async start(): Promise<Browser> {
    if (!existsSync(PROGRAM)) {
      throw new Error(
        `there is no Chromium at ${PROGRAM}: apt-get install -y --no-install-recommends chromium, or set CHROMIUM to one`,
      );
    }
    const profile = mkdtempSync(join(tmpdir(), 'ottla-chromium-'));
    try {
      const context = await chromium.launchPersistentContext(profile, {
        executablePath: PROGRAM,
        args: ARGUMENTS,
      });
      return new Browser(context, profile);
    } catch (error) {
      rmSync(profile, { recursive: true, force: true });
      throw error;
    }
  }

  /** Rejects when the page ends with an error, or logs nothing within `timeoutMs`. */
  async visit(url: string, timeoutMs = 20_000): Promise<Visit> {
    const page = await this.#context.newPage();
    const troubles: string[] = [];
    page.on('requestfailed', (request) => void troubles.push(`not loaded: ${request.url()}`));
    page.on('pageerror', (error) => void troubles.push(`error: ${String(error)}`));
    const crash = new Promise<never>((_resolve, reject) => page.once('pageerror', reject));
    page.on('console', (line) => {
      if (line.type() !== 'log') troubles.push(`${line.type()}: ${line.text()}`);
    });
    try {
      await page.addInitScript({ content: TELL_VIOLATIONS });
      const isLog = (line: ConsoleMessage): boolean => line.type() === 'log';
      const logged = page.waitForEvent('console', { predicate: isLog, timeout: timeoutMs });
      const [line] = await Promise.race([Promise.all([logged, page.goto(url)]), crash]);
      return { logged: line.text(), troubles };
    } catch (error) {
      throw new Error(`${url}: ${troubles.join('; ')}`, { cause: error });
    } finally {
      await page.close();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#context.close();
    rmSync(this.#profile, { recursive: true, force: true });
  }
}
