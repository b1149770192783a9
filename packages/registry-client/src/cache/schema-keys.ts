/**
 * The keys under which ids are kept: equal subject, content and normalization give equal keys.
 *
 * Content is all that makes a schema another one in a registry: type, text, references, metadata, rules.
 * Serializers ask with the same SchemaText object for every record, so its keys are remembered with it: no
 * hash and no new string on their way. What is remembered lives as long as the object, and is bounded.
 */
import { createHash } from 'node:crypto';
import type { SchemaText } from '@ottla/kernel';
import { expectText } from '../calls/question.ts';

/** Subjects remembered with one schema; past that they are built anew. */
const MOST_SUBJECTS = 1_000;

/** Characters of a content's key: 43 of SHA-256 in base64url and one that says whether it is normalized. */
const CONTENT_CHARACTERS = 44;

/** An id as it is kept. */
export interface HeldId {
  readonly id: number;
  /** False once it is kept no longer. */
  live: boolean;
}

/** A key as one SchemaText object has it. */
export interface IdKey {
  readonly text: string;
  /** What was found under it last, so that the next look need not search. */
  held: HeldId | undefined;
  /** How many ids had come by then. */
  arrivals: number;
}

interface KnownKeys {
  readonly content: string;
  readonly plain: Map<string, IdKey>;
  readonly normalized: Map<string, IdKey>;
  /** What was asked for last: most schemas have one subject. */
  lastSubject: string | undefined;
  lastNormalize: boolean;
  lastKey: IdKey;
}

/** Maps have no order, lists do. Members called `__proto__` count like others. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value ?? null;
  if (Array.isArray(value)) return value.map(sorted);
  const entries = Object.entries(value).filter(([, part]) => part !== undefined && part !== null);
  return entries
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, part]) => [key, sorted(part)]);
}

/** One short text for all that makes a schema what it is. */
function contentKey({ schemaType, schema, references, metadata, ruleSet }: SchemaText): string {
  const referred = (references ?? []).map(({ name, subject, version }) => [name, subject, version]);
  const content = [schemaType ?? 'AVRO', schema, referred, sorted(metadata), sorted(ruleSet)];
  return createHash('sha256').update(JSON.stringify(content)).digest('base64url');
}

/** The subject within a key's text. */
export function subjectOfKey(key: string): string {
  return key.slice(CONTENT_CHARACTERS);
}

export class SchemaKeys {
  readonly #known = new WeakMap<SchemaText, KnownKeys>();

  of(subject: string, schema: SchemaText, normalize: boolean | undefined): IdKey {
    const known = this.#known.get(schema) ?? this.#learn(schema);
    const normalized = normalize === true;
    if (known.lastSubject === subject && known.lastNormalize === normalized) return known.lastKey;
    const keys = normalized ? known.normalized : known.plain;
    let key = keys.get(subject);
    if (key === undefined) {
      if (keys.size >= MOST_SUBJECTS) keys.clear();
      key = { text: `${known.content}${normalized ? 'n' : '.'}${subject}`, held: undefined, arrivals: 0 };
      keys.set(subject, key);
    }
    known.lastSubject = subject;
    known.lastNormalize = normalized;
    known.lastKey = key;
    return key;
  }

  #learn(schema: SchemaText): KnownKeys {
    expectText(schema, { purpose: 'find the id of a schema' });
    const known: KnownKeys = {
      content: contentKey(schema),
      plain: new Map(),
      normalized: new Map(),
      lastSubject: undefined,
      lastNormalize: false,
      lastKey: { text: '', held: undefined, arrivals: 0 },
    };
    this.#known.set(schema, known);
    return known;
  }
}
