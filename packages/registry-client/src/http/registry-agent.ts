/** The undici Agent of a client that was given no dispatcher: how many connections, and how they are opened. */
import { Agent } from 'undici';

/** Connections per URL; a burst of unknown ids queues behind them. */
const CONNECTIONS = 8;

export interface RegistryAgentOptions {
  readonly attemptTimeoutMs: number;
}

/** Whoever opens it closes it. */
export function openAgent({ attemptTimeoutMs }: RegistryAgentOptions): Agent {
  return new Agent({ connections: CONNECTIONS, connect: { timeout: attemptTimeoutMs } });
}
