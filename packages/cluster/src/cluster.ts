/**
 * A Kafka cluster seen from a client. Skeleton: signatures first.
 */
import type { Clock, Random } from '@ottla/kernel';
import type { Api, KafkaRecord, RecordBatch, RequestInput, ResponseOf } from '@ottla/protocol';
import type { BrokerLink, LinkListener } from './broker-link.ts';
import { ClusterError } from './errors.ts';
import {
  EMPTY_METADATA,
  type BrokerMetadata,
  type ClusterMetadata,
  type LeaderHint,
} from './metadata/cluster-metadata.ts';
import { resolveClusterOptions, type ClusterOptions, type ResolvedClusterOptions } from './options.ts';
import type { Transport } from './transport/transport.ts';

export interface ClusterPorts {
  readonly clock?: Clock;
  readonly random?: Random;
  readonly transport?: Transport;
}

export interface ClusterRequestOptions {
  readonly broker?: number | 'any' | 'controller';
  readonly timeoutMs?: number;
}

export interface CreateTopicOptions {
  readonly partitions: number;
  readonly replicationFactor?: number;
  readonly configs?: Readonly<Record<string, string>>;
}

export interface FetchOptions {
  readonly maxBytes?: number;
  readonly maxWaitMs?: number;
  readonly readCommitted?: boolean;
}

export interface FetchedPartition {
  readonly batches: RecordBatch[];
  readonly highWatermark: bigint;
  readonly logStartOffset: bigint;
}

export interface ReadPartitionOptions {
  readonly from?: bigint;
  readonly to?: bigint;
}

const notYet = (): never => {
  throw new ClusterError('not there yet', 'CLUSTER_CLOSED');
};

export class Cluster implements AsyncDisposable {
  readonly options: ResolvedClusterOptions;
  constructor(options: ClusterOptions, _ports: ClusterPorts = {}) {
    this.options = resolveClusterOptions(options);
  }
  connect(): Promise<void> {
    return notYet();
  }
  get metadata(): ClusterMetadata {
    return EMPTY_METADATA;
  }
  onMetadata(_listener: (metadata: ClusterMetadata) => void): () => void {
    return notYet();
  }
  refreshMetadata(_topics?: readonly string[]): Promise<ClusterMetadata> {
    return notYet();
  }
  updateLeader(_hint: LeaderHint, _endpoints: readonly BrokerMetadata[]): boolean {
    return notYet();
  }
  openLink(_nodeId: number, _listener: LinkListener): BrokerLink {
    return notYet();
  }
  request<A extends Api>(
    _api: A,
    _body: RequestInput<A>,
    _options: ClusterRequestOptions = {},
  ): Promise<ResponseOf<A>> {
    return notYet();
  }
  createTopic(_topic: string, _options: CreateTopicOptions): Promise<void> {
    return notYet();
  }
  deleteTopic(_topic: string): Promise<void> {
    return notYet();
  }
  listOffset(_topic: string, _partition: number, _at: 'earliest' | 'latest'): Promise<bigint> {
    return notYet();
  }
  fetch(
    _topic: string,
    _partition: number,
    _offset: bigint,
    _options: FetchOptions = {},
  ): Promise<FetchedPartition> {
    return notYet();
  }
  readPartition(
    _topic: string,
    _partition: number,
    _options: ReadPartitionOptions = {},
  ): AsyncGenerator<KafkaRecord> {
    return notYet();
  }
  close(): Promise<void> {
    return notYet();
  }
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
