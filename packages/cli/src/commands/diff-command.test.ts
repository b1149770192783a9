import { join } from 'node:path';
import { systemClock } from '@ottla/kernel';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RecordedTerminal } from '../../testing/recorded-terminal.ts';
import { TemporaryFolder } from '../../testing/temporary-folder.ts';
import { runDiff, type DiffOptions } from './diff-command.ts';

let folder: TemporaryFolder;

beforeEach(() => {
  folder = new TemporaryFolder();
});
afterEach(() => folder[Symbol.dispose]());

function order(...fields: readonly object[]): object {
  return { type: 'record', name: 'Order', namespace: 'com.acme', fields };
}

const ID = { name: 'id', type: 'long' };
const TIER = { name: 'tier', type: 'string', default: 'BASIC' };

interface Outcome {
  readonly exitCode: number;
  readonly printed: string;
}

async function diff(words: readonly string[], options: Partial<DiffOptions> = {}): Promise<Outcome> {
  const terminal = new RecordedTerminal();
  const readStdin = (): Promise<Uint8Array> => Promise.resolve(Buffer.from(JSON.stringify(order(ID))));
  const workplace = { workingFolder: folder.path, clock: systemClock, readStdin, environment: {} };
  const exitCode = await runDiff(words, { format: 'text', ...options }, { terminal, workplace });
  return { exitCode, printed: terminal.printed.join('\n') };
}

describe('ottla diff of two files', () => {
  it('tells by type what came, went and changed, with both places, and the verdict', async () => {
    const decimal = (scale: number): object => ({
      type: 'bytes',
      logicalType: 'decimal',
      precision: 9,
      scale,
    });
    folder.write(
      'old.avsc',
      order(ID, { name: 'fax_number', type: 'string' }, { name: 'total', type: decimal(2) }),
    );
    folder.write(
      'new.avsc',
      order({ name: 'faxNumber', type: 'string' }, { name: 'total', type: decimal(4) }, TIER),
    );
    expect(await diff(['old.avsc', 'new.avsc'])).toEqual({
      exitCode: 0,
      printed: [
        'old.avsc → new.avsc',
        '  com.acme.Order',
        '    → faxNumber  was fax_number, by likeness  1:94 → 1:66',
        '    ~ total      scale 2 → 4  1:155 → 1:126',
        '        warn DECIMAL_SCALE_CHANGED  the scale went from 2 to 4; a registry would accept it, and values written as 12.34 are read as 0.1234',
        '    + tier       "string" = "BASIC"  1:1 → 1:192',
        '    - id         "long"  1:66 → 1:1',
        '',
        'only NONE allows it',
      ].join('\n'),
    });
  });

  it('says nothing of what is the same in all but layout', async () => {
    folder.write('old.avsc', order(ID));
    folder.write('new.avsc', JSON.stringify(order(ID), null, 4));
    expect(await diff(['old.avsc', 'new.avsc'], { exitCode: true })).toEqual({ exitCode: 0, printed: '' });
  });

  it('ends with 1 when asked to and something differs', async () => {
    folder.write('old.avsc', order(ID));
    folder.write('new.avsc', order(ID, TIER));
    const { exitCode, printed } = await diff(['old.avsc', 'new.avsc'], { exitCode: true });
    expect(exitCode).toBe(1);
    expect(printed).toContain('every level allows it');
  });

  it('takes one side from stdin', async () => {
    folder.write('new.avsc', order(ID, TIER));
    expect((await diff(['-', 'new.avsc'])).printed).toContain('<stdin> → new.avsc');
  });

  it('tells of JSON Schema what readers and writers refuse, by direction', async () => {
    folder.write('old.schema.json', { type: 'object', properties: { id: { type: 'integer' } } });
    folder.write('new.schema.json', {
      type: 'object',
      properties: { id: { type: 'number' } },
      title: 'Order',
    });
    const { exitCode, printed } = await diff(['old.schema.json', 'new.schema.json'], { exitCode: true });
    expect(exitCode).toBe(1);
    expect(printed).toMatch(
      /^old\.schema\.json → new\.schema\.json\n {2}#\/properties\/id {2}error JSON_\w+ {2}.*the old version.*\n\nallowed by NONE, BACKWARD, BACKWARD_TRANSITIVE; refused by /,
    );
    folder.write(
      'old.schema.json',
      '{ "title": "Order", "type": "object", "properties": { "id": { "type": "number" } } }',
    );
    expect(await diff(['old.schema.json', 'new.schema.json'], { exitCode: true })).toEqual({
      exitCode: 0,
      printed: '',
    });
    folder.write('new.schema.json', { type: 'object', properties: { id: { type: 'number' } } });
    expect((await diff(['old.schema.json', 'new.schema.json'])).printed).toBe(
      'old.schema.json → new.schema.json\n  ~ JSON Schema\n\nevery level allows it',
    );
  });

  it('finds types in other files of the project', async () => {
    folder.write('money.avsc', { type: 'fixed', name: 'com.acme.Money', size: 8 });
    folder.write('old.avsc', order(ID));
    folder.write('new.avsc', order(ID, { name: 'total', type: 'com.acme.Money' }));
    expect((await diff(['old.avsc', 'new.avsc'])).printed).toContain('+ total  "com.acme.Money"');
  });

  it('a schema that moved into another file is told', async () => {
    const money = { type: 'fixed', name: 'Money', size: 8 };
    folder.write('money.avsc', { ...money, namespace: 'com.acme' });
    folder.write('old.avsc', order({ name: 'total', type: money }));
    folder.write('new.avsc', order({ name: 'total', type: 'Money' }));
    expect((await diff(['old.avsc', 'new.avsc'])).printed).toContain(
      'com.acme.Money  info REFERENCE_MOVED  the type was defined in this file and comes from another file now',
    );
  });
});

describe('ottla diff of folders', () => {
  it('pairs files by place, and a file of one side was added or removed', async () => {
    folder.write('old/a/order.avsc', order(ID));
    folder.write('new/a/order.avsc', order(ID, { name: 'note', type: 'string' }));
    folder.write('old/gone.avsc', { type: 'fixed', name: 'com.acme.Gone', size: 1 });
    folder.write('new/came.avsc', { type: 'enum', name: 'com.acme.Came', symbols: ['A'] });
    folder.write('old/same.avsc', '"int"');
    folder.write('new/same.avsc', '"int"');
    const { printed } = await diff(['old', 'new']);
    expect(printed.split('\n')).toEqual([
      'old/a/order.avsc → new/a/order.avsc',
      '  com.acme.Order',
      '    + note  "string"  1:1 → 1:94',
      '',
      '+ new/came.avsc',
      '  + com.acme.Came  enum',
      '',
      '- old/gone.avsc',
      '  - com.acme.Gone  fixed',
      '',
      'allowed by NONE, FORWARD, FORWARD_TRANSITIVE; refused by BACKWARD, BACKWARD_TRANSITIVE, FULL, FULL_TRANSITIVE',
    ]);
  });

  it('finds a file at another place by what it holds, unless several hold it', async () => {
    folder.write('old/order.avsc', order(ID));
    folder.write('old/other.avsc', '"int"');
    folder.write('new/orders/placed.avsc', order(ID, TIER));
    expect((await diff(['old', 'new'])).printed).toMatch(
      /^→ old\/order\.avsc → new\/orders\/placed\.avsc {2}moved\n {2}com\.acme\.Order\n {4}\+ tier/m,
    );
    folder.write('new/orders/sent.avsc', order(ID));
    expect((await diff(['old', 'new'])).printed).not.toContain('moved');
  });

  it('tells a broken file in its place, compares the others, and ends with 4', async () => {
    folder.write('old/a.avsc', '{"type": "sting"}');
    folder.write('new/a.avsc', '"string"');
    folder.write('old/b.avsc', '"int"');
    folder.write('new/b.avsc', '"long"');
    const { exitCode, printed } = await diff(['old', 'new']);
    expect(exitCode).toBe(4);
    expect(printed).toContain("error old/a.avsc:1:10: unknown type 'sting'");
    expect(printed).toContain('"int" → "long"');
  });
});

describe('ottla diff in other formats', () => {
  beforeEach(() => {
    folder.write('old.avsc', order(ID, { ...TIER, doc: 'A | `b`.' }));
    folder.write('new.avsc', order(ID, { ...TIER, default: 'GOLD', doc: '\u001b[31mRed.' }));
  });

  it('as JSON holds edits, findings and levels', async () => {
    const { printed } = await diff(['old.avsc', 'new.avsc'], { format: 'json' });
    expect(JSON.parse(printed)).toMatchObject({
      format: 'ottla-diff',
      version: 1,
      files: [
        {
          before: 'old.avsc',
          after: 'new.avsc',
          schemas: [
            {
              name: 'com.acme.Order',
              state: 'changed',
              edits: [
                { kind: 'changed', element: 'attribute', attribute: 'doc', path: 'com.acme.Order.tier' },
                {
                  attribute: 'default',
                  before: { text: '"BASIC"', position: { file: 'old.avsc', line: 1 } },
                },
              ],
              findings: [
                { rule: 'DEFAULT_CHANGED', severity: 'warn', before: { line: 1 }, after: { line: 1 } },
              ],
            },
          ],
          failures: [],
        },
      ],
      passing: [
        'NONE',
        'BACKWARD',
        'BACKWARD_TRANSITIVE',
        'FORWARD',
        'FORWARD_TRANSITIVE',
        'FULL',
        'FULL_TRANSITIVE',
      ],
    });
  });

  it('as Markdown keeps hostile text within its cell', async () => {
    const { printed } = await diff(['old.avsc', 'new.avsc'], { format: 'markdown' });
    expect(printed).toContain('### `old.avsc` → `new.avsc`');
    expect(printed).toMatch(
      /^\| ~ \| `com.acme.Order.tier` \| `` doc "A \\\| `b`\." → .* `` \| 1:94 → 1:94 \|$/m,
    );
    expect(printed).toMatch(/^- \*\*warn\*\* DEFAULT_CHANGED `com.acme.Order.tier`: the default went from/m);
    expect(printed).toMatch(/\*\*every level allows it\*\*$/);
  });

  it.each(['text', 'json', 'markdown'] as const)('as %s gives a terminal nothing to obey', async (format) => {
    expect((await diff(['old.avsc', 'new.avsc'], { format })).printed).not.toContain('\u001b');
  });
});

describe('ottla diff --git-driver', () => {
  const driver = (...words: readonly string[]): Promise<Outcome> => diff(words, { gitDriver: true });
  const at = (path: string): string => join(folder.path, path);

  it('compares the two files git gives, under the name of the one', async () => {
    folder.write('tmp/1', order(ID));
    folder.write('order.avsc', order(ID, TIER));
    const { exitCode, printed } = await driver(
      'order.avsc',
      at('tmp/1'),
      'abc',
      '100644',
      at('order.avsc'),
      '.',
      '100644',
    );
    expect(exitCode).toBe(0);
    expect(printed).toMatch(/^order\.avsc\n {2}com\.acme\.Order\n {4}\+ tier .*\n\nevery level allows it\n$/);
  });

  it('shows a new file, a removed one, and one of which only the layout changed', async () => {
    folder.write('order.avsc', order(ID));
    folder.write('tmp/1', JSON.stringify(order(ID), null, 2));
    const here = [at('order.avsc'), 'abc', '100644'];
    expect((await driver('order.avsc', '/dev/null', '.', '.', ...here)).printed).toMatch(/^\+ order\.avsc\n/);
    expect((await driver('order.avsc', ...here, '/dev/null', '.', '.')).printed).toMatch(/^- order\.avsc\n/);
    expect((await driver('order.avsc', at('tmp/1'), 'abc', '100644', ...here)).printed).toBe(
      'order.avsc: the schema is the same, the text is not',
    );
  });

  it('shows as text what is no schema, since git would give up', async () => {
    folder.write('tmp/1', '{"type": "int"\n');
    folder.write('order.avsc', '{"type": "int"}\n');
    const outcome = await driver('order.avsc', at('tmp/1'), 'abc', '100644', at('order.avsc'), '.', '100644');
    expect(outcome.exitCode).toBe(0);
    expect(outcome.printed).toContain('-{"type": "int"\n+{"type": "int"}');
  });

  it('tells an unmerged file', async () => {
    expect(await driver('order.avsc')).toEqual({ exitCode: 0, printed: 'order.avsc: unmerged' });
  });
});

describe('ottla diff refuses', () => {
  it.each([[[]], [['a.avsc']], [['a.avsc', 'b.avsc', 'c.avsc']], [['-', '-']]])(
    'the words %j',
    async (words) => {
      await expect(diff(words)).rejects.toMatchObject({ code: 'INPUT_WORD_INVALID', exitCode: 2 });
    },
  );
});
