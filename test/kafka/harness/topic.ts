/** A topic of one spec, on the cluster of this run. */
import { randomUUID } from 'node:crypto';
import { Cluster } from '@ottla/cluster';
import type { KafkaRecord } from '@ottla/protocol';

export interface ReadRecord extends KafkaRecord {
  readonly partition: number;
}

/** A name nobody else has. */
export const uniqueTopic = (purpose: string): string => `${purpose}-${randomUUID().slice(0, 8)}`;

/** Connects, creates the topic, runs the work, and lets go of the cluster. */
export async function withTopic(
  target: { readonly bootstrapServer: string; readonly topic: string; readonly partitions: number },
  work: (cluster: Cluster) => Promise<void>,
): Promise<void> {
  await using cluster = new Cluster({ bootstrapServers: [target.bootstrapServer] });
  await cluster.connect();
  await cluster.createTopic(target.topic, { partitions: target.partitions });
  await work(cluster);
}

/** Every record of a topic, partition by partition. */
export async function readTopic(cluster: Cluster, topic: string, partitions: number): Promise<ReadRecord[]> {
  const records: ReadRecord[] = [];
  for (let partition = 0; partition < partitions; partition++) {
    for await (const record of cluster.readPartition(topic, partition))
      records.push({ ...record, partition });
  }
  return records;
}
