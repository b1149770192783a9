/** Routes that start from an id: what it stands for, who holds it; and the schemas as one list. */
import { refuse } from './registry-failure.ts';
import { JsonText, page, type RegistryCall, type Route } from './route.ts';
import type { StoredSchema, StoredVersion } from './schema-store.ts';

const MAX_ID = 2_147_483_647;

function contentOf(call: RegistryCall): StoredSchema {
  const text = call.segment('id');
  const id = Number(text);
  if (!/^\d+$/.test(text) || id > MAX_ID) throw refuse.noRoute();
  const content = call.state.schemas.byId(id);
  if (content === undefined) throw refuse.schemaIdNotFound(id);
  return content;
}

function holdersOf(call: RegistryCall): StoredVersion[] {
  const subject = call.query.get('subject');
  const holders = call.state.schemas.holders(contentOf(call).id, call.flag('deleted'));
  return subject === null ? holders : holders.filter((holder) => holder.subject === subject);
}

/** The part of every answer that carries a schema. AVRO, the default, is left unsaid, as Confluent does. */
export function printedContent(content: StoredSchema): Record<string, unknown> {
  return content.references.length === 0
    ? { schema: content.schema }
    : { schema: content.schema, references: content.references };
}

/** A version as `GET /subjects/{s}/versions/{v}` prints it. */
export function printedVersion({ subject, version, content }: StoredVersion): Record<string, unknown> {
  return { subject, version, id: content.id, ...printedContent(content) };
}

function listSchemas(call: RegistryCall): unknown {
  const { schemas } = call.state;
  const prefix = call.query.get('subjectPrefix') ?? '';
  const withDeleted = call.flag('deleted');
  const listed = schemas
    .subjects(withDeleted)
    .filter((subject) => subject.startsWith(prefix))
    .flatMap((subject) => {
      const versions = schemas.versions(subject, withDeleted);
      return call.flag('latestOnly') ? versions.slice(-1) : versions;
    });
  return page(listed, call.query).map(printedVersion);
}

export const schemaRoutes: readonly Route[] = [
  ['GET', '/schemas', listSchemas],
  ['GET', '/schemas/types', () => ['AVRO']],
  ['GET', '/schemas/ids/{id}', (call) => printedContent(contentOf(call))],
  ['GET', '/schemas/ids/{id}/schema', (call) => new JsonText(contentOf(call).schema)],
  [
    'GET',
    '/schemas/ids/{id}/subjects',
    (call) => page([...new Set(holdersOf(call).map(({ subject }) => subject))], call.query),
  ],
  [
    'GET',
    '/schemas/ids/{id}/versions',
    (call) => page(holdersOf(call), call.query).map(({ subject, version }) => ({ subject, version })),
  ],
];
