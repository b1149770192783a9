/**
 * A message as data: what writing, checking, reading and comparing need of it, without the library that parsed it.
 *
 * Plans of messages that hold each other refer to each other; each is made once. Field names are those of Protobuf's
 * JSON mapping; a value may use the names of the file instead.
 */
import type { ScalarCodec } from './scalar-codec.ts';

export interface MessagePlan {
  /** Without a leading dot. */
  readonly fullName: string;
  /** By number, as they are written. */
  readonly fields: readonly FieldPlan[];
  readonly byNumber: ReadonlyMap<number, FieldPlan>;
  /** By both names. */
  readonly byName: ReadonlyMap<string, FieldPlan>;
  /** Those of two members or more. */
  readonly oneofs: readonly OneofPlan[];
  /** What reading fills in before it reads: fields that are there without bytes. */
  readonly filled: readonly FieldPlan[];
  /** Roughly how many words of memory that takes. */
  readonly fillCost: number;
}

export interface OneofPlan {
  readonly name: string;
  readonly members: readonly FieldPlan[];
}

/** `implicit`: not written when it is the default, and so always there when read. */
export type FieldLabel = 'implicit' | 'explicit' | 'required' | 'repeated' | 'map';

export interface FieldPlan {
  /** In lowerCamelCase, or as `json_name` says; of an extension its full name in brackets. */
  readonly name: string;
  /** As the file says it. */
  readonly protoName: string;
  readonly number: number;
  readonly label: FieldLabel;
  /** Of a repeated scalar: one length for all of them. Both forms are read. */
  readonly isPacked: boolean;
  readonly value: ValuePlan;
  /** Of a map. */
  readonly key: ScalarCodec | null;
  /** Of two members or more. */
  readonly oneof: OneofPlan | null;
  /** Whether every object inherits something of this name. */
  readonly isInheritedName: boolean;
}

export type ValuePlan = ScalarValue | MessageValue;

export interface ScalarValue {
  readonly kind: 'scalar';
  readonly codec: ScalarCodec;
}

export interface MessageValue {
  readonly kind: 'message';
  readonly message: MessagePlan;
  /** Between two tags instead of behind a length, as proto2's groups. */
  readonly isGroup: boolean;
}

/** What a value has under a field's name; what every object inherits is not meant. */
export function memberOf(value: Readonly<Record<string, unknown>>, field: FieldPlan): unknown {
  const { name, protoName } = field;
  if (field.isInheritedName && !Object.hasOwn(value, name)) {
    return protoName !== name && Object.hasOwn(value, protoName) ? value[protoName] : undefined;
  }
  const member = value[name];
  return member === undefined && protoName !== name ? value[protoName] : member;
}
