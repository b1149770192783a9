/**
 * Which field of the reader's record takes which field of the writer's.
 *
 * By name, then by the reader's aliases; what only the writer has is taken by nobody; what only the reader has
 * takes its default. Source: Avro 1.12 specification, "Schema Resolution".
 */
import type { Field, RecordSchema } from '@ottla/schema';

export interface FieldMatch {
  /** By the writer's order: the place of the reader's field that takes it, or -1. */
  readonly takers: readonly number[];
  /** Places of the reader's fields that nobody wrote, in order. */
  readonly unwritten: readonly number[];
  /** The first of them without a default: the records cannot be matched. */
  readonly missing: Field | undefined;
}

export class FieldMatches {
  readonly #places = new Map<RecordSchema, ReadonlyMap<string, number>>();

  of(writer: RecordSchema, reader: RecordSchema): FieldMatch {
    const places = this.#placesOf(writer);
    const takers = new Array<number>(writer.fields.length).fill(-1);
    const take = (place: number, name: string): boolean => {
      const index = places.get(name);
      if (index === undefined || takers[index] !== -1) return false;
      takers[index] = place;
      return true;
    };
    const unnamed: number[] = [];
    for (const [place, { name }] of reader.fields.entries()) if (!take(place, name)) unnamed.push(place);
    const unwritten = unnamed.filter(
      (place) => reader.fields[place]?.aliases.some((alias) => take(place, alias)) !== true,
    );
    const required = unwritten.find((place) => reader.fields[place]?.hasDefault === false);
    return { takers, unwritten, missing: required === undefined ? undefined : reader.fields[required] };
  }

  #placesOf(writer: RecordSchema): ReadonlyMap<string, number> {
    const known = this.#places.get(writer);
    if (known !== undefined) return known;
    const places = new Map(writer.fields.map(({ name }, index) => [name, index]));
    this.#places.set(writer, places);
    return places;
  }
}
