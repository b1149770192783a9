/**
 * Routes that say whether a schema could be registered, without registering it.
 *
 * Asked verbosely, an invalid schema is a reason like any other.
 */
import { incompatibilities } from './history-compatibility.ts';
import { RegistryFailure, refuse } from './registry-failure.ts';
import type { RegistryCall, Route } from './route.ts';
import { readSubmittedSchema, type SubmittedSchema } from './schema-body.ts';
import { parseSubmitted } from './schema-parsing.ts';
import type { StoredVersion } from './schema-store.ts';
import { subjectOf, versionOf } from './subject-path.ts';
import { normalizes } from './subject-routes.ts';

function reasons(
  call: RegistryCall,
  submitted: SubmittedSchema,
  history: readonly StoredVersion[],
): readonly string[] {
  const { state } = call;
  const subject = subjectOf(call);
  const config = state.configOf(subject);
  const manner = { strict: config.validateNewSchemas !== false, normalize: normalizes(call) };
  const content = parseSubmitted(state.schemas, { subject, submitted }, manner);
  if (content === undefined) throw refuse.invalidSchema('Empty schema');
  return incompatibilities({ store: state.schemas, candidate: content, history }, config);
}

function answer(call: RegistryCall, history: readonly StoredVersion[]): unknown {
  const submitted = readSubmittedSchema(call.body);
  const isVerbose = call.flag('verbose');
  let messages: readonly string[];
  try {
    messages = reasons(call, submitted, history);
  } catch (error) {
    if (!isVerbose || !(error instanceof RegistryFailure)) throw error;
    messages = [error.message];
  }
  return { is_compatible: messages.length === 0, ...(isVerbose && { messages }) };
}

/** Against one version; `latest` of a subject without versions is compatible. */
function againstVersion(call: RegistryCall): unknown {
  const wanted = versionOf(call);
  const { schemas } = call.state;
  const subject = subjectOf(call);
  const found = wanted === 'latest' ? schemas.latest(subject) : schemas.version(subject, wanted);
  if (found === undefined && wanted !== 'latest') throw refuse.versionNotFound(wanted);
  return answer(call, found === undefined ? [] : [found]);
}

/** Against as much of the history as the subject's level asks for. */
function againstHistory(call: RegistryCall): unknown {
  return answer(call, call.state.schemas.versions(subjectOf(call)));
}

export const compatibilityRoutes: readonly Route[] = [
  ['POST', '/compatibility/subjects/{subject}/versions/{version}', againstVersion],
  ['POST', '/compatibility/subjects/{subject}/versions', againstHistory],
];
