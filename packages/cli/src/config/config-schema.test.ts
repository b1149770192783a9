import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { configSchema, configSchemaText } from './config-schema.ts';
import { parseConfig } from './read-config.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, formats: fullFormats });
const validate = ajv.compile(configSchema());

/** What an editor that follows the schema thinks of a file, as the places it marks. */
const marks = (text: string): string[] => {
  validate(parse(text));
  return (validate.errors ?? []).map(({ instancePath }) => instancePath);
};
const isTaken = (text: string): boolean => {
  try {
    parseConfig('ottla.yaml', text);
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: 'CONFIG_INVALID' });
    return false;
  }
};

describe('the JSON Schema of ottla.yaml', () => {
  it.each(['packages/cli/ottla.schema.json', 'docs/reference/ottla.schema.json'])(
    'is that of the table in %s; vitest run packages/cli/src/config -u renews it',
    async (file) => {
      await expect(configSchemaText()).toMatchFileSnapshot(`${ROOT}${file}`);
    },
  );

  it('explains every key', () => {
    const { properties } = configSchema();
    expect(properties).toMatchObject({
      schemas: { description: expect.stringContaining('subjects') },
      check: { properties: { fail_on: { enum: ['error', 'warn'], default: 'error' } } },
      gen: { properties: { overrides: { additionalProperties: { $ref: '#/definitions/choices' } } } },
    });
  });

  it('takes the configurations of this repository and of its guides', () => {
    const pages = readdirSync(`${ROOT}docs`, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.md'))
      .map((path) => readFileSync(`${ROOT}docs/${path}`, 'utf8'));
    const examples = pages.flatMap((page) =>
      [...page.matchAll(/^```yaml[^\n]*\n(version: 1\n[^]*?)^```$/gm)].map(([, text = '']) => text),
    );
    expect(examples.length).toBeGreaterThan(0);
    for (const text of [readFileSync(`${ROOT}ottla.yaml`, 'utf8'), ...examples]) {
      expect(isTaken(text), text).toBe(true);
      expect(marks(text), text).toEqual([]);
    }
  });

  it.each([
    'version: 1',
    '{ "$schema": "./ottla.schema.json", "version": "1" }',
    'version: 1\nschemas:\nsubjects:\ngen:\ncheck:\nlint:\nallow:',
    'version: 1\nschemas: { path: 1, subject: "true-{path}-}{" }',
    'version: 1\nschemas: [{ path: "a/{topic}/*.avsc", subject: "{topic}-value", level: FULL, policy: STRICT, references: b }]',
    'version: 1\nsubjects: { 7: { level: NONE, except: FIELD_REMOVED_WITHOUT_DEFAULT } }',
    'version: 1\nlint: { use: STRICT, ignore_only: { FIELD_CASE: "a/*" }, severity: { FIELD_CASE: off } }',
    'version: 1\nallow: [{ id: 123456789012, reason: 5 }, { id: 7c1f09ab42de, until: 2026-12-31, reason: x }]',
    'version: 1\ngen: { choices: { long: bigint, decimal: { codec: Money } }, overrides: { a.B: { date: string }, a.C: } }',
  ])('takes what ottla takes: %j', (text) => {
    expect(isTaken(text)).toBe(true);
    expect(marks(text)).toEqual([]);
  });

  it.each([
    ['shemas: []', ''],
    ['check: { failOn: warn }', '/check'],
    ['check: { fail_on: wran }', '/check/fail_on'],
    ['schemas: [{ level: FULL }]', '/schemas/0'],
    ['schemas: [{ path: a, level: FULLL }]', '/schemas/0/level'],
    ['schemas: [{ path: /etc/* }]', '/schemas/0/path'],
    ['schemas: [{ path: a, subject: "{tpic}" }]', '/schemas/0/subject'],
    ['schemas: [{ path: a, subject: "x{}" }]', '/schemas/0/subject'],
    ['schemas: [{ path: " " }]', '/schemas/0/path'],
    ['subjects: { a: { levl: FULL } }', '/subjects/a'],
    ['check: { severity: { NO_SUCH_RULE: off } }', '/check/severity'],
    ['lint: [STRICT]', '/lint'],
    ['lint: { use: [STRCIT] }', '/lint/use/0'],
    ['allow: [{ id: 7c1f, reason: x }]', '/allow/0/id'],
    ['allow: [{ id: 7c1f09ab42de }]', '/allow/0'],
    ['allow: [{ id: 7c1f09ab42de, reason: x, until: 2026-02-30 }]', '/allow/0/until'],
    ['gen: { choices: { lnog: bigint } }', '/gen/choices'],
    ['gen: { choices: { long: string } }', '/gen/choices/long'],
    ['gen: { overrides: { a.B: { long: { codec: A } } } }', '/gen/overrides/a.B/long'],
  ])('refuses what ottla refuses: %s', (text, place) => {
    const whole = `version: 1\n${text}`;
    expect(isTaken(whole)).toBe(false);
    expect(marks(whole)).toContain(place);
  });

  it('needs the version, as ottla does', () => {
    expect(isTaken('schemas: []')).toBe(false);
    expect(marks('schemas: []')).toEqual(['']);
    expect(isTaken('version: 2')).toBe(false);
    expect(marks('version: 2')).toEqual(['/version']);
  });
});
