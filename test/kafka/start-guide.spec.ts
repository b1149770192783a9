import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DevelopmentServers } from '../pack/development-servers.ts';
import { realKafka } from './harness/environment.ts';
import { type GuideStep, guideSteps } from '../snippets/guide.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const RECORD_LINE = /^customers: partition \d+, offset \d+$/m;
let folder: string;

/** Runs a block of shell as a person would type it; resolves with what it printed. */
async function shell(text: string, cwd: string, environment: Record<string, string> = {}): Promise<string> {
  const { stdout } = await promisify(execFile)('sh', ['-ec', text.replaceAll('CHECKOUT', ROOT)], {
    cwd,
    env: { ...process.env, ...environment },
  });
  return stdout;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ottla-start-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('docs/start.md, followed word for word', () => {
  it('takes a newcomer from an empty folder to a record in the embedded and in a real cluster', async () => {
    let servers: DevelopmentServers | undefined;
    let embeddedOutput = '';
    let realOutput = '';

    const follow = async ({ language, settings, flags, text }: GuideStep): Promise<void> => {
      const file = settings.get('file');
      if (file !== undefined) {
        mkdirSync(dirname(join(folder, file)), { recursive: true });
        writeFileSync(join(folder, file), text);
      } else if (language !== 'sh') return;
      else if (flags.has('background')) {
        // The real cluster runs already; `ottla dev` gets free ports, for 9092 may be taken here.
        if (!settings.has('in')) servers = await DevelopmentServers.start(folder);
      } else if (flags.has('real')) {
        const { bootstrapServer, registryUrl } = realKafka;
        realOutput = await shell(text, folder, {
          OTTLA_BOOTSTRAP_SERVERS: bootstrapServer,
          OTTLA_REGISTRY_URL: registryUrl,
        });
      } else {
        const environment: Record<string, string> =
          servers === undefined
            ? {}
            : { OTTLA_BOOTSTRAP_SERVERS: servers.bootstrapServer, OTTLA_REGISTRY_URL: servers.registryUrl };
        const told = text.replaceAll('http://localhost:8081', servers?.registryUrl ?? 'none yet');
        embeddedOutput += await shell(told, settings.has('in') ? ROOT : folder, environment);
      }
    };

    try {
      for (const step of guideSteps(join(ROOT, 'docs/start.md'))) await follow(step);
    } finally {
      await servers?.[Symbol.asyncDispose]();
    }
    expect(embeddedOutput).toMatch(RECORD_LINE);
    expect(embeddedOutput).toMatch(/06 41 64 61 +name +string +"Ada"/);
    expect(realOutput).toMatch(RECORD_LINE);
  }, 180_000);
});
