/**
 * Apache Kafka's own classes, asked over lines of JSON: see KafkaOracle.java.
 *
 * int64 values pass as plain JSON numbers; Kafka reads and prints them exactly.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('./KafkaOracle.java', import.meta.url));

export interface Exchange {
  readonly request: string;
  readonly response: string;
  readonly responseBody: unknown;
}

/** JSON with bigints as numbers, however large, and bytes as base64: the form of Kafka's converters. */
export function kafkaJson(value: unknown): string {
  const marked = JSON.stringify(value, (_name, part: unknown) => {
    if (typeof part === 'bigint') return `@int64:${part}`;
    // A Buffer comes here as what its toJSON gave.
    if (
      typeof part === 'object' &&
      part !== null &&
      'type' in part &&
      part.type === 'Buffer' &&
      'data' in part
    ) {
      return Buffer.from(part.data as number[]).toString('base64');
    }
    return part;
  });
  return marked.replaceAll(/"@int64:(-?\d+)"/g, '$1');
}

export class KafkaOracle implements AsyncDisposable {
  readonly #java: ChildProcess;
  readonly #lines: Interface;
  readonly #answers: AsyncIterator<string>;

  constructor(classPath: string, bootstrapServer: string) {
    const [host = '', port = ''] = bootstrapServer.split(':');
    this.#java = spawn('java', ['-cp', classPath, SOURCE, host, port], { stdio: ['pipe', 'pipe', 'ignore'] });
    if (this.#java.stdout === null) throw new Error('java has no output');
    this.#lines = createInterface({ input: this.#java.stdout });
    this.#answers = this.#lines[Symbol.asyncIterator]();
  }

  async #ask(command: Record<string, unknown>): Promise<Record<string, unknown>> {
    this.#java.stdin?.write(`${kafkaJson(command)}\n`);
    for (;;) {
      const { value, done } = await this.#answers.next();
      if (done === true) throw new Error('the oracle ended');
      // Logging frameworks print to the same stream at times.
      if (!String(value).startsWith('{')) continue;
      const answer = JSON.parse(String(value)) as Record<string, unknown>;
      const { error } = answer;
      if (typeof error === 'string') {
        throw new Error(`${error}\nfor ${kafkaJson(command).slice(0, 2000)}`);
      }
      return answer;
    }
  }

  /** A message as Kafka's classes write it, in hexadecimal, without the length prefix. */
  async serialize(message: {
    readonly key: number;
    readonly side: 'request' | 'response';
    readonly version: number;
    readonly body: unknown;
  }): Promise<string> {
    return String((await this.#ask({ op: 'serialize', ...message }))['frame']);
  }

  /** Sends a request, written by Kafka's classes, to the broker. */
  async exchange(request: {
    readonly key: number;
    readonly version: number;
    readonly body: unknown;
  }): Promise<Exchange> {
    // The shape is what KafkaOracle.java prints for this op.
    return (await this.#ask({ op: 'exchange', ...request })) as unknown as Exchange;
  }

  /** Sends any bytes as a request. */
  async raw(frame: Uint8Array): Promise<string> {
    return String((await this.#ask({ op: 'raw', frame: Buffer.from(frame).toString('hex') }))['response']);
  }

  /** Writes records with Java's producer. */
  async produce(command: Record<string, unknown>): Promise<void> {
    await this.#ask({ op: 'produce', ...command });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#java.stdin?.end();
    if (this.#java.exitCode === null) await once(this.#java, 'exit');
    this.#lines.close();
  }
}
