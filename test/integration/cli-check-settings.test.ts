import { describe, expect, it } from 'vitest';
import type { Finished } from './cli-process.ts';
import { GitWorkplace } from './git-workplace.ts';

const record = (name: string, ...fields: readonly string[]): string =>
  JSON.stringify({ type: 'record', name, fields: fields.map((field) => ({ name: field, type: 'long' })) });

interface JsonReport {
  readonly subjects: readonly { subject: string; file: string | null; state: string }[];
  readonly findings: readonly {
    rule: string;
    severity: string;
    subject: string;
    level: string;
    fingerprint: string;
    pardon: { by: string; reason: string | null } | null;
  }[];
  readonly remarks: readonly string[];
}

/** What `--format json` printed. */
function reported({ stdout }: Finished): JsonReport {
  // Its own schema is checked where the report is specified.
  return JSON.parse(stdout) as JsonReport;
}

const CHECK = ['check', '--format', 'json', '--against', 'git:main'];
const AFTER = { 'a.avsc': record('A', 'id', 'added') };

/** A repository whose working tree breaks the readers of `a`, and the fingerprint of that finding. */
async function broken(): Promise<{ place: GitWorkplace; fingerprint: string; rule: string }> {
  const place = await GitWorkplace.with({ 'a.avsc': record('A', 'id') });
  await place.write(AFTER);
  const { findings } = reported(await place.run(CHECK));
  const finding = findings.find(({ severity }) => severity === 'error');
  return { place, fingerprint: finding?.fingerprint ?? '', rule: finding?.rule ?? '' };
}

describe('a finding is excused', () => {
  it('by ottla allow, which keeps the rest of the file, until a day', async () => {
    const { place, fingerprint } = await broken();
    await using _ = place;
    await place.write({ 'ottla.yaml': '# ours\nversion: 1 # the first\ncheck: { fail_on: error }\n' });
    const words = ['allow', fingerprint, '--reason', 'never "written": #1', '--until', '2999-12-31'];
    expect(await place.run(words)).toMatchObject({ exitCode: 0, stdout: '' });
    expect(await place.read('ottla.yaml')).toBe(
      `# ours\nversion: 1 # the first\ncheck: { fail_on: error }\nallow:\n  - { id: ${quotedLikeNumber(fingerprint)}, until: 2999-12-31, reason: 'never "written": #1' }\n`,
    );
    const finished = await place.run(CHECK);
    expect(finished.exitCode).toBe(0);
    expect(
      reported(finished).findings.find((finding) => finding.fingerprint === fingerprint)?.pardon,
    ).toMatchObject({
      by: 'allow',
      reason: 'never "written": #1',
    });
    // Said twice, the second word counts.
    await place.run(['allow', fingerprint, '--reason', 'for good']);
    expect((await place.read('ottla.yaml')).match(new RegExp(fingerprint, 'g'))).toHaveLength(1);
  });

  it('by a configuration that ottla allow makes, YAML or JSON', async () => {
    const { place, fingerprint } = await broken();
    await using _ = place;
    const words = ['allow', fingerprint, '--reason', 'known'];
    await place.write({ 'below/x': '' });
    await place.run(['allow', '000000000000', ...words.slice(1)], { below: 'below' });
    expect(await place.read('ottla.yaml')).toContain('000000000000');
    expect(await place.run(CHECK)).toMatchObject({ exitCode: 0 });
    await place.remove('ottla.yaml');
    await place.write({ 'ottla.json': '{"version": 1}' });
    await place.run(words);
    expect(await place.run(CHECK)).toMatchObject({ exitCode: 0 });
  });

  it('not any more once the day is over, which is remarked', async () => {
    const { place, fingerprint } = await broken();
    await using _ = place;
    const allow = (until: string): Promise<void> =>
      place.write({
        'ottla.yaml': `version: 1\nallow: [{ id: "${fingerprint}", until: ${until}, reason: known }]\n`,
      });
    await allow('2999-01-01');
    expect(await place.run(CHECK)).toMatchObject({ exitCode: 0 });
    await allow('2020-01-01');
    const finished = await place.run(CHECK);
    expect(finished.exitCode).toBe(1);
    expect(reported(finished).remarks).toEqual([
      `allow ${fingerprint} expired on 2020-01-01: its finding counts again`,
    ]);
  });

  it('by the baseline; what it excuses in vain is remarked', async () => {
    const { place, fingerprint } = await broken();
    await using _ = place;
    expect(await place.run([...CHECK, '--baseline', 'base.json', '--write-baseline'])).toMatchObject({
      exitCode: 0,
    });
    expect(JSON.parse(await place.read('base.json'))).toEqual({ version: 1, findings: [fingerprint] });
    const finished = await place.run([...CHECK, '--baseline', 'base.json']);
    expect(finished.exitCode).toBe(0);
    expect(
      reported(finished).findings.find((finding) => finding.fingerprint === fingerprint)?.pardon,
    ).toMatchObject({ by: 'baseline' });
    await place.write({ 'a.avsc': record('A', 'id') });
    const mended = reported(await place.run([...CHECK, '--baseline', 'base.json']));
    expect(mended.remarks.join()).toContain(fingerprint);
    await place.write({
      'b.avsc': record('B', 'id'),
      'ottla.yaml':
        'version: 1\nallow: [{ id: "7c1f09ab42de", reason: x }]\nsubjects: { gone: { level: FULL } }\n',
    });
    expect(reported(await place.run(CHECK)).remarks.join()).toMatch(
      /'gone'.*allow 7c1f09ab42de excuses nothing/,
    );
    expect(reported(await place.run([...CHECK, 'b.avsc'])).remarks).toEqual([]);
    await place.write({ 'base.json': '{"version": 1, "findings": ["x"]}' });
    expect(await place.run([...CHECK, '--baseline', 'base.json'])).toMatchObject({ exitCode: 2 });
  });

  it.each([
    [['allow', '7c1f09ab42de'], "required option '--reason <text>' not specified"],
    [['allow', '7c1f09ab42de', '--reason', ' '], 'the reason is empty'],
    [['allow', '7c1f', '--reason', 'x'], "'7c1f' is no fingerprint"],
    [['allow', '7c1f09ab42de', '--reason', 'x', '--until', '31.12.2999'], 'is no day'],
    [['allow', '7c1f09ab42de', '--reason', 'x', '--until', '2020-01-01'], '2020-01-01 is over'],
  ])('but not by %j', async (words, message) => {
    await using place = await GitWorkplace.without();
    const { exitCode, stderr } = await place.run(words);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('the configuration says', () => {
  it('where schemas are, which subjects they belong to, and at which level', async () => {
    await using place = await GitWorkplace.with({
      'ottla.yaml': `
version: 1
schemas:
  - { path: "contracts/{topic}/{name}.v{version}.avsc", subject: "{topic}-{name}", level: FULL_TRANSITIVE, references: [shared/*.avsc] }
subjects:
  orders-key: { level: NONE }
  unknown-value: { level: NONE }
check: { against: [git:main] }
`,
      'contracts/orders/key.v1.avsc': record('K', 'id'),
      'contracts/orders/value.v1.avsc': record('V', 'id'),
      'contracts/orders/draft.avsc': '{',
      'shared/money.avsc': '{"type":"fixed","name":"Money","size":8}',
    });
    await place.write({
      'contracts/orders/key.v2.avsc': record('K'),
      'contracts/orders/value.v2.avsc': record('V', 'id').replace('"long"', '"Money"'),
    });
    for (const below of ['', 'contracts/orders']) {
      const finished = await place.run(['check', '--format', 'json'], { below });
      expect(finished.exitCode, finished.stderr).toBe(1);
      const { subjects, findings, remarks } = reported(finished);
      expect(subjects).toMatchObject([
        { subject: 'orders-key', state: 'changed' },
        { subject: 'orders-value', state: 'changed' },
      ]);
      const errors = findings.filter(({ severity }) => severity === 'error');
      expect(new Set(errors.map(({ subject, level }) => `${subject} ${level}`))).toEqual(
        new Set(['orders-value FULL_TRANSITIVE']),
      );
      expect(remarks.join()).toContain("the subject 'unknown-value'");
    }
  });

  it('how severe a rule is, for whom it does not count, and who may break', async () => {
    const { place, rule } = await broken();
    await using _ = place;
    for (const [settings, exitCode, severity] of [
      ['{}', 1, 'error'],
      [`{ check: { severity: { ${rule}: warn } } }`, 0, 'warn'],
      [`{ check: { fail_on: warn, severity: { ${rule}: warn } } }`, 1, 'warn'],
      [`{ check: { severity: { ${rule}: off } } }`, 0, undefined],
      [`{ subjects: { a: { except: [${rule}] } } }`, 0, undefined],
    ] as const) {
      await place.write({ 'ottla.yaml': settings.replace('{', '{ version: 1, ').replace(', }', ' }') });
      const finished = await place.run(CHECK);
      expect(finished, settings).toMatchObject({ exitCode, stderr: '' });
      expect(reported(finished).findings.find((finding) => finding.rule === rule)?.severity).toBe(severity);
    }
  });
});

describe('the report goes', () => {
  it('to stdout, to files in other formats, or to a file instead', async () => {
    const { place } = await broken();
    await using _ = place;
    const words = ['check', '--against', 'git:main'];
    const both = await place.run([...words, '-o', 'sarif=out/a.sarif', '-o', 'junit=out/a.xml']);
    expect(both).toMatchObject({ exitCode: 1, stderr: '' });
    expect(both.stdout).toContain('a.avsc:1:');
    expect(JSON.parse(await place.read('out/a.sarif'))).toMatchObject({ version: '2.1.0' });
    expect(await place.read('out/a.xml')).toMatch(/^<\?xml/);
    expect(await place.run([...words, '-o', 'a.txt'])).toMatchObject({ exitCode: 1, stdout: '', stderr: '' });
    expect(await place.read('a.txt')).toContain('a.avsc:1:');
    expect(await place.run([...words, '-o', '/dev/null'])).toMatchObject({ exitCode: 1, stdout: '' });
  });

  it('nowhere when it is quiet and nothing is found', async () => {
    await using place = await GitWorkplace.with({ 'a.avsc': record('A', 'id') });
    expect(await place.run(['check', '--against', 'git:main', '-q'])).toEqual({
      exitCode: 0,
      signal: null,
      stdout: '',
      stderr: '',
    });
  });
});

/** YAML quotes what would be read as a number. */
function quotedLikeNumber(text: string): string {
  return /^\d+(e\d+)?$/.test(text) ? `"${text}"` : text;
}
