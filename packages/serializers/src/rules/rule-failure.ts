/**
 * What is said when a rule stops a record: which rule, of what type, in which mode, of which subject, and what mends it.
 *
 * Codes: `RULE_FAILED` (the rule says no, or broke), `RULE_UNKNOWN` (nothing executes it), `RULE_RESULT_INVALID` (an
 * executor or action breaks its contract) and `RULE_MIGRATION_IMPOSSIBLE`. Never a value, and never the message of a
 * foreign error, which may hold one; it stays in `cause`.
 */
import {
  ConfigError,
  isOttlaError,
  printable,
  SerializationError,
  type SerializationFailure,
} from '@ottla/kernel';
import { serializationError } from '../errors.ts';
import type { RuleCall } from './rule-options.ts';

/** The rule says no, or broke. Whether a later try may succeed is for the error that broke it to say. */
export function ruleFailed(call: RuleCall, how: string, cause?: unknown): SerializationError {
  const known = isOttlaError(cause) ? `: ${cause.message}` : '';
  return ruleError(call, `${how}${known}`, { code: 'RULE_FAILED', failure: failureOf(cause), cause });
}

export function ruleUnknown(call: RuleCall, problem: string): SerializationError {
  const remedy = "or pass over such rules with rules.unknown: 'skip'";
  return ruleError(call, `${problem}, ${remedy}`, { code: 'RULE_UNKNOWN' });
}

export function ruleResultInvalid(call: RuleCall, problem: string): SerializationError {
  return ruleError(call, problem, { code: 'RULE_RESULT_INVALID' });
}

/** `problem` names the subject; topic and role are added where the record is known. */
export function migrationImpossible(subject: string, problem: string): SerializationError {
  return serializationError(problem, 'RULE_MIGRATION_IMPOSSIBLE', { subject });
}

/** Of an executor or an action, in the words of a failure: what it threw, by its class. */
export function thrownWords(thrown: unknown): string {
  return thrown instanceof Error ? `threw ${printable(thrown.name)}` : 'threw something that is no Error';
}

interface RuleErrorKind {
  readonly code: 'RULE_FAILED' | 'RULE_UNKNOWN' | 'RULE_RESULT_INVALID';
  readonly failure?: SerializationFailure;
  readonly cause?: unknown;
}

function ruleError(
  { rule, mode, topic, isKey, subject, target }: RuleCall,
  problem: string,
  { code, ...kind }: RuleErrorKind,
): SerializationError {
  const name = printable(rule.name ?? '(without a name)');
  const type = printable(rule.type ?? '(without a type)');
  const place = { topic, isKey, subject, schemaId: target.id };
  return serializationError(`rule '${name}' of type '${type}', ${mode}: ${problem}`, code, {
    ...kind,
    ...place,
  });
}

/** An executor that asks a key service must not turn its outage into a poisoned record. */
function failureOf(cause: unknown): SerializationFailure {
  if (!isOttlaError(cause)) return 'poison';
  if (cause.retriable) return 'retriable';
  if (cause instanceof SerializationError) return cause.failure;
  return cause instanceof ConfigError ? 'configuration' : 'poison';
}
