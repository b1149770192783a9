/**
 * Every way a cluster can fail its caller, besides what a broker answered: that is protocol's BrokerError.
 *
 * Owns the codes; each message says what, where and the remedy. Text that came from the network is made
 * printable before it enters a message.
 */
import { OttlaError, type ErrorAction } from '@ottla/kernel';

/**
 * - `BOOTSTRAP_UNREACHABLE`: no bootstrap server gave metadata in time.
 * - `CONNECT_FAILED`, `CONNECT_TIMED_OUT`: a broker could not be reached.
 * - `DISCONNECTED`: the connection ended with the request unanswered.
 * - `REQUEST_TIMED_OUT`: no answer in time; the connection was closed.
 * - `UNSUPPORTED_VERSION`: client and broker share no version of an API.
 * - `MALFORMED_RESPONSE`, `PROTOCOL_VIOLATION`: the peer does not speak Kafka's protocol.
 * - `REQUEST_INVALID`: the request's body does not fit the negotiated version.
 * - `METADATA_INVALID`, `METADATA_UNAVAILABLE`, `LEADER_UNAVAILABLE`: who leads is not known.
 * - `READ_STALLED`: a partition stopped short of the offset it had promised.
 * - `CLUSTER_CLOSED`: close() came first.
 */
export type ClusterErrorCode =
  | 'BOOTSTRAP_UNREACHABLE'
  | 'CONNECT_FAILED'
  | 'CONNECT_TIMED_OUT'
  | 'DISCONNECTED'
  | 'REQUEST_TIMED_OUT'
  | 'UNSUPPORTED_VERSION'
  | 'MALFORMED_RESPONSE'
  | 'PROTOCOL_VIOLATION'
  | 'REQUEST_INVALID'
  | 'METADATA_INVALID'
  | 'METADATA_UNAVAILABLE'
  | 'LEADER_UNAVAILABLE'
  | 'READ_STALLED'
  | 'CLUSTER_CLOSED';

const ACTIONS: Readonly<Record<ClusterErrorCode, ErrorAction>> = {
  BOOTSTRAP_UNREACHABLE: 'retriable',
  CONNECT_FAILED: 'retriable',
  CONNECT_TIMED_OUT: 'retriable',
  DISCONNECTED: 'retriable',
  REQUEST_TIMED_OUT: 'retriable',
  UNSUPPORTED_VERSION: 'fatal',
  MALFORMED_RESPONSE: 'retriable',
  PROTOCOL_VIOLATION: 'retriable',
  REQUEST_INVALID: 'usage',
  METADATA_INVALID: 'retriable',
  METADATA_UNAVAILABLE: 'retriable',
  LEADER_UNAVAILABLE: 'retriable',
  READ_STALLED: 'retriable',
  CLUSTER_CLOSED: 'usage',
};

/** A failure of a cluster or of a connection to one of its brokers. Match on `code`. */
export class ClusterError extends OttlaError {
  constructor(message: string, code: ClusterErrorCode, cause?: unknown) {
    super(message, { code, action: ACTIONS[code], cause });
  }
}

/** An inclusive range of versions, as negotiation compares them. */
export interface NegotiableRange {
  readonly min: number;
  readonly max: number;
}

/** Client and broker share no version of an API; the message names both ranges. */
export class UnsupportedVersionError extends ClusterError {
  readonly apiName: string;
  readonly clientVersions: NegotiableRange;
  /** Undefined when the broker does not list the API at all. */
  readonly brokerVersions: NegotiableRange | undefined;

  constructor(apiName: string, clientVersions: NegotiableRange, brokerVersions: NegotiableRange | undefined) {
    const theirs =
      brokerVersions === undefined
        ? 'the broker does not offer it'
        : `the broker speaks ${brokerVersions.min} to ${brokerVersions.max}`;
    super(
      `${apiName}: this client speaks versions ${clientVersions.min} to ${clientVersions.max}, ${theirs}; ` +
        'use a broker of Kafka 2.1 or later',
      'UNSUPPORTED_VERSION',
    );
    this.apiName = apiName;
    this.clientVersions = clientVersions;
    this.brokerVersions = brokerVersions;
  }
}
