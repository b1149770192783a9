/** Routes that say whether a schema could be registered, without registering it. */
import { incompatibilities } from './history-compatibility.ts';
import { refuse } from './registry-failure.ts';
import type { RegistryCall, Route } from './route.ts';
import { readSubmittedSchema } from './schema-body.ts';
import type { StoredVersion } from './schema-store.ts';
import { subjectOf, versionOf } from './subject-path.ts';

function answer(call: RegistryCall, subject: string, history: readonly StoredVersion[]): unknown {
  const { parsed } = readSubmittedSchema(call.state, call.body);
  const messages = incompatibilities(parsed, history, call.state.levelOf(subject));
  const verdict = { is_compatible: messages.length === 0 };
  return call.flag('verbose') ? { ...verdict, messages } : verdict;
}

/** Against one version; `latest` of a subject without versions is compatible. */
function againstVersion(call: RegistryCall): unknown {
  const subject = subjectOf(call);
  const wanted = versionOf(call);
  const versions = call.state.schemas.versions(subject);
  if (wanted === 'latest') return answer(call, subject, versions.slice(-1));
  const found = versions.find(({ version }) => version === wanted);
  if (found === undefined) throw refuse.versionNotFound(wanted);
  return answer(call, subject, [found]);
}

/** Against as much of the history as the subject's level asks for. */
function againstHistory(call: RegistryCall): unknown {
  const subject = subjectOf(call);
  return answer(call, subject, call.state.schemas.versions(subject));
}

export const compatibilityRoutes: readonly Route[] = [
  ['POST', '/compatibility/subjects/{subject}/versions/{version}', againstVersion],
  ['POST', '/compatibility/subjects/{subject}/versions', againstHistory],
];
