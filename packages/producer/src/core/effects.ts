/**
 * What enters the core and what leaves it.
 *
 * Events come with `now`, one call each; effects leave as values, in order, for the runtime to perform.
 * The same events at the same instants with the same seed give the same effects.
 */
import type { OttlaError } from '@ottla/kernel';
import type { Batch, BatchResult, Reject } from './batch.ts';
import type { MetadataSnapshot } from './metadata-view.ts';
import type { RecordDraft } from './record-draft.ts';
import type { Waiter } from './waiting-room.ts';

/** What a broker answered for one batch of a request. */
export interface PartitionAnswer {
  readonly errorCode: number;
  readonly errorMessage: string | null;
  /** -1 when the broker does not know it any more. */
  readonly baseOffset: bigint;
  /** -1 unless the topic stamps records with the time of append. */
  readonly logAppendTimeMs: bigint;
  /** -1 when unknown. */
  readonly logStartOffset: bigint;
  readonly recordRefusals: readonly { readonly index: number; readonly message: string | null }[];
  /** KIP-951: the newer leader, when the broker told one. */
  readonly leader: { readonly leaderId: number; readonly leaderEpoch: number } | null;
}

export type ProducerEvent =
  /** Time passed, or records were appended that may have to leave. */
  | { readonly type: 'turn' }
  /** The timer of `wake` fired: deadlines may be judged. */
  | { readonly type: 'wake' }
  | { readonly type: 'metadata'; readonly snapshot: MetadataSnapshot }
  | { readonly type: 'refreshEnded'; readonly failure: unknown }
  | { readonly type: 'brokerReady'; readonly brokerId: number }
  | { readonly type: 'brokerLost'; readonly brokerId: number; readonly error: OttlaError }
  /** `answers` stand in the order of the request's batches; null where the broker said nothing. `null` for all with acks 0. */
  | {
      readonly type: 'answered';
      readonly requestId: number;
      readonly answers: readonly (PartitionAnswer | null)[] | null;
      readonly throttleTimeMs: number;
    }
  /** The request failed below Kafka; `sent` is false only when certainly no byte of it left. */
  | {
      readonly type: 'requestFailed';
      readonly requestId: number;
      readonly sent: boolean;
      readonly error: OttlaError;
    }
  | { readonly type: 'identityReceived'; readonly producerId: bigint; readonly epoch: number }
  | { readonly type: 'identityFailed'; readonly error: OttlaError }
  /** A held record's serializer is ready and the record serialized: into the draft. */
  | { readonly type: 'prepared'; readonly waiter: Waiter; readonly draft: RecordDraft }
  | { readonly type: 'prepareFailed'; readonly waiter: Waiter; readonly error: OttlaError }
  /** Get ready: identity and metadata of these topics. */
  | { readonly type: 'start'; readonly topics: readonly string[] }
  /** The core or what drives it broke a promise of its own: nothing it holds can be trusted to move on. */
  | { readonly type: 'defect'; readonly error: OttlaError }
  | { readonly type: 'flush'; readonly flushId: number }
  | { readonly type: 'close'; readonly timeoutMs: number };

export type ProducerEffect =
  | { readonly type: 'connect'; readonly brokerId: number }
  | { readonly type: 'disconnect'; readonly brokerId: number }
  | {
      readonly type: 'send';
      readonly brokerId: number;
      readonly requestId: number;
      /** One per partition, stamped. */
      readonly batches: readonly Batch[];
      /** The stamped bytes of each batch. Views of slabs: valid until the request is answered or has failed. */
      readonly records: readonly Buffer[];
    }
  /** Records `first` to `first + count` of `batch`, in order. */
  | {
      readonly type: 'settle';
      readonly batch: Batch;
      readonly first: number;
      readonly count: number;
      readonly result: BatchResult;
    }
  /** A waiting record fails. */
  | { readonly type: 'refuse'; readonly reject: Reject; readonly error: OttlaError }
  | { readonly type: 'refreshMetadata'; readonly topics: readonly string[] }
  | { readonly type: 'initProducerId' }
  | { readonly type: 'epochBumped'; readonly topic: string; readonly partition: number }
  | { readonly type: 'flushed'; readonly flushId: number }
  | { readonly type: 'closed' }
  /** Fire `wake` at this instant, not earlier; replaces the one before. Infinity: never. */
  | { readonly type: 'wake'; readonly at: number };

/** Where parts of the core put their effects. */
export class Outbox {
  #effects: ProducerEffect[] = [];

  put(effect: ProducerEffect): void {
    this.#effects.push(effect);
  }

  /** Hands over what gathered. */
  take(): ProducerEffect[] {
    const taken = this.#effects;
    this.#effects = [];
    return taken;
  }
}
