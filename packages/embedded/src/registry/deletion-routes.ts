/**
 * Routes that delete: softly first, then, with permanent=true, for good.
 *
 * A version that others refer to is not deleted: softly while they live, for good while they are remembered.
 * With a subject's last version its config and mode go.
 */
import { refuse } from './registry-failure.ts';
import type { RegistryCall, Route } from './route.ts';
import type { StoredVersion } from './schema-store.ts';
import { subjectOf, versionMissing, versionOf } from './subject-path.ts';

function forgetSettings({ state }: RegistryCall, subject: string): void {
  if (state.schemas.versions(subject, true).length > 0) return;
  state.configs.delete(subject);
  state.modes.delete(subject);
}

function refuseIfReferenced(
  call: RegistryCall,
  version: StoredVersion,
  isFree: (referrer: string) => boolean,
): void {
  const referrers = call.state.schemas.referrers(version, call.flag('permanent'));
  if (referrers.some(({ subject }) => !isFree(subject))) {
    throw refuse.referenceExists(version.subject, version.version);
  }
}

function deleteSubject(call: RegistryCall): unknown {
  const subject = subjectOf(call);
  const isPermanent = call.flag('permanent');
  const { schemas } = call.state;
  if (schemas.versions(subject, true).length === 0) throw refuse.subjectNotFound(subject);
  const doomed = schemas.versions(subject, isPermanent);
  if (doomed.length === 0) throw refuse.subjectSoftDeleted(subject);
  call.state.refuseReadOnly(subject);
  for (const version of doomed) {
    // What the subject itself refers to goes with it.
    refuseIfReferenced(call, version, (referrer) => referrer === subject);
    if (isPermanent && !version.deleted) throw refuse.subjectNotSoftDeleted(subject);
  }
  for (const { version } of doomed) {
    if (isPermanent) schemas.erase(subject, version);
    else schemas.softDelete(subject, version);
  }
  forgetSettings(call, subject);
  return doomed.map(({ version }) => version);
}

function doomedVersion(call: RegistryCall, subject: string): StoredVersion {
  const { schemas } = call.state;
  const wanted = versionOf(call);
  const found = wanted === 'latest' ? schemas.latest(subject) : schemas.version(subject, wanted, true);
  if (found === undefined) throw versionMissing(call, subject, true);
  if (found.deleted && !call.flag('permanent')) throw refuse.versionSoftDeleted(subject, found.version);
  return found;
}

function deleteVersion(call: RegistryCall): unknown {
  const subject = subjectOf(call);
  const isPermanent = call.flag('permanent');
  const doomed = doomedVersion(call, subject);
  const { version, deleted } = doomed;
  call.state.refuseReadOnly(subject);
  refuseIfReferenced(call, doomed, () => false);
  if (isPermanent && !deleted) throw refuse.versionNotSoftDeleted(subject, version);
  if (isPermanent) call.state.schemas.erase(subject, version);
  else call.state.schemas.softDelete(subject, version);
  forgetSettings(call, subject);
  return version;
}

export const deletionRoutes: readonly Route[] = [
  ['DELETE', '/subjects/{subject}', deleteSubject],
  ['DELETE', '/subjects/{subject}/versions/{version}', deleteVersion],
];
