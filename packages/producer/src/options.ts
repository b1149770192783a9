/**
 * The options of a producer: name, type, check, default and prose, one row each.
 *
 * Java's names, camelCased, and its defaults of 4.x, but for those listed in DEFAULTS_THAT_DIFFER. Rows
 * about the connection are the cluster's own. Contradictions between options are found here, before
 * anything is opened.
 */
import { clusterOptionTable } from '@ottla/cluster';
import {
  ConfigError,
  isObject,
  kindOf,
  kinds,
  optional,
  printable,
  resolveOptions,
  withDefault,
  type OptionsInput,
  type ResolvedOptions,
} from '@ottla/kernel';
import { topicNameError } from '@ottla/protocol';
import type { CoreOptions } from './core/core-options.ts';
import type { AnySerializer, LaneSerializers } from './runtime/topic-lane.ts';

type TopicTable = Readonly<Record<string, Partial<LaneSerializers>>>;

const isSerializer = (value: unknown): value is AnySerializer =>
  isObject(value) &&
  (typeof value['serialize'] === 'function' || typeof value['serializeInto'] === 'function');

const serializerKind = kinds.of<AnySerializer>(
  'a serializer: an object with serialize() or serializeInto()',
  isSerializer,
);

const topicsKind = {
  ...kinds.of<TopicTable>(
    'an object of topic names, each with a key and a value serializer',
    (value): value is TopicTable => isObject(value),
  ),
  adapt(table: TopicTable): TopicTable {
    for (const [topic, serializers] of Object.entries(table)) expectSerializers(topic, serializers);
    return table;
  },
};

/** Throws ConfigError `OPTION_INVALID`, which names topic and part. */
function expectSerializers(topic: string, given: unknown): void {
  const name = `topics['${printable(topic)}']`;
  const refuse = (problem: string): never => {
    throw new ConfigError(`Producer: ${problem}`, 'OPTION_INVALID');
  };
  if (!isObject(given))
    return refuse(`${name} must be { key, value }, each a serializer, got ${kindOf(given)}`);
  if (isSerializer(given))
    return refuse(`${name} is a serializer; give { value: … }, or { key: … }, around it`);
  for (const [role, target] of Object.entries(given)) {
    if (role !== 'key' && role !== 'value')
      refuse(`${name} has '${printable(role)}'; known are key and value`);
    if (target === undefined || isSerializer(target)) continue;
    const expected = `${name}.${role} must be a serializer, an object with serialize() or serializeInto()`;
    refuse(`${expected}, ${foundInstead(target)}`);
  }
}

function foundInstead(target: unknown): string {
  if (typeof target === 'function') return 'got a function; call it, such as stringSerializer()';
  if (isObject(target) && typeof target['deserialize'] === 'function') return 'got a deserializer';
  if (isObject(target) && 'fingerprint' in target) {
    return 'got a schema; wrap it: avroSerializer(schema, { registry })';
  }
  return `got ${kindOf(target)}`;
}

export const producerOptionTable = {
  ...clusterOptionTable,
  topics: withDefault(
    topicsKind,
    {},
    'Serializers by topic: { orders: { key, value } }. They also type send().',
  ),
  keySerializer: optional(serializerKind, 'For keys of topics that name none. Without it keys are bytes.'),
  valueSerializer: optional(
    serializerKind,
    'For values of topics that name none. Without it values are bytes.',
  ),
  acks: withDefault(
    kinds.oneOf('all', 1, 0),
    'all',
    "Who must have a batch before it counts: 'all' in-sync replicas, 1 the leader, 0 nobody. Idempotence needs 'all'.",
  ),
  enableIdempotence: withDefault(
    kinds.boolean,
    true,
    'Each record once and in order, whatever is retried (KIP-98).',
  ),
  lingerMs: withDefault(
    kinds.integer(0),
    5,
    'How long a batch that is not full waits for more records, in ms. An upper bound: full batches go at once.',
  ),
  batchSize: withDefault(
    kinds.integer(0, 0x7fffffff),
    131_072,
    'Largest batch, in uncompressed bytes. Memory for it is taken as it fills, from 4 KiB on.',
  ),
  bufferMemory: withDefault(
    kinds.integer(1),
    33_554_432,
    'Memory for records on their way, in bytes: slabs held plus a charge per record. Records that wait for room may take as much again.',
  ),
  maxWaitingRecords: withDefault(
    kinds.integer(0),
    10_000,
    'How many records may wait for memory, metadata or a serializer. Past it send() rejects at once.',
  ),
  maxBlockMs: withDefault(
    kinds.integer(0),
    60_000,
    'How long a record may wait for memory, metadata or its serializer, in ms.',
  ),
  maxRequestSize: withDefault(
    kinds.integer(1, 0x7fffffff),
    1_048_576,
    'Largest record and, in batches taken together, largest Produce request, in bytes.',
  ),
  maxInFlightRequestsPerConnection: withDefault(
    kinds.integer(1),
    5,
    'Requests a broker may have unanswered. At most 5 with idempotence; 1 keeps order without it.',
  ),
  deliveryTimeoutMs: withDefault(
    kinds.integer(1),
    120_000,
    'From the first record of a batch to the end of all attempts, in ms. At least lingerMs + requestTimeoutMs.',
  ),
  retries: withDefault(
    kinds.integer(0),
    2_147_483_647,
    'Attempts after the first; deliveryTimeoutMs is the better bound.',
  ),
  retryBackoffMs: withDefault(
    kinds.integer(0),
    100,
    'Pause before the second attempt, in ms; doubles with each, with 20 % jitter.',
  ),
  retryBackoffMaxMs: withDefault(kinds.integer(0), 1000, 'Longest pause between attempts, in ms.'),
};

/** Where a default is not Java's, and why. */
export const DEFAULTS_THAT_DIFFER = [
  {
    option: 'batchSize',
    ours: 131_072,
    java: 16_384,
    reason:
      'A batch costs more in JavaScript than in Java; memory is taken as it fills, so large batches are not dear.',
  },
] as const;

export type ProducerOptionsInput = OptionsInput<typeof producerOptionTable>;
export type ResolvedProducerOptions = ResolvedOptions<typeof producerOptionTable>;

/**
 * Bookkeeping of one record, in bytes: its promise and the two functions that settle it, the slots for
 * these, what the caller hangs on the promise. Measured with a broker that does not answer: 395 to 490
 * bytes of live heap per record held. The rest covers what the collector leaves unused in between, so that
 * the process grows by no more than bufferMemory and 64 MiB.
 */
export const RECORD_CHARGE_BYTES = 800;

/** The largest window a broker remembers per producer and partition (KIP-98). */
const MOST_IN_FLIGHT = 5;

function contradiction(message: string): never {
  throw new ConfigError(`Producer: ${message}`, 'OPTIONS_CONTRADICT');
}

/** Checks and fills in. Throws ConfigError. */
export function resolveProducerOptions(given: ProducerOptionsInput): ResolvedProducerOptions {
  const options = resolveOptions('Producer', producerOptionTable, given);
  for (const topic of Object.keys(options.topics)) {
    const refusal = topicNameError(topic);
    if (refusal !== null) throw refusal;
  }
  const { acks, enableIdempotence, maxInFlightRequestsPerConnection: inFlight, retries } = options;
  const { deliveryTimeoutMs, lingerMs, requestTimeoutMs, bufferMemory } = options;
  if (deliveryTimeoutMs < lingerMs + requestTimeoutMs) {
    contradiction(
      `deliveryTimeoutMs (${deliveryTimeoutMs}) must be at least lingerMs + requestTimeoutMs (${lingerMs + requestTimeoutMs}); raise it or lower one of these`,
    );
  }
  if (enableIdempotence && acks !== 'all') {
    contradiction(
      `enableIdempotence needs acks 'all', got ${acks}; set enableIdempotence: false to use other acks`,
    );
  }
  if (enableIdempotence && inFlight > MOST_IN_FLIGHT) {
    contradiction(
      `enableIdempotence allows at most ${MOST_IN_FLIGHT} requests in flight, got maxInFlightRequestsPerConnection ${inFlight}`,
    );
  }
  if (enableIdempotence && retries === 0) {
    contradiction(
      'enableIdempotence needs retries of 1 or more; set enableIdempotence: false to never retry',
    );
  }
  if (options.retryBackoffMs > options.retryBackoffMaxMs) {
    contradiction(
      `retryBackoffMs (${options.retryBackoffMs}) must not exceed retryBackoffMaxMs (${options.retryBackoffMaxMs})`,
    );
  }
  if (bufferMemory < LEAST_BUFFER_BYTES) {
    contradiction(
      `bufferMemory (${bufferMemory}) must be at least ${LEAST_BUFFER_BYTES}, the smallest slab and a record`,
    );
  }
  return options;
}

const LEAST_BUFFER_BYTES = 8192;

const ACKS = { all: -1, 1: 1, 0: 0 } as const;

export function coreOptions(options: ResolvedProducerOptions): CoreOptions {
  return {
    acks: ACKS[options.acks],
    idempotent: options.enableIdempotence,
    lingerMs: options.lingerMs,
    // A slab needs room for the batch header.
    batchSize: Math.max(options.batchSize, 64),
    bufferMemory: options.bufferMemory,
    recordChargeBytes: RECORD_CHARGE_BYTES,
    maxWaitingRecords: options.maxWaitingRecords,
    maxBlockMs: options.maxBlockMs,
    maxRequestSize: options.maxRequestSize,
    maxInFlightRequestsPerConnection: options.maxInFlightRequestsPerConnection,
    deliveryTimeoutMs: options.deliveryTimeoutMs,
    requestTimeoutMs: options.requestTimeoutMs,
    retries: options.retries,
    retryBackoffMs: options.retryBackoffMs,
    retryBackoffMaxMs: options.retryBackoffMaxMs,
  };
}
