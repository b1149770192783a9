/**
 * Subjects and the contexts they stand in: `:.ctx:name`, or `name` alone in the default context `.`.
 *
 * Everything past the path works with normal names, in which the default context is unsaid. A name that is
 * empty stands for its whole context: `:.ctx:` is a subject of config and mode. Pure text; stores nothing.
 */
import { refuse } from './registry-failure.ts';

export const DEFAULT_CONTEXT = '.';
/** Config and mode of this one hold wherever nothing nearer is set. */
export const GLOBAL_CONTEXT = '.__GLOBAL';
const PREFIX = ':.';
const WILDCARD = ':*:';
const RESERVED_NAMES: ReadonlySet<string> = new Set(['__GLOBAL', '__EMPTY']);

export interface QualifiedSubject {
  readonly context: string;
  readonly name: string;
}

export function parseSubject(text: string): QualifiedSubject {
  if (text.startsWith(WILDCARD)) return { context: '*', name: text.slice(WILDCARD.length) };
  if (!text.startsWith(PREFIX)) return { context: DEFAULT_CONTEXT, name: text };
  const end = text.indexOf(':', PREFIX.length);
  return end < 0
    ? { context: text.slice(1), name: '' }
    : { context: text.slice(1, end), name: text.slice(end + 1) };
}

/** What stands before the names of a context: `:.ctx:`, or nothing for the default one. */
export function contextPrefix(context: string): string {
  return context === DEFAULT_CONTEXT ? '' : `:${context}:`;
}

/** `:.:a` is `a`, and `:.ctx` is `:.ctx:`. */
export function normalSubject(text: string): string {
  const { context, name } = parseSubject(text);
  return contextPrefix(context) + name;
}

export function contextOf(subject: string): string {
  return parseSubject(subject).context;
}

/** The subject that `text` means when a subject of `parent`'s context says it. */
export function subjectBeside(parent: string, text: string): string {
  const isQualified = contextOf(text) !== DEFAULT_CONTEXT;
  return isQualified ? normalSubject(text) : contextPrefix(contextOf(parent)) + text;
}

/** The prefix of the context that a path names: `ctx`, `.ctx` and `:.ctx:` are one; 400 for a colon within. */
export function namedContextPrefix(text: string): string {
  const name = text.replace(/^:/, '').replace(/:$/, '');
  if (name.includes(':')) throw refuse.badRequest(`Context name '${name}' cannot contain a colon`);
  return contextPrefix(name.startsWith('.') ? name : `.${name}`);
}

/** Whether a text of the path already says its context. */
export function isQualified(text: string): boolean {
  return text.startsWith(PREFIX) || text.startsWith(WILDCARD);
}

export function isGlobalContext(subject: string): boolean {
  return subject === contextPrefix(GLOBAL_CONTEXT);
}

/** Whether a subject of config or mode reaches another: itself, a context its names, the empty one everything. */
export function reaches(scope: string, subject: string): boolean {
  if (scope === '' || scope === subject || isGlobalContext(scope)) return true;
  const { context, name } = parseSubject(scope);
  return name === '' && contextOf(subject) === context;
}

/** What `subjectPrefix` selects: `:*:` every context, `:.ctx:a` one, `a` the default one. */
export function prefixMatcher(prefix: string): (subject: string) => boolean {
  const wanted = parseSubject(prefix);
  const isOpen = prefix.startsWith(PREFIX) && !prefix.includes(':', PREFIX.length);
  return (subject) => {
    const { context, name } = parseSubject(subject);
    if (isOpen) return context.startsWith(wanted.context);
    return (wanted.context === '*' || wanted.context === context) && name.startsWith(wanted.name);
  };
}

/** Throws 42208 for what cannot be a subject; the global context is one for settings only. */
export function refuseInvalidSubject(text: string, isForSettings: boolean): void {
  const { context, name } = parseSubject(text);
  const isGlobal = context === GLOBAL_CONTEXT && !isForSettings;
  if (/\p{Cc}/u.test(text) || RESERVED_NAMES.has(name) || isGlobal) throw refuse.invalidSubject(text);
}
