/**
 * Values held against a Standard Schema: of zod, valibot, arktype and others (standardschema.dev).
 *
 * Only schemas that answer at once can be asked. Messages of such libraries may hold the value, so they are shown
 * only on request; otherwise what is told is what the schema asks for, as far as the library says so, and what kind
 * of value was found.
 */
import { ConfigError, isStrayPromise, kindOf, printable, type ValueMisfit } from '@ottla/kernel';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { serializationError } from '../errors.ts';
import { foundKind } from '../found-kind.ts';
import { misfitsError } from '../misfit.ts';
import { placeAt } from './json-place.ts';

/** Throws ConfigError `OPTION_INVALID` for what is no Standard Schema. */
export function refuseOtherSchemas(factory: string, schema: unknown): void {
  const isObject = (typeof schema === 'object' && schema !== null) || typeof schema === 'function';
  const standard: unknown = isObject && '~standard' in schema ? schema['~standard'] : undefined;
  if (typeof standard === 'object' && standard !== null && 'validate' in standard) return;
  const problem = `${factory}: the schema must be a Standard Schema, as those of zod and valibot are, got ${kindOf(schema)}`;
  throw new ConfigError(
    `${problem}; for the text of a JSON Schema take jsonSchemaSerializer or jsonSchemaDeserializer`,
    'OPTION_INVALID',
  );
}

/**
 * What the schema makes of the value. Throws SerializationError `VALUE_MISFIT`, or `SERIALIZER_ASYNC` for a schema
 * that answers with a promise.
 */
export function validated(schema: StandardSchemaV1, value: unknown, showValues: boolean): unknown {
  const result = answerOf(schema, value);
  if (isStrayPromise(result)) {
    const problem =
      'the schema answers with a promise; leave asynchronous checks out of it, and make them before (zod also answers so when a check throws)';
    throw serializationError(problem, 'SERIALIZER_ASYNC');
  }
  // A promise is excluded now.
  const { issues, ...success } = result as StandardSchemaV1.Result<unknown>;
  if (issues === undefined) return (success as StandardSchemaV1.SuccessResult<unknown>).value;
  const [first, ...others] = issues.map((issue) => misfitOf(issue, value, showValues));
  throw misfitsError([
    first ?? { path: '', expected: 'what its schema asks for', found: foundKind(value) },
    ...others,
  ]);
}

function answerOf(schema: StandardSchemaV1, value: unknown): unknown {
  try {
    return schema['~standard'].validate(value);
  } catch (cause) {
    throw serializationError('a check of the schema threw', 'SERIALIZATION_FAILED', { cause });
  }
}

function misfitOf(issue: StandardSchemaV1.Issue, root: unknown, showValues: boolean): ValueMisfit {
  const keys = (issue.path ?? []).map((step) => (typeof step === 'object' ? step.key : step));
  const { path, value } = placeAt(root, keys);
  const expected = showValues ? `as the schema asks (${printable(issue.message)})` : askedFor(issue);
  return { path, expected, found: foundKind(value) };
}

/** Members that libraries add beside the message, and that come from the schema alone. */
interface IssueRule extends StandardSchemaV1.Issue {
  /** Of zod and valibot: the type. */
  readonly expected?: unknown;
  /** Of zod: 'email'. */
  readonly format?: unknown;
  /** Of zod: 'too_small'. */
  readonly code?: unknown;
  /** Of valibot: 'min_length'. */
  readonly type?: unknown;
}

function askedFor({ expected, format, code, type }: IssueRule): string {
  if (typeof expected === 'string') return printable(expected);
  const rule = [format, code, type].find((word) => typeof word === 'string');
  return rule === undefined ? 'what its schema asks for' : `what its schema asks for (${printable(rule)})`;
}
