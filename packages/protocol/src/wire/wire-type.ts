/**
 * The two faces of a type on the wire: `WireType` as declared, `Codec` as resolved for one version.
 *
 * Resolving happens once per (API, version); a codec asks no question about versions any more. Codecs
 * trust nothing they read: lengths and counts are checked against what remains before anything is
 * allocated. On write they throw EncodeError for a value they cannot carry.
 */
import type { ByteReader } from '@ottla/kernel';
import type { AnyField, Fields } from './field.ts';
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

export interface WireType<Out, In = Out> {
  /** Kafka's name of the type, for error messages. */
  readonly name: string;
  /** What an array holds. For those who walk a table: tests, documentation. */
  readonly element?: AnyField;
  /** What a struct holds. */
  readonly table?: Fields;
  /** `nullable`: whether this version lets the value be null. */
  resolve(wire: WireVersion, nullable: boolean): Codec<Out, In>;
}
