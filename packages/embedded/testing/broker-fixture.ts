/**
 * What the specs of the broker share: pure brokers that are spoken to in real bytes, and record batches.
 *
 * Every request and answer goes through protocol's encoders in both directions, so a body that a version
 * cannot carry fails the spec. No network, no clock.
 */
import { seededRandom, type RecordHeader } from '@ottla/kernel';
import {
  BATCH_AT,
  RecordBatchWriter,
  ZERO_UUID,
  crc32c,
  decodeRequest,
  decodeResponse,
  encodeRequest,
  encodeResponse,
  produce,
  type Api,
  type Frame,
  type RequestInput,
  type ResponseInput,
  type ResponseOf,
} from '@ottla/protocol';
import { BrokerCore, type BrokerAnswer } from '../src/broker/broker-core.ts';
import { ClusterState, type ClusterSettings } from '../src/broker/cluster-state.ts';
import type { Topic } from '../src/broker/topic.ts';

const SETTINGS: ClusterSettings = {
  defaultPartitions: 1,
  autoCreateTopics: true,
  maxMessageBytes: 1_048_588,
};

const PREFIX_BYTES = 4;

function frameBytes(frame: Frame): Buffer {
  return Buffer.concat(frame.chunks).subarray(PREFIX_BYTES);
}

export interface PureCluster {
  readonly state: ClusterState;
  readonly brokers: readonly BrokerCore[];
}

/** Every version of an API, from its lowest. */
export function versionsOf({ versions }: Api): number[] {
  return Array.from({ length: versions.max - versions.min + 1 }, (_, step) => versions.min + step);
}

/** Pure brokers with node ids 0, 1, 2, … over one state. */
export function pureCluster(count = 1, settings: Partial<ClusterSettings> = {}): PureCluster {
  const state = new ClusterState({ ...SETTINGS, ...settings }, seededRandom(7));
  const brokers = Array.from({ length: count }, (_, nodeId) => new BrokerCore(nodeId, state));
  for (const { nodeId } of brokers) state.addNode({ nodeId, host: '127.0.0.1', port: 9092 + nodeId });
  return { state, brokers };
}

/** A cluster of one broker with topic `orders`. */
export function oneBroker(partitions = 1): { state: ClusterState; broker: BrokerCore; topic: Topic } {
  const { state, brokers } = pureCluster();
  const topic = state.createTopic({ name: 'orders', partitions });
  const [broker] = brokers;
  if (broker === undefined) throw new Error('no broker');
  return { state, broker, topic };
}

/** Handles a request that has crossed the wire. */
export function hand<A extends Api>(
  broker: BrokerCore,
  api: A,
  request: { version: number; body: RequestInput<A>; now?: number; wallNow?: number | undefined },
): BrokerAnswer {
  const frame = encodeRequest(api, request.version, { correlationId: 1, clientId: 'spec' }, request.body);
  return broker.handle(decodeRequest(frameBytes(frame)), request.now ?? 0, request.wallNow);
}

/** A body as the client reads it. */
export function acrossTheWire<A extends Api>(api: A, version: number, body: unknown): ResponseOf<A> {
  // Handlers are checked against ResponseInput; here the body comes back from the untyped core.
  const frame = encodeResponse(api, version, 1, body as ResponseInput<A>);
  return decodeResponse(api, version, frameBytes(frame)).body;
}

/** Asks and expects an answer at once. */
export function ask<A extends Api>(
  broker: BrokerCore,
  api: A,
  request: { version: number; body: RequestInput<A>; now?: number; wallNow?: number | undefined },
): ResponseOf<A> {
  const answer = hand(broker, api, request);
  if (answer.kind !== 'answer') throw new Error(`expected an answer, got ${answer.kind}`);
  return acrossTheWire(api, request.version, answer.body);
}

export interface BatchOptions {
  readonly producerId?: bigint;
  readonly producerEpoch?: number;
  readonly baseSequence?: number;
  readonly transactional?: boolean;
  readonly firstTimestampMs?: number;
  readonly headers?: readonly RecordHeader[];
}

/** A batch whose records have these values, one ms apart, without keys. */
export function batchOf(values: readonly string[], options: BatchOptions = {}): Buffer {
  const writer = new RecordBatchWriter(Buffer.alloc(256 + values.length * 128 + values.join('').length * 3));
  for (const [index, value] of values.entries()) {
    const source = Buffer.from(value);
    const fits = writer.append(
      (options.firstTimestampMs ?? 1000) + index,
      source,
      0,
      -1,
      0,
      source.length,
      options.headers ?? [],
    );
    if (!fits) throw new Error('the slab is too small');
  }
  const { producerId = -1n, producerEpoch = -1, baseSequence = -1, transactional = false } = options;
  return Buffer.from(writer.finish({ producerId, producerEpoch, baseSequence, transactional }));
}

/** Changes a batch and makes its CRC right again, so that only the change is wrong. */
export function resealed(batch: Buffer, change: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.from(batch);
  change(bytes);
  bytes.writeUInt32BE(crc32c(bytes, BATCH_AT.attributes), BATCH_AT.crc);
  return bytes;
}

export type ProducedPartition = ResponseOf<typeof produce>['responses'][number]['partitionResponses'][number];

/** Produces one batch to `orders`-like topics and gives the partition's answer. */
export function produceTo(
  broker: BrokerCore,
  topic: { readonly name: string; readonly id: string },
  options: {
    batch: Uint8Array | null;
    version?: number;
    partition?: number;
    acks?: number;
    wallNow?: number;
  },
): ProducedPartition {
  const { version = 12, partition = 0, acks = -1, batch } = options;
  const body = produceBody(topic, batch, { partition, acks });
  const answer = ask(broker, produce, { version, body, wallNow: options.wallNow });
  const one = answer.responses[0]?.partitionResponses[0];
  if (one === undefined) throw new Error('no partition was answered');
  return one;
}

export function produceBody(
  topic: { readonly name: string; readonly id: string },
  records: Uint8Array | null,
  options: { partition?: number; acks?: number } = {},
): RequestInput<typeof produce> {
  const { partition = 0, acks = -1 } = options;
  return {
    transactionalId: null,
    acks,
    timeoutMs: 1000,
    topicData: [{ name: topic.name, topicId: topic.id, partitionData: [{ index: partition, records }] }],
  };
}

export const UNKNOWN_TOPIC = { name: 'nowhere', id: ZERO_UUID };
