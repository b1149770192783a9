/** The programs of docs/guides/consumers.md that need a consumer group, as they stand there, in real Kafka. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Cluster } from '@ottla/cluster';
import { generate } from '@ottla/codegen';
import { Producer } from '@ottla/producer';
import { RegistryClient } from '@ottla/registry-client';
import { stringSerializer } from '@ottla/serializers';
import { avroSerializer } from '@ottla/serializers/avro';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pointAt, snippetsOf } from '../snippets/snippet.ts';
import { realKafka } from './harness/environment.ts';
import { readTopic, uniqueTopic } from './harness/topic.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Below test/, so that the packages resolve by their published names. */
const WORKPLACE = join(ROOT, 'test', '.snippets-kafka');
const SCHEMA_FILE = join(ROOT, 'schemas/customers/customer.v2.avsc');
/** Stands as a property of an object literal in the programs, too. */
const topic = uniqueTopic('guide').replaceAll('-', '_');
const deadLetters = `${topic}.dead-letters`;
const brokers = [realKafka.bootstrapServer];

const PROGRAM_LIMIT_MS = 20_000;

let cluster: Cluster;

beforeAll(async () => {
  cluster = new Cluster({ bootstrapServers: brokers });
  await cluster.connect();
  await cluster.createTopic(topic, { partitions: 1 });
  await cluster.createTopic(deadLetters, { partitions: 1 });

  const schema = readFileSync(SCHEMA_FILE, 'utf8');
  await using registry = new RegistryClient({ url: realKafka.registryUrl });
  await registry.register(`${topic}-value`, { schemaType: 'AVRO', schema });
  const value = avroSerializer<{ id: number; name: string }>(schema, { registry });
  await using typed = new Producer({
    bootstrapServers: brokers,
    topics: { [topic]: { key: stringSerializer(), value } },
  });
  await using untyped = new Producer({ bootstrapServers: brokers });
  await typed.send({ topic, key: 'c-1', value: { id: 1, name: 'Ada' } });
  await untyped.send({ topic, key: Buffer.from('c-x'), value: Buffer.from('not Avro') });
  await typed.send({ topic, key: 'c-1', value: null });
  await typed.send({ topic, key: 'c-2', value: { id: 2, name: 'Grace' } });

  rmSync(WORKPLACE, { recursive: true, force: true });
  const { files } = generate([{ file: SCHEMA_FILE, text: schema }], { importExtension: '.ts' });
  for (const { path, text } of files) write(join('generated', path), text);
});

afterAll(async () => {
  rmSync(WORKPLACE, { recursive: true, force: true });
  await cluster.close();
});

function write(path: string, text: string): string {
  const file = join(WORKPLACE, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

/** Runs until it has printed as many lines, tells it to stop, and waits for its end. */
async function printedBy(file: string, count: number): Promise<readonly string[]> {
  const program = spawn(process.execPath, ['--no-warnings', file], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(program, 'exit');
  const errors: string[] = [];
  createInterface(program.stderr).on('line', (line) => errors.push(line));
  const lines: string[] = [];
  // No program outlives the run, also when it prints less than it should.
  const limit = setTimeout(() => program.kill('SIGKILL'), PROGRAM_LIMIT_MS);
  for await (const line of createInterface(program.stdout)) {
    // kafkajs logs here, in JSON.
    if (line.startsWith('{')) continue;
    lines.push(line);
    if (lines.length === count) program.kill('SIGTERM');
  }
  const [code] = await ended;
  clearTimeout(limit);
  expect(code, [...lines, ...errors].join('\n')).toBe(0);
  return lines;
}

describe('docs/guides/consumers.md', () => {
  const programs = snippetsOf(join(ROOT, 'docs/guides/consumers.md'), 'group');
  const withKeys = ['0 c-1 Ada', '2 c-1 deleted', '3 c-2 Grace'];
  const withoutKeys = ['0 Ada', '2 deleted', '3 Grace'];

  it.each<[string, number, readonly string[], number]>([
    ['messages of kafkajs', 0, withKeys, 1],
    ['batches of kafkajs', 1, withKeys, 1],
    ['the stream of @platformatic/kafka', 2, withKeys, 2],
    ['options of @platformatic/kafka', 3, withoutKeys, 2],
  ])('reads %s', async (_what, index, expected, lettersBehind) => {
    const servers = { bootstrapServer: realKafka.bootstrapServer, registryUrl: realKafka.registryUrl };
    const text = pointAt(programs[index] ?? '', servers)
      .replaceAll(/\bcustomers\b/g, topic)
      .replaceAll(/(from '\.\/generated\/[^']+)\.js'/g, "$1.ts'");
    expect(await printedBy(write(`program-${index}.ts`, text), expected.length)).toEqual(expected);
    const letters = await readTopic(cluster, deadLetters, 1);
    expect(letters.map(({ value }) => Buffer.from(value ?? []).toString())).toEqual(
      Array.from({ length: lettersBehind }, () => 'not Avro'),
    );
  });

  it('has no program that is not run here', () => {
    expect(programs).toHaveLength(4);
  });
});
