import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseConfig, readConfig } from './read-config.ts';

const parse = (text: string): ReturnType<typeof parseConfig> => parseConfig('ottla.yaml', text);

describe('a configuration', () => {
  it('has a default for every key but the version', () => {
    expect(parse('version: 1')).toEqual({
      $schema: null,
      version: '1',
      schemas: [],
      subjects: new Map(),
      registry: { url: [], out: 'schemas', versions: null, tls: { ca: null, cert: null, key: null } },
      gen: {
        out: null,
        layout: 'type',
        enums: 'union',
        codecs: 'interpreted',
        importExtension: null,
        from: 'files',
        topics: null,
        choices: new Map(),
        overrides: new Map(),
        valueCodecs: new Map(),
      },
      check: { against: [], failOn: 'error', severity: new Map() },
      lint: { use: ['STANDARD'], except: [], ignoreOnly: new Map(), severity: new Map(), unstable: [] },
      allow: [],
    });
  });

  it('says what it says', () => {
    const config = parse(`
version: 1 # the first
schemas:
  - path: schemas/{topic}/{name}.v{version}.avsc
    subject: "{topic}-value"
    level: FULL
    references: schemas/shared/*.avsc
subjects:
  __proto__: { level: NONE }
  "123": { policy: STRICT }
check: { against: [git:origin/main], fail_on: warn }
lint: { use: STRICT, unstable: ["*.alpha.*"] }
allow:
  - { id: 123456789012, until: 2026-12-31, reason: never written }
  - { id: 7e1234567890, reason: a float by its looks }
`);
    expect(config.schemas).toEqual([
      {
        path: 'schemas/{topic}/{name}.v{version}.avsc',
        subject: '{topic}-value',
        level: 'FULL',
        policy: null,
        references: ['schemas/shared/*.avsc'],
      },
    ]);
    expect([...config.subjects.keys()]).toEqual(['__proto__', '123']);
    expect(config.subjects.get('__proto__')?.level).toBe('NONE');
    expect(config.check).toMatchObject({ against: ['git:origin/main'], failOn: 'warn' });
    expect(config.lint).toMatchObject({ use: ['STRICT'], unstable: ['*.alpha.*'] });
    expect(config.allow).toEqual([
      { id: '123456789012', until: '2026-12-31', reason: 'never written' },
      { id: '7e1234567890', until: null, reason: 'a float by its looks' },
    ]);
    expect(Reflect.get({}, 'level')).toBeUndefined();
  });

  it('may be JSON, with tabs', () => {
    expect(parse('{\n\t"version": 1,\n\t"check": { "against": ["old"] }\n}').check.against).toEqual(['old']);
  });

  it.each([
    ['', '1:1', "the key 'version' is missing"],
    ['version: 2', '1:10', "this must be 1, not '2'"],
    ['version: 1\nshemas: []', '2:1', "unknown key 'shemas'; did you mean 'schemas'?"],
    ['version: 1\ncheck:\n  failOn: warn', '3:3', "unknown key 'failOn'; did you mean 'fail_on'?"],
    ['version: 1\nlevel: FULL', '2:1', "unknown key 'level'"],
    ['version: 1\nversion: 1', '2:1', "the key 'version' stands here twice"],
    ['version: 1\nschemas: [{ level: FULL }]', '2:11', "the key 'path' is missing"],
    ['version: 1\nschemas: [{ path: a, level: FULLL }]', '2:29', "did you mean 'FULL'?"],
    ['version: 1\nschemas: [{ path: /etc/* }]', '2:19', 'not with /'],
    ['version: 1\nschemas: [{ path: a\\*.avsc }]', '2:19', "written with '/', on Windows, too"],
    ['version: 1\nschemas: [{ path: "{tpic}/*" }]', '2:11', '{tpic} is no placeholder of a path'],
    ['version: 1\nschemas: [{ path: "*", subject: "{topic}" }]', '2:11', 'needs {topic} in the path'],
    ['version: 1\nschemas: [{ path: "*", subject: "{tpic}" }]', '2:33', '{tpic} is no placeholder'],
    ['version: 1\nallow: [{ id: 7c1f, reason: x }]', '2:15', 'twelve hex digits'],
    ['version: 1\nallow: [{ id: 7c1f09ab42de }]', '2:9', "the key 'reason' is missing"],
    ['version: 1\nallow: [{ id: 7c1f09ab42de, reason: x, until: 2026-02-30 }]', '2:47', 'must be a date'],
    ['version: 1\ncheck: { severity: { NO_SUCH_RULE_AT_ALL: off } }', '2:22', 'there is no rule'],
    ['version: 1\nlint: [STRICT]', '2:7', 'this must be a section, not a list'],
    ['version: 1\nsubjects: { ? [a] : {} }', '2:15', 'a key must be text'],
    ['version: 1\ncheck: { against: [{}] }', '2:20', 'not a section'],
    ['version: 1\ngen: { codecs: { Money: {} } }', '2:16', 'codecs of values stand under value_codecs'],
    ['version: 1\ngen: { codecs: none at all }', '2:16', 'this must be one of interpreted, compiled, none'],
    ['version: [1', '1:12', ''],
    ['version: 1\n---\nversion: 1', '2:1', ''],
    ['version: *nothing', '1:10', ''],
    ['['.repeat(20_000), '1:', ''],
  ])('%j is refused at %s', (text, place, message) => {
    let thrown: unknown;
    try {
      parse(text);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: 'CONFIG_INVALID', exitCode: 2 });
    expect(String(thrown)).toContain(`ottla.yaml:${place}`);
    expect(String(thrown)).toContain(message);
  });

  it('that laughs a billion times is refused soon', () => {
    const laughs = Array.from({ length: 30 }, (_, level) =>
      level === 0 ? '&a0 [x, x]' : `&a${level} [*a${level - 1}, *a${level - 1}]`,
    );
    const text = `version: 1\ncheck: { against: [${laughs.join(', ')}] }`;
    expect(() => parse(text)).toThrow(/must be a text, not a list/);
    expect(() => parse('version: 1\nsubjects: { s: { except: &a [*a] } }')).toThrow(
      /must be the id of a rule/,
    );
  });

  it('of a hundred thousand keys is read in linear time', () => {
    const keys = Array.from({ length: 30_000 }, (_, index) => `  s${index}: {}`).join('\n');
    expect(parse(`version: 1\nsubjects:\n${keys}`).subjects.size).toBe(30_000);
  });
});

describe('the configuration of a folder', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'ottla-config-'));
    await mkdir(join(root, 'project/.git'), { recursive: true });
    await mkdir(join(root, 'project/a/b'), { recursive: true });
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('stands in it or above it', async () => {
    await writeFile(join(root, 'project/ottla.yaml'), 'version: 1');
    expect(await readConfig({}, join(root, 'project/a/b'))).toMatchObject({
      file: '../../ottla.yaml',
      folder: join(root, 'project'),
    });
    await writeFile(join(root, 'project/a/ottla.json'), '{"version": 1}');
    expect(await readConfig({}, join(root, 'project/a/b'))).toMatchObject({ file: '../ottla.json' });
  });

  it('is not looked for above the root of the repository', async () => {
    await writeFile(join(root, 'ottla.yaml'), 'version: 1');
    expect(await readConfig({}, join(root, 'project/a'))).toMatchObject({
      file: null,
      folder: join(root, 'project'),
    });
  });

  it('may be named, and must then be there', async () => {
    await writeFile(join(root, 'project/gate.yaml'), 'version: 1');
    expect(await readConfig({ config: '../gate.yaml' }, join(root, 'project/a'))).toMatchObject({
      file: '../gate.yaml',
    });
    await expect(readConfig({ config: 'no.yaml' }, root)).rejects.toMatchObject({ code: 'CONFIG_MISSING' });
  });

  it('is refused when there are two', async () => {
    await writeFile(join(root, 'project/ottla.yaml'), 'version: 1');
    await writeFile(join(root, 'project/ottla.yml'), 'version: 1');
    await expect(readConfig({}, join(root, 'project'))).rejects.toMatchObject({ code: 'CONFIG_AMBIGUOUS' });
  });
});
