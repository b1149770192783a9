/**
 * Media types of the REST API: which a request body may have, and which the answer gets.
 *
 * As Confluent's resources declare them: three JSON types in that order of preference, and octet-stream
 * for a body whose sender named none. Pure.
 */

/** What answers are, unless the client asks for another of them. */
export const REGISTRY_MEDIA_TYPE = 'application/vnd.schemaregistry.v1+json';

/** Most preferred first. */
const answerTypes = [REGISTRY_MEDIA_TYPE, 'application/vnd.schemaregistry+json', 'application/json'] as const;
const bodyTypes: ReadonlySet<string> = new Set([...answerTypes, 'application/octet-stream']);

function typeOf(written: string): string {
  return written.split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** Whether a body under this content-type is read as JSON. */
export function isBodyType(contentType: string): boolean {
  return bodyTypes.has(typeOf(contentType));
}

/** The weight of a range of an Accept header; 1 when it has none. */
function weightOf(range: string): number {
  const weight = /;\s*q\s*=\s*([\d.]+)/i.exec(range)?.[1];
  return weight === undefined ? 1 : Number(weight);
}

/** The weight that an Accept header gives to a type, by the most specific range that covers it. */
function weightFor(type: string, ranges: readonly string[]): number {
  for (const wanted of [type, 'application/*', '*/*']) {
    const range = ranges.find((candidate) => typeOf(candidate) === wanted);
    if (range !== undefined) return weightOf(range);
  }
  return 0;
}

/** The answer's type for an Accept header; undefined when the client takes none of them. */
export function answerTypeFor(accept: string | undefined): string | undefined {
  if (accept === undefined || accept.trim() === '') return REGISTRY_MEDIA_TYPE;
  const ranges = accept.split(',');
  const weighed = answerTypes
    .map((type) => ({ type, weight: weightFor(type, ranges) }))
    .filter(({ weight }) => weight > 0)
    .toSorted((one, other) => other.weight - one.weight);
  return weighed[0]?.type;
}
