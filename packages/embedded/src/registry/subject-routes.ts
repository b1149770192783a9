/** Routes that read subjects and their versions, look a schema up, and register one. */
import { incompatibilities } from './history-compatibility.ts';
import { refuse } from './registry-failure.ts';
import { JsonText, page, type RegistryCall, type Route } from './route.ts';
import { readSubmittedSchema } from './schema-body.ts';
import { printedVersion } from './schema-routes.ts';
import { storedVersion, subjectOf } from './subject-path.ts';

function listSubjects(call: RegistryCall): unknown {
  const { schemas } = call.state;
  const wanted = call.query.get('subjectPrefix') ?? '';
  const prefix = wanted === ':*:' ? '' : wanted;
  const listed = call.flag('deletedOnly')
    ? schemas.subjects(true).filter((subject) => schemas.versions(subject).length === 0)
    : schemas.subjects(call.flag('deleted'));
  return page(
    listed.filter((subject) => subject.startsWith(prefix)),
    call.query,
  );
}

function listVersions(call: RegistryCall): unknown {
  const subject = subjectOf(call);
  const all = call.state.schemas.versions(subject, true);
  const listed = call.flag('deletedOnly')
    ? all.filter(({ deleted }) => deleted)
    : call.state.schemas.versions(subject, call.flag('deleted'));
  if (listed.length === 0) throw refuse.subjectNotFound(subject);
  return page(
    listed.map(({ version }) => version),
    call.query,
  );
}

function lookUp(call: RegistryCall): unknown {
  const subject = subjectOf(call);
  const withDeleted = call.flag('deleted');
  const versions = call.state.schemas.versions(subject, withDeleted);
  if (versions.length === 0) throw refuse.subjectNotFound(subject);
  const { schema, references } = readSubmittedSchema(call.state, call.body);
  const content = call.state.schemas.byContent(schema, references);
  const found = versions.findLast((version) => version.content === content);
  if (found === undefined) throw refuse.schemaNotFound();
  return printedVersion(found);
}

function register(call: RegistryCall): unknown {
  const subject = subjectOf(call);
  const { schemas } = call.state;
  const submitted = readSubmittedSchema(call.state, call.body);
  const history = schemas.versions(subject);
  const content = schemas.byContent(submitted.schema, submitted.references);
  const held = history.findLast((version) => version.content === content);
  if (held !== undefined) return printedVersion(held);
  const next = (schemas.versions(subject, true).at(-1)?.version ?? 0) + 1;
  const { wishedId, wishedVersion = next } = submitted;
  if (wishedId !== undefined || wishedVersion !== next) throw refuse.notInImportMode(subject);
  const reasons = incompatibilities(submitted.parsed, history, call.state.levelOf(subject));
  if (reasons.length > 0) throw refuse.incompatible(subject, reasons);
  return printedVersion(
    schemas.append(subject, {
      schema: submitted.schema,
      references: submitted.references,
      parsed: submitted.parsed,
    }),
  );
}

export const subjectRoutes: readonly Route[] = [
  ['GET', '/subjects', listSubjects],
  ['POST', '/subjects/{subject}', lookUp],
  ['GET', '/subjects/{subject}/versions', listVersions],
  ['POST', '/subjects/{subject}/versions', register],
  ['GET', '/subjects/{subject}/versions/{version}', (call) => printedVersion(storedVersion(call))],
  [
    'GET',
    '/subjects/{subject}/versions/{version}/schema',
    (call) => new JsonText(storedVersion(call).content.schema),
  ],
  [
    'GET',
    '/subjects/{subject}/versions/{version}/referencedby',
    (call) => {
      const { subject, version } = storedVersion(call, true);
      return page(call.state.schemas.referencedBy(subject, version), call.query);
    },
  ],
];
