/** What an embedded cluster refuses to do, or cannot. */
import { OttlaError } from '@ottla/kernel';

/**
 * - `UNKNOWN_BROKER`, `UNKNOWN_TOPIC`, `UNKNOWN_PARTITION`: a name or number the cluster does not have.
 * - `BROKER_STOPPED`: the broker named is not running.
 * - `TOPIC_REFUSED`: the topic exists already, or cannot be made as asked.
 * - `CLUSTER_CLOSED`: the cluster has been closed.
 */
export type EmbeddedClusterErrorCode =
  | 'UNKNOWN_BROKER'
  | 'UNKNOWN_TOPIC'
  | 'UNKNOWN_PARTITION'
  | 'BROKER_STOPPED'
  | 'TOPIC_REFUSED'
  | 'CLUSTER_CLOSED';

export class EmbeddedClusterError extends OttlaError {
  constructor(code: EmbeddedClusterErrorCode, message: string, cause?: unknown) {
    super(message, { code, action: 'usage', cause });
  }
}
