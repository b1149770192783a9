import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { deserializeValue, serializeValue } from '@ottla/kernel';
import { kafkaKind } from '../../testing/kafka-kinds.ts';

/** The shape of vectors/kafka-serializers.json: what Kafka's own classes wrote (null: no bytes) and read (null: it threw). */
interface KafkaVectors {
  readonly written: readonly { kind: string; text: string; hex: string | null }[];
  readonly read: readonly { kind: string; hex: string; text: string | null }[];
}

const vectors = JSON.parse(
  readFileSync(new URL('../../vectors/kafka-serializers.json', import.meta.url), 'utf8'),
) as KafkaVectors;
const context = { topic: 'orders', isKey: false, headers: [] };

async function written(kind: string, text: string): Promise<string | null> {
  const { serializer, parse } = kafkaKind(kind);
  const bytes = await serializeValue(serializer, parse(text) as never, context).catch(codeOf);
  if (typeof bytes === 'string') return bytes;
  return bytes === null ? null : Buffer.from(bytes).toString('hex');
}

async function read(kind: string, hex: string): Promise<string | null> {
  const { deserializer, print } = kafkaKind(kind);
  const value = deserializeValue(deserializer, Buffer.from(hex, 'hex'), context);
  return await value.then(print, (error: unknown) => {
    expect(codeOf(error)).toBe('BYTES_MALFORMED');
    return null;
  });
}

const codeOf = (error: unknown): string => (error as { code: string }).code;

/** Where we are stricter than Java, or the ill-formed reads as another count of U+FFFD. By kind and argument. */
const OWN_WRITING: Readonly<Record<string, string>> = {
  'string a\ud800b': '61efbfbd62', // Java: a question mark
  'string ISO-8859-1 €😀': 'VALUE_MISFIT', // Java: question marks
  'string US-ASCII é': 'VALUE_MISFIT',
};
const OWN_READING: Readonly<Record<string, string | null>> = {
  'string eda080': '\ufffd\ufffd\ufffd', // Java: one for the surrogate, the Encoding standard one for each byte
  'string UTF-16LE 00d84100': '\ufffdA', // Java: the letter is lost with the surrogate before it
  'uuid 312d312d312d312d31': null, // Java fills '1-1-1-1-1' up with zeros
  'list int32 000000000000000001000000070a': null, // Java ignores what follows the list
};

describe("the bytes of Kafka's own serializers", () => {
  it.each(vectors.written)('writes $kind $text', async ({ kind, text, hex }) => {
    const own = OWN_WRITING[`${kind} ${text}`];
    expect(await written(kind, text)).toBe(own ?? hex);
  });

  it.each(
    vectors.written.filter(({ kind, text, hex }) => hex !== null && !(`${kind} ${text}` in OWN_WRITING)),
  )('reads back $kind $text', async ({ kind, text, hex }) => {
    // A UUID comes back in lower case, a lone surrogate as U+FFFD, the rest as its type prints it.
    const { parse, print } = kafkaKind(kind);
    const plain = print(parse(kind.includes('uuid') ? text.toLowerCase() : text));
    const expected = plain.replace(/\p{Surrogate}/gu, '\ufffd');
    const found = await read(kind, hex ?? '');
    // The nearest double of a float has more digits than the float.
    if (kind === 'float') expect(Math.fround(Number(found))).toBe(Math.fround(Number(expected)));
    else expect(found).toBe(expected);
  });

  it.each(vectors.read)('reads $kind $hex', async ({ kind, hex, text }) => {
    const key = `${kind} ${hex}`;
    const own = key in OWN_READING ? OWN_READING[key] : text;
    expect(await read(kind, hex)).toBe(own);
  });
});
