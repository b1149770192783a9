/**
 * Records as these tests send them and read them back, and what is known of a send that failed.
 */
import type { Cluster } from '@ottla/cluster';
import type { EmbeddedCluster } from '@ottla/embedded';
import { isOttlaError, type OttlaError } from '@ottla/kernel';

export const bytesOf = (text: string): Uint8Array => Buffer.from(text);

/** The error of a promise that must be rejected with one of ours. */
export async function failureOf(promise: Promise<unknown>): Promise<OttlaError> {
  const outcome: unknown = await promise.then(
    () => new Error('it was fulfilled'),
    (error: unknown) => error,
  );
  if (isOttlaError(outcome)) return outcome;
  throw outcome;
}

/** What a function throws, which must be an error of ours. */
export function thrownBy(act: () => unknown): OttlaError {
  try {
    act();
  } catch (error) {
    if (isOttlaError(error)) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** Each cause of an error in turn, itself first. */
export function causesOf(error: unknown): OttlaError[] {
  const causes: OttlaError[] = [];
  for (let next = error; isOttlaError(next); next = next.cause) causes.push(next);
  return causes;
}

/** The values of a partition in the order of its log, as text; a tombstone is '(null)'. */
export function valuesInLog(cluster: EmbeddedCluster, topic: string, partition = 0): string[] {
  return cluster
    .log(topic, partition)
    .batches.flatMap(({ records }) =>
      records.map(({ value }) => (value === null ? '(null)' : String(value))),
    );
}

/** The values of a partition as a client reads them. */
export async function valuesRead(cluster: Cluster, topic: string, partition = 0): Promise<Uint8Array[]> {
  const values: Uint8Array[] = [];
  for await (const { value } of cluster.readPartition(topic, partition))
    if (value !== null) values.push(value);
  return values;
}
