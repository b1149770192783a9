/**
 * A broker as one user of the cluster holds it.
 *
 * Several links share one connection, which reconnects with backoff while any of them is open. A link
 * tells its listener about each connection that became ready and each that was lost or never came about.
 */
import type { Api, RequestInput, ResponseOf } from '@ottla/protocol';
import type { ClusterError } from './errors.ts';

/** `sent` is false only when it is certain that no byte of the request reached the socket. */
export interface RequestFailure {
  readonly sent: boolean;
  /** Match on `error.code`: REQUEST_TIMED_OUT, DISCONNECTED, UNSUPPORTED_VERSION, MALFORMED_RESPONSE… */
  readonly error: ClusterError;
}

export interface SendOptions {
  /** From the call until the answer, in ms; a broker's throttle time is added to it. */
  readonly timeoutMs: number;
  /** Highest version to use, when the body does not fit newer ones. */
  readonly maxVersion?: number;
  /** The broker will not answer (Produce with acks 0): `done(null, null)` once the request is written. */
  readonly oneWay?: boolean;
}

/** Called once, never inside `send`. One argument is not null, except after a one-way request: there both are. */
export type RequestDone<Response> = (failure: RequestFailure | null, response: Response | null) => void;

export interface LinkListener {
  /** The connection is there and its versions are negotiated. Called later when it already is. */
  ready(): void;
  /** The connection ended, or could not be made; comes after every pending `done`. It is tried again by itself. */
  lost(failure: ClusterError): void;
}

export interface BrokerLink {
  readonly nodeId: number;
  readonly state: 'connecting' | 'ready';
  /** The negotiated version; throws UnsupportedVersionError, or DISCONNECTED while connecting. */
  version(api: Api, maxVersion?: number): number;
  /** Never throws. Answers arrive in request order. While connecting, requests wait for the connection. */
  send<A extends Api>(
    api: A,
    body: RequestInput<A>,
    options: SendOptions,
    done: RequestDone<ResponseOf<A>>,
  ): void;
  /**
   * The listener is called no more. What has not left fails with CLUSTER_CLOSED; what is in flight still gets
   * its answer while another link holds the connection, and fails with this one when it was the last.
   */
  close(): void;
}
