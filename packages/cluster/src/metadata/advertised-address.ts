/**
 * The mistake that costs newcomers the most time: a broker that advertises an address which only the
 * broker's own machine can reach.
 */
import type { ServerAddress } from '../bootstrap-server.ts';
import type { BrokerMetadata } from './cluster-metadata.ts';

const LOCAL = /^(localhost|127\.\d+\.\d+\.\d+|::1|169\.254\.\d+\.\d+|fe80:.*|0\.0\.0\.0|::)$/i;

/** What to tell the user when brokers found by way of another machine advertise a local address; else null. */
export function advertisedWarning(
  seeds: readonly ServerAddress[],
  brokers: Iterable<BrokerMetadata>,
): string | null {
  if (seeds.some(({ host }) => LOCAL.test(host))) return null;
  const local = [...brokers].find(({ host }) => LOCAL.test(host));
  if (local === undefined) return null;
  return (
    `broker ${local.nodeId} advertises ${local.host}:${local.port}, which is this machine itself, though the bootstrap ` +
    "servers are elsewhere; check the broker's advertised.listeners"
  );
}
