/**
 * The connections of a cluster, one per broker, shared by all links.
 *
 * Keyed by node id, never by address: two brokers may share one. Bootstrap servers, whose ids nobody knows
 * yet, go by -1, -2 and so on. A connection leaves the pool when its last link closes.
 */
import type { ServerAddress } from '../bootstrap-server.ts';
import type { BrokerLink, LinkListener } from '../broker-link.ts';
import { ClusterError } from '../errors.ts';
import { BrokerConnection, type ConnectionServices } from './broker-connection.ts';

export interface BrokerPoolPorts {
  readonly address: (nodeId: number) => ServerAddress | undefined;
  /** A connection was lost or could not be made. */
  readonly lost: (nodeId: number, failure: ClusterError) => void;
}

export class BrokerPool {
  readonly #services: ConnectionServices;
  readonly #ports: BrokerPoolPorts;
  readonly #connections = new Map<number, BrokerConnection>();
  /** The last failure reported of each broker that has not been ready since. */
  readonly #reported = new Map<number, string>();
  #closed = false;

  constructor(services: ConnectionServices, ports: BrokerPoolPorts) {
    this.#services = services;
    this.#ports = ports;
  }

  /** Throws ClusterError `CLUSTER_CLOSED` after close. */
  openLink(nodeId: number, listener: LinkListener): BrokerLink {
    if (this.#closed) throw new ClusterError('the cluster was closed', 'CLUSTER_CLOSED');
    const known = this.#connections.get(nodeId);
    if (known !== undefined) return known.openLink(listener);
    const connection = new BrokerConnection(
      nodeId,
      {
        address: () => this.#ports.address(nodeId),
        events: {
          unused: () => {
            if (this.#connections.get(nodeId) === connection) this.#connections.delete(nodeId);
          },
          ready: () => {
            this.#reported.delete(nodeId);
            this.#services.logger.debug(`${connection.describe()}: ready`);
          },
          lost: (failure) => {
            this.#report(nodeId, failure.message);
            this.#ports.lost(nodeId, failure);
          },
        },
      },
      this.#services,
    );
    this.#connections.set(nodeId, connection);
    return connection.openLink(listener);
  }

  isReady(nodeId: number): boolean {
    return this.#connections.get(nodeId)?.isReady ?? false;
  }

  /** Requests pending on this broker; 0 when there is no connection. */
  pendingCount(nodeId: number): number {
    return this.#connections.get(nodeId)?.pendingCount ?? 0;
  }

  /** A broker that stays away is reported once, not at each attempt. */
  #report(nodeId: number, message: string): void {
    const { logger } = this.#services;
    if (this.#reported.get(nodeId) === message) logger.debug(message);
    else logger.warn(message);
    this.#reported.set(nodeId, message);
  }

  close(error: ClusterError): void {
    this.#closed = true;
    for (const connection of [...this.#connections.values()]) connection.close(error);
    this.#connections.clear();
  }
}
