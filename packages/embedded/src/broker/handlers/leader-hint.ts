/**
 * What an answer tells of a partition's new leader, so that a client need not ask for metadata (KIP-951).
 *
 * Produce and Fetch share it: the hint beside the partition, the addresses beside the whole answer.
 */
import type { ClusterState } from '../cluster-state.ts';
import type { Partition } from '../topic.ts';

export interface LeaderHint {
  readonly leaderId: number;
  readonly leaderEpoch: number;
}

export interface NodeEndpoint {
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
  readonly rack: null;
}

export function leaderHint({ leaderId, leaderEpoch }: Partition): LeaderHint {
  return { leaderId, leaderEpoch };
}

/** Where the leaders hinted at are; the living ones only. */
export function endpointsOf(
  hints: readonly ({ readonly leaderId?: number | undefined } | undefined)[],
  state: ClusterState,
): readonly NodeEndpoint[] {
  const leaderIds = new Set(hints.map((hint) => hint?.leaderId));
  return state.livingNodes
    .filter(({ nodeId }) => leaderIds.has(nodeId))
    .map(({ nodeId, host, port }) => ({ nodeId, host, port, rack: null }));
}
