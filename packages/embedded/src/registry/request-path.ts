/**
 * From the target of a request to the path and query that the route tables know.
 *
 * Segments are split before they are percent-decoded, so a subject may hold a slash. `/contexts/{ctx}/…` is
 * rewritten: subjects get the context's prefix, ids and lists are asked in it. Then subjects that a config
 * names aliases are replaced. Source: confluentinc/schema-registry, ContextFilter and AliasFilter.
 */
import { isQualified, namedContextPrefix, normalSubject, subjectBeside } from './qualified-subject.ts';
import { refuse } from './registry-failure.ts';
import type { RegistryState } from './registry-state.ts';

export interface RequestPath {
  /** Decoded. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
}

const SETTING_ROOTS: ReadonlySet<string> = new Set(['config', 'mode']);

function decodeSegment(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refuse.badRequest(`HTTP 400 Bad Request: '${text}' is not percent-encoded UTF-8`);
  }
}

const within = (prefix: string, text: string): string => (isQualified(text) ? text : prefix + text);

/** Replaces the segments that are subjects: those behind `subjects`, and of the settings if `andSettings`. */
function mapSubjects(
  segments: readonly string[],
  andSettings: boolean,
  replace: (subject: string) => string,
): readonly string[] {
  let isSubject = false;
  return segments.map((segment, index) => {
    if (isSubject) {
      isSubject = false;
      return replace(segment);
    }
    isSubject = segment === 'subjects' || (andSettings && index === 0 && SETTING_ROOTS.has(segment));
    return segment;
  });
}

function inContext(prefix: string, { segments, query }: RequestPath): RequestPath {
  const [first = '', second] = segments;
  if (segments.length === 0) return { segments: prefix === '' ? [''] : ['contexts', prefix], query };
  if (SETTING_ROOTS.has(first) && second === undefined) {
    return { segments: prefix === '' ? [first] : [first, prefix], query };
  }
  const asked = new URLSearchParams(query);
  if (first === 'schemas' && second === 'ids')
    asked.set('subject', within(prefix, query.get('subject') ?? ''));
  if ((first === 'schemas' || first === 'subjects') && second === undefined) {
    asked.set('subjectPrefix', within(prefix, query.get('subjectPrefix') ?? ''));
  }
  return { segments: mapSubjects(segments, true, (subject) => within(prefix, subject)), query: asked };
}

/** The subject that a subject's config says is meant by it. */
function behindAlias(state: RegistryState, subject: string): string {
  const alias = state.configs.own(normalSubject(subject))?.alias ?? '';
  return subject === '' || alias === '' ? subject : subjectBeside(subject, alias);
}

export function readPath(target: string, state: RegistryState): RequestPath {
  const [path = '', ...search] = target.split('?');
  const segments = path
    .replace(/^\/|\/$/g, '')
    .split('/')
    .map(decodeSegment);
  const query = new URLSearchParams(search.join('?'));
  const [root, context, ...rest] = segments;
  const asked =
    root === 'contexts' && context !== undefined
      ? inContext(namedContextPrefix(context), { segments: rest, query })
      : { segments, query };
  const subject = asked.query.get('subject');
  if (subject !== null && asked.segments[0] === 'schemas') {
    asked.query.set('subject', behindAlias(state, subject));
  }
  return {
    segments: mapSubjects(asked.segments, false, (name) => behindAlias(state, name)),
    query: asked.query,
  };
}
