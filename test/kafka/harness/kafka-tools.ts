/**
 * Kafka's own command line tools, as judges of what we wrote.
 *
 * Each is a class of Kafka's jars run in a JVM of its own; the answer is what it printed.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const execute = promisify(execFile);
const OUTPUT_LIMIT_BYTES = 512 * 1024 * 1024;

async function runJava(
  classPath: string,
  args: readonly string[],
): Promise<{ stdout: string; stderr: string }> {
  return await execute('java', ['-Xmx512m', '-XX:+UseSerialGC', '-cp', classPath, ...args], {
    maxBuffer: OUTPUT_LIMIT_BYTES,
  });
}

export interface ConsumedRecord {
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
  readonly headers: string;
  /** Hexadecimal; null as the word `null`. */
  readonly key: string;
  readonly value: string;
}

export interface ConsumeOptions {
  readonly classPath: string;
  readonly bootstrapServer: string;
  readonly topic: string;
  readonly count: number;
}

/** Reads a topic with Kafka's console consumer; keys and values as it prints their bytes in hexadecimal. */
export async function consoleConsume(options: ConsumeOptions): Promise<ConsumedRecord[]> {
  const shown = ['timestamp', 'offset', 'partition', 'headers', 'key'].map((part) => `print.${part}=true`);
  const hex = 'org.apache.kafka.common.serialization.BytesDeserializer';
  const properties = [...shown, 'key.separator=\t', `key.deserializer=${hex}`, `value.deserializer=${hex}`];
  const { stdout, stderr } = await runJava(options.classPath, [
    'org.apache.kafka.tools.consumer.ConsoleConsumer',
    '--from-beginning',
    '--bootstrap-server',
    options.bootstrapServer,
    '--topic',
    options.topic,
    '--max-messages',
    String(options.count),
    '--timeout-ms',
    '60000',
    ...properties.flatMap((property) => ['--property', property]),
  ]);
  const lines = stdout.split('\n').filter((line) => line.startsWith('CreateTime:'));
  if (lines.length < options.count) {
    throw new Error(
      `the console consumer read ${lines.length} of ${options.count} records: ${stderr.slice(-3000)}`,
    );
  }
  return lines.map(parseConsumedLine);
}

function parseConsumedLine(line: string): ConsumedRecord {
  const [time = '', partition = '', offset = '', headers = '', key = '', value = ''] = line.split('\t');
  const number = (text: string): number => Number(text.slice(text.indexOf(':') + 1));
  return {
    timestamp: number(time),
    partition: number(partition),
    offset: number(offset),
    headers,
    key,
    value,
  };
}

/** One line per batch, as `kafka.tools.DumpLogSegments --deep-iteration` prints it. */
export interface DumpedBatch {
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly count: number;
  readonly baseSequence: number;
  readonly lastSequence: number;
  readonly producerId: string;
  readonly producerEpoch: number;
  readonly magic: number;
  readonly isValid: boolean;
}

/** Every batch in a partition's log, in order, and what the tool complained about. */
export async function dumpLogSegments(
  classPath: string,
  partitionFolder: string,
): Promise<{ batches: DumpedBatch[]; recordLines: number; text: string }> {
  const segments = readdirSync(partitionFolder)
    .filter((name) => name.endsWith('.log'))
    .map((name) => join(partitionFolder, name));
  const { stdout: text } = await runJava(classPath, [
    'kafka.tools.DumpLogSegments',
    '--deep-iteration',
    '--files',
    segments.join(','),
  ]);
  const batches = text
    .split('\n')
    .filter((line) => line.startsWith('baseOffset:'))
    .map(parseBatchLine);
  const recordLines = text.split('\n').filter((line) => line.startsWith('| offset:')).length;
  return { batches, recordLines, text };
}

function parseBatchLine(line: string): DumpedBatch {
  const field = (name: string): string => new RegExp(`(?:^| )${name}: (\\S+)`).exec(line)?.[1] ?? '';
  return {
    baseOffset: Number(field('baseOffset')),
    lastOffset: Number(field('lastOffset')),
    count: Number(field('count')),
    baseSequence: Number(field('baseSequence')),
    lastSequence: Number(field('lastSequence')),
    producerId: field('producerId'),
    producerEpoch: Number(field('producerEpoch')),
    magic: Number(field('magic')),
    isValid: field('isvalid') === 'true',
  };
}

export interface AvroPayload {
  readonly writerSchema: string;
  /** The datum alone, without magic byte and id. */
  readonly datum: Uint8Array;
}

/** Decodes with Java's Avro; one JSON text per payload. */
export async function decodeWithJavaAvro(
  classPath: string,
  source: string,
  payloads: readonly AvroPayload[],
): Promise<string[]> {
  const lines = payloads.map(
    ({ writerSchema, datum }) => `${Buffer.from(datum).toString('hex')}\t${writerSchema}\n`,
  );
  const running = execute('java', ['-cp', classPath, source], { maxBuffer: OUTPUT_LIMIT_BYTES });
  running.child.stdin?.end(lines.join(''));
  const { stdout } = await running;
  return stdout.trim().split('\n');
}

/** A pair of schema texts for Java's SchemaCompatibility. */
export interface SchemaTextPair {
  readonly reader: string;
  readonly writer: string;
}

/** Java's answer: its findings, or why it had none. */
export interface JavaVerdict {
  readonly findings?: readonly {
    readonly kind: string;
    readonly location: string;
    readonly message: string;
  }[];
  /** The check itself threw. */
  readonly thrown?: string;
  /** Java's parser refused one of the texts. */
  readonly unparsable?: string;
  /** Found compatible, and yet a random value of the writer could not be read. */
  readonly unreadable?: string;
}

/** Asks Java's SchemaCompatibility; one verdict per pair. */
export async function checkWithJavaAvro(
  classPath: string,
  source: string,
  pairs: readonly SchemaTextPair[],
): Promise<JavaVerdict[]> {
  const running = execute('java', ['-cp', classPath, source], { maxBuffer: OUTPUT_LIMIT_BYTES });
  running.child.stdin?.end(pairs.map(({ reader, writer }) => `${reader}\t${writer}\n`).join(''));
  const { stdout } = await running;
  // The shape is that of java/CheckCompatibility.java.
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as JavaVerdict);
}

export interface ProduceOptions {
  readonly classPath: string;
  readonly bootstrapServer: string;
  readonly topic: string;
  /** Key, tab, value. */
  readonly lines: readonly string[];
}

/** Writes records with Kafka's console producer. */
export async function consoleProduce({
  classPath,
  bootstrapServer,
  topic,
  lines,
}: ProduceOptions): Promise<void> {
  const running = execute('java', [
    '-Dfile.encoding=UTF-8',
    '-cp',
    classPath,
    'org.apache.kafka.tools.ConsoleProducer',
    '--bootstrap-server',
    bootstrapServer,
    '--topic',
    topic,
    '--property',
    'parse.key=true',
  ]);
  running.child.stdin?.end(`${lines.join('\n')}\n`);
  await running;
}
