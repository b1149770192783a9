/**
 * `ottla dev`: a Kafka cluster and a schema registry in this process, until it is told to stop.
 *
 * Prints their addresses on stdout as lines a shell can evaluate. Owns what it starts: when it ends, both
 * are closed, their ports free and the ready file gone. Everything lives in memory.
 */
import { HIGHEST_PORT, isOttlaError } from '@ottla/kernel';
import { EmbeddedCluster, EmbeddedRegistry } from '@ottla/embedded';
import { CliError } from '../cli-error.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { ReadyFile } from '../dev/ready-file.ts';
import { StopRequest } from '../dev/stop-request.ts';
import type { Terminal } from '../terminal.ts';

export interface DevOptions {
  readonly brokers: number;
  /** Of the first broker; the others follow. 0 takes free ones. */
  readonly port: number;
  readonly registryPort: number;
  readonly readyFile?: string;
}

export async function runDev(options: DevOptions, terminal: Terminal): Promise<ExitCode> {
  const ports = brokerPorts(options);
  using stop = new StopRequest();
  terminal.onReaderGone(() => stop.ask());
  await using readyFile =
    options.readyFile === undefined ? undefined : await ReadyFile.claim(options.readyFile);
  await using cluster = await started('--port', () =>
    EmbeddedCluster.start({ brokers: options.brokers, ports }),
  );
  await using registry = await started('--registry-port', () =>
    EmbeddedRegistry.start({ port: options.registryPort }),
  );
  if (stop.wasAsked) return EXIT.ok;

  terminal.print(`OTTLA_BOOTSTRAP_SERVERS=${cluster.bootstrapServers.join(',')}`);
  terminal.print(`OTTLA_REGISTRY_URL=${registry.url}`);
  await readyFile?.announce({
    bootstrapServers: cluster.bootstrapServers,
    registryUrl: registry.url,
    pid: process.pid,
  });
  const brokers = options.brokers === 1 ? '1 broker' : `${options.brokers} brokers`;
  terminal.note(
    `${terminal.paint('green', 'ready')}: ${brokers} and a schema registry, in memory; Ctrl-C stops them`,
  );
  await stop.asked;
  await readyFile?.withdraw();
  terminal.note(terminal.paint('dim', 'stopping; Ctrl-C again ends it at once'));
  return EXIT.ok;
}

function brokerPorts({ brokers, port }: DevOptions): number[] {
  if (port + brokers - 1 > HIGHEST_PORT) {
    throw new CliError(`${brokers} brokers do not fit between port ${port} and ${HIGHEST_PORT}`, {
      code: 'PORT_INVALID',
      exitCode: EXIT.usage,
      remedy: 'Give a lower --port, or 0 for any free ones.',
    });
  }
  return Array.from({ length: brokers }, (_, index) => (port === 0 ? 0 : port + index));
}

/** Names the option of the command line that mends a refused start. Defects pass. */
async function started<T extends AsyncDisposable>(option: string, start: () => Promise<T>): Promise<T> {
  try {
    return await start();
  } catch (error) {
    if (!isOttlaError(error) || !error.usage) throw error;
    throw new CliError(`cannot start: ${error.message}`, {
      code: 'START_FAILED',
      exitCode: EXIT.usage,
      remedy: `Give another ${option}, or 0 for any free one.`,
      cause: error,
    });
  }
}
