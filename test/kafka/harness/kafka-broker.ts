/**
 * One Apache Kafka broker, also its own controller (KRaft), on free ports of the loopback address.
 *
 * Owns its folder: configuration and log. A broker that was killed starts again on the same port with the
 * same log, as after a power cut.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GuardedProcess } from './guarded-process.ts';
import type { Toolchain } from './toolchain.ts';
import { freePorts } from '../../loopback/free-ports.ts';

const JVM_FLAGS = ['-Xmx512m', '-Xms256m', '-XX:+UseSerialGC', '-Dorg.apache.logging.log4j.level=INFO'];

function serverProperties(port: number, controllerPort: number, logFolder: string): string {
  const settings: Record<string, string | number> = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'controller.quorum.bootstrap.servers': `127.0.0.1:${controllerPort}`,
    'log.dirs': logFolder,
    'offsets.topic.replication.factor': 1,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'offsets.topic.num.partitions': 1,
    'transaction.state.log.num.partitions': 1,
    'group.initial.rebalance.delay.ms': 0,
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

export class KafkaBroker implements AsyncDisposable {
  readonly bootstrapServer: string;
  readonly logFolder: string;
  readonly #folder: string;
  readonly #classPath: string;
  #process: GuardedProcess | undefined;

  private constructor(toolchain: Toolchain, port: number, folder: string) {
    this.bootstrapServer = `127.0.0.1:${port}`;
    this.logFolder = join(folder, 'log');
    this.#folder = folder;
    this.#classPath = toolchain.classPath;
  }

  static async start(toolchain: Toolchain): Promise<KafkaBroker> {
    const folder = mkdtempSync(join(tmpdir(), 'ottla-kafka-'));
    const [port = 0, controllerPort = 0] = await freePorts(2);
    const broker = new KafkaBroker(toolchain, port, folder);
    writeFileSync(
      join(folder, 'server.properties'),
      serverProperties(port, controllerPort, broker.logFolder),
    );
    broker.#format();
    await broker.restart();
    return broker;
  }

  #format(): void {
    const clusterId = randomBytes(16).toString('base64url');
    const args = ['-cp', this.#classPath, 'kafka.tools.StorageTool', 'format', '--standalone'];
    const result = spawnSync('java', [...args, '-t', clusterId, '-c', 'server.properties'], {
      cwd: this.#folder,
      encoding: 'utf8',
    });
    if (result.status !== 0)
      throw new Error(`formatting Kafka's log failed: ${result.stdout}${result.stderr}`);
  }

  /** Starts the process on the same port with the same log. */
  async restart(): Promise<void> {
    this.#process = await GuardedProcess.start({
      name: 'Kafka',
      command: 'java',
      args: [...JVM_FLAGS, '-cp', this.#classPath, 'kafka.Kafka', 'server.properties'],
      cwd: this.#folder,
      readyLine: /Kafka Server started/,
    });
  }

  /** Ends the process as a power cut would. */
  async kill(): Promise<void> {
    await this.#process?.kill();
    this.#process = undefined;
  }

  async stop(): Promise<void> {
    await this.#process?.stop();
    this.#process = undefined;
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}
