/**
 * Which content-types are taken for JSON. Pure.
 *
 * Confluent's registry, Karapace and Apicurio send `application/vnd.schemaregistry.v1+json`,
 * `application/vnd.schemaregistry+json` or `application/json`, and nothing else, for every success, bare
 * schema texts included. Other JSON types are taken too; `text/plain` is taken only where text is expected.
 */
import { printable } from '@ottla/kernel';

/** The type and subtype that a content-type header names, in lower case; undefined when it names none. */
function namedType(contentType: string | undefined): string | undefined {
  return /^\s*([^\s;,/]+\/[^\s;,/]+)/.exec(contentType ?? '')?.[1]?.toLowerCase();
}

/** What a success says it is, when that is not what was expected; undefined when it may be. */
export function unexpectedType(
  contentType: string | undefined,
  expects: 'json' | 'text',
): string | undefined {
  const type = namedType(contentType);
  // Without a type the body is judged by itself.
  if (type === undefined || /^(application|text)\/([^/]+\+)?json$/.test(type)) return undefined;
  return expects === 'text' && type === 'text/plain' ? undefined : printable(type, 100);
}
