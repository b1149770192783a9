/**
 * The walk through the pairs of a reader's and a writer's types, in Java's order, with Java's memory.
 *
 * A pair with a named type is judged once, by identity; one that is still open counts as fitting, which is
 * what ends recursion. Others cannot be met twice within one such pair and need no memory. No recursion: the
 * depth of a schema is no limit. Work and memory are bounded: see `PairWalkLimits`.
 */
import { isNamed, isPrimitive, type RecordSchema, type Schema, type UnionSchema } from '../schema.ts';
import { SchemaError } from '../schema-error.ts';
import { BranchIndexes } from './branch-index.ts';
import type { SchemaPair } from './incompatibility.ts';
import { JudgedPair } from './judged-pair.ts';
import { WrittenFields, lacksSymbols, namesMatch, plainlyFits, typesDiffer } from './pair-rules.ts';

export interface PairWalkLimits {
  /** How many pairs may be judged. */
  readonly pairs: number;
  /** How many fields, branches and symbols may be looked at. */
  readonly steps: number;
  /** Leaves branches of a reader's union out that cannot fit by their names. */
  readonly byName: boolean;
}

export class PairWalk {
  readonly #limits: PairWalkLimits;
  readonly #known = new PairMemory();
  readonly #written = new WrittenFields();
  readonly #branches = new BranchIndexes();
  #pairs = 0;
  #steps = 0;

  constructor(limits: PairWalkLimits) {
    this.#limits = limits;
  }

  /** Judges a pair and all it depends on. Throws `FIELD_AMBIGUOUS` and `SCHEMA_TOO_COMPLEX`. */
  judge(pair: SchemaPair): JudgedPair {
    const root = this.#met(pair, null, 0);
    const stack = [root];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      if (top.state === 'new') this.#open(top);
      const inner = this.#goOn(top);
      if (inner !== undefined) {
        stack.push(inner);
        continue;
      }
      const fails = top.isChoice ? top.state === 'open' : top.reasons !== null;
      top.state = fails ? 'fails' : 'fits';
      stack.pop();
      const outer = stack.at(-1);
      if (outer !== undefined) take(outer, top);
    }
    return root;
  }

  /** Goes on inside a pair until an inner one must be judged first; undefined at the end. */
  #goOn(pair: JudgedPair): JudgedPair | undefined {
    const { reader, writer } = pair;
    if (writer.type === 'union') return this.#eachBranch(pair, writer);
    if (reader.type === 'union') return this.#anyBranch(pair, reader);
    if (reader.type === 'record' && writer.type === 'record') return this.#eachField(pair, reader, writer);
    if (pair.next > 0) return undefined;
    if (reader.type === 'array' && writer.type === 'array') {
      return this.#inner(pair, { reader: reader.items, writer: writer.items });
    }
    if (reader.type === 'map' && writer.type === 'map') {
      return this.#inner(pair, { reader: reader.values, writer: writer.values });
    }
    return undefined;
  }

  #eachBranch(pair: JudgedPair, writer: UnionSchema): JudgedPair | undefined {
    for (let branch = writer.branches[pair.next]; branch !== undefined; branch = writer.branches[pair.next]) {
      const inner = this.#inner(pair, { reader: pair.reader, writer: branch });
      if (inner !== undefined) return inner;
    }
    return undefined;
  }

  #anyBranch(pair: JudgedPair, reader: UnionSchema): JudgedPair | undefined {
    pair.branches ??= this.#limits.byName ? this.#branches.able(reader, pair.writer) : reader.branches;
    const { branches } = pair;
    for (let branch = branches[pair.next]; branch !== undefined; branch = branches[pair.next]) {
      if (pair.state === 'fits') return undefined;
      // A named type is met even so: Java remembers where.
      if (typesDiffer(branch, pair.writer) && !isNamed(branch) && !isNamed(pair.writer)) {
        pair.next++;
        this.#steps++;
        continue;
      }
      const inner = this.#inner(pair, { reader: branch, writer: pair.writer });
      if (inner !== undefined) return inner;
    }
    return undefined;
  }

  #eachField(pair: JudgedPair, reader: RecordSchema, writer: RecordSchema): JudgedPair | undefined {
    const { fields } = reader;
    for (let field = fields[pair.next]; field !== undefined; field = fields[pair.next]) {
      const written = this.#written.of(reader, writer, pair.next);
      if (written !== undefined) {
        const inner = this.#inner(pair, { reader: field.schema, writer: written.schema });
        if (inner !== undefined) return inner;
        continue;
      }
      if (field.hasDefault) pair.next++;
      else if (field.schema.type === 'enum' && field.schema.defaultSymbol !== null) {
        // Java lets the enum's default stand in, but compares the enum with the record, which never fits.
        const inner = this.#inner(pair, { reader: field.schema, writer });
        if (inner !== undefined) return inner;
      } else {
        pair.add({ kind: 'READER_FIELD_MISSING_DEFAULT_VALUE', place: pair.next++, inner: null });
      }
    }
    return undefined;
  }

  /** The next inner pair, when it must be judged now; else it is taken as it is. */
  #inner(outer: JudgedPair, pair: SchemaPair): JudgedPair | undefined {
    const place = outer.next++;
    this.#steps += 1 + scanned(pair);
    if (plainlyFits(pair.reader, pair.writer)) {
      if (outer.isChoice) outer.state = 'fits';
      return undefined;
    }
    const met = this.#met(pair, outer, place);
    if (met.state === 'new') return met;
    take(outer, met);
    return undefined;
  }

  #met(pair: SchemaPair, from: JudgedPair | null, place: number): JudgedPair {
    const known = this.#known.get(pair);
    if (known !== undefined) return known;
    this.#pairs++;
    const fresh = new JudgedPair(pair, from, place);
    this.#known.set(fresh);
    return fresh;
  }

  /** What is wrong with a pair itself comes first. */
  #open(pair: JudgedPair): void {
    pair.state = 'open';
    this.#spend(pair);
    const { reader, writer } = pair;
    if (reader.type === 'union' || writer.type === 'union') return;
    const own = { place: 0, inner: null };
    if (typesDiffer(reader, writer)) pair.add({ kind: 'TYPE_MISMATCH', ...own });
    else if (isNamed(reader) && isNamed(writer)) {
      if (!namesMatch(reader, writer)) pair.add({ kind: 'NAME_MISMATCH', ...own });
      if (reader.type === 'enum' && writer.type === 'enum' && lacksSymbols(reader, writer)) {
        pair.add({ kind: 'MISSING_ENUM_SYMBOLS', ...own });
      }
      if (reader.type === 'fixed' && writer.type === 'fixed' && reader.size !== writer.size) {
        pair.add({ kind: 'FIXED_SIZE_MISMATCH', ...own });
      }
    }
  }

  #spend(pair: JudgedPair): void {
    if (pair.reader.type === 'enum') this.#steps += pair.reader.symbols.length;
    if (pair.writer.type === 'enum') this.#steps += pair.writer.symbols.length;
    if (this.#pairs <= this.#limits.pairs && this.#steps <= this.#limits.steps) return;
    const { pairs, steps } = this.#limits;
    const message = `comparing the schemas takes more than ${pairs} pairs of types or ${steps} fields, branches and symbols; give the branches of their unions different names`;
    throw new SchemaError(message, 'SCHEMA_TOO_COMPLEX', pair.reader.position);
  }
}

/** How many branches a glance at a pair may look at. */
function scanned({ reader, writer }: SchemaPair): number {
  if (reader.type !== 'union') return 0;
  return isPrimitive(writer) || writer.type === 'union' ? reader.branches.length : 0;
}

/** What a judged inner pair means for the one around it. */
function take(outer: JudgedPair, inner: JudgedPair): void {
  const place = outer.next - 1;
  if (outer.isChoice) {
    if (inner.state === 'fails') outer.add({ inner, place });
    else outer.state = 'fits';
  } else if (inner.state === 'fails') {
    outer.add({ inner, place });
  }
}

class PairMemory {
  readonly #byReader = new Map<Schema, JudgedPair | Map<Schema, JudgedPair>>();

  get({ reader, writer }: SchemaPair): JudgedPair | undefined {
    const known = this.#byReader.get(reader);
    if (known instanceof Map) return known.get(writer);
    return known?.writer === writer ? known : undefined;
  }

  set(pair: JudgedPair): void {
    if (!isNamed(pair.reader) && !isNamed(pair.writer)) return;
    const known = this.#byReader.get(pair.reader);
    if (known === undefined) this.#byReader.set(pair.reader, pair);
    else if (known instanceof Map) known.set(pair.writer, pair);
    else
      this.#byReader.set(
        pair.reader,
        new Map([
          [known.writer, known],
          [pair.writer, pair],
        ]),
      );
  }
}
