/**
 * Thrift's types by number, and what generated code and this folder expect of each other.
 *
 * Generated structs write to and read from a protocol object by its methods; ours are such objects. Sources: Apache
 * Thrift, thrift-binary-protocol.md and thrift-compact-protocol.md; the `js:node` generator.
 */

export const T = {
  stop: 0,
  bool: 2,
  byte: 3,
  double: 4,
  i16: 6,
  i32: 8,
  i64: 10,
  string: 11,
  struct: 12,
  map: 13,
  set: 14,
  list: 15,
  uuid: 16,
} as const;

const NAMES: ReadonlyMap<number, string> = new Map(Object.entries(T).map(([name, type]) => [type, name]));

export function isThriftType(type: number): boolean {
  return type !== T.stop && NAMES.has(type);
}

/** A class of `thrift --gen js:node`. Its objects read and write themselves. */
export type ThriftStructClass<T extends object> = new (members?: never) => T;

type StructMethod = (protocol: unknown) => void;

/** How an object of a generated class does one of the two; undefined when it is none. Newer code has symbols, older names. */
export function structMethod(struct: object, way: 'read' | 'write'): StructMethod | undefined {
  const members = struct as Readonly<Record<PropertyKey, unknown>>;
  const method = members[Symbol.for(way)] ?? members[way];
  return typeof method === 'function'
    ? (protocol) => void Reflect.apply(method, struct, [protocol])
    : undefined;
}

/** What generated code asks of `readFieldBegin`. */
export interface FieldHeader {
  readonly fname: string | null;
  readonly ftype: number;
  readonly fid: number;
}

export interface ListHeader {
  readonly etype: number;
  readonly size: number;
}

export interface MapHeader {
  readonly ktype: number;
  readonly vtype: number;
  readonly size: number;
}

/** One protocol's bytes, written. Values are checked already. */
export interface WireWriter {
  structBegin(): void;
  structEnd(): void;
  fieldBegin(type: number, id: number): void;
  fieldStop(): void;
  listBegin(header: ListHeader): void;
  mapBegin(header: MapHeader): void;
  bool(value: boolean): void;
  byte(value: number): void;
  i16(value: number): void;
  i32(value: number): void;
  i64(value: bigint): void;
  double(value: number): void;
  /** With their length; also of text. */
  bytes(value: Uint8Array): void;
  text(value: string): void;
  /** Sixteen bytes. */
  uuid(value: Uint8Array): void;
}

/** One protocol's bytes, read. Whatever it gives was there; sizes are not negative and not checked further. */
export interface WireReader {
  readonly position: number;
  readonly remaining: number;
  structBegin(): void;
  structEnd(): void;
  fieldBegin(): FieldHeader;
  listBegin(): ListHeader;
  mapBegin(): MapHeader;
  bool(): boolean;
  byte(): number;
  i16(): number;
  i32(): number;
  i64(): bigint;
  double(): number;
  /** A view. */
  bytes(): Buffer;
  uuid(): Buffer;
  /** The fewest bytes that a value of this type takes. */
  leastBytes(type: number): number;
}

/** Structs and containers within each other; thrift's own libraries stop at 64 structs. */
export const MOST_DEPTH = 128;
