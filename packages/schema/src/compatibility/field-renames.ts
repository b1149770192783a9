/** Which missing fields of a comparison are likely to be there under another name. */
import { likenessBudget, pairRenamedFields } from '../diff/likely-rename.ts';
import type { Field, RecordSchema } from '../schema.ts';
import type { Direction } from './compatibility-finding.ts';

/** A field without default, and the records that read and wrote. */
export interface MissingField {
  readonly field: Field;
  readonly reader: RecordSchema;
  readonly writer: RecordSchema;
}

/** Which fields of two records are likely to be the same under another name; each pair is looked at once. */
export class FieldRenames {
  readonly #direction: Direction;
  /** Shared by all records, so that thousands of new fields stay cheap. */
  readonly #budget = likenessBudget();
  readonly #renames = new Map<RecordSchema, Map<RecordSchema, ReadonlyMap<Field, Field>>>();

  constructor(direction: Direction) {
    this.#direction = direction;
  }

  /** The writer's name for a field that it lacks. */
  writtenAs({ field, reader, writer }: MissingField): Field | undefined {
    const ofReader = this.#renames.get(reader) ?? new Map<RecordSchema, ReadonlyMap<Field, Field>>();
    this.#renames.set(reader, ofReader);
    const renames = ofReader.get(writer) ?? this.#compare(reader, writer);
    ofReader.set(writer, renames);
    return renames.get(field);
  }

  #compare(reader: RecordSchema, writer: RecordSchema): ReadonlyMap<Field, Field> {
    const read = new Set(reader.fields.flatMap(({ name, aliases }) => [name, ...aliases]));
    const written = new Set(writer.fields.map(({ name }) => name));
    const missing = reader.fields.filter(
      ({ name, aliases }) => ![name, ...aliases].some((each) => written.has(each)),
    );
    const unread = writer.fields.filter(({ name }) => !read.has(name));
    if (this.#direction === 'BACKWARD') {
      const renames = pairRenamedFields(unread, missing, this.#budget);
      return new Map(renames.map(({ before, after }) => [after, before]));
    }
    const renames = pairRenamedFields(missing, unread, this.#budget);
    return new Map(renames.map(({ before, after }) => [before, after]));
  }
}
