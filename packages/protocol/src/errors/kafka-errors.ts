/**
 * Kafka's error codes: each by its name, and as a client needs them: meaning, what can be done, what is known.
 *
 * The rows stand in `kafka-error-rows`. The classes are about the code alone: a producer may know better
 * from its state (45, 47 and 59 are decided by its idempotence logic).
 */
import type { ErrorAction } from '@ottla/kernel';
import { kafkaErrorRows, type ErrorRow } from './kafka-error-rows.ts';

export interface KafkaErrorRow {
  readonly code: number;
  /** Kafka's name, such as `NOT_LEADER_OR_FOLLOWER`. */
  readonly name: string;
  /** One sentence for people. */
  readonly text: string;
  readonly action: ErrorAction;
  /** The client's picture of the cluster is old: ask for metadata before trying again. */
  readonly refreshMetadata: boolean;
  /** A batch answered so may be in the log all the same. */
  readonly ambiguous: boolean;
}

const ACTIONS: Record<string, ErrorAction> = {
  retry: 'retriable',
  refresh: 'retriable',
  abort: 'abortable',
  fatal: 'fatal',
  usage: 'usage',
  none: 'usage',
};

function rowOf([code, name, errorClass, text]: ErrorRow): KafkaErrorRow {
  const kind = errorClass.replace('?', '');
  return Object.freeze({
    code,
    name,
    text,
    action: ACTIONS[kind] ?? 'usage',
    refreshMetadata: kind === 'refresh',
    ambiguous: errorClass.endsWith('?'),
  });
}

type Rows = (typeof kafkaErrorRows)[number];

/**
 * Kafka's error codes by Kafka's names.
 * @example
 * errorCodes.NOT_LEADER_OR_FOLLOWER; // 6
 */
export const errorCodes = Object.fromEntries(
  kafkaErrorRows.map(([code, name]) => [name, code]),
  // One entry per row, by its name; the compiler does not follow fromEntries that far.
) as { readonly [Row in Rows as Row[1]]: Row[0] };

let rows: Map<number, KafkaErrorRow> | undefined;

function table(): Map<number, KafkaErrorRow> {
  rows ??= new Map(kafkaErrorRows.map((row) => [row[0], rowOf(row)]));
  return rows;
}

/**
 * The row of an error code. A code this table does not know gets a row of its own that keeps the number:
 * not retriable, and ambiguous, since nothing is known of what the broker did.
 * @example
 * kafkaError(6).name; // 'NOT_LEADER_OR_FOLLOWER'
 */
export function kafkaError(code: number): KafkaErrorRow {
  return (
    table().get(code) ??
    rowOf([
      code,
      `UNKNOWN_ERROR_CODE_${code}`,
      'usage?',
      `Error code ${code}, which this client does not know.`,
    ])
  );
}
