import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { EmbeddedRegistry } from '@ottla/embedded';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { guideSteps } from '../snippets/guide.ts';
import { OTTLA } from './cli-process.ts';

const PAGE = fileURLToPath(new URL('../../docs/guides/payloads.md', import.meta.url));
const URL_OF_PAGE = 'http://localhost:8081';
let folder: string;
let registry: EmbeddedRegistry;

beforeAll(async () => {
  registry = await EmbeddedRegistry.start();
  folder = mkdtempSync(join(tmpdir(), 'ottla-payload-guide-'));
  mkdirSync(join(folder, 'bin'));
  mkdirSync(join(folder, 'project'));
  writeFileSync(join(folder, 'bin/ottla'), `#!/bin/sh\nexec '${process.execPath}' '${OTTLA}' "$@"\n`);
  chmodSync(join(folder, 'bin/ottla'), 0o755);
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await registry.close();
});

/** Both streams together, as a reader of the page sees them. */
async function shell(commands: string): Promise<{ exitCode: number | null; output: string }> {
  const { NO_COLOR: _no, FORCE_COLOR: _force, OTTLA_REGISTRY_URL: _url, ...inherited } = process.env;
  const child = spawn('sh', ['-ec', `exec 2>&1\n${commands}`], {
    cwd: join(folder, 'project'),
    env: { ...inherited, PATH: `${join(folder, 'bin')}${delimiter}${process.env['PATH'] ?? ''}` },
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 60_000,
  });
  const [output, [exitCode]] = await Promise.all([
    text(child.stdout),
    // The arguments of the event 'close'.
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { exitCode, output };
}

it('docs/guides/payloads.md, followed word for word, prints what it shows', async () => {
  let last = '';
  let compared = 0;
  for (const { language, settings, text: block } of guideSteps(PAGE)) {
    const file = settings.get('file');
    if (file !== undefined) writeFileSync(join(folder, 'project', file), block);
    else if (language === 'sh') {
      const { exitCode, output } = await shell(block.replaceAll(URL_OF_PAGE, registry.url));
      expect(exitCode, output).toBe(Number(settings.get('exit') ?? 0));
      last = output.replaceAll(registry.url, URL_OF_PAGE);
    } else if (language === 'text') {
      expect(last).toBe(block);
      compared++;
    }
  }
  expect(compared).toBe(5);
});
