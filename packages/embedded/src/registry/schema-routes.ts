/** Routes that start from an id or a GUID: what it stands for, and who holds it. */
import { printedContent, printedText, type PrintingWish } from './printed-schema.ts';
import { contextOf, DEFAULT_CONTEXT } from './qualified-subject.ts';
import { refuse } from './registry-failure.ts';
import { BareText, page, type RegistryCall, type Route } from './route.ts';
import { schemaTypes } from './schema-content.ts';
import type { StoredVersion } from './schema-store.ts';
import { schemaOfId, type IdentifiedSchema } from './version-search.ts';

const MAX_ID = 2_147_483_647;

export function printingWish({ query }: RegistryCall): PrintingWish {
  return { format: query.get('format'), referenceFormat: query.get('referenceFormat') };
}

function idOf(call: RegistryCall): number {
  const text = call.segment('id');
  const id = Number(text);
  if (!/^-?\d+$/.test(text) || Math.abs(id) > MAX_ID) throw refuse.noRoute();
  return id;
}

function identified(call: RegistryCall): IdentifiedSchema | undefined {
  return schemaOfId(call.state, idOf(call), call.query.get('subject'));
}

function ofId(call: RegistryCall): IdentifiedSchema {
  const found = identified(call);
  if (found === undefined) throw refuse.schemaIdNotFound(idOf(call));
  return found;
}

/** The schema; with the version found when a subject was asked for, and the highest id when that was. */
function getById(call: RegistryCall): unknown {
  const { content, holder } = ofId(call);
  const { subject = '', version } = holder ?? {};
  return {
    ...(holder !== undefined && { subject, version }),
    ...printedContent(content, printingWish(call), subject),
    ...(call.flag('fetchMaxId') && { maxId: call.state.schemas.ids(contextOf(subject)).maxId }),
    ...(holder?.deleted === true && { deleted: true }),
  };
}

function holdersOf(call: RegistryCall): StoredVersion[] {
  const found = identified(call);
  if (found === undefined) throw refuse.schemaNotFound();
  return call.state.schemas.holders(found.content, call.flag('deleted'));
}

function getByGuid(call: RegistryCall): unknown {
  const { schemas } = call.state;
  const guid = call.segment('guid');
  const contents = schemas.contexts().map((context) => schemas.ids(context).byGuid(guid.toLowerCase()));
  const content = contents.find((found) => found !== undefined);
  if (content === undefined) throw refuse.schemaIdNotFound(guid);
  return printedContent(content, printingWish(call));
}

/** In every context that has the content. */
function idsOfGuid(call: RegistryCall): unknown {
  const { schemas } = call.state;
  return schemas.contexts().flatMap((context) => {
    const id = schemas.ids(context).byGuid(call.segment('guid').toLowerCase())?.id;
    return id === undefined ? [] : [{ context: context === '' ? DEFAULT_CONTEXT : context, id }];
  });
}

export const schemaRoutes: readonly Route[] = [
  ['GET', '/schemas/types', () => schemaTypes],
  ['GET', '/schemas/ids/{id}', getById],
  [
    'GET',
    '/schemas/ids/{id}/schema',
    (call) => new BareText(printedText(ofId(call).content, call.query.get('format'))),
  ],
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
  ['GET', '/schemas/guids/{guid}', getByGuid],
  ['GET', '/schemas/guids/{guid}/ids', idsOfGuid],
];
