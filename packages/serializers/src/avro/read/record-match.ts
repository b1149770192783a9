/**
 * How the fields of the writer's record become those of the reader's.
 *
 * By name, then by the reader's aliases; what only the writer has is skipped; what only the reader has takes
 * its default. Source: Avro 1.12 specification, "Schema Resolution".
 */
import type { FieldRepresentation, RecordRepresentation, RecordSchema } from '@ottla/schema';
import { simpleName } from '@ottla/schema';
import { defaultMaker } from '../default-value.ts';

/** Where a reader's field comes from. */
export interface FieldSource {
  readonly name: string;
  /** Into the writer's fields; -1 for a default. */
  readonly writerIndex: number;
  readonly makeDefault: (() => unknown) | undefined;
}

export interface RecordMatch {
  /** In the reader's order. */
  readonly sources: readonly FieldSource[];
  /** By the writer's order: the reader's field that takes it, or undefined to skip it. */
  readonly takers: readonly (FieldRepresentation | undefined)[];
  /** Same fields, same order: avsc's record is the reader's. */
  readonly isSame: boolean;
}

/** A text says why the records cannot be matched. */
export function matchRecords(writer: RecordSchema, reader: RecordRepresentation): RecordMatch | string {
  const places = new Map(writer.fields.map((field, index) => [field.name, index]));
  const takers = new Array<FieldRepresentation | undefined>(writer.fields.length).fill(undefined);
  const indices = new Map<FieldRepresentation, number>();
  const take = (field: FieldRepresentation, name: string): boolean => {
    const index = places.get(name);
    if (index === undefined || takers[index] !== undefined) return false;
    takers[index] = field;
    indices.set(field, index);
    return true;
  };
  const unnamed = reader.fields.filter((field) => !take(field, field.name));
  for (const field of unnamed) field.field.aliases.some((alias) => take(field, alias));
  const sources: FieldSource[] = [];
  for (const field of reader.fields) {
    const writerIndex = indices.get(field) ?? -1;
    const { hasDefault, defaultValue } = field.field;
    if (writerIndex === -1 && !hasDefault) {
      const owner = simpleName(reader.schema.fullName);
      return `the writer's ${simpleName(writer.fullName)} has no field '${field.name}', which has no default in the reader's ${owner}`;
    }
    const makeDefault = writerIndex === -1 ? defaultMaker(defaultValue, field.representation) : undefined;
    sources.push({ name: field.name, writerIndex, makeDefault });
  }
  const isSame =
    sources.length === writer.fields.length &&
    sources.every(
      ({ name, writerIndex }, index) => writerIndex === index && writer.fields[index]?.name === name,
    );
  return { sources, takers, isSame };
}
