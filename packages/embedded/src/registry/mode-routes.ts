/**
 * Routes of the mode: of the registry, of a context (`:.ctx:`) or of a subject.
 *
 * Import mode needs a place without schemas, for it lets ids be chosen; soft-deleted versions there are
 * forgotten. Forward mode is for the global context alone.
 */
import { jsonObject, textAt } from './json-body.ts';
import {
  contextOf,
  isGlobalContext,
  parseSubject,
  reaches,
  refuseInvalidSubject,
} from './qualified-subject.ts';
import { refuse } from './registry-failure.ts';
import { registryMode, type RegistryMode } from './registry-mode.ts';
import type { RegistryCall, Route } from './route.ts';
import { subjectOf } from './subject-path.ts';

function getMode(call: RegistryCall): unknown {
  const subject = subjectOf(call);
  const { state } = call;
  const mode = call.flag('defaultToGlobal') ? state.modeOf(subject) : state.ownMode(subject);
  if (mode === undefined) throw refuse.noSubjectMode(subject);
  return { mode };
}

function clearForImport({ state: { schemas } }: RegistryCall, scope: string): void {
  const within = (withDeleted: boolean) =>
    schemas.subjects(withDeleted).filter((subject) => reaches(scope, subject));
  if (within(false).length > 0) throw refuse.importNotEmpty();
  const doomed = within(true).flatMap((subject) => schemas.versions(subject, true));
  const referenced = doomed.find((version) => schemas.referrers(version, true).length > 0);
  if (referenced !== undefined) throw refuse.referenceExists(referenced.subject, referenced.version);
  for (const { subject, version } of doomed) schemas.erase(subject, version);
}

/** The mode a PUT wishes for; undefined to unset it. */
function wishedMode(value: unknown, subject: string): RegistryMode | undefined {
  if (value === null) return undefined;
  const mode = value === undefined ? undefined : registryMode(textAt(value, 'mode'));
  if (mode === undefined) throw refuse.invalidMode();
  if (mode === 'FORWARD' && !isGlobalContext(subject)) throw refuse.forwardNotGlobal();
  return mode;
}

/** Answers what was sent. */
function putMode(call: RegistryCall): unknown {
  const { mode: value } = jsonObject(call.body);
  refuseInvalidSubject(call.segment('subject'), true);
  const subject = subjectOf(call);
  const { state } = call;
  const mode = wishedMode(value, subject);
  const isNew = mode === 'IMPORT' && state.modeOf(subject) !== 'IMPORT';
  if (isNew && !call.flag('force')) clearForImport(call, subject);
  if (mode === undefined) state.modes.delete(subject);
  else state.modes.set(subject, mode);
  return { mode: value };
}

/** With `recursive` the modes of a context's subjects go too, whether or not the context has one. */
function deleteMode(call: RegistryCall): unknown {
  const subject = subjectOf(call);
  const isRecursive = call.flag('recursive');
  const { state } = call;
  const mode = state.ownMode(subject);
  if (mode === undefined && !isRecursive) throw refuse.subjectNotFound(subject);
  state.modes.delete(subject);
  if (isRecursive && parseSubject(subject).name === '') state.modes.deleteWithin(contextOf(subject));
  return { mode };
}

export const modeRoutes: readonly Route[] = [
  ['GET', '/mode', getMode],
  ['PUT', '/mode', putMode],
  ['DELETE', '/mode', deleteMode],
  ['GET', '/mode/{subject}', getMode],
  ['PUT', '/mode/{subject}', putMode],
  ['DELETE', '/mode/{subject}', deleteMode],
];
