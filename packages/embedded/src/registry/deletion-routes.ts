/**
 * Routes that delete: softly first, then, with permanent=true, for good.
 *
 * A version that a living schema refers to is not deleted.
 */
import { refuse } from './registry-failure.ts';
import type { RegistryCall, Route } from './route.ts';
import type { StoredVersion } from './schema-store.ts';
import { storedVersion, subjectOf, versionOf } from './subject-path.ts';

function refuseIfReferenced(call: RegistryCall, versions: readonly StoredVersion[]): void {
  for (const { subject, version } of versions) {
    if (call.state.schemas.referencedBy(subject, version).length > 0) {
      throw refuse.referenceExists(subject, version);
    }
  }
}

function deleteSubject(call: RegistryCall): unknown {
  const subject = subjectOf(call);
  const { schemas } = call.state;
  const all = schemas.versions(subject, true);
  const living = schemas.versions(subject);
  if (all.length === 0) throw refuse.subjectNotFound(subject);
  if (call.flag('permanent')) {
    if (living.length > 0) throw refuse.subjectNotSoftDeleted(subject);
    refuseIfReferenced(call, all);
    for (const { version } of all) schemas.erase(subject, version);
    return all.map(({ version }) => version);
  }
  if (living.length === 0) throw refuse.subjectSoftDeleted(subject);
  refuseIfReferenced(call, living);
  for (const { version } of living) schemas.softDelete(subject, version);
  call.state.subjectLevels.delete(subject);
  return living.map(({ version }) => version);
}

function deleteVersion(call: RegistryCall): unknown {
  const { schemas } = call.state;
  const permanent = call.flag('permanent');
  const { subject, version, deleted } = storedVersion(call, versionOf(call) !== 'latest');
  if (permanent && !deleted) throw refuse.versionNotSoftDeleted(subject, version);
  if (!permanent && deleted) throw refuse.versionSoftDeleted(subject, version);
  refuseIfReferenced(
    call,
    schemas.versions(subject, true).filter((held) => held.version === version),
  );
  if (permanent) schemas.erase(subject, version);
  else schemas.softDelete(subject, version);
  return version;
}

export const deletionRoutes: readonly Route[] = [
  ['DELETE', '/subjects/{subject}', deleteSubject],
  ['DELETE', '/subjects/{subject}/versions/{version}', deleteVersion],
];
