/** What an answer tells of a partition's new leader, so that a client need not ask for metadata (KIP-951). */
import type { ClusterState } from '../cluster-state.ts';
import type { Partition } from '../topic.ts';

export function leaderHint(partition: Partition): { leaderId: number; leaderEpoch: number } {
  return { leaderId: partition.leaderId, leaderEpoch: partition.leaderEpoch };
}

/** The living brokers; a client picks the leaders it was told of. */
export function nodeEndpoints(
  state: ClusterState,
): readonly { nodeId: number; host: string; port: number; rack: null }[] {
  return state.livingNodes.map(({ nodeId, host, port }) => ({ nodeId, host, port, rack: null }));
}
