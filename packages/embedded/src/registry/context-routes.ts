/** Routes of contexts. What else a path says under `/contexts/{ctx}` is rewritten before it gets here. */
import { normalSubject, parseSubject, reaches } from './qualified-subject.ts';
import { refuse } from './registry-failure.ts';
import { page, type RegistryCall, type Route } from './route.ts';

function listContexts(call: RegistryCall): unknown {
  const prefix = call.query.get('contextPrefix') ?? '';
  const listed = call.state.schemas.contexts().filter((context) => context.startsWith(prefix));
  return page(listed, call.query);
}

/** Answers nothing. Soft-deleted versions count: only what is gone for good leaves a context empty. */
function deleteContext(call: RegistryCall): undefined {
  const prefix = normalSubject(call.segment('context'));
  const { schemas } = call.state;
  if (schemas.subjects(true).some((subject) => reaches(prefix, subject)))
    throw refuse.contextNotEmpty(prefix);
  schemas.deleteContext(parseSubject(prefix).context);
}

export const contextRoutes: readonly Route[] = [
  ['GET', '/contexts', listContexts],
  ['DELETE', '/contexts/{context}', deleteContext],
];
