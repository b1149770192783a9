/**
 * The write plan of a schema: every step that writing a value of it takes, as data.
 *
 * Made once per schema and choices from its representation; run as closures by `write/`. Codegen prints code that does
 * the same from the same representation. Cyclic where the schema is: each record is one object. Source: Avro 1.12
 * specification, "Binary Encoding".
 */
import type {
  ArrayRepresentation,
  EnumRepresentation,
  JsonValue,
  MapRepresentation,
  RecordRepresentation,
  ScalarRepresentation,
  Schema,
  UnionBranch,
  UnionRepresentation,
} from '@ottla/schema';
import type { Conversion, WireType } from '../logical/conversion.ts';
import type { ValueCodec } from '../value-codec.ts';

export interface ScalarWriteStep {
  readonly step: 'scalar';
  readonly wire: WireType;
  /** In bytes, of a fixed. */
  readonly size: number | null;
  /** Null: users hold what the wire type holds. */
  readonly conversion: Conversion | null;
  /** Of a custom representation, which unions ask before all else. */
  readonly codec: ValueCodec<unknown, unknown> | null;
  readonly representation: Exclude<ScalarRepresentation, EnumRepresentation>;
}

/** Writes the position of the symbol. */
export interface EnumWriteStep {
  readonly step: 'enum';
  readonly symbols: readonly string[];
  readonly representation: EnumRepresentation;
}

/** Writes one block, then 0. */
export interface ArrayWriteStep {
  readonly step: 'array';
  readonly items: WriteStep;
  readonly representation: ArrayRepresentation;
}

export interface MapWriteStep {
  readonly step: 'map';
  readonly values: WriteStep;
  readonly representation: MapRepresentation;
}

export interface RecordWriteStep {
  readonly step: 'record';
  readonly fullName: string;
  readonly fields: readonly FieldWriteStep[];
  readonly representation: RecordRepresentation;
}

export interface FieldWriteStep {
  readonly name: string;
  readonly value: WriteStep;
  readonly schema: Schema;
  /** JSON of the schema, for a field that is left out; `defaultBytes` writes it. Undefined: there is none. */
  readonly defaultValue: JsonValue | undefined;
}

export interface UnionWriteStep {
  readonly step: 'union';
  readonly branches: readonly BranchWriteStep[];
  readonly representation: UnionRepresentation;
}

/** Writes its position, then the value. */
export interface BranchWriteStep {
  readonly branch: UnionBranch;
  readonly value: WriteStep;
}

export type WriteStep =
  ScalarWriteStep | EnumWriteStep | ArrayWriteStep | MapWriteStep | RecordWriteStep | UnionWriteStep;
