/**
 * What topics carry, told by the subjects that schemas belong to: `orders-value` is the value of topic `orders`.
 *
 * Only a schema that is one named type can be told, or several of which one is used by none of the others. What does not parse is left to the generator, which says
 * where.
 */
import type { SchemaInput, TopicTypes } from '@ottla/codegen';
import { isObject } from '@ottla/kernel';
import { childSchemas, isNamed, SchemaLibrary, type NamedSchema, type Schema } from '@ottla/schema';

/** A schema and the subject it is the newest version of. */
export interface SubjectSchema {
  readonly subject: string;
  readonly input: SchemaInput;
}

const SIDES = /^([a-zA-Z0-9._-]{1,249})-(key|value)$/;

/** `inputs`: all of the run; Avro IDL is understood together with what it imports. */
export function topicTypes(
  schemas: readonly SubjectSchema[],
  inputs: readonly SchemaInput[],
): Readonly<Record<string, TopicTypes>> {
  const names = new RootNames(inputs);
  const topics = new Map<string, TopicTypes>();
  for (const { subject, input } of schemas) {
    const [, topic = '', side] = SIDES.exec(subject) ?? [];
    if (side === undefined || topic === '.' || topic === '..') continue;
    const name = names.of(input);
    if (name === undefined) continue;
    topics.set(topic, { ...topics.get(topic), [side]: name });
  }
  return Object.fromEntries(topics);
}

class RootNames {
  readonly #inputs: readonly SchemaInput[];
  #library: SchemaLibrary | undefined;

  constructor(inputs: readonly SchemaInput[]) {
    this.#inputs = inputs;
  }

  /** The full name of what a text is about; undefined when it is about several types, or none. */
  of({ file, text }: SchemaInput): string | undefined {
    if (!/\.(avdl|avpr)$/i.test(file)) return nameOfJson(text);
    this.#library ??= new SchemaLibrary(this.#inputs);
    const schemas: readonly Schema[] = this.#library.parsed(file).schemas;
    const named = schemas.filter(isNamed);
    if (named.length !== schemas.length) return undefined;
    const used = new Set(named.flatMap(usedBy));
    const roots = named.filter(({ fullName }) => !used.has(fullName));
    return roots.length === 1 ? roots[0]?.fullName : undefined;
  }
}

/** Full names of the types that a type uses, itself left out. */
function usedBy(schema: NamedSchema): readonly string[] {
  const found = new Set<Schema>([schema]);
  // Grows while it is gone through; types may refer to each other in circles.
  for (const each of found) for (const child of childSchemas(each)) found.add(child);
  return [...found].flatMap((each) => (each !== schema && isNamed(each) ? [each.fullName] : []));
}

/** The name at the top is enough: a parser would read the whole of a thousand files twice. */
function nameOfJson(text: string): string | undefined {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (!isObject(root)) return undefined;
  const { name, namespace } = root;
  if (typeof name !== 'string') return undefined;
  if (name.includes('.') || typeof namespace !== 'string' || namespace === '') return name.replace(/^\./, '');
  return `${namespace}.${name}`;
}
