/**
 * The producer as a program uses it.
 *
 * Typed: each topic's serializers say what its records may hold. Owns nothing but the runtime and the
 * option checks. `send` never throws; every failure rejects its promise.
 */
import { Cluster, type Transport } from '@ottla/cluster';
import { ConfigError, systemClock, systemRandom, type Clock, type Random } from '@ottla/kernel';
import type { Reject, Resolve } from './core/batch.ts';
import { coreOptions, resolveProducerOptions } from './options.ts';
import type { ProducerOptions, TopicSerializers, TypedRecord } from './producer-types.ts';
import { ProducerRuntime } from './runtime/producer-runtime.ts';
import type { RecordMetadata } from './runtime/record-metadata.ts';

/** The world, where it must be another: simulators and tests. */
export interface ProducerPorts {
  readonly clock?: Clock;
  readonly random?: Random;
  readonly transport?: Transport;
}

export interface CloseOptions {
  /** How long to drain, in ms; 0 gives up at once. Default: deliveryTimeoutMs. */
  readonly timeoutMs?: number;
}

// One promise per record and no closure of ours: the executor is static and leaves its arguments here.
let capturedResolve: Resolve;
let capturedReject: Reject;
function capture(resolve: (metadata: RecordMetadata) => void, reject: Reject): void {
  capturedResolve = resolve;
  capturedReject = reject;
}

/**
 * Sends records to Kafka: batched, partitioned as Java does, retried, each exactly once and in order.
 * @example
 * await using producer = new Producer({ bootstrapServers: ['localhost:9092'] });
 * const metadata = await producer.send({ topic: 'customers', key: Buffer.from('c-1'), value: Buffer.from('Ada') });
 */
export class Producer<
  // No topics declared: every topic takes the default types.
  const Topics extends TopicSerializers = Record<never, never>,
  Key = Uint8Array,
  Value = Uint8Array,
> implements AsyncDisposable {
  readonly #runtime: ProducerRuntime;
  readonly #deliveryTimeoutMs: number;

  /** Opens nothing yet. Throws ConfigError: unknown, wrong or contradictory options. */
  constructor(options: ProducerOptions<Topics, Key, Value>, ports: ProducerPorts = {}) {
    const resolved = resolveProducerOptions(options);
    const clock = ports.clock ?? systemClock;
    const random = ports.random ?? systemRandom;
    const { bootstrapServers, clientId, requestTimeoutMs, connectTimeoutMs, logger } = resolved;
    const { reconnectBackoffMs, reconnectBackoffMaxMs, metadataMaxAgeMs, maxFrameBytes } = resolved;
    const cluster = new Cluster(
      {
        bootstrapServers,
        clientId,
        requestTimeoutMs,
        connectTimeoutMs,
        reconnectBackoffMs,
        reconnectBackoffMaxMs,
        metadataMaxAgeMs,
        maxFrameBytes,
        logger,
      },
      { clock, random, ...(ports.transport === undefined ? {} : { transport: ports.transport }) },
    );
    this.#deliveryTimeoutMs = resolved.deliveryTimeoutMs;
    this.#runtime = new ProducerRuntime({
      core: coreOptions(resolved),
      cluster,
      serializers: { topics: resolved.topics, key: resolved.keySerializer, value: resolved.valueSerializer },
      logger,
      ports: { clock, random },
    });
  }

  /** Reaches the cluster, learns the declared topics and gets a producer id. Optional: send() does it as needed. */
  connect(): Promise<void> {
    return this.#runtime.connect();
  }

  /**
   * Sends one record; resolves with its place in the log. Records of a partition keep the order of the calls.
   * Rejects with DeliveryError, BufferExhaustedError, RecordTooLargeError, SerializationError, ConfigError,
   * ClosedError, FatalError or what a serializer's registry says (RegistryError): match on `code`. Each of
   * them carries `outcome`: `notWritten`, or `maybeWritten` when the record may be in the log.
   */
  send<Topic extends string>(record: TypedRecord<Topics, Topic, Key, Value>): Promise<RecordMetadata> {
    const promise = new Promise<RecordMetadata>(capture);
    this.#runtime.send(record, capturedResolve, capturedReject);
    return promise;
  }

  /** Sends what waits without lingering; resolves when all records sent before it are settled, well or not. */
  flush(): Promise<void> {
    return this.#runtime.flush();
  }

  /**
   * Refuses new records, delivers those it has for at most `timeoutMs`, and lets go of every socket and
   * timer. What was not delivered rejects its own promise. May be called again, to give up sooner.
   */
  close(options: CloseOptions = {}): Promise<void> {
    const timeoutMs = options.timeoutMs ?? this.#deliveryTimeoutMs;
    if (!Number.isFinite(timeoutMs) || timeoutMs < 0) {
      return Promise.reject(
        new ConfigError(`close: timeoutMs must be 0 or more, got ${timeoutMs}`, 'OPTION_INVALID'),
      );
    }
    return this.#runtime.close(timeoutMs);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
