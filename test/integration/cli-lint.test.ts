import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ottla, type Finished } from './cli-process.ts';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
/** An error, a warning. */
const ORDER = `{
  "type": "record",
  "name": "com.acme.Order",
  "fields": [
    { "name": "placedAt", "type": "long", "logicalType": "timestamp-millis" },
    { "name": "note", "type": ["null", "string"] }
  ]
}
`;

let folder: string;
const run = (...words: string[]): Promise<Finished> => ottla(['lint', ...words], folder);
async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), text);
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ottla-lint-'));
  await write('schemas/order.avsc', ORDER);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** `file:line:column rule` of each finding in the text of a report. */
const findingsOf = ({ stdout }: Finished): string[] =>
  [...stdout.matchAll(/^(\S+:\d+:\d+) +(?:error|warn|info) +([A-Z_]+) /gm)].map(
    ([, place, rule]) => `${place} ${rule}`,
  );

describe('ottla lint', () => {
  it('reports on stdout and ends with 1 for an error', async () => {
    const finished = await run('schemas');
    expect(finished).toMatchObject({ exitCode: 1, stderr: '' });
    expect(findingsOf(finished)).toEqual(
      [
        'schemas/order.avsc:5:43 LOGICAL_TYPE_ON_FIELD_NOT_TYPE',
        'schemas/order.avsc:5:35 TIMESTAMP_NOT_BARE_LONG',
        'schemas/order.avsc:6:15 NULLABLE_HAS_NULL_DEFAULT',
      ].toSorted(),
    );
    expect(finished.stdout).toContain('"logicalType": "timestamp-millis"');
    expect(finished.stdout).toMatch(/\n1 file · 1 error · 2 warnings · \d+ ms\n$/);
  });

  it('ends with 0 when nothing is as bad as --fail-on asks', async () => {
    await write('schemas/order.avsc', ORDER.replace(', "logicalType": "timestamp-millis"', ''));
    expect((await run('schemas')).exitCode).toBe(0);
    expect((await run('schemas', '--fail-on', 'warn')).exitCode).toBe(1);
    expect((await run('schemas', '--fail-on', 'warn', '--exit-zero')).exitCode).toBe(0);
    expect((await run('schemas', '--fail-on', 'warn', '--category', 'MINIMAL')).exitCode).toBe(0);
  });

  it('takes rules, severities and exceptions from ottla.yaml', async () => {
    await write(
      'ottla.yaml',
      'version: 1\nlint:\n  severity: { NULLABLE_HAS_NULL_DEFAULT: error }\n  except: [LOGICAL_TYPE_ON_FIELD_NOT_TYPE]\n  ignore_only: { TIMESTAMP_NOT_BARE_LONG: ["schemas/**"] }\n',
    );
    const finished = await run('schemas');
    expect(finished.exitCode).toBe(1);
    expect(findingsOf(finished)).toEqual(['schemas/order.avsc:6:15 NULLABLE_HAS_NULL_DEFAULT']);
  });

  it('forgives what is allowed by its fingerprint, in every later version', async () => {
    const { stdout } = await run('schemas', '--format', 'json', '--category', 'MINIMAL');
    const [fingerprint] = /(?<="fingerprint": ?")[0-9a-f]{12}/.exec(stdout) ?? [];
    await write('ottla.yaml', `version: 1\nallow: [{ id: "${fingerprint}", reason: published }]\n`);
    expect((await run('schemas')).exitCode).toBe(0);
    await rm(join(folder, 'schemas/order.avsc'));
    await write('schemas/order.v7.avsc', `\n\n${ORDER}`);
    expect((await run('schemas')).exitCode).toBe(0);
  });

  it('judges the newest version of each subject, and compares it with the one before', async () => {
    await write('schemas/order.v1.avsc', ORDER);
    await write(
      'schemas/order.avsc',
      '{"type":"record","name":"com.acme.Order","fields":[{"name":"tier","type":"string"}]}',
    );
    expect(findingsOf(await run('schemas'))).toEqual(['schemas/order.avsc:1:60 NEW_FIELD_HAS_DEFAULT']);
    expect(findingsOf(await run('schemas/order.v1.avsc'))).toHaveLength(3);
  });

  it('finds what two subjects define, in Avro IDL too', async () => {
    await write('schemas/order.avsc', '{"type":"fixed","name":"com.acme.Iban","size":34}');
    await write('schemas/payment.avdl', '@namespace("com.acme") protocol P { fixed Iban(34); }');
    const finished = await run('schemas');
    expect(findingsOf(finished)).toEqual([
      expect.stringMatching(/^schemas\/payment\.avdl:1:\d+ NO_DUPLICATE_DEFINITION$/),
    ]);
  });

  it('finds types that are defined in files which were not named', async () => {
    await write('schemas/iban.avsc', '{"type":"fixed","name":"com.acme.iban","size":34}');
    await write(
      'schemas/order.avsc',
      '{"type":"record","name":"com.acme.Order","fields":[{"name":"Iban","type":"iban"}]}',
    );
    expect(findingsOf(await run('schemas/order.avsc'))).toEqual(['schemas/order.avsc:1:60 FIELD_CASE']);
  });

  it('says so when there are only JSON Schemas, which it does not judge', async () => {
    await rm(join(folder, 'schemas/order.avsc'));
    await write('schemas/order.schema.json', '{}');
    const { exitCode, stdout } = await run('schemas');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('JSON Schemas are not linted');
  });

  it('writes its report into files', async () => {
    expect(await run('schemas', '-o', 'sarif=out/lint.sarif', '--quiet')).toMatchObject({ exitCode: 1 });
    expect(await readFile(join(folder, 'out/lint.sarif'), 'utf8')).toContain(
      'LOGICAL_TYPE_ON_FIELD_NOT_TYPE',
    );
  });

  it('reports a broken file, judges the others and ends with 4', async () => {
    await write('schemas/broken.avsc', '{ "type": "fixed", "name": "A" }');
    const finished = await run('schemas');
    expect(finished.exitCode).toBe(4);
    expect(finished.stdout).toMatch(/^schemas\/broken\.avsc:1:1 +error +SCHEMA_MALFORMED/m);
    expect(findingsOf(finished)).toContain('schemas/order.avsc:6:15 NULLABLE_HAS_NULL_DEFAULT');
  });

  it.each([
    ['json', /^\{/],
    ['github', /^::error .*file=.*order\.avsc/m],
    ['junit', /^<\?xml/],
    ['sarif', /"ruleId": ?"LOGICAL_TYPE_ON_FIELD_NOT_TYPE"/],
  ])('prints %s', async (format, text) => {
    const { exitCode, stdout } = await run('schemas', '--format', format);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(text);
  });

  it('ends with 2 for a mistake on the command line or in the configuration', async () => {
    expect((await run('schmeas')).exitCode).toBe(2);
    expect((await run('schemas', '--category', 'LAX')).exitCode).toBe(2);
    await write('ottla.yaml', 'version: 1\nlint: { except: [FIELD_CSAE] }\n');
    expect(await run('schemas')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("'FIELD_CASE'"),
    });
  });
});

describe('ottla lint --print-ignores', () => {
  it('prints the configuration that silences what is found', async () => {
    const { exitCode, stdout } = await run('schemas', '--print-ignores');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^lint:\n {2}ignore_only:\n {4}LOGICAL_TYPE_ON_FIELD_NOT_TYPE:\n {6}- schemas\/order\.avsc\n/,
    );
    await write('ottla.yaml', `version: 1\n${stdout}`);
    expect(findingsOf(await run('schemas'))).toEqual([]);
  });
});

it("finds nothing in Ottla's own sample schemas", async () => {
  const finished = await ottla(['lint', 'schemas', '--fail-on', 'warn'], REPOSITORY);
  expect(findingsOf(finished)).toEqual([]);
  expect(finished.exitCode).toBe(0);
});
