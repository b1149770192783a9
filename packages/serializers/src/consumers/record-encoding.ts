/**
 * Encodes key and value of a record for a producer of somebody else, with the serializers of its topic.
 *
 * Owns the gate (schema ids are asked for before), the headers that serializers add, and the one call of `configure`.
 * Knows no client library; what each calls a record and a header is for its adapter.
 */
import {
  asBuffer,
  ConfigError,
  serializeValue,
  type RecordHeader,
  type Serializer,
  type SerializerContext,
} from '@ottla/kernel';
import { foundKind } from '../found-kind.ts';
import { expectTopics } from './topic-table.ts';

/**
 * How the records of a topic are written. What has no serializer must be bytes, or null.
 * `never`: of a serializer for any type, so that each topic keeps its own.
 */
export interface TopicSerializers {
  readonly key?: Serializer<never> | undefined;
  readonly value?: Serializer<never> | undefined;
}

/** By topic; `'*'`, which is no topic's name, stands for all that are not named. */
export type ProducedTopics = Readonly<Record<string, TopicSerializers>>;

/** What may be given as a key; null for none. */
export type KeyInput<S> = S extends { readonly key: Serializer<infer K> } ? K | null : Uint8Array | null;

/** What may be given as a value; null for a tombstone. */
export type ValueInput<S> = S extends { readonly value: Serializer<infer V> } ? V | null : Uint8Array | null;

export interface RecordInput {
  readonly topic: string;
  readonly key: unknown;
  readonly value: unknown;
  readonly headers: readonly RecordHeader[];
}

export interface WrittenRecord {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** Those that serializers added, such as the GUID of a schema. */
  readonly addedHeaders: readonly RecordHeader[];
}

export class RecordEncoder {
  readonly #topics: ReadonlyMap<string, TopicSerializers>;

  constructor(topics: ProducedTopics) {
    expectTopics(topics, 'serializer');
    this.#topics = new Map(Object.entries(topics));
    for (const { key, value } of this.#topics.values()) {
      key?.configure?.({ isKey: true });
      value?.configure?.({ isKey: false });
    }
  }

  /** Rejects as the serializers do; nothing of the record is kept. */
  async encode(record: RecordInput): Promise<WrittenRecord> {
    const { key: keySerializer, value: valueSerializer } = this.#serializers(record.topic);
    const headers = [...record.headers];
    const addHeader = (header: RecordHeader): void => {
      if (!headers.some((present) => sameHeader(present, header))) headers.push(header);
    };
    const { topic } = record;
    const key = await encodedPart(record.key, keySerializer, { topic, isKey: true, headers, addHeader });
    const value = await encodedPart(record.value, valueSerializer, {
      topic,
      isKey: false,
      headers,
      addHeader,
    });
    return { key, value, addedHeaders: headers.slice(record.headers.length) };
  }

  #serializers(topic: string): TopicSerializers {
    const found = this.#topics.get(topic) ?? this.#topics.get('*');
    if (found !== undefined) return found;
    const remedy = "name it beside the other topics, or give '*' for all that are not named";
    throw new ConfigError(`topic '${topic}': no serializers are given for it; ${remedy}`, 'TOPIC_UNDECLARED');
  }
}

async function encodedPart(
  value: unknown,
  serializer: Serializer<never> | undefined,
  context: SerializerContext,
): Promise<Buffer | null> {
  if (value === null || value === undefined) return null;
  if (serializer === undefined) return bytesOf(value, context);
  // The types of the adapters let nothing but this serializer's values come here.
  const bytes = await serializeValue(serializer as Serializer<unknown>, value, context);
  return bytes === null ? null : asBuffer(bytes);
}

function bytesOf(value: unknown, { topic, isKey }: SerializerContext): Buffer {
  if (value instanceof Uint8Array) return asBuffer(value);
  const what = isKey ? 'key' : 'value';
  throw new ConfigError(
    `topic '${topic}', ${what}: must be bytes or null, found ${foundKind(value)}; give a serializer for it`,
  );
}

function sameHeader(one: RecordHeader, other: RecordHeader): boolean {
  if (one.key !== other.key || one.value === null || other.value === null) {
    return one.key === other.key && one.value === other.value;
  }
  return asBuffer(one.value).equals(other.value);
}
