/** What a user is told when a connection ended: where, why, and what may lie behind it at that stage. */
import { printable } from '@ottla/kernel';

export interface Ending {
  readonly peer: string;
  readonly stage: 'connecting' | 'negotiating' | 'ready';
  /** A request other than ApiVersions was answered since the last failure. */
  readonly answered: boolean;
  readonly cause: Error | undefined;
}

export function closingMessage({ peer, stage, answered, cause }: Ending): string {
  const why = cause === undefined ? 'the peer closed the connection' : printable(cause.message);
  if (stage === 'connecting') return `${peer}: cannot connect: ${why}`;
  if (stage === 'negotiating') {
    return `${peer}: ${why} before it told its versions; check that this is a plaintext Kafka listener, not a TLS one`;
  }
  if (answered) return `${peer}: disconnected: ${why}`;
  return `${peer}: ${why} before it answered any request; a listener that asks for authentication (SASL) does so`;
}
