/** Deliver v1, evolve the contract, deliver v2, read back, check, report. */
import { Cluster } from '@ottla/cluster';
import { Producer } from '@ottla/producer';
import { RegistryClient } from '@ottla/registry-client';
import { stringSerializer } from '@ottla/serializers';
import { avroSerializer } from '@ottla/serializers/avro';
import { customerStream } from './customer-lines.ts';
import { deliver, noDeliveries } from './delivery.ts';
import { openEnvironment } from './environment.ts';
import {
  Customer as CustomerV1,
  type CustomerInput as CustomerV1Input,
} from './generated/v1/com/acme/customer.ts';
import {
  Customer as CustomerV2,
  type CustomerInput as CustomerV2Input,
} from './generated/v2/com/acme/customer.ts';
import { Progress } from './progress.ts';
import { printReport } from './report.ts';
import { verify } from './verification.ts';

const PARTITIONS = 6;
const SEED = 1883;
const perVersion = Number(process.env['OTTLA_DEMO_RECORDS'] ?? 400_000) / 2;

/** Resolves with the exit code. */
export async function runCustomers(): Promise<number> {
  await using environment = await openEnvironment();
  await using registry = new RegistryClient({ url: environment.registryUrl });
  await using cluster = new Cluster({ bootstrapServers: environment.bootstrapServers });
  const { topic, bootstrapServers } = environment;
  console.log(
    `Delivering ${(2 * perVersion).toLocaleString('en')} customers to ${environment.name} (seed ${SEED})`,
  );

  await cluster.connect();
  await cluster.createTopic(topic, { partitions: PARTITIONS });
  using progress = new Progress(2 * perVersion);
  const deliveries = noDeliveries(2 * perVersion);
  const subject = `${topic}-value`;

  await registry.register(subject, { schemaType: 'AVRO', schema: CustomerV1.schema });
  {
    const value = avroSerializer(CustomerV1, { registry });
    await using producer = new Producer({
      bootstrapServers,
      topics: { [topic]: { key: stringSerializer(), value } },
    });
    const stream = customerStream({ version: 1, firstId: 0, count: perVersion, seed: SEED });
    await deliver<CustomerV1Input>({ stream, topic, producer, deliveries, progress });
  }

  // The registry refuses a v2 that readers of v1 could not follow.
  await registry.register(subject, { schemaType: 'AVRO', schema: CustomerV2.schema });
  {
    const value = avroSerializer(CustomerV2, { registry });
    await using producer = new Producer({
      bootstrapServers,
      topics: { [topic]: { key: stringSerializer(), value } },
    });
    const stream = customerStream({ version: 2, firstId: perVersion, count: perVersion, seed: SEED + 1 });
    await deliver<CustomerV2Input>({ stream, topic, producer, deliveries, progress });
  }
  progress.stop();

  const findings = await verify({ cluster, registry, topic, partitions: PARTITIONS, deliveries });
  printReport(deliveries, findings);
  if (environment.outlivesUs) await cluster.deleteTopic(topic);
  return findings.differences.length === 0 ? 0 : 1;
}
