/**
 * Our serializers by the kinds that the vectors of Kafka's own name, with the texts by which values are written there.
 *
 * Items of a list stand between commas; the word null is a null. What of a kind is ours and what is Java's is told by
 * the vectors, not here.
 */
import type { Deserializer, Serializer } from '@ottla/kernel';
import {
  booleanDeserializer,
  booleanSerializer,
  bytesDeserializer,
  bytesSerializer,
  doubleDeserializer,
  doubleSerializer,
  floatDeserializer,
  floatSerializer,
  int16Deserializer,
  int16Serializer,
  int32Deserializer,
  int32Serializer,
  int64Deserializer,
  int64Serializer,
  listDeserializer,
  listSerializer,
  stringDeserializer,
  stringSerializer,
  uuidDeserializer,
  uuidSerializer,
  voidDeserializer,
  voidSerializer,
  type StringEncoding,
} from '../src/index.ts';

export interface KafkaKind {
  readonly serializer: Serializer<never>;
  readonly deserializer: Deserializer<unknown>;
  readonly parse: (text: string) => unknown;
  readonly print: (value: unknown) => string;
}

/** Java's names of the encodings that both have. */
const ENCODINGS: Readonly<Record<string, StringEncoding>> = {
  'UTF-16LE': 'utf16le',
  'ISO-8859-1': 'latin1',
  'US-ASCII': 'ascii',
};

const print = String;
const numbers = (serializer: Serializer<number>, deserializer: Deserializer<number>): KafkaKind => ({
  serializer,
  deserializer,
  parse: Number,
  print,
});
const strings = (encoding: StringEncoding): KafkaKind => ({
  serializer: stringSerializer({ encoding }),
  deserializer: stringDeserializer({ encoding }),
  parse: print,
  print,
});

const KINDS: Readonly<Record<string, KafkaKind>> = {
  string: strings('utf8'),
  bytes: {
    serializer: bytesSerializer(),
    deserializer: bytesDeserializer(),
    parse: (text) => Buffer.from(text, 'hex'),
    print: (value) => Buffer.from(value as Uint8Array).toString('hex'),
  },
  int16: numbers(int16Serializer(), int16Deserializer()),
  int32: numbers(int32Serializer(), int32Deserializer()),
  int64: { serializer: int64Serializer(), deserializer: int64Deserializer(), parse: BigInt, print },
  float: numbers(floatSerializer(), floatDeserializer()),
  double: numbers(doubleSerializer(), doubleDeserializer()),
  boolean: {
    serializer: booleanSerializer(),
    deserializer: booleanDeserializer(),
    parse: (text) => text === 'true',
    print,
  },
  uuid: { serializer: uuidSerializer(), deserializer: uuidDeserializer(), parse: print, print },
  void: { serializer: voidSerializer(), deserializer: voidDeserializer(), parse: () => undefined, print },
};

/** Of 'int32', 'string UTF-16LE', 'list int32', 'list list int32'… */
export function kafkaKind(name: string): KafkaKind {
  if (name.startsWith('list ')) return listsOf(kafkaKind(name.slice('list '.length)));
  const encoding = ENCODINGS[name.slice('string '.length)];
  const kind = encoding === undefined ? KINDS[name] : strings(encoding);
  if (kind === undefined) throw new Error(`no kind of serializer is called '${name}'`);
  return kind;
}

function listsOf(items: KafkaKind): KafkaKind {
  return {
    serializer: listSerializer(items.serializer),
    deserializer: listDeserializer(items.deserializer),
    parse: (text) =>
      text === '' ? [] : text.split(',').map((item) => (item === 'null' ? null : items.parse(item))),
    print: (value) =>
      (value as readonly unknown[]).map((item) => (item === null ? 'null' : items.print(item))).join(','),
  };
}
