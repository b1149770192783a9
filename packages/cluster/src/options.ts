/**
 * The options of a cluster: name, type, check, default and prose, one row each.
 *
 * Types, checks and the reference derive from the table. The producer spreads these rows into its own.
 */
import {
  kinds,
  resolveOptions,
  silentLogger,
  withDefault,
  required,
  type OptionsInput,
  type ResolvedOptions,
} from '@ottla/kernel';
import { parseBootstrapServer } from './bootstrap-server.ts';

export const clusterOptionTable = {
  bootstrapServers: required(
    kinds.strings,
    "Servers to ask first, each 'host:port' (IPv6 in brackets). Any one that answers is enough.",
  ),
  clientId: withDefault(
    kinds.string,
    'ottla',
    "Name of this client in the brokers' logs, metrics and quotas.",
  ),
  requestTimeoutMs: withDefault(
    kinds.integer(1),
    30_000,
    'How long a request waits for its answer, in ms. Past it the connection is closed: what it carried may or may not have happened.',
  ),
  connectTimeoutMs: withDefault(
    kinds.integer(1),
    10_000,
    'How long connecting to one broker may take, version negotiation included, and how long connect() tries all bootstrap servers, in ms.',
  ),
  reconnectBackoffMs: withDefault(
    kinds.integer(0),
    50,
    'Pause before the first reconnect to a broker, in ms; doubles with each failure, with 20 % jitter.',
  ),
  reconnectBackoffMaxMs: withDefault(kinds.integer(0), 1000, 'Longest pause between reconnects, in ms.'),
  metadataMaxAgeMs: withDefault(
    kinds.integer(1),
    300_000,
    'Age at which metadata is asked for again without a reason, in ms.',
  ),
  maxFrameBytes: withDefault(
    kinds.integer(1024, 0x7fffffff),
    104_857_600,
    'Largest answer accepted from a broker, in bytes. A longer one closes the connection before it is buffered.',
  ),
  logger: withDefault(
    kinds.logger,
    silentLogger,
    'Where to log: an object with debug, info, warn and error. Silent by default.',
  ),
};

/** What a caller may give. */
export type ClusterOptions = OptionsInput<typeof clusterOptionTable>;
export type ResolvedClusterOptions = ResolvedOptions<typeof clusterOptionTable>;

/** Checks and fills in. Throws ConfigError, also for a bootstrap server that is no 'host:port'. */
export function resolveClusterOptions(given: ClusterOptions): ResolvedClusterOptions {
  const options = resolveOptions('Cluster', clusterOptionTable, given);
  for (const server of options.bootstrapServers) parseBootstrapServer(server);
  return options;
}
