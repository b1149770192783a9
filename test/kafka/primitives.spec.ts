import { readFileSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { ByteWriter } from '@ottla/kernel';
import { beforeAll, describe, expect, it } from 'vitest';
import { kafkaKind } from '../../packages/serializers/testing/kafka-kinds.ts';
import { realKafka } from './harness/environment.ts';

const SOURCE = fileURLToPath(new URL('./java/KafkaSerializers.java', import.meta.url));
const VECTORS = new URL('../../packages/serializers/vectors/kafka-serializers.json', import.meta.url);
const SEED = 20_260;

type Question = readonly [direction: 'read' | 'write', kind: string, argument: string];

/** UTF-16, so that a lone surrogate arrives. */
const hexOfText = (text: string): string => Buffer.from(text, 'utf16le').swap16().toString('hex');
const textOfHex = (hex: string): string => Buffer.from(hex, 'hex').swap16().toString('utf16le');

/** One answer per question: hexadecimal bytes or text, `null` for no bytes, `error` when Java threw. */
async function askJava(questions: readonly Question[]): Promise<string[]> {
  const args = ['-Xmx512m', '-XX:+UseSerialGC', '-cp', realKafka.classPath, SOURCE];
  const running = promisify(execFile)('java', args, { maxBuffer: 64 * 1024 * 1024 });
  running.child.stdin?.end(questions.map((question) => `${question.join('\t')}\n`).join(''));
  const { stdout } = await running;
  return stdout.split('\n').slice(0, -1);
}

function written(kind: string, text: string): string {
  const { serializer, parse } = kafkaKind(kind);
  const context = { topic: 'topic', isKey: false, headers: [] };
  if (!('serializeInto' in serializer)) throw new Error(`${kind} writes no bytes`);
  const writer = new ByteWriter();
  // The kind parses what its serializer takes.
  serializer.serializeInto(parse(text) as never, writer, context);
  return writer.view().toString('hex');
}

/** Texts of one kind, as both sides parse them. */
const texts: Readonly<Record<string, fc.Arbitrary<string>>> = {
  string: fc.string({ unit: 'grapheme' }),
  'string UTF-16LE': fc.string({ unit: 'grapheme' }),
  int16: fc.integer({ min: -32768, max: 32767 }).map(String),
  int32: fc.integer().map(String),
  int64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
  float: fc.float().map(String),
  double: fc.double().map(String),
  uuid: fc.uuid(),
};

function randomRows(): (readonly [kind: string, text: string])[] {
  const rows: (readonly [kind: string, text: string])[] = [];
  for (const [kind, text] of Object.entries(texts)) {
    for (const sample of fc.sample(text, { numRuns: 100, seed: SEED })) rows.push([kind, sample]);
    if (kind.startsWith('string')) continue;
    const items = fc.array(fc.oneof(text, fc.constant('null')), { maxLength: 20 });
    for (const list of fc.sample(items, { numRuns: 40, seed: SEED })) {
      rows.push([`list ${kind}`, list.join(',')]);
    }
  }
  return rows;
}

// The file is ours.
const vectors = JSON.parse(readFileSync(VECTORS, 'utf8')) as {
  readonly written: readonly { kind: string; text: string; hex: string | null }[];
  readonly read: readonly { kind: string; text: string | null; hex: string }[];
};

describe("Kafka's own serializers", () => {
  const samples = randomRows();
  // Java prints a floating point number in other digits than JavaScript.
  const readable = samples.filter(([kind]) => !/float|double/.test(kind));
  const questions = {
    vectors: [
      ...vectors.written.map(({ kind, text }): Question => ['write', kind, hexOfText(text)]),
      ...vectors.read.map(({ kind, hex }): Question => ['read', kind, hex]),
    ],
    writing: samples.map(([kind, text]): Question => ['write', kind, hexOfText(text)]),
    reading: readable.map(([kind, text]): Question => ['read', kind, written(kind, text)]),
  };
  let answers: string[] = [];

  // One virtual machine for all: starting it takes longer than its answers.
  beforeAll(async () => {
    answers = await askJava([...questions.vectors, ...questions.writing, ...questions.reading]);
  });

  it('still write and read what the vectors say', () => {
    expect(answers.slice(0, questions.vectors.length)).toEqual([
      ...vectors.written.map(({ hex }) => String(hex)),
      ...vectors.read.map(({ text }) => (text === null ? 'error' : hexOfText(text))),
    ]);
  });

  it(`write the same bytes as ours for random values (seed ${SEED})`, () => {
    const start = questions.vectors.length;
    expect(answers.slice(start, start + samples.length)).toEqual(
      samples.map(([kind, text]) => written(kind, text)),
    );
  });

  it(`read what ours wrote (seed ${SEED})`, () => {
    const found = answers.slice(questions.vectors.length + samples.length).map(textOfHex);
    expect(found).toEqual(readable.map(([, text]) => text));
  });
});
