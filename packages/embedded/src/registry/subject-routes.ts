/** Routes of one subject: register, look up, and read versions. */
import { printedText, printedVersion } from './printed-schema.ts';
import { refuseInvalidSubject } from './qualified-subject.ts';
import { refuse } from './registry-failure.ts';
import { isImporting } from './registry-mode.ts';
import { register } from './registration.ts';
import { BareText, MOST_SCHEMAS, page, type RegistryCall, type Route } from './route.ts';
import { refuseBadRules } from './rule-set.ts';
import { readSubmittedSchema } from './schema-body.ts';
import { propertyOf } from './schema-metadata.ts';
import { printingWish } from './schema-routes.ts';
import { storedVersion, subjectOf } from './subject-path.ts';
import { searchedVersion } from './version-search.ts';

/** Whether the query or the config asks for normal forms. What is imported is kept as it comes. */
export function normalizes(call: RegistryCall): boolean {
  const subject = subjectOf(call);
  if (isImporting(call.state.modeOf(subject))) return false;
  return call.flag('normalize') || call.state.configOf(subject).normalize === true;
}

/** Answers like a version, but does not say its subject: whoever registers knows it. */
function postVersion(call: RegistryCall): unknown {
  const submitted = readSubmittedSchema(call.body);
  refuseBadRules(submitted.ruleSet);
  refuseInvalidSubject(call.segment('subject'), false);
  const wish = { normalize: normalizes(call), force: call.flag('force') };
  const version = register(call.state, { subject: subjectOf(call), submitted }, wish);
  const { subject: _subject, ...answer } = printedVersion(version, printingWish(call));
  return answer;
}

function notFound(call: RegistryCall, withDeleted: boolean): Error {
  const subject = subjectOf(call);
  return call.state.schemas.versions(subject, withDeleted).length === 0
    ? refuse.subjectNotFound(subject)
    : refuse.schemaNotFound();
}

function lookUp(call: RegistryCall): unknown {
  const submission = { subject: subjectOf(call), submitted: readSubmittedSchema(call.body) };
  const withDeleted = call.flag('deleted');
  const found = searchedVersion(call.state, submission, { normalize: normalizes(call), withDeleted });
  if (found === undefined) throw notFound(call, withDeleted);
  return printedVersion(found, printingWish(call));
}

/** The newest version whose metadata have all the properties asked for, in pairs of `key` and `value`. */
function latestWithMetadata(call: RegistryCall): unknown {
  const values = call.query.getAll('value');
  const wanted = call.query.getAll('key').slice(0, values.length);
  const withDeleted = call.flag('deleted');
  const found = call.state.schemas
    .versions(subjectOf(call), withDeleted)
    .findLast(
      ({ content: { metadata } }) =>
        metadata !== undefined && wanted.every((key, index) => propertyOf(metadata, key) === values[index]),
    );
  if (found === undefined) throw notFound(call, withDeleted);
  return printedVersion(found, printingWish(call));
}

function referencedBy(call: RegistryCall): unknown {
  const referrers = call.state.schemas.referrers(storedVersion(call, true), call.flag('deleted'));
  const ids = new Set(referrers.map(({ content }) => content.id));
  return page(
    [...ids].toSorted((left, right) => left - right),
    call.query,
    MOST_SCHEMAS,
  );
}

export const subjectRoutes: readonly Route[] = [
  ['POST', '/subjects/{subject}', lookUp],
  ['GET', '/subjects/{subject}/metadata', latestWithMetadata],
  ['POST', '/subjects/{subject}/versions', postVersion],
  [
    'GET',
    '/subjects/{subject}/versions/{version}',
    (call) => printedVersion(storedVersion(call), printingWish(call)),
  ],
  [
    'GET',
    '/subjects/{subject}/versions/{version}/schema',
    (call) => new BareText(printedText(storedVersion(call).content, call.query.get('format'))),
  ],
  ['GET', '/subjects/{subject}/versions/{version}/referencedby', referencedBy],
];
