/**
 * Which field of the reader's record takes which field of the writer's.
 *
 * By name, then by the reader's aliases; what only the writer has is taken by nobody; what only the reader has
 * takes its default. A written field that one field names as its alias and another as its own name goes to the
 * former, as in Java, unless only the other way can be read. Source: Avro 1.12 specification, "Schema Resolution".
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

/** By name, the index of a field of the writer. */
type Places = ReadonlyMap<string, number>;

export class FieldMatches {
  readonly #places = new Map<RecordSchema, Places>();

  of(writer: RecordSchema, reader: RecordSchema): FieldMatch {
    const places = this.#placesOf(writer);
    const renamed = [...reader.fields.keys()].filter((place) => {
      const field = reader.fields[place];
      return field !== undefined && field.aliases.length > 0 && !places.has(field.name);
    });
    const first = matched(places, reader, renamed);
    if (first.missing === undefined || renamed.length === 0) return first;
    const second = matched(places, reader, []);
    return second.missing === undefined ? second : first;
  }

  #placesOf(writer: RecordSchema): Places {
    const known = this.#places.get(writer);
    if (known !== undefined) return known;
    const places = new Map(writer.fields.map(({ name }, index) => [name, index]));
    this.#places.set(writer, places);
    return places;
  }
}

/** Fields at the `favoured` places take by their aliases before the others take by their names. */
function matched(places: Places, reader: RecordSchema, favoured: readonly number[]): FieldMatch {
  const takers = new Array<number>(places.size).fill(-1);
  const taken = new Set<number>();
  const take = (place: number, names: readonly string[]): void => {
    if (taken.has(place)) return;
    for (const name of names) {
      const index = places.get(name);
      if (index === undefined || takers[index] !== -1) continue;
      takers[index] = place;
      taken.add(place);
      return;
    }
  };
  for (const place of favoured) take(place, reader.fields[place]?.aliases ?? []);
  for (const [place, { name }] of reader.fields.entries()) take(place, [name]);
  for (const [place, { aliases }] of reader.fields.entries()) take(place, aliases);
  const unwritten = [...reader.fields.keys()].filter((place) => !taken.has(place));
  const required = unwritten.find((place) => reader.fields[place]?.hasDefault === false);
  return { takers, unwritten, missing: required === undefined ? undefined : reader.fields[required] };
}
