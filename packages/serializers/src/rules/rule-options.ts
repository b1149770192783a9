/**
 * What a user gives so that the rules of a schema are executed: executors by rule type, and actions by name.
 *
 * Rules are kept by the registry beside a schema; languages and encryption are brought by the user. Everything here
 * is synchronous. An executor never changes what it is given: the value is the caller's.
 */
import type { RecordHeader, RegisteredSchema, SchemaRule } from '@ottla/kernel';

/** When a rule is executed: around a record, or on its way from one version of a schema to the next. */
export type RuleMode = 'WRITE' | 'READ' | 'UPGRADE' | 'DOWNGRADE';

/** Where a rule is executed. */
export interface RuleCall {
  /** As the registry has it. */
  readonly rule: SchemaRule;
  readonly mode: RuleMode;
  readonly topic: string;
  readonly isKey: boolean;
  readonly headers: readonly RecordHeader[];
  readonly subject: string;
  /** The version a migration comes from; null outside of migrations. */
  readonly source: RegisteredSchema | null;
  /** The schema of the value or payload; of a migration, the version it goes to. */
  readonly target: RegisteredSchema;
}

/**
 * Executes the rules of one type.
 * @example
 * const upper: RuleExecutor = { type: 'UPPER', execute: (value) => String(value).toUpperCase() };
 */
export interface RuleExecutor {
  /** The `type` of the rules, in any case: `CEL`. */
  readonly type: string;
  /**
   * Of a CONDITION: whether it holds. Of a TRANSFORM: what takes the place of the value, which may be the value
   * itself; null and undefined are failures. A throw is a failure, too. Encoding rules are given a `Uint8Array` of their own.
   */
  execute(value: unknown, call: RuleCall): unknown;
}

/**
 * What a rule names in `onSuccess` or `onFailure`. ERROR (the default of failures) and NONE are there.
 * @example
 * const deadLetters: RuleAction = {
 *   name: 'DLQ',
 *   run({ rule, topic }, error) {
 *     if (error !== null) void producer.send({ topic: `${topic}.dlq`, value: Buffer.from(String(rule.name)) });
 *   },
 * };
 */
export interface RuleAction {
  /** In any case. */
  readonly name: string;
  /** `error` is null after a success. When it returns, the record goes on; a throw fails the record. */
  run(call: RuleCall, error: Error | null): void;
}

export interface RuleOptions {
  readonly executors?: readonly RuleExecutor[] | undefined;
  readonly actions?: readonly RuleAction[] | undefined;
  /**
   * What becomes of a rule that nothing given here can execute. 'refuse' (default): every record it concerns fails
   * with `RULE_UNKNOWN`. 'skip': the rule is passed over; an unknown failure action counts as ERROR.
   */
  readonly unknown?: 'refuse' | 'skip' | undefined;
}
