/**
 * The rules of a schema as functions to call around encoding and decoding; null where there is nothing to execute.
 *
 * A serializer or deserializer makes one RuleBook from its option `rules` and keeps what it answers beside the plan of
 * a schema, so that a schema without rules costs a test for null per record:
 *   write: domainRules('WRITE', schema) → encode → encodingRules('WRITE', schema) → frame
 *   read:  encodingRules('READ', writer) → decode → domainRules('READ', reader, or writer without one)
 * With a reader schema that the registry chose (useLatestVersion, useLatestWithMetadata), `ready` awaits
 * prepareMigration. Where it answers a run: decode into the writer's own schema, call it, bring the value into the
 * reader's schema (as if written and read with it), then call the domain rules. Tombstones do not come here.
 */
import type { RegisteredSchema } from '@ottla/kernel';
import { executeStage, type RuleRecord, type RuleStage } from './rule-execution.ts';
import { migrationStages, type MigrationQuestion } from './rule-migration.ts';
import type { RuleOptions } from './rule-options.ts';
import { ruleShelf, ruleSteps, type RuleShelf } from './rule-step.ts';

export type { MigrationQuestion, RuleRecord };

/** Throws SerializationError `RULE_FAILED`, `RULE_UNKNOWN` or `RULE_RESULT_INVALID`; else gives what goes on. */
export type RuleRun<V> = (value: V, record: RuleRecord) => V;

/** A schema with its id and ruleSet, and the subject under which it is used. */
export interface RuledSchema {
  readonly subject: string;
  readonly schema: RegisteredSchema;
}

/**
 * @example
 * const book = new RuleBook(options.rules);
 * const run = book.domainRules('WRITE', { subject: 'customers-value', schema });
 * const written = run === null ? value : run(value, context);
 */
export class RuleBook {
  readonly #shelf: RuleShelf;

  /** Throws ConfigError for options that contradict themselves. */
  constructor(options: RuleOptions = {}) {
    this.#shelf = ruleShelf(options);
  }

  /** WRITE: before encoding, with the schema to encode with. READ: on the value as the caller is to get it. */
  domainRules(mode: 'WRITE' | 'READ', { subject, schema }: RuledSchema): RuleRun<unknown> | null {
    const steps = ruleSteps(schema.ruleSet, { list: 'domainRules', mode }, this.#shelf);
    return runOf([{ mode, subject, source: null, target: schema, steps, isEncoding: false }]);
  }

  /** On the payload without its frame. What comes back may be the very bytes or others; those given are not changed. */
  encodingRules(mode: 'WRITE' | 'READ', { subject, schema }: RuledSchema): RuleRun<Uint8Array> | null {
    const steps = ruleSteps(schema.ruleSet, { list: 'encodingRules', mode }, this.#shelf);
    const run = runOf([{ mode, subject, source: null, target: schema, steps, isEncoding: true }]);
    if (run === null) return null;
    // A copy: an executor that decrypts in place would change the consumer's record, and read it wrongly the next time.
    // The cast holds because a stage of encoding rules lets nothing pass but bytes.
    return (payload, record) => run(Uint8Array.from(payload), record) as Uint8Array;
  }

  /**
   * Asks the registry for every version between writer and reader. Rejects as the registry does, or with SerializationError
   * `RULE_MIGRATION_IMPOSSIBLE`. The caller keeps the answer by writer and reader; null: read as ever.
   */
  async prepareMigration(question: MigrationQuestion): Promise<RuleRun<unknown> | null> {
    return runOf(await migrationStages(question, this.#shelf));
  }
}

function runOf(all: readonly RuleStage[]): RuleRun<unknown> | null {
  const stages = all.filter(({ steps }) => steps.length > 0);
  if (stages.length === 0) return null;
  return (value, record) => stages.reduce((current, stage) => executeStage(current, stage, record), value);
}
