/**
 * Whether two unions are the same one, so that each branch is read as the one at its own place.
 *
 * As Java's Resolver: the same types in the same order all the way down, namespaces aside. Optimistic about what
 * contains itself.
 */
import { isNamed, simpleName, type RecordSchema, type Schema } from '@ottla/schema';
import { sizesMatch } from './type-match.ts';

type Pairs = Map<RecordSchema, Map<RecordSchema, boolean>>;

export class UnionTwins {
  /** What is certain of pairs of records. */
  readonly #known: Pairs = new Map();

  areTwins(writer: Schema, reader: Schema): boolean {
    if (writer === reader) return true;
    const assumed: [RecordSchema, RecordSchema][] = [];
    const answer = this.#same(writer, reader, assumed);
    // A no is certain at once. A yes leans on all that was assumed on the way, and proves it.
    if (!answer) for (const [mine, theirs] of assumed) this.#forget(mine, theirs);
    return answer;
  }

  #same(writer: Schema, reader: Schema, assumed: [RecordSchema, RecordSchema][]): boolean {
    if (writer === reader) return true;
    if (writer.type !== reader.type) return false;
    if (isNamed(writer) && isNamed(reader) && simpleName(writer.fullName) !== simpleName(reader.fullName)) {
      return false;
    }
    if (writer.type === 'array' && reader.type === 'array') {
      return this.#same(writer.items, reader.items, assumed);
    }
    if (writer.type === 'map' && reader.type === 'map') {
      return this.#same(writer.values, reader.values, assumed);
    }
    if (writer.type === 'enum' && reader.type === 'enum') {
      const { symbols } = reader;
      return (
        writer.symbols.length === symbols.length &&
        writer.symbols.every((symbol, place) => symbol === symbols[place])
      );
    }
    if (writer.type === 'union' && reader.type === 'union') {
      const { branches } = reader;
      return (
        writer.branches.length === branches.length &&
        writer.branches.every((branch, place) => this.#same(branch, branches[place] ?? reader, assumed))
      );
    }
    if (writer.type === 'record' && reader.type === 'record') return this.#records(writer, reader, assumed);
    return sizesMatch(writer, reader);
  }

  #records(writer: RecordSchema, reader: RecordSchema, assumed: [RecordSchema, RecordSchema][]): boolean {
    let ofWriter = this.#known.get(writer);
    if (ofWriter === undefined) this.#known.set(writer, (ofWriter = new Map()));
    const known = ofWriter.get(reader);
    if (known !== undefined) return known;
    ofWriter.set(reader, true);
    assumed.push([writer, reader]);
    const { fields } = reader;
    const answer =
      writer.fields.length === fields.length &&
      writer.fields.every((field, place) => {
        const other = fields[place];
        return field.name === other?.name && this.#same(field.schema, other.schema, assumed);
      });
    if (!answer) ofWriter.set(reader, false);
    return answer;
  }

  #forget(writer: RecordSchema, reader: RecordSchema): void {
    const ofWriter = this.#known.get(writer);
    if (ofWriter?.get(reader) === true) ofWriter.delete(reader);
  }
}
