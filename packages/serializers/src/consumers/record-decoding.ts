/**
 * Decodes the key and value of one consumed record with the deserializers of its topic.
 *
 * Decides what a failure means for a consumer: a record whose bytes are wrong is handed back as poison, so that it can
 * be put aside; anything else (the registry is away, an option is wrong) is thrown, so that the record is not
 * committed and comes again. Knows no client library; what each calls a record and a header is for its adapter.
 */
import { isOttlaError, type Deserializer, type RecordHeader, type SerializationError } from '@ottla/kernel';
import { serializationError } from '../errors.ts';
import { expectTopics } from './topic-table.ts';

/** How the records of a topic are read. What has no deserializer stays as bytes. */
export interface TopicDeserializers {
  readonly key?: Deserializer<unknown> | undefined;
  readonly value?: Deserializer<unknown> | undefined;
}

/** By topic; `'*'`, which is no topic's name, stands for all that are not named. */
export type ConsumedTopics = Readonly<Record<string, TopicDeserializers>>;

/** What a key is read as; null when there is none. */
export type DecodedKey<D> = D extends { readonly key: Deserializer<infer K> } ? K | null : Buffer | null;

/** What a value is read as; null for a tombstone. */
export type DecodedValue<D> = D extends { readonly value: Deserializer<infer V> } ? V | null : Buffer | null;

/** The names a record of this entry may come from. */
export type TopicNamed<T> = T extends '*' ? string : T;

/** A record as bytes, in the words of no library. */
export interface EncodedRecord {
  readonly topic: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly RecordHeader[];
}

/** A record that cannot be read, however often it is tried. */
export interface Poison<Message> {
  readonly topic: string;
  readonly partition: number;
  /** As the consumer gave it, with key and value as bytes: what a dead-letter topic should get. */
  readonly message: Message;
  /** Whether it is the key that cannot be read. */
  readonly isKey: boolean;
  readonly error: SerializationError;
}

export interface DecodingOptions<Message> {
  /**
   * Puts a record aside that cannot be read; when it is through, the record counts as consumed. A throw or a rejection
   * goes to the consumer, and the record comes again. Without it, the error of the record goes to the consumer.
   */
  readonly onPoison?: ((poison: Poison<Message>) => void | PromiseLike<void>) | undefined;
}

export type DecodedRecord =
  | { readonly error: null; readonly key: unknown; readonly value: unknown }
  | { readonly error: SerializationError; readonly isKey: boolean };

export class RecordDecoder {
  readonly #topics: ReadonlyMap<string, TopicDeserializers>;

  constructor(topics: ConsumedTopics) {
    expectTopics(topics, 'deserializer');
    this.#topics = new Map(Object.entries(topics));
  }

  /** Rejects with what is no fault of the record. */
  async decode(record: EncodedRecord): Promise<DecodedRecord> {
    const { key: keyDeserializer, value: valueDeserializer } = this.deserializers(record.topic);
    const key = await decodedPart(record, true, keyDeserializer);
    if (key.error !== null) return { error: key.error, isKey: true };
    const value = await decodedPart(record, false, valueDeserializer);
    if (value.error !== null) return { error: value.error, isKey: false };
    return { error: null, key: key.part, value: value.part };
  }

  /** Throws SerializationError `TOPIC_UNDECLARED`. */
  deserializers(topic: string): TopicDeserializers {
    const found = this.#topics.get(topic) ?? this.#topics.get('*');
    if (found !== undefined) return found;
    const remedy = "name it beside the other topics, or give '*' for all that are not named";
    throw serializationError(`no deserializers are given for it; ${remedy}`, 'TOPIC_UNDECLARED', { topic });
  }
}

type DecodedPart = { readonly error: null; readonly part: unknown } | { readonly error: SerializationError };

async function decodedPart(
  { topic, key, value, headers }: EncodedRecord,
  isKey: boolean,
  deserializer: Deserializer<unknown> | undefined,
): Promise<DecodedPart> {
  const bytes = isKey ? key : value;
  if (bytes === null || deserializer === undefined) return { error: null, part: bytes };
  const context = { topic, isKey, headers };
  try {
    const ready = deserializer.ready?.(bytes, context) ?? true;
    if (ready !== true) await ready;
  } catch (error) {
    // What is fetched here is not the record's: only an error that blames the bytes makes them poison.
    if (isPoison(error)) return { error };
    throw error;
  }
  try {
    return { error: null, part: deserializer.deserialize(bytes, context) };
  } catch (error) {
    if (isPoison(error)) return { error };
    if (isOttlaError(error) && error.code !== 'MALFORMED_BYTES') throw error;
    return { error: unreadable(error, topic, isKey) };
  }
}

/** By its code and not by its class, since another copy of the kernel may have made it. */
function isPoison(error: unknown): error is SerializationError {
  return isOttlaError(error) && 'failure' in error && error.failure === 'poison';
}

/** What a deserializer of somebody else throws over bytes: JSON.parse knows no SerializationError. */
function unreadable(cause: unknown, topic: string, isKey: boolean): SerializationError {
  const thrown = isOttlaError(cause)
    ? `: ${cause.message}`
    : `; it threw ${cause instanceof Error ? cause.name : 'no Error'}`;
  const problem = `its deserializer cannot read these bytes${thrown}`;
  return serializationError(problem, 'DESERIALIZER_FAILED', { topic, isKey, cause });
}
