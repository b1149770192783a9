/**
 * The undici Agent of a client that was given no dispatcher: how many connections, and how they are opened.
 *
 * Certificates are always checked, names included, whatever the environment says. What `tls` says of the
 * registry holds for its URLs; at an OAuth token endpoint its authorities are trusted besides Node's, and
 * its servername means nothing. HTTP/1.1 only: a client that asks rarely gains nothing from streams.
 */
import { getCACertificates } from 'node:tls';
import { Agent, buildConnector } from 'undici';
import type { Endpoint } from './endpoint.ts';
import { tlsOptions, type RegistryTls } from './tls-settings.ts';

/** Connections per URL; a burst of unknown ids queues behind them. */
const CONNECTIONS = 8;

export interface RegistryAgentOptions {
  readonly endpoints: readonly Endpoint[];
  readonly attemptTimeoutMs: number;
  readonly tls: RegistryTls | undefined;
}

/** Whoever opens it closes it. */
export function openAgent({ endpoints, attemptTimeoutMs, tls = {} }: RegistryAgentOptions): Agent {
  const { ca, servername, ...own } = tlsOptions(tls);
  const always = { ...own, timeout: attemptTimeoutMs, allowH2: false, rejectUnauthorized: true };
  const toRegistry = buildConnector({
    ...always,
    ...(ca === undefined ? {} : { ca }),
    ...(servername === undefined ? {} : { servername }),
  });
  const toOthers = buildConnector({
    ...always,
    ...(ca === undefined ? {} : { ca: [...getCACertificates('default'), ca] }),
  });
  const origins = new Set(endpoints.map(({ origin }) => origin));
  return new Agent({
    connections: CONNECTIONS,
    allowH2: false,
    connect: (target, connected) => {
      const origin = `${target.protocol}//${target.host ?? ''}`;
      (origins.has(origin) ? toRegistry : toOthers)(target, connected);
    },
  });
}
