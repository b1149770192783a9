/**
 * Where a partition's leader is, told inside Produce and Fetch answers (KIP-951).
 *
 * A broker that is not (or no longer) the leader may name the new one and its address, which saves a
 * Metadata request. The hint counts only when its epoch is newer than the one known.
 */
import { int32, string, struct } from '../wire/types.ts';

/** -1 in both: the broker does not know either. */
export const leaderIdAndEpoch = struct({
  /** Node id of the leader, or -1. */
  leaderId: int32.default(-1),
  /** Rises with each election; -1 when unknown. */
  leaderEpoch: int32.default(-1),
});

/** Address of a leader named in the same answer, on the listener the request came in by. */
export const nodeEndpoint = struct({
  nodeId: int32,
  host: string,
  port: int32,
  /** Null when the broker was given no rack. */
  rack: string.nullable().default(null),
});

/** Neither leader nor epoch known. */
export const NO_LEADER = { leaderId: -1, leaderEpoch: -1 } as const;
