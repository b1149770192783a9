/**
 * `pnpm kafka`: one real Apache Kafka broker and a real registry, until Ctrl-C.
 *
 * For trying things by hand. Prints the two addresses as lines a shell can evaluate.
 */
import { once } from 'node:events';
import { interruptSignal } from '../interrupt-signal.ts';
import { ApicurioRegistry } from './harness/apicurio-registry.ts';
import { KafkaBroker } from './harness/kafka-broker.ts';
import { MissingToolError, prepareToolchain } from './harness/toolchain.ts';

const interrupt = interruptSignal();

try {
  const toolchain = prepareToolchain();
  await using kafka = await KafkaBroker.start(toolchain);
  await using registry = await ApicurioRegistry.start(toolchain);
  console.log(`OTTLA_BOOTSTRAP_SERVERS=${kafka.bootstrapServer}`);
  console.log(`OTTLA_REGISTRY_URL=${registry.url}`);
  console.error('Kafka and the registry are running; Ctrl-C stops both.');
  // A waiting promise alone does not keep a process alive.
  const alive = setInterval(() => undefined, 3_600_000);
  if (!interrupt.aborted) await once(interrupt, 'abort');
  clearInterval(alive);
} catch (error) {
  console.error(error instanceof MissingToolError ? error.message : error);
  process.exitCode = 1;
}
