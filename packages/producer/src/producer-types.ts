/**
 * The types that tie a topic's name to what may be sent to it. Nothing here exists at run time.
 */
import type { SerializedBy, Serializer } from '@ottla/kernel';
import type { ProducerOptionsInput } from './options.ts';
import type { RecordBody } from './runtime/record.ts';

/** A serializer of something: `never` accepts every serializer. */
type SomeSerializer = Serializer<never>;

/** Serializers by topic. Missing ones fall back to keySerializer and valueSerializer, then to bytes. */
export type TopicSerializers = Readonly<
  Record<string, { readonly key?: SomeSerializer | undefined; readonly value?: SomeSerializer | undefined }>
>;

/** What a role of a topic takes: its own serializer's type, else the producer's default. */
type RoleOf<Topics, Topic, Role extends 'key' | 'value', Default> = Topic extends keyof Topics
  ? Topics[Topic] extends { readonly [R in Role]: infer S }
    ? SerializedBy<S>
    : Default
  : Default;

export type KeyOf<Topics, Topic, Default> = RoleOf<Topics, Topic, 'key', Default>;
export type ValueOf<Topics, Topic, Default> = RoleOf<Topics, Topic, 'value', Default>;

/** A record for `Topic`: key and value are what the topic's serializers take. */
export type TypedRecord<Topics, Topic extends string, Key, Value> = RecordBody<
  KeyOf<Topics, Topic, Key>,
  ValueOf<Topics, Topic, Value>
> & { readonly topic: Topic };

/** What `new Producer` takes; see docs/reference/options.md. */
export type ProducerOptions<Topics extends TopicSerializers, Key, Value> = Omit<
  ProducerOptionsInput,
  'topics' | 'keySerializer' | 'valueSerializer'
> & {
  readonly topics?: Topics | undefined;
  readonly keySerializer?: Serializer<Key> | undefined;
  readonly valueSerializer?: Serializer<Value> | undefined;
};
