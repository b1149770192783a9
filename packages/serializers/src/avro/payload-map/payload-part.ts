/** What a payload is made of, and where one is broken. Only types. */
import type { SerializationError } from '@ottla/kernel';

/** A run of bytes that means one thing. They follow each other without gaps. */
export interface PayloadPart {
  /** Of the first byte, from 0. */
  readonly start: number;
  /** Behind the last byte; `start` for a value without bytes, such as null. */
  readonly end: number;
  /** From the root of the value: `orders[3].total`; empty at the root. */
  readonly path: string;
  /** `block`: how many items follow, 0 at the end. `branch`: which branch of a union follows. */
  readonly kind: 'value' | 'branch' | 'block' | 'key';
  /** The type in the schema, `timestamp-millis (long)`. */
  readonly type: string;
  /** The value as plain JSON, the branch's name, how many items; cut off when it is long. */
  readonly text: string;
}

export interface PayloadFailure {
  readonly error: SerializationError;
  /** Where the value begins that could not be read. */
  readonly start: number;
  readonly path: string;
  readonly type: string;
}
