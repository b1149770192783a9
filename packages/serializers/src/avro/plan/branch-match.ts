/**
 * Which branch of the reader's union takes a type of the writer.
 *
 * As Java's Resolver: the same type first, named ones by their full name or an alias that is it; then a record
 * whose fields match, rather one of the same unqualified name; then promotions in branch order. Unlike it, an enum
 * or a fixed matches by its unqualified name too, as Java's own compatibility check lets it.
 */
import { isNamed, simpleName, type RecordSchema, type Schema, type UnionSchema } from '@ottla/schema';
import type { FieldMatches } from './field-match.ts';
import { isPromotion, namesMatch, sizesMatch, typesMatch } from './type-match.ts';

/** The branches of a union, by what they are looked for by. */
interface BranchIndex {
  /** By `record com.acme.Order` or `int`. */
  readonly exact: ReadonlyMap<string, number>;
  /** By `record com.old.Order`. */
  readonly aliases: ReadonlyMap<string, number>;
  /** By `record Order`. */
  readonly simple: ReadonlyMap<string, readonly number[]>;
}

export class BranchMatches {
  readonly #fields: FieldMatches;
  readonly #indices = new Map<UnionSchema, BranchIndex>();
  /** By writer, then reader; a pair that is being looked at counts as matching, as in Java. */
  readonly #matches = new Map<RecordSchema, Map<RecordSchema, boolean>>();

  constructor(fields: FieldMatches) {
    this.#fields = fields;
  }

  /** The place of the branch that reads the writer's type, if only to say why it cannot; undefined without one. */
  placeOf(reader: UnionSchema, writer: Schema): number | undefined {
    const place = this.#find(reader, writer);
    if (place !== undefined || !isNamed(writer)) return place;
    return this.#indexOf(reader).simple.get(`${writer.type} ${simpleName(writer.fullName)}`)?.[0];
  }

  #find(reader: UnionSchema, writer: Schema): number | undefined {
    const { exact, aliases, simple } = this.#indexOf(reader);
    if (!isNamed(writer)) {
      const same = exact.get(writer.type);
      if (same !== undefined) return same;
      const promoted = reader.branches.findIndex(({ type }) => isPromotion(type, writer.type));
      return promoted === -1 ? undefined : promoted;
    }
    const fullName = `${writer.type} ${writer.fullName}`;
    const named = exact.get(fullName) ?? aliases.get(fullName);
    if (named !== undefined) return named;
    const alike = simple.get(`${writer.type} ${simpleName(writer.fullName)}`) ?? [];
    if (writer.type !== 'record') {
      return alike.find((place) => sizesMatch(writer, reader.branches[place] ?? writer));
    }
    const holds = (place: number): boolean => {
      const branch = reader.branches[place];
      return branch?.type === 'record' && this.#recordsMatch(writer, branch);
    };
    // Java lets each match of the same name replace the one before.
    const likely = alike.findLast(holds);
    if (likely !== undefined) return likely;
    const structural = reader.branches.findIndex((_branch, place) => holds(place));
    return structural === -1 ? undefined : structural;
  }

  #recordsMatch(writer: RecordSchema, reader: RecordSchema): boolean {
    let ofWriter = this.#matches.get(writer);
    if (ofWriter === undefined) this.#matches.set(writer, (ofWriter = new Map()));
    const known = ofWriter.get(reader);
    if (known !== undefined) return known;
    ofWriter.set(reader, true);
    const { takers, missing } = this.#fields.of(writer, reader);
    const matches =
      missing === undefined &&
      takers.every((place, index) => {
        const [written, read] = [writer.fields[index], reader.fields[place]];
        return written === undefined || read === undefined || this.#resolves(written.schema, read.schema);
      });
    ofWriter.set(reader, matches);
    return matches;
  }

  /** Whether Java resolves a field without an error at its very place; what is inside may still fail. */
  #resolves(writer: Schema, reader: Schema): boolean {
    if (writer.type === 'union') return true;
    if (reader.type === 'union') return this.#find(reader, writer) !== undefined;
    if (writer.type === 'record' && reader.type === 'record') {
      return namesMatch(reader, writer) && this.#fields.of(writer, reader).missing === undefined;
    }
    return typesMatch(writer, reader);
  }

  #indexOf(union: UnionSchema): BranchIndex {
    const known = this.#indices.get(union);
    if (known !== undefined) return known;
    const exact = new Map<string, number>();
    const aliases = new Map<string, number>();
    const simple = new Map<string, number[]>();
    for (const [place, branch] of union.branches.entries()) {
      const { type } = branch;
      const name = isNamed(branch) ? `${type} ${branch.fullName}` : type;
      if (!exact.has(name)) exact.set(name, place);
      if (!isNamed(branch)) continue;
      for (const alias of branch.aliases) {
        if (!aliases.has(`${type} ${alias}`)) aliases.set(`${type} ${alias}`, place);
      }
      const short = `${type} ${simpleName(branch.fullName)}`;
      const alike = simple.get(short);
      if (alike === undefined) simple.set(short, [place]);
      else alike.push(place);
    }
    const index = { exact, aliases, simple };
    this.#indices.set(union, index);
    return index;
  }
}
