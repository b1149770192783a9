/**
 * `pnpm test:kafka`: the promises of Ottla, judged by Apache Kafka, a real registry and Java's Avro.
 *
 * Fetches and starts the servers, runs the specs of this folder against them, and stops everything, also
 * after a failure or Ctrl-C. Extra arguments go to vitest.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { interruptSignal } from '../interrupt-signal.ts';
import { ApicurioRegistry } from './harness/apicurio-registry.ts';
import { KafkaBroker } from './harness/kafka-broker.ts';
import { MissingToolError, prepareToolchain } from './harness/toolchain.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const VITEST = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));
const CONFIG = fileURLToPath(new URL('./vitest.config.ts', import.meta.url));

const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function runSpecs(environment: Record<string, string>, interrupted: AbortSignal): Promise<number> {
  const vitest = spawn(process.execPath, [VITEST, 'run', '--config', CONFIG, ...process.argv.slice(2)], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...environment },
  });
  const stop = (): void => void vitest.kill('SIGTERM');
  interrupted.addEventListener('abort', stop, { once: true });
  const [code] = (await once(vitest, 'exit')) as [number | null];
  return interrupted.aborted ? 130 : (code ?? 1);
}

async function main(interrupted: AbortSignal): Promise<number> {
  say('test:kafka: looking for a JDK and Maven; fetching Apache Kafka and a registry on the first run');
  const toolchain = prepareToolchain();
  if (interrupted.aborted) return 130;
  say('test:kafka: starting one broker and the registry');
  await using kafka = await KafkaBroker.start(toolchain);
  if (interrupted.aborted) return 130;
  await using registry = await ApicurioRegistry.start(toolchain);
  if (interrupted.aborted) return 130;
  say(`test:kafka: Kafka at ${kafka.bootstrapServer}, registry at ${registry.url}`);
  const environment = {
    OTTLA_BOOTSTRAP_SERVERS: kafka.bootstrapServer,
    OTTLA_REGISTRY_URL: registry.url,
    OTTLA_KAFKA_LOG_FOLDER: kafka.logFolder,
    OTTLA_KAFKA_CLASS_PATH: toolchain.classPath,
  };
  return await runSpecs(environment, interrupted);
}

const interrupt = interruptSignal();
try {
  process.exitCode = await main(interrupt);
} catch (error) {
  say(error instanceof MissingToolError ? error.message : `test:kafka: ${(error as Error).stack}`);
  process.exitCode = interrupt.aborted ? 130 : 1;
}
