/**
 * A type on the wire as resolved for one version: how one value of it is written and read.
 *
 * Resolving (`WireType`) happens once per (API, version); a codec asks no question about versions any more.
 * Codecs trust nothing they read: lengths and counts are checked against what remains before anything is
 * allocated. On write they throw EncodeError for a value they cannot carry.
 */
import type { ByteReader } from '@ottla/kernel';
import type { MessageWriter } from './message-writer.ts';

/** The version a table is resolved for. Flexible versions (KIP-482) use compact lengths and tagged fields. */
export interface WireVersion {
  readonly version: number;
  readonly flexible: boolean;
}

/** `Out` is what reading gives, `In` what writing takes. */
export interface Codec<Out, In = Out> {
  /** The fewest bytes one value takes; bounds announced counts. */
  readonly minimumBytes: number;
  write(writer: MessageWriter, value: In): void;
  read(reader: ByteReader): Out;
}
