import { describe, expect, it } from 'vitest';
import type { Finished } from './cli-process.ts';
import { GitWorkplace } from './git-workplace.ts';

type Field = readonly [name: string, type: unknown, rest?: object];

const record = (name: string, ...fields: readonly Field[]): string =>
  JSON.stringify({
    type: 'record',
    name,
    namespace: 'com.acme',
    fields: fields.map(([field, type, rest]) => ({ name: field, type, ...rest })),
  });

const ID: Field = ['id', 'long'];
const TIER: Field = ['tier', 'string'];
const NOTE: Field = ['note', 'string', { default: '' }];
const CUSTOMER = record('Customer', ID);
const BROKEN = '{"type": "record", "name": "Customer", "fields": [{"name": "id", "type": "lnog"}]}';

interface JsonReport {
  readonly subjects: readonly { subject: string; file: string | null; state: string; compared: string[] }[];
  readonly findings: readonly {
    rule: string;
    severity: string;
    subject: string;
    fingerprint: string;
    versions: string[];
    position: { file: string };
    other: { file: string } | null;
    pardon: { by: string } | null;
  }[];
  readonly failures: readonly { file: string; code: string; position: { file: string; line: number } }[];
  readonly remarks: readonly string[];
}

/** What `--format json` printed. */
function reported({ stdout }: Finished): JsonReport {
  // Its own schema is checked where the report is specified.
  return JSON.parse(stdout) as JsonReport;
}

const check = (...words: readonly string[]): readonly string[] => ['check', '--format', 'json', ...words];
const AGAINST = ['--against', 'git:main'];
const states = (finished: Finished): Record<string, string> =>
  Object.fromEntries(reported(finished).subjects.map(({ subject, state }) => [subject, state]));
const errors = (finished: Finished): JsonReport['findings'] =>
  reported(finished).findings.filter(({ severity }) => severity === 'error');
const worst = (finished: Finished): string[] =>
  errors(finished)
    .map(({ subject }) => subject)
    .toSorted();

describe('ottla check against a git ref', () => {
  it('passes what changes nothing', async () => {
    await using place = await GitWorkplace.with({ 'schemas/customer.avsc': CUSTOMER });
    const finished = await place.run(check(...AGAINST));
    expect(finished).toMatchObject({ exitCode: 0, stderr: '' });
    expect(reported(finished)).toMatchObject({
      subjects: [{ subject: 'schemas/customer', state: 'unchanged', compared: [] }],
      findings: [],
    });
  });

  it('finds what breaks readers, shows both places and ends with 1', async () => {
    await using place = await GitWorkplace.with({ 'schemas/customer.avsc': CUSTOMER });
    await place.write({ 'schemas/customer.avsc': record('Customer', ID, TIER) });
    const finished = await place.run(check(...AGAINST));
    expect(finished).toMatchObject({ exitCode: 1, stderr: '' });
    expect(errors(finished)[0]).toMatchObject({
      severity: 'error',
      subject: 'schemas/customer',
      versions: ['git:main'],
      position: { file: 'schemas/customer.avsc' },
      other: { file: 'main:schemas/customer.avsc' },
    });
    const text = await place.run(['check', ...AGAINST]);
    expect(text).toMatchObject({ exitCode: 1, stderr: '' });
    expect(text.stdout).toMatch(/^schemas\/customer\.avsc:1:\d+ {2}error/);
  });

  it.each([
    ['BACKWARD', 0],
    ['FORWARD', 1],
    ['FULL', 1],
    ['NONE', 0],
  ])('at level %s ends with %i for a field that is gone', async (level, exitCode) => {
    await using place = await GitWorkplace.with({ 'a.avsc': record('A', ID, TIER) });
    await place.write({ 'a.avsc': record('A', ID) });
    expect(await place.run(check(...AGAINST, '--level', level))).toMatchObject({ exitCode });
  });

  it('knows new, removed and moved subjects', async () => {
    await using place = await GitWorkplace.with({
      'a/moved.avsc': record('Moved', ID),
      'a/gone.avsc': record('Gone', ID),
      'a/same.avsc': record('Same', ID),
    });
    await place.remove('a/moved.avsc');
    await place.remove('a/gone.avsc');
    await place.write({ 'b/moved.avsc': record('Moved', ID, TIER), 'b/new.avsc': record('New', ID) });
    const finished = await place.run(check(...AGAINST));
    expect(states(finished)).toEqual({
      'a/same': 'unchanged',
      'b/moved': 'changed',
      'b/new': 'new',
      'a/gone': 'removed',
    });
    expect(worst(finished)).toEqual(['b/moved']);
    expect(reported(finished).findings).toContainEqual(
      expect.objectContaining({ rule: 'SUBJECT_REMOVED', severity: 'warn', subject: 'a/gone' }),
    );
    expect(reported(finished).remarks.join()).toContain('b/moved is taken for a/moved of git:main, moved');
  });

  it('does not call removed what was not asked for', async () => {
    await using place = await GitWorkplace.with({ 'a/a.avsc': CUSTOMER, 'b/b.avsc': record('B', ID) });
    await place.remove('b/b.avsc');
    expect(states(await place.run(check('a', ...AGAINST)))).toEqual({ 'a/a': 'unchanged' });
  });

  it('passes a first commit of schemas: all are new', async () => {
    await using place = await GitWorkplace.with({ 'README.md': 'nothing yet' });
    await place.write({ 'a.avsc': CUSTOMER });
    const finished = await place.run(check(...AGAINST));
    expect(finished.exitCode).toBe(0);
    expect(states(finished)).toEqual({ a: 'new' });
  });

  it('sees a change through the files that refer to it', async () => {
    const order = record('Order', ['by', 'com.acme.Customer']);
    await using place = await GitWorkplace.with({ 'customer.avsc': CUSTOMER, 'order.avsc': order });
    await place.write({ 'customer.avsc': record('Customer', ID, TIER) });
    expect(worst(await place.run(check(...AGAINST)))).toEqual(['customer', 'order']);
    // Named alone, its references are found in the project.
    expect(worst(await place.run(check('order.avsc', ...AGAINST)))).toEqual(['order']);
    expect(worst(await place.run(check('order.avsc', '--against', 'main:order.avsc')))).toEqual(['order']);
  });

  it('names subjects the same in a folder below', async () => {
    await using place = await GitWorkplace.with({ 'shop/a.avsc': CUSTOMER, 'other/b.avsc': record('B', ID) });
    await place.write({ 'shop/a.avsc': record('Customer', ID, TIER) });
    const above = errors(await place.run(check(...AGAINST)))[0];
    for (const against of ['git:main', 'main:shop', 'main:./a.avsc', 'git:main,subdir=shop']) {
      const finished = await place.run(check('--against', against), { below: 'shop' });
      expect(states(finished), against).toEqual({ 'shop/a': 'changed' });
      expect(errors(finished)[0]).toMatchObject({
        fingerprint: above?.fingerprint,
        position: { file: 'a.avsc' },
        other: { file: 'main:./a.avsc' },
      });
    }
  });

  it('takes any ref, and judges a ref as well as the working tree', async () => {
    await using place = await GitWorkplace.with({ 'a.avsc': CUSTOMER });
    await place.git('tag', 'v1.0');
    await place.commit({ 'a.avsc': record('Customer', ID, TIER) });
    for (const ref of ['v1.0', 'HEAD~1', 'main^', (await place.git('rev-parse', 'v1.0')).trim()]) {
      expect(await place.run(check('--against', `git:${ref}`)), ref).toMatchObject({ exitCode: 1 });
    }
    expect(await place.run(check('git:v1.0', '--against', 'git:main'))).toMatchObject({ exitCode: 0 });
  });

  it('obeys GIT_DIR', async () => {
    await using place = await GitWorkplace.with({ 'a.avsc': CUSTOMER });
    await using other = await GitWorkplace.without({ 'a.avsc': record('Customer', ID, TIER) });
    const env = { GIT_DIR: `${place.folder}/.git`, GIT_WORK_TREE: other.folder };
    expect(await other.run(check(...AGAINST), { env })).toMatchObject({ exitCode: 1 });
  });
});

describe('ottla check against files', () => {
  it('lays a folder over the one that is judged, and a file over a file', async () => {
    await using place = await GitWorkplace.without({
      'old/a/x.avsc': CUSTOMER,
      'new/a/x.avsc': record('Customer', ID, TIER),
    });
    for (const [now, before] of [
      ['new', 'old'],
      ['new/a/x.avsc', 'old/a/x.avsc'],
      ['new/**/*.avsc', 'old/**/*.avsc'],
      ['new/a/x.avsc', 'old/a'],
    ] as const) {
      const finished = await place.run(check(now, '--against', before));
      expect(states(finished), now).toEqual({ 'new/a/x': 'changed' });
      expect(finished.exitCode).toBe(1);
    }
  });

  it('compares with each tree that is given', async () => {
    await using place = await GitWorkplace.without({
      'now/a.avsc': record('A', ID, NOTE),
      'one/a.avsc': record('A', ID),
      'two/a.avsc': record('A', ['id', 'string']),
    });
    expect(await place.run(check('now', '--against', 'one'))).toMatchObject({ exitCode: 0 });
    expect(await place.run(check('now', '--against', 'one', '--against', 'two'))).toMatchObject({
      exitCode: 1,
    });
    expect(await place.run(check('now', '--against', 'two', '--against', 'one'))).toMatchObject({
      exitCode: 1,
    });
  });

  it('compares versions that stand beside each other', async () => {
    await using place = await GitWorkplace.without({
      'a.v1.avsc': record('A', ID, TIER),
      'a.v2.avsc': record('A', ID),
      'a.v10.avsc': record('A', ID, ['tier', 'string', { default: '' }]),
    });
    expect(await place.run(check())).toMatchObject({ exitCode: 0 });
    await place.write({ 'a.v11.avsc': record('A', ID, TIER) });
    const last = await place.run(check());
    expect(reported(last).subjects).toMatchObject([{ subject: 'a', file: 'a.v11.avsc', compared: ['v10'] }]);
    expect(worst(last)).toEqual([]);
    const all = await place.run(check('--level', 'BACKWARD_TRANSITIVE'));
    expect(all.exitCode).toBe(1);
    expect(errors(all)[0]).toMatchObject({ versions: ['v2'] });
    expect(reported(all).subjects[0]?.compared).toEqual(['v1', 'v2', 'v10']);
  });

  it('warns of a published version with another schema, not of one laid out anew', async () => {
    await using place = await GitWorkplace.with({ 'a.v1.avsc': CUSTOMER, 'a.v2.avsc': CUSTOMER });
    await place.write({ 'a.v1.avsc': record('Customer', ID, NOTE) });
    const finished = await place.run(check(...AGAINST));
    expect(finished.exitCode).toBe(0);
    expect(reported(finished).findings).toMatchObject([
      { rule: 'PUBLISHED_VERSION_CHANGED', severity: 'warn', position: { file: 'a.v1.avsc' } },
    ]);
    expect(await place.run(check(...AGAINST, '--fail-on', 'warn'))).toMatchObject({ exitCode: 1 });
    await place.write({ 'a.v1.avsc': JSON.stringify(JSON.parse(CUSTOMER), null, 4) });
    expect(reported(await place.run(check(...AGAINST))).findings).toEqual([]);
    await place.write({ 'a.v1.avsc': CUSTOMER });
    await place.remove('a.v2.avsc');
    expect(reported(await place.run(check(...AGAINST))).findings).toMatchObject([
      { rule: 'SUBJECT_REMOVED' },
    ]);
  });

  it('reads Avro IDL with what it imports', async () => {
    const main = (field: string): string =>
      `namespace com.acme; schema Order; import idl "shared/money.avdl"; record Order { Money total; ${field} }`;
    await using place = await GitWorkplace.with({
      'schemas/order.avdl': main(''),
      'schemas/shared/money.avdl': 'namespace com.acme; record Money { long cents; }',
    });
    await place.write({ 'schemas/order.avdl': main('string by;') });
    for (const against of ['git:main', 'main:schemas/order.avdl']) {
      const finished = await place.run(check('schemas/order.avdl', '--against', against));
      expect(worst(finished), finished.stdout).toEqual(['schemas/order']);
    }
  });

  it('reads JSON Schema with what it refers to', async () => {
    const order = (type: string): string =>
      JSON.stringify({
        type: 'object',
        properties: { id: { type }, total: { $ref: 'shared/money.schema.json' } },
      });
    await using place = await GitWorkplace.with({
      'order.schema.json': order('string'),
      'shared/money.schema.json': '{"type": "integer"}',
      'package.json': '{"type": "module"}',
    });
    await place.write({ 'order.schema.json': order('boolean') });
    const finished = await place.run(check(...AGAINST));
    expect(worst(finished)).toEqual(['order']);
    expect(states(finished)).toEqual({ order: 'changed', 'shared/money': 'unchanged' });
    await place.write({
      'order.schema.json': order('string'),
      'shared/money.schema.json': '{"type": "string"}',
    });
    expect(worst(await place.run(check(...AGAINST)))).toContain('order');
  });
});

describe('a file that cannot be judged', () => {
  it('among others ends the check with 4, says where, and the others are judged', async () => {
    await using place = await GitWorkplace.with({ 'a.avsc': CUSTOMER, 'b.avsc': record('B', ID) });
    await place.write({ 'a.avsc': BROKEN, 'b.avsc': record('B', ID, TIER) });
    const finished = await place.run(check(...AGAINST));
    expect(finished.exitCode).toBe(4);
    expect(reported(finished).failures).toMatchObject([
      { file: 'a.avsc', position: { file: 'a.avsc', line: 1 } },
    ]);
    expect(worst(finished)).toEqual(['b']);
    expect(await place.run(check(...AGAINST, '--exit-zero'))).toMatchObject({ exitCode: 4 });
    await place.write({ 'a.avsc': CUSTOMER });
    expect(await place.run(check(...AGAINST, '--exit-zero'))).toMatchObject({ exitCode: 0 });
  });

  it('at the ref only is remarked, not compared with', async () => {
    await using place = await GitWorkplace.with({ 'a.avsc': BROKEN });
    await place.write({ 'a.avsc': CUSTOMER });
    const finished = await place.run(check(...AGAINST));
    expect(finished.exitCode).toBe(0);
    expect(reported(finished).remarks.join()).toMatch(/^main:a\.avsc:1:\d+: .*it was not compared with/);
  });
});
