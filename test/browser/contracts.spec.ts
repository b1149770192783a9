import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Browser, type Visit } from './browser.ts';
import { bundleProgram, type Bundle } from './bundle.ts';
import { PageServer } from './page-server.ts';
import type { Report } from './report.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const NODE_22 = at('../node_modules/node-22/bin/node');
const NODE_24 = process.execPath;

const ran = (node: string, args: readonly string[]): string =>
  execFileSync(node, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
// What program.ts logs.
const reportOf = (line: string): Report => JSON.parse(line) as Report;

/** The sources, as they stand, in the Node that runs the specs. */
const reference = reportOf(ran(NODE_24, [at('program.ts')]));
const contracts = reference.contracts.map(({ fullName }) => fullName);
const parts = Object.keys(reference.parts);
const everywhere = parts.filter((part) => !part.startsWith('Node: '));

let folder: string;
let bundle: Bundle;
let program: Visit;
let forbidden: Visit;
const reports = new Map<string, Report>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ottla-browser-'));
  bundle = await bundleProgram(at('program.ts'), folder);
  const probe = await bundleProgram(at('forbidden.ts'), folder);
  await using server = await PageServer.start(folder, [...bundle.files, ...probe.files]);
  await using browser = await Browser.start();
  program = await browser.visit(`${server.origin}/program.html`);
  forbidden = await browser.visit(`${server.origin}/forbidden.html`);
  const file = join(folder, 'program.mjs');
  reports.set('Chromium', reportOf(program.logged));
  reports.set('Node 22', reportOf(ran(NODE_22, [file])));
  reports.set('Node 24', reportOf(ran(NODE_24, [file])));
  reports.set('Node without eval', reportOf(ran(NODE_24, ['--disallow-code-generation-from-strings', file])));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the program', () => {
  it('has a value of every contract that is generated', () => {
    expect(contracts.toSorted()).toEqual(reference.constants.toSorted());
    expect(contracts.length).toBeGreaterThan(4);
  });

  it.each(reference.contracts)(
    'writes and reads $fullName by compiled code, as the schema says',
    (contract) => {
      expect(contract.isCompiled).toBe(true);
      expect(contract.ran).toEqual({ writes: 1, reads: 1 });
      expect(contract.bytes).toBe(contract.interpretedBytes);
      expect(contract.value).toBe(contract.interpretedValue);
    },
  );

  it('is told of what is wrong', () => {
    expect(reference.parts).toMatchObject({
      'a value that does not fit': expect.stringMatching(/^VALUE_MISFIT: .*\bid\b/) as unknown,
      'bytes that end too early': expect.stringMatching(/^BYTES_MALFORMED: /) as unknown,
    });
  });
});

describe('the bundle', () => {
  it('was made without a word, and imports nothing but what is optional', () => {
    expect(bundle.warnings).toEqual([]);
    expect(bundle.imports).toEqual(['avsc']);
  });

  it('has the contracts that are used, and no others', async () => {
    const { files } = await bundleProgram(at('one-contract.ts'), folder);
    const text = files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
    const found = contracts.filter((fullName) => text.includes(fullName));
    expect(found).toEqual(['com.acme.Customer']);
  });

  it('runs in the Node that is meant', () => {
    expect(ran(NODE_22, ['--version'])).toMatch(/^v22\./);
    expect(ran(NODE_24, ['--version'])).toMatch(/^v24\./);
  });
});

describe.each(['Chromium', 'Node 22', 'Node 24', 'Node without eval'])('in %s the bundle', (runtime) => {
  it.each(contracts)('makes of %s what the sources make in Node', (fullName) => {
    const named = ({ contracts: all }: Report): unknown => all.find((one) => one.fullName === fullName);
    expect(named(reports.get(runtime) ?? reference)).toEqual(named(reference));
    expect(reports.has(runtime)).toBe(true);
  });

  it.each(everywhere)('does the same with %s', (part) => {
    expect(reports.get(runtime)?.parts[part]).toBe(reference.parts[part]);
  });
});

describe('in a browser', () => {
  it('nothing is complained of', () => {
    expect(program.troubles).toEqual([]);
  });

  it('code from text is forbidden, and trying it would have been seen', () => {
    expect(forbidden.logged).toBe('EvalError EvalError CompileError');
    expect(forbidden.troubles.join('\n')).toMatch(/script-src forbids (?:eval|wasm-eval)/);
  });

  it('what only Node can do is refused by name', () => {
    const { parts: refused } = reports.get('Chromium') ?? reference;
    expect(refused).toMatchObject({
      'Node: a file': expect.stringMatching(
        /^SCHEMA_SOURCE_INVALID: .*node:fs is only there in Node; give the text/,
      ) as unknown,
      'Node: a deflated container file': expect.stringMatching(/^NODE_REQUIRED: node:zlib/) as unknown,
      'Node: a fingerprint by MD5': expect.stringMatching(/^NODE_REQUIRED: node:crypto/) as unknown,
    });
  });

  it('and Node does it', () => {
    for (const runtime of ['Node 22', 'Node 24', 'Node without eval']) {
      expect(reports.get(runtime)?.parts).toMatchObject({
        'Node: a deflated container file': 'true',
        'Node: a fingerprint by MD5': expect.stringMatching(/^"[0-9a-f]{32}"$/) as unknown,
      });
    }
  });
});
