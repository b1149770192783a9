/**
 * Executes the steps of one schema, or of several versions on the way of a migration, for one record.
 *
 * In order; a value passes from step to step and is never changed here. A failure is followed by the step's action:
 * where that does not fail the record, it goes on with the value from before the step.
 * Source: AbstractKafkaSchemaSerDe.executeRules. Unlike there, a TRANSFORM that gives null never turns a record into a tombstone.
 */
import {
  asBuffer,
  isStrayPromise,
  type RegisteredSchema,
  type SerializationError,
  type SerializerContext,
} from '@ottla/kernel';
import { foundKind } from '../found-kind.ts';
import { ruleFailed, ruleResultInvalid, ruleUnknown, thrownWords } from './rule-failure.ts';
import type { RuleAction, RuleCall, RuleMode } from './rule-options.ts';
import { ERROR_ACTION, type ExecutableStep, type RuleStep } from './rule-step.ts';

/** The record a rule is executed for; both contexts of serializers and deserializers are one. */
export type RuleRecord = Pick<SerializerContext, 'topic' | 'isKey' | 'headers'>;

/** The steps of one schema, or of one step from version to version. */
export interface RuleStage {
  readonly mode: RuleMode;
  readonly subject: string;
  readonly source: RegisteredSchema | null;
  readonly target: RegisteredSchema;
  readonly steps: readonly RuleStep[];
  /** Whether values are payloads, and must stay bytes. */
  readonly isEncoding: boolean;
}

/** Set by who puts a failed record aside: read again from there, it is not failed by the same rule again. */
const SKIP_HEADER = '__rule.name';

/** Throws SerializationError `RULE_FAILED`, `RULE_UNKNOWN` or `RULE_RESULT_INVALID`. */
export function executeStage(value: unknown, stage: RuleStage, record: RuleRecord): unknown {
  if (value === null || value === undefined) return value;
  const skipped = skippedRule(record);
  const { mode, subject, source, target } = stage;
  const { topic, isKey, headers } = record;
  let current: unknown = value;
  for (const step of stage.steps) {
    const { rule } = step;
    if (skipped !== null && rule.name === skipped) continue;
    const call = { rule, mode, topic, isKey, headers, subject, source, target };
    if (step.problem !== null) throw ruleUnknown(call, step.problem);
    const { output, failure } = outcomeOf(current, step, call);
    if (failure === null && !step.isCondition) current = checkedOutput(output, stage, call);
    runAction(failure === null ? step.onSuccess : step.onFailure, call, failure);
  }
  return current;
}

interface Outcome {
  readonly output: unknown;
  /** What ERROR throws; null after a success. */
  readonly failure: SerializationError | null;
}

function outcomeOf(value: unknown, step: ExecutableStep, call: RuleCall): Outcome {
  let output: unknown;
  try {
    output = step.executor.execute(value, call);
  } catch (error) {
    return { output, failure: ruleFailed(call, `its executor ${thrownWords(error)}`, error) };
  }
  if (isStrayPromise(output)) {
    throw ruleResultInvalid(
      call,
      'its executor returned a promise; rules are executed synchronously, so prepare what it needs beforehand',
    );
  }
  if (step.isCondition) {
    if (output === true) return { output, failure: null };
    if (output === false) return { output, failure: ruleFailed(call, 'the condition does not hold') };
    throw ruleResultInvalid(
      call,
      `its executor returned ${foundKind(output)} for a CONDITION; return true or false`,
    );
  }
  const isMissing = output === undefined || output === null;
  return {
    output,
    failure: isMissing ? ruleFailed(call, `its executor returned ${foundKind(output)}`) : null,
  };
}

function checkedOutput(output: unknown, { isEncoding }: RuleStage, call: RuleCall): unknown {
  if (!isEncoding || output instanceof Uint8Array) return output;
  throw ruleResultInvalid(
    call,
    `its executor returned ${foundKind(output)} for an encoding rule; return a Uint8Array`,
  );
}

function runAction(action: RuleAction | null, call: RuleCall, failure: SerializationError | null): void {
  if (action === null) return;
  if (action === ERROR_ACTION) throw failure ?? ruleFailed(call, 'it succeeded, and its onSuccess is ERROR');
  let answer: unknown;
  try {
    answer = action.run(call, failure);
  } catch (error) {
    throw ruleFailed(call, `its action '${action.name}' ${thrownWords(error)}`, error);
  }
  if (isStrayPromise(answer)) {
    const remedy = 'nothing would wait for it, so hand the record on synchronously, as with producer.post()';
    throw ruleResultInvalid(call, `its action '${action.name}' returned a promise; ${remedy}`);
  }
}

function skippedRule({ headers }: RuleRecord): string | null {
  if (headers.length === 0) return null;
  const value = headers.findLast(({ key }) => key === SKIP_HEADER)?.value ?? null;
  return value === null ? null : asBuffer(value).toString('utf8');
}
