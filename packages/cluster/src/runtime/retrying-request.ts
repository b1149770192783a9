/**
 * A request that is tried again until it succeeds, is refused for good, or runs out of time.
 *
 * For requests that may be repeated. Transport failures and retriable error codes are tried again after a
 * pause, with fresh metadata when the error says that the picture is old. Tells whether an attempt may have
 * happened without an answer: creating a topic twice is then no error.
 */
import { backoffMs, type Alarm, type Clock, type Random } from '@ottla/kernel';
import { BrokerError, errorCodes, kafkaError, type Api, type ResponseOf } from '@ottla/protocol';
import { ClusterError } from '../errors.ts';
import type { ResolvedClusterOptions } from '../options.ts';
import type { OwnLinks, Question } from './own-links.ts';

export interface RetryParts {
  readonly options: ResolvedClusterOptions;
  readonly clock: Clock;
  readonly random: Random;
  readonly alarm: Alarm;
  readonly links: OwnLinks;
  readonly isClosed: () => boolean;
}

export interface RetryingRequest<A extends Api> extends Omit<Question<A>, 'timeoutMs' | 'body'> {
  readonly body: (version: number, remainingMs: number) => ReturnType<Question<A>['body']>;
  /** For messages: "CreateTopics 'orders'". */
  readonly where: string;
  /** For all attempts together. */
  readonly timeoutMs: number;
  /** Whom to ask this time. May reject, which counts as a failed attempt. */
  readonly pick: () => Promise<number>;
  /** Kafka's error code in an answer; 0 for none. */
  readonly errorOf: (response: ResponseOf<A>) => number;
  /** True for a code that ends it though it is retriable in general. */
  readonly isFinal?: (errorCode: number) => boolean;
  /**
   * Called before another attempt when the error says that metadata is old. True when the answer itself
   * told what is new (KIP-951): the next attempt then goes at once.
   */
  readonly refresh: (response: ResponseOf<A> | null) => Promise<unknown>;
}

export interface RetriedAnswer<Response> {
  readonly response: Response;
  readonly errorCode: number;
  /** An earlier attempt may have taken effect. */
  readonly ambiguous: boolean;
}

type Failed = BrokerError | ClusterError;

/** A topic that stays unknown for so many answers is taken not to exist. */
const UNKNOWN_TOPIC_ANSWERS = 5;

function isFinal<A extends Api>(request: RetryingRequest<A>, code: number): boolean {
  if (request.isFinal?.(code) === true) return true;
  return code !== errorCodes.NOT_CONTROLLER && kafkaError(code).action !== 'retriable';
}
const isMetadataOld = (code: number): boolean =>
  code === errorCodes.NOT_CONTROLLER || kafkaError(code).refreshMetadata;

/** Resolves with the first answer that is a success or a refusal for good; rejects with the last error. */
export async function requestWithRetries<A extends Api>(
  request: RetryingRequest<A>,
  parts: RetryParts,
): Promise<RetriedAnswer<ResponseOf<A>>> {
  const { clock, alarm, random, options, isClosed } = parts;
  const deadlineMs = clock.now() + request.timeoutMs;
  const backoff = { initialMs: options.reconnectBackoffMs, maxMs: options.reconnectBackoffMaxMs };
  let ambiguous = false;
  let unknownTopics = 0;
  for (let attempt = 1; ; attempt++) {
    if (isClosed()) throw new ClusterError(`${request.where}: the cluster was closed`, 'CLUSTER_CLOSED');
    const outcome = await attemptOnce(request, parts, deadlineMs);
    if (outcome.failed === null && isFinal(request, outcome.errorCode)) return { ...outcome, ambiguous };
    ambiguous ||= outcome.sent;
    const failed = outcome.failed ?? new BrokerError(request.where, outcome.errorCode);
    if (failed instanceof BrokerError && failed.kafkaCode === errorCodes.UNKNOWN_TOPIC_OR_PARTITION)
      unknownTopics++;
    if (!failed.retriable || unknownTopics >= UNKNOWN_TOPIC_ANSWERS || isClosed()) throw failed;
    const pauseMs = Math.max(1, backoffMs(attempt, backoff, random));
    if (clock.now() + pauseMs >= deadlineMs) throw failed;
    // What refreshing finds out is seen by the next attempt; its failure is that attempt's.
    if (outcome.failed !== null || isMetadataOld(outcome.errorCode)) {
      const refreshed = request.refresh(outcome.response).catch(() => undefined);
      const learned = await Promise.race([refreshed, alarm.pause(deadlineMs - clock.now())]);
      if (learned === true) continue;
    }
    await alarm.pause(pauseMs);
  }
}

type Outcome<Response> =
  | { readonly failed: Failed; readonly response: null; readonly sent: boolean; readonly errorCode: 0 }
  | {
      readonly failed: null;
      readonly response: Response;
      readonly sent: boolean;
      readonly errorCode: number;
    };

async function attemptOnce<A extends Api>(
  request: RetryingRequest<A>,
  { links, clock, options }: RetryParts,
  deadlineMs: number,
): Promise<Outcome<ResponseOf<A>>> {
  let nodeId: number;
  try {
    nodeId = await request.pick();
  } catch (error) {
    if (!(error instanceof ClusterError) && !(error instanceof BrokerError)) throw error;
    return { failed: error, response: null, sent: false, errorCode: 0 };
  }
  const remainingMs = Math.max(1, Math.ceil(deadlineMs - clock.now()));
  const { failure, response } = await links.ask(nodeId, {
    api: request.api,
    body: (version) => request.body(version, remainingMs),
    maxVersion: request.maxVersion,
    timeoutMs: Math.min(options.requestTimeoutMs, remainingMs),
  });
  if (failure !== null) return { failed: failure.error, response: null, sent: failure.sent, errorCode: 0 };
  try {
    const errorCode = request.errorOf(response);
    return { failed: null, response, errorCode, sent: kafkaError(errorCode).ambiguous };
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    return { failed: error, response: null, sent: true, errorCode: 0 };
  }
}
