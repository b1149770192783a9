/**
 * How long a broker asks this client to be silent (KIP-219): it answers first, then mutes the connection.
 *
 * Versions before KIP-219 were throttled by the broker, which answered late: there is nothing left to wait
 * for. A broker cannot silence a client for longer than a minute at a time, whatever number it sends.
 */

const LONGEST_THROTTLE_MS = 60_000;

/** First version of each API whose throttle time the client has to sit out; 0 for those not listed. */
const CLIENT_THROTTLES_SINCE: ReadonlyMap<number, number> = new Map([
  [0, 6], // Produce
  [1, 8], // Fetch
  [2, 3], // ListOffsets
  [3, 6], // Metadata
  [10, 2], // FindCoordinator
  [18, 2], // ApiVersions
  [19, 3], // CreateTopics
  [20, 2], // DeleteTopics
  [22, 1], // InitProducerId
  [24, 1], // AddPartitionsToTxn
  [25, 1], // AddOffsetsToTxn
  [26, 1], // EndTxn
  [28, 1], // TxnOffsetCommit
]);

/** Milliseconds of silence an answer asks for; 0 for none. */
export function throttleMsOf(apiKey: number, version: number, body: object): number {
  if (version < (CLIENT_THROTTLES_SINCE.get(apiKey) ?? 0)) return 0;
  const told: unknown = 'throttleTimeMs' in body ? body.throttleTimeMs : 0;
  return typeof told === 'number' && told > 0 ? Math.min(told, LONGEST_THROTTLE_MS) : 0;
}
