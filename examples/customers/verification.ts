/**
 * Reads every partition back and compares it with what was sent.
 *
 * Each customer must be there exactly once, at the offset it was acknowledged with, on the partition that
 * Java's hash of its key gives, in order per key. Both versions are decoded into the type of v2.
 */
import type { Cluster } from '@ottla/cluster';
import { deserializeValue } from '@ottla/kernel';
import { partitionForKey } from '@ottla/protocol';
import type { RegistryClient } from '@ottla/registry-client';
import { avroDeserializer } from '@ottla/serializers/avro';
import { type Deliveries, keyOf } from './delivery.ts';
import { Customer } from './generated/v2/com/acme/customer.ts';

const SHOWN_DIFFERENCES = 20;
const SAMPLES = 3;

export interface SampleRow {
  readonly partition: number;
  readonly offset: bigint;
  readonly key: string;
  readonly schemaId: number;
  readonly customer: Customer;
}

export interface Findings {
  readonly records: number;
  readonly bytes: number;
  readonly batches: number;
  /** How many records carry each schema id. */
  readonly recordsBySchemaId: ReadonlyMap<number, number>;
  readonly samples: readonly SampleRow[];
  /** What is wrong, one line each; empty when all is well. */
  readonly differences: readonly string[];
}

export interface VerificationScope {
  readonly cluster: Cluster;
  readonly registry: RegistryClient;
  readonly topic: string;
  readonly partitions: number;
  readonly deliveries: Deliveries;
}

interface ReadRecord {
  readonly partition: number;
  readonly offset: bigint;
  readonly key: string;
  readonly customer: Customer;
}

/** Holds what was read so far against what was sent. */
class Comparison {
  readonly differences: string[] = [];
  readonly #scope: VerificationScope;
  readonly #timesRead: Uint8Array;
  readonly #lastIdByKey = new Map<string, number>();

  constructor(scope: VerificationScope) {
    this.#scope = scope;
    this.#timesRead = new Uint8Array(scope.deliveries.partitions.length);
  }

  add({ partition, offset, key, customer: { id } }: ReadRecord): void {
    const { deliveries, partitions } = this.#scope;
    const keyBytes = Buffer.from(key);
    const javaPartition = partitionForKey(keyBytes, 0, keyBytes.length, partitions);
    this.#timesRead[id] = (this.#timesRead[id] ?? 0) + 1;
    if (key !== keyOf(id)) this.#report(`customer ${id} carries the key ${key}`);
    if (partition !== javaPartition)
      this.#report(`key ${key} is on partition ${partition}, Java puts it on ${javaPartition}`);
    if (deliveries.partitions[id] !== partition || deliveries.offsets[id] !== Number(offset)) {
      const acknowledged = `${deliveries.partitions[id]}:${deliveries.offsets[id]}`;
      this.#report(`customer ${id} was acknowledged at ${acknowledged} and is at ${partition}:${offset}`);
    }
    if ((this.#lastIdByKey.get(key) ?? -1) >= id)
      this.#report(`customer ${id} is out of order for key ${key}`);
    this.#lastIdByKey.set(key, id);
  }

  finish(): readonly string[] {
    for (const [id, times] of this.#timesRead.entries()) {
      if (times === 0) this.#report(`customer ${id} is missing`);
      if (times > 1) this.#report(`customer ${id} is there ${times} times`);
    }
    const hidden = this.#count - this.differences.length;
    return hidden === 0 ? this.differences : [...this.differences, `… and ${hidden} more`];
  }

  #count = 0;
  #report(difference: string): void {
    this.#count += 1;
    if (this.differences.length < SHOWN_DIFFERENCES) this.differences.push(difference);
  }
}

export async function verify(scope: VerificationScope): Promise<Findings> {
  const { cluster, registry, topic, partitions } = scope;
  const deserializer = avroDeserializer(Customer, { registry });
  const context = { topic, isKey: false, headers: [] };
  const comparison = new Comparison(scope);
  const recordsBySchemaId = new Map<number, number>();
  const samples: SampleRow[] = [];
  let records = 0;
  let bytes = 0;
  let batches = 0;

  for (let partition = 0; partition < partitions; partition++) {
    for await (const batch of cluster.readBatches(topic, partition)) {
      batches += 1;
      bytes += batch.batchBytes;
      for (const { offset, key, value } of batch.records) {
        if (key === null || value === null)
          throw new Error(`${topic}-${partition}:${offset} has no key or no value`);
        const customer = await deserializeValue(deserializer, value, context);
        if (customer === null) throw new Error(`${topic}-${partition}:${offset} decodes to nothing`);
        // Magic byte, then the schema id.
        const schemaId = Buffer.from(value).readInt32BE(1);
        const row = { partition, offset, key: Buffer.from(key).toString(), customer, schemaId };
        comparison.add(row);
        const seen = recordsBySchemaId.get(schemaId) ?? 0;
        if (partition === 0 && seen < SAMPLES) samples.push(row);
        recordsBySchemaId.set(schemaId, seen + 1);
        records += 1;
      }
    }
  }
  return { records, bytes, batches, recordsBySchemaId, samples, differences: comparison.finish() };
}
