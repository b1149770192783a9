import { execFileSync, spawnSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OTTLA } from './cli-process.ts';
import { GitWorkplace } from './git-workplace.ts';

const A1 = '{"type":"record","name":"A","fields":[{"name":"id","type":"long"}]}';
const A2 = '{"type":"record","name":"A","fields":[{"name":"id","type":"string"}]}';
const AGAINST = ['--against', 'git:main'];

describe('ottla check ends with 2', () => {
  it.each([
    [[], 'nothing to compare with', '--against git:origin/main'],
    [['--against', 'git:mian'], "git does not know 'mian' here", 'git fetch origin mian'],
    [['--against', 'git:origin/next'], "git does not know 'origin/next'", 'git fetch origin next'],
    [['--against', 'git:HEAD~9'], "git does not know 'HEAD~9'", 'This history has no such commit.'],
    [['--against', 'git:--upload-pack=touch x'], 'git does not know', ''],
    [['--against', '-main:a.avsc'], 'git does not know', ''],
    [['--against', 'git:'], "'git:' names nothing", 'git:REF[,subdir=DIR]'],
    [['--against', 'git:main,subidr=a'], 'names nothing', ''],
    [['--against', 'main:b.avsc'], "no schema file matches 'main:b.avsc'", ''],
    [['--against', 'main:../a.avsc'], 'leads out of the repository', ''],
    [['--against', 'b.avsc'], "no schema file matches 'b.avsc'", ''],
    [['b.avsc', ...AGAINST], "no schema file matches 'b.avsc'", ''],
    [[...AGAINST, '--levle', 'FULL'], "unknown option '--levle'", 'Did you mean --level?'],
    [[...AGAINST, '--level', 'FUL'], "argument 'FUL' is invalid", 'FULL_TRANSITIVE'],
    [[...AGAINST, '--format', 'xml'], "argument 'xml' is invalid", 'sarif'],
    [[...AGAINST, '--write-baseline'], '--write-baseline needs a file', '--baseline'],
    [[...AGAINST, '--baseline', 'none.json'], 'there is no baseline none.json', '--write-baseline'],
    [[...AGAINST, '--config', 'none.yaml'], 'there is no configuration none.yaml', ''],
    [[...AGAINST, '--config', 'bad.yaml'], "bad.yaml:2:1: unknown key 'shemas'; did you mean 'schemas'?", ''],
    [[...AGAINST, '-o', 'a.avsc/report'], 'cannot write', 'a file stands where a folder must be'],
  ])('for %j', async (words, message, remedy) => {
    await using place = await GitWorkplace.with({ 'a.avsc': A1, 'bad.yaml': 'version: 1\nshemas: []\n' });
    const { exitCode, stdout, stderr } = await place.run(['check', ...words]);
    expect({ exitCode, stdout }, stderr).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toContain(remedy);
    expect(stderr).not.toContain('    at ');
  });

  it('outside a repository, and without git', async () => {
    await using place = await GitWorkplace.without({ 'a.avsc': A1 });
    const outside = await place.run(['check', ...AGAINST]);
    expect(outside).toMatchObject({ exitCode: 2, stdout: '' });
    expect(outside.stderr).toContain('not a git repository');
    const without = await place.run(['check', ...AGAINST], { env: { PATH: place.folder } });
    expect(without).toMatchObject({ exitCode: 2, stdout: '' });
    expect(without.stderr).toContain('Install git');
  });

  it('in a shallow clone that lacks the ref, saying how to get it', async () => {
    await using origin = await GitWorkplace.with({ 'a.avsc': A1 });
    await origin.commit({ 'a.avsc': A2 });
    await using clone = await GitWorkplace.without();
    await clone.git('clone', '-q', '--depth', '1', `file://${origin.folder}`, 'shallow');
    const { exitCode, stderr } = await clone.run(['check', '--against', 'git:HEAD~1'], { below: 'shallow' });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('This clone is shallow.');
    expect(stderr).toContain('fetch-depth: 0');
  });

  it('for two files that are one version of a subject', async () => {
    await using place = await GitWorkplace.with({ 'a/x.v1.avsc': A1, 'a/x.v01.avsc': A1 });
    const { exitCode, stderr } = await place.run(['check', ...AGAINST]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('a/x.v01.avsc and a/x.v1.avsc are each version 1');
  });

  it('for a configuration that is hostile', async () => {
    await using place = await GitWorkplace.with({ 'a.avsc': A1 });
    for (const text of [
      `version: 1\ncheck: { against: [&a [x, x], &b [*a, *a], [*b, *b]] }`,
      `version: 1\n${'['.repeat(100_000)}`,
      'version: 1\n__proto__: { polluted: yes }',
      `version: 1\nschemas: [{ path: "${'*a'.repeat(2000)}" }]`,
      'version: 1\nschemas: [{ path: ../../../../etc/passwd }]\n',
      `# ${'x'.repeat(1_100_000)}`,
    ]) {
      await place.write({ 'ottla.yaml': text });
      const { exitCode, stderr } = await place.run(['check', ...AGAINST]);
      expect([2, 4], stderr.slice(0, 500)).toContain(exitCode);
      expect(stderr.length).toBeLessThan(2000);
      expect(stderr).not.toContain('    at ');
    }
  });
});

describe('ottla check ends with 4', () => {
  it('for Avro IDL that imports from outside the project', async () => {
    await using place = await GitWorkplace.with({ 'project/.git/HEAD': '' });
    await place.write({
      'secret.avsc': A1,
      'project/a.avdl': 'schema B; import schema "../secret.avsc"; record B { A a; }',
      'project/b.avdl': 'schema B; import schema "link.avsc"; record B { A a; }',
    });
    await symlink('../secret.avsc', join(place.folder, 'project/link.avsc'));
    for (const file of ['a.avdl', 'b.avdl']) {
      const { exitCode, stdout, stderr } = await place.run(['check', file, '--against', file], {
        below: 'project',
      });
      expect({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: '' });
      expect(stderr).toContain('lies outside the project');
    }
  });

  it('for an import that is missing, with the place', async () => {
    await using place = await GitWorkplace.with({
      'a.avdl': 'schema B;\nimport idl "no.avdl";\nrecord B { int a; }',
    });
    const { exitCode, stdout } = await place.run(['check', ...AGAINST]);
    expect(exitCode).toBe(4);
    expect(stdout).toMatch(/^a\.avdl:2:\d+/);
  });

  it('for a pipe, without waiting for its writer, a link to nothing and a text that is not UTF-8; the others are judged', async () => {
    await using place = await GitWorkplace.with({ 'a.avsc': A1, 'c.avsc': A1.replace('"A"', '"C"') });
    await place.write({ 'a.avsc': A2 });
    execFileSync('mkfifo', [join(place.folder, 'pipe.avsc')]);
    await symlink('nowhere', join(place.folder, 'link.avsc'));
    await writeFile(join(place.folder, 'c.avsc'), Buffer.from([0x22, 0xff, 0x22]));
    const { exitCode, stdout, stderr } = await place.run(['check', ...AGAINST]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 4, stderr: '' });
    expect(stdout).toContain('a.avsc:1:59  error  FIELD_TYPE_CHANGED');
    expect(stdout).toContain('c.avsc:1:1  error  FILE_UNREADABLE\n  c.avsc is not UTF-8 text\n');
    expect(stdout).toContain('pipe.avsc:1:1  error  FILE_UNREADABLE\n  pipe.avsc is no regular file\n');
    expect(stdout).toContain(
      'link.avsc:1:1  error  FILE_UNREADABLE\n  cannot read link.avsc: no such file\n',
    );
    expect(stdout).not.toContain('SUBJECT_REMOVED');
  });

  it('for a pair that is too much to compare, in bounded time; the others are judged', async () => {
    // Each of the new branches has to be held against each of the old ones.
    const branches = (field: string): string =>
      JSON.stringify(
        Array.from({ length: 720 }, (_, index) => ({
          type: 'record',
          name: 'R',
          namespace: `n${index}`,
          fields: [{ name: field, type: 'int' }],
        })),
      );
    await using place = await GitWorkplace.with({ 'a.avsc': A1, 'b.avsc': branches('old') });
    await place.write({ 'a.avsc': A2, 'b.avsc': branches('new') });
    const { exitCode, stdout } = await place.run(['check', ...AGAINST]);
    expect(exitCode).toBe(4);
    expect(stdout).toContain('SCHEMA_TOO_COMPLEX');
    expect(stdout).toContain('FIELD_TYPE_CHANGED');
  });

  it('for nothing at the ref that is not UTF-8, which is remarked', async () => {
    await using place = await GitWorkplace.with({ 'a.avsc': A1 });
    await writeFile(join(place.folder, 'b.avsc'), Buffer.from([0x22, 0xff, 0x22]));
    await place.commit();
    await place.write({ 'b.avsc': A1.replace('"A"', '"B"') });
    const { exitCode, stdout } = await place.run(['check', ...AGAINST]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      'note  main:b.avsc:1:1: main:b.avsc is not UTF-8 text; it was not compared with',
    );
  });

  it('for the name of a git ref, and says how it is written', async () => {
    await using place = await GitWorkplace.with({ 'a.avsc': A1 });
    const { exitCode, stderr } = await place.run(['check', '--against', 'HEAD~1']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('a git ref is written git:HEAD~1.');
  });
});

describe('ottla check reads', () => {
  it('stdin as the file it is compared with', async () => {
    await using place = await GitWorkplace.with({ 'a.avsc': A1 });
    const check = (input: string): { status: number | null; stdout: string } =>
      spawnSync(process.execPath, [OTTLA, 'check', '-', '--against', 'main:a.avsc'], {
        cwd: place.folder,
        input,
        encoding: 'utf8',
      });
    expect(check(A1).status).toBe(0);
    expect(check(A2)).toMatchObject({ status: 1, stdout: expect.stringContaining('subject a ') });
    expect(check('{').status).toBe(4);
    expect(check('').status).toBe(4);
  });

  it('names that look like options, colons and patterns', async () => {
    await using place = await GitWorkplace.with({ 'main:a.avsc': A1, '[a].avsc': A1, 'ü ñ/b\n.avsc': A1 });
    await place.write({ 'main:a.avsc': A2, '[a].avsc': A2, 'ü ñ/b\n.avsc': A2 });
    for (const file of ['main:a.avsc', '[a].avsc', 'ü ñ/b\n.avsc']) {
      const { exitCode, stderr } = await place.run(['check', file, ...AGAINST]);
      expect(exitCode, stderr).toBe(1);
    }
  });

  it('links to files, here and at a ref, and follows none to a folder or in a circle', async () => {
    await using place = await GitWorkplace.with({ 'a/a.avsc': A1 });
    await mkdir(join(place.folder, 'b'));
    await symlink('../a', join(place.folder, 'b/loop'));
    await symlink('b/next.avsc', join(place.folder, 'link.avsc'));
    await symlink('../a/a.avsc', join(place.folder, 'b/next.avsc'));
    await place.commit();
    const { exitCode, stdout } = await place.run(['check', ...AGAINST, '--format', 'json']);
    expect(exitCode).toBe(0);
    // Our own format.
    const { subjects } = JSON.parse(stdout) as { subjects: { subject: string; state: string }[] };
    expect(subjects.map(({ subject, state }) => `${subject} ${state}`)).toEqual([
      'a/a unchanged',
      'b/next unchanged',
      'link unchanged',
    ]);
    const circle = `120000,${await place.hash('c.avsc')},c.avsc`;
    await place.git('update-index', '--add', '--cacheinfo', circle);
    await place.git('commit', '-q', '-m', 'a circle');
    expect(await place.run(['check', ...AGAINST])).toMatchObject({ exitCode: 0 });
  });
});
