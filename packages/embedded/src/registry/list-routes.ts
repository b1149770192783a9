/**
 * Routes that list: the subjects, their versions, and all schemas with their filters.
 *
 * Lists are sorted by subject and version. Subjects are listed from every context unless a prefix says
 * otherwise, schemas from the default one.
 */
import { printedVersion } from './printed-schema.ts';
import { prefixMatcher, subjectBeside } from './qualified-subject.ts';
import { refuse } from './registry-failure.ts';
import type { RegistryState } from './registry-state.ts';
import { MOST_SCHEMAS, page, type RegistryCall, type Route } from './route.ts';
import { hasRuleOfType } from './rule-set.ts';
import { subjectOf } from './subject-path.ts';

function listSubjects(call: RegistryCall): unknown {
  const { schemas } = call.state;
  const matches = prefixMatcher(call.query.get('subjectPrefix') ?? ':*:');
  const listed = call.flag('deletedOnly')
    ? schemas.subjects(true).filter((subject) => schemas.latest(subject) === undefined)
    : schemas.subjects(call.flag('deleted'));
  return page(listed.filter(matches), call.query);
}

/** Of the flags about deleted versions the first of these counts: as negative numbers, only them, them too. */
function listVersions(call: RegistryCall): unknown {
  const subject = subjectOf(call);
  const { schemas } = call.state;
  const onlyDeleted = call.flag('deletedOnly');
  if (schemas.versions(subject, call.flag('deleted') || onlyDeleted).length === 0) {
    throw refuse.subjectNotFound(subject);
  }
  const all = schemas.versions(subject, true);
  if (call.flag('deletedAsNegative')) {
    return page(
      all.map(({ version, deleted }) => (deleted ? -version : version)),
      call.query,
    );
  }
  const listed = onlyDeleted
    ? all.filter(({ deleted }) => deleted)
    : schemas.versions(subject, call.flag('deleted'));
  return page(
    listed.map(({ version }) => version),
    call.query,
  );
}

/** Which aliases lead to a subject, of those that begin as asked. */
function aliasesBySubject(
  state: RegistryState,
  matches: (subject: string) => boolean,
): Map<string, string[]> {
  const aliases = new Map<string, string[]>();
  for (const [subject, { alias = '' }] of state.configs.entries()) {
    if (alias === '' || !matches(subject)) continue;
    const target = subjectBeside(subject, alias);
    aliases.set(target, [...(aliases.get(target) ?? []), subject]);
  }
  return aliases;
}

function listSchemas(call: RegistryCall): unknown {
  const { state, query } = call;
  const withDeleted = call.flag('deleted');
  const ruleType = query.get('ruleType') ?? '';
  const matches = prefixMatcher(query.get('subjectPrefix') ?? '');
  const aliases = call.flag('aliases') ? aliasesBySubject(state, matches) : new Map<string, string[]>();
  const listed = state.schemas
    .subjects(withDeleted)
    .filter((subject) => matches(subject) || aliases.has(subject))
    .flatMap((subject) => {
      const versions = state.schemas.versions(subject, withDeleted);
      return call.flag('latestOnly') ? versions.slice(-1) : versions;
    })
    .filter(({ content }) => ruleType === '' || hasRuleOfType(content.ruleSet, ruleType));
  return page(listed, query, MOST_SCHEMAS).map((version) => ({
    ...printedVersion(version),
    aliases: aliases.get(version.subject),
  }));
}

export const listRoutes: readonly Route[] = [
  ['GET', '/subjects', listSubjects],
  ['GET', '/subjects/{subject}/versions', listVersions],
  ['GET', '/schemas', listSchemas],
];
