import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Cluster } from '@ottla/cluster';
import { EmbeddedCluster, EmbeddedRegistry } from '@ottla/embedded';
import { Producer, type RecordMetadata } from '@ottla/producer';
import { RegistryClient } from '@ottla/registry-client';
import { stringSerializer } from '@ottla/serializers';
import { avroSerializer } from '@ottla/serializers/avro';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Deliveries, keyOf, noDeliveries } from '../../examples/customers/delivery.ts';
import { Customer } from '../../examples/customers/generated/v2/com/acme/customer.ts';
import { type Findings, verify } from '../../examples/customers/verification.ts';

const DEMO = fileURLToPath(new URL('../../examples/customers/main.ts', import.meta.url));
const PARTITIONS = 6;
const RECORDS = 100;

let embedded: EmbeddedCluster;
let embeddedRegistry: EmbeddedRegistry;
let cluster: Cluster;
let registry: RegistryClient;

beforeAll(async () => {
  embedded = await EmbeddedCluster.start({ brokers: 3 });
  embeddedRegistry = await EmbeddedRegistry.start();
  registry = new RegistryClient({ url: embeddedRegistry.url });
  cluster = new Cluster({ bootstrapServers: embedded.bootstrapServers });
  await cluster.connect();
});
afterAll(async () => {
  await cluster.close();
  await registry.close();
  await embeddedRegistry.close();
  await embedded.close();
});

interface Where {
  readonly key?: string;
  readonly partition?: number;
}

interface Customers {
  readonly send: (id: number, where?: Where) => Promise<RecordMetadata>;
  readonly note: (id: number, at: RecordMetadata) => void;
  readonly deliveries: Deliveries;
}

/** Delivers a hundred customers as the demo does, lets the spec meddle, and verifies as the demo does. */
async function verifyAfter(
  topic: string,
  meddle: (customers: Customers) => Promise<unknown>,
): Promise<Findings> {
  await cluster.createTopic(topic, { partitions: PARTITIONS });
  const deliveries = noDeliveries(RECORDS);
  await using producer = new Producer({
    bootstrapServers: embedded.bootstrapServers,
    topics: {
      [topic]: { key: stringSerializer(), value: avroSerializer(Customer, { registry, autoRegister: true }) },
    },
  });
  const send = (id: number, where: Where = {}): Promise<RecordMetadata> =>
    producer.send({ topic, key: keyOf(id), ...where, value: { id, name: `customer ${id}` } });
  const note = (id: number, { partition, offset }: RecordMetadata): void => {
    deliveries.partitions[id] = partition;
    deliveries.offsets[id] = Number(offset);
  };
  // The last id is left to the spec.
  for (let id = 0; id < RECORDS - 1; id++) note(id, await send(id));
  await meddle({ send, note, deliveries });
  await producer.flush();
  return await verify({ cluster, registry, topic, partitions: PARTITIONS, deliveries });
}

describe('the verification of the demo', () => {
  const last = RECORDS - 1;

  it('finds nothing when every customer arrived', async () => {
    const findings = await verifyAfter('whole', async ({ send, note }) => note(last, await send(last)));
    expect(findings).toMatchObject({ records: RECORDS, differences: [] });
  });

  it('finds a customer that is missing', async () => {
    const findings = await verifyAfter('missing', () => Promise.resolve());
    expect(findings.differences).toEqual([`customer ${last} is missing`]);
  });

  it('finds a customer that is doubled', async () => {
    const findings = await verifyAfter('doubled', async ({ send, note }) => {
      await send(last);
      note(last, await send(last));
    });
    expect(findings.differences).toContain(`customer ${last} is there 2 times`);
  });

  it('finds a customer under a key that is not its own', async () => {
    const findings = await verifyAfter('renamed', async ({ send, note }) => {
      note(last, await send(last, { key: 'another key' }));
    });
    expect(findings.differences).toEqual([`customer ${last} carries the key another key`]);
  });

  it('finds a customer on a partition that Java would not choose', async () => {
    const findings = await verifyAfter('misplaced', async ({ send, note }) => {
      const { partition } = await send(last);
      note(last, await send(last, { partition: (partition + 1) % PARTITIONS }));
    });
    expect(findings.differences).toContainEqual(
      expect.stringMatching(/^key customer-99 is on partition \d, Java puts it on \d$/),
    );
  });

  it('finds an acknowledgement that names another place', async () => {
    const findings = await verifyAfter('elsewhere', async ({ send, note, deliveries }) => {
      note(last, await send(last));
      deliveries.offsets[last] = 4711;
    });
    expect(findings.differences).toEqual([
      expect.stringMatching(`customer ${last} was acknowledged at \\d:4711 and is at`),
    ]);
  });
});

describe('the demo', () => {
  it('does the main job on the embedded cluster and says what happened', async () => {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [DEMO], {
      env: { ...process.env, OTTLA_DEMO_RECORDS: '20000' },
    });
    expect(stdout).toMatch(/Delivering 20,000 customers to an embedded cluster of 3 brokers/);
    for (const label of [
      'records',
      'bytes',
      'batches',
      'records per batch',
      'records/s',
      'CPU s per million records',
    ]) {
      expect(stdout).toContain(label);
    }
    expect(stdout).toMatch(/schema versions seen +2 \(id 1: 10,000, id 2: 10,000\)/);
    expect(stdout).toContain('Every record arrived exactly once');
    expect(stderr).toBe('');
  });
});
