import { OttlaError, type RegisteredSchema, type SchemaRegistry, type SchemaRule } from '@ottla/kernel';
import { describe, expect, it } from 'vitest';
import type { RuleCall, RuleExecutor } from './rule-options.ts';
import { RuleBook } from './rule-run.ts';

const SUBJECT = 'orders-value';
const record = { topic: 'orders', isKey: false, headers: [] };
const rule = (name: string, mode: string, more: Partial<SchemaRule> = {}): SchemaRule => ({
  name,
  kind: 'TRANSFORM',
  mode,
  type: 'APPEND',
  ...more,
});

const append: RuleExecutor = {
  type: 'APPEND',
  execute: (value, { rule: { name } }) => `${String(value)} ${name}`,
};

/** A subject whose version n has the id 10 + n; only what a migration asks for. */
class Subject {
  readonly asked: string[] = [];
  readonly versions = new Map<number, RegisteredSchema>();
  failure: Error | null = null;

  constructor(rulesByVersion: readonly (readonly SchemaRule[] | null)[]) {
    for (const [at, migrationRules] of rulesByVersion.entries()) {
      if (migrationRules === null) continue;
      const version = at + 1;
      const ruleSet = { migrationRules };
      this.versions.set(version, {
        id: 10 + version,
        schemaType: 'AVRO',
        schema: '"string"',
        subject: SUBJECT,
        version,
        ruleSet,
      });
    }
  }

  get registry(): SchemaRegistry {
    const answer = async (
      question: string,
      found: RegisteredSchema | undefined,
    ): Promise<RegisteredSchema> => {
      this.asked.push(question);
      await Promise.resolve();
      if (this.failure !== null) throw this.failure;
      if (found === undefined)
        throw new OttlaError('not there', { code: 'VERSION_NOT_FOUND', action: 'usage' });
      return found;
    };
    const asked: Pick<SchemaRegistry, 'version' | 'schema'> = {
      version: (subject, version) => answer(`${subject} ${version}`, this.versions.get(version)),
      schema: (id, options) =>
        answer(
          `id ${id} under ${options?.subject}`,
          [...this.versions.values()].find((each) => each.id === id),
        ),
    };
    // A migration asks for versions and ids only; anything else would throw here.
    return asked as SchemaRegistry;
  }

  at(version: number): RegisteredSchema {
    const found = this.versions.get(version);
    if (found === undefined) throw new Error(`no version ${version}`);
    return found;
  }
}

async function migrated(
  subject: Subject,
  from: RegisteredSchema,
  to: RegisteredSchema,
  executor = append,
): Promise<unknown> {
  const book = new RuleBook({ executors: [executor] });
  const run = await book.prepareMigration({
    registry: subject.registry,
    subject: SUBJECT,
    writer: from,
    reader: to,
  });
  return run === null ? 'nothing to run' : run('-', record);
}

const numbered = (count: number): Subject =>
  new Subject(
    Array.from({ length: count }, (_, at) => [rule(`a${at + 1}`, 'UPDOWN'), rule(`b${at + 1}`, 'UPDOWN')]),
  );

describe('migration rules', () => {
  it.each([
    [1, 2, '- a2 b2'],
    [2, 1, '- b2 a2'],
    [1, 4, '- a2 b2 a3 b3 a4 b4'],
    [4, 1, '- b4 a4 b3 a3 b2 a2'],
    [2, 3, '- a3 b3'],
    [3, 3, 'nothing to run'],
  ])('lead from version %i to %i through every one in between', async (from, to, expected) => {
    const subject = numbered(4);
    expect(await migrated(subject, subject.at(from), subject.at(to))).toBe(expected);
  });

  it.each<[string, number, number, unknown]>([
    ['UPGRADE rules up', 1, 2, '- up both'],
    ['DOWNGRADE rules down', 2, 1, '- both down'],
  ])('are %s', async (_what, from, to, expected) => {
    const rules = [
      rule('down', 'DOWNGRADE'),
      rule('up', 'UPGRADE'),
      rule('both', 'UPDOWN'),
      rule('write', 'WRITE'),
      rule('none', 'UPDOWN', { disabled: true }),
    ];
    const subject = new Subject([[], rules]);
    expect(await migrated(subject, subject.at(from), subject.at(to))).toBe(expected);
  });

  it('ask for the versions in between only, each once', async () => {
    const subject = numbered(4);
    await migrated(subject, subject.at(1), subject.at(4));
    expect(subject.asked).toEqual(['orders-value 2', 'orders-value 3']);
  });

  it('ask for nothing between neighbours, and nothing at all for the same schema', async () => {
    const subject = numbered(2);
    await migrated(subject, subject.at(1), subject.at(2));
    await migrated(subject, subject.at(1), { ...subject.at(1), version: 9 });
    expect(subject.asked).toEqual([]);
  });

  it('know both ends of a leg', async () => {
    const calls: string[] = [];
    const spy: RuleExecutor = {
      type: 'APPEND',
      execute: (value, call: RuleCall) => (
        calls.push(`${call.mode} ${call.source?.version}→${call.target.version} ${call.rule.name}`),
        value
      ),
    };
    const subject = numbered(3);
    await migrated(subject, subject.at(3), subject.at(1), spy);
    await migrated(subject, subject.at(2), subject.at(3), spy);
    expect(calls).toEqual([
      'DOWNGRADE 3→2 b3',
      'DOWNGRADE 3→2 a3',
      'DOWNGRADE 2→1 b2',
      'DOWNGRADE 2→1 a2',
      'UPGRADE 2→3 a3',
      'UPGRADE 2→3 b3',
    ]);
  });

  it('take the first action of a pair upwards and the second downwards', async () => {
    const failing: RuleExecutor = { type: 'APPEND', execute: () => null };
    const subject = new Subject([[], [rule('r', 'UPDOWN', { onFailure: 'NONE,ERROR' })]]);
    expect(await migrated(subject, subject.at(1), subject.at(2), failing)).toBe('-');
    await expect(migrated(subject, subject.at(2), subject.at(1), failing)).rejects.toMatchObject({
      code: 'RULE_FAILED',
      subject: SUBJECT,
    });
  });

  it('that nothing executes refuse the record, not the preparation', async () => {
    const subject = new Subject([[], [rule('r', 'UPGRADE', { type: 'JSONATA' })]]);
    const run = await new RuleBook().prepareMigration({
      registry: subject.registry,
      subject: SUBJECT,
      writer: subject.at(1),
      reader: subject.at(2),
    });
    expect(() => run?.('-', record)).toThrow(
      expect.objectContaining({ code: 'RULE_UNKNOWN', failure: 'configuration' }),
    );
  });
});

describe('versions that are not told', () => {
  const bare = ({ id, schemaType, schema, ruleSet }: RegisteredSchema): RegisteredSchema => ({
    id,
    schemaType,
    schema,
    ...(ruleSet && { ruleSet }),
  });

  it('are asked for by id under the subject', async () => {
    const subject = numbered(2);
    expect(await migrated(subject, bare(subject.at(1)), { ...subject.at(2), subject: 'other' })).toBe(
      '- a2 b2',
    );
    expect(subject.asked).toEqual(['id 11 under orders-value', 'id 12 under orders-value']);
  });

  it('are no matter without rules, and refused with them', async () => {
    const stranger: RegisteredSchema = { id: 99, schemaType: 'AVRO', schema: '"string"' };
    const plain = new Subject([[]]);
    expect(await migrated(plain, stranger, plain.at(1))).toBe('nothing to run');
    const ruled = numbered(1);
    await expect(migrated(ruled, stranger, ruled.at(1))).rejects.toMatchObject({
      code: 'RULE_MIGRATION_IMPOSSIBLE',
      failure: 'configuration',
      subject: SUBJECT,
      message: expect.stringContaining("schema 99 is no version of subject 'orders-value'"),
    });
  });

  it('because they are deleted are no matter without rules, and refused with them', async () => {
    const plain = new Subject([[], null, []]);
    expect(await migrated(plain, plain.at(1), plain.at(3))).toBe('nothing to run');
    const ruled = new Subject([[], null, [rule('r', 'UPGRADE')]]);
    await expect(migrated(ruled, ruled.at(1), ruled.at(3))).rejects.toMatchObject({
      code: 'RULE_MIGRATION_IMPOSSIBLE',
      message: expect.stringContaining("versions of subject 'orders-value' between 1 and 3 are deleted"),
    });
  });

  it('without end are not asked for', async () => {
    const subject = numbered(1);
    const far = { ...subject.at(1), id: 12, version: 2_147_483_647 };
    await expect(migrated(subject, subject.at(1), far)).rejects.toMatchObject({
      code: 'RULE_MIGRATION_IMPOSSIBLE',
    });
    expect(subject.asked).toEqual([]);
  });

  it('because the registry is away reject as it does', async () => {
    const subject = numbered(3);
    subject.failure = new OttlaError('503', { code: 'REGISTRY_UNAVAILABLE', action: 'retriable' });
    await expect(migrated(subject, subject.at(1), subject.at(3))).rejects.toBe(subject.failure);
  });

  it('are asked for a few at a time, also when there are many', async () => {
    const subject = numbered(40);
    const expected = Array.from({ length: 39 }, (_, at) => ` a${at + 2} b${at + 2}`).join('');
    expect(await migrated(subject, subject.at(1), subject.at(40))).toBe(`-${expected}`);
    expect(subject.asked).toHaveLength(38);
  });
});
