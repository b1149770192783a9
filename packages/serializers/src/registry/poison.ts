/**
 * Bytes that cannot be read, handed to whoever wants to put them aside.
 *
 * Only poison: bytes or their schema are wrong for good, and the next record may be fine. Failures of the registry
 * and of the configuration concern every record and always go on as errors.
 */
import type { RecordHeader, SerializationError } from '@ottla/kernel';

/** What is known of one payload that cannot be read. */
export interface PoisonRecord {
  readonly topic: string;
  readonly isKey: boolean;
  readonly headers: readonly RecordHeader[];
  /** The whole bytes of the key or value, frame included. */
  readonly bytes: Uint8Array;
  readonly error: SerializationError;
}

/**
 * What it returns takes the place of the value; a throw goes on. It is called when the bytes are deserialized, once each
 * time, and must answer at once.
 * @example
 * const onPoison: PoisonHandler = ({ topic, bytes, error }) => {
 *   void producer.send({ topic: `${topic}.dlq`, value: bytes, headers: { reason: error.code } });
 *   return null;
 * };
 */
export type PoisonHandler<T = unknown> = (poison: PoisonRecord) => T | null;
