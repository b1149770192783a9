/** What a topic's log holds, for comparing with what was sent. */
import type { EmbeddedCluster } from '@ottla/embedded';

export interface LoggedRecord {
  readonly partition: number;
  readonly offset: bigint;
  readonly key: string | null;
  readonly value: string | null;
}

/** Every record of the topic, partition by partition, in log order. */
export function loggedRecords(brokers: EmbeddedCluster, topic: string, partitions: number): LoggedRecord[] {
  const text = (bytes: Uint8Array | null): string | null =>
    bytes === null ? null : Buffer.from(bytes).toString();
  return Array.from({ length: partitions }, (_, partition) =>
    brokers
      .log(topic, partition)
      .batches.flatMap(({ records }) =>
        records.map(({ offset, key, value }) => ({ partition, offset, key: text(key), value: text(value) })),
      ),
  ).flat();
}

/** A promise and what settles it. */
export interface Gate {
  readonly opened: Promise<void>;
  open(): void;
}

export function gate(): Gate {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}
