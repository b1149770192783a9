/**
 * Makes the read plan of a writer's schema and a reader's representation.
 *
 * Resolves as Java does: what does not resolve is a step that fails when it is met, not before. Each pair of
 * records is one step, and what is inside records and unions is resolved when it is first asked for, so that a plan
 * is made in time that grows with the schemas and not with their pairs.
 */
import type {
  EnumSchema,
  RecordRepresentation,
  RecordSchema,
  Representation,
  Schema,
  UnionBranch,
  UnionRepresentation,
  UnionSchema,
} from '@ottla/schema';
import { DatumSizes, simpleName } from '@ottla/schema';
import {
  conversionOf,
  type ConvertedRepresentation,
  type ScalarConversion,
} from '../logical/scalar-conversion.ts';
import type { ValueCodecs } from '../value-codec.ts';
import { BranchMatches } from './branch-match.ts';
import { FieldMatches, type FieldMatch } from './field-match.ts';
import { LazyRecordStep, LazyUnionStep } from './lazy-steps.ts';
import type { DefaultReadStep, FieldReadStep, ReadStep } from './read-step.ts';
import { scalarReadStep } from './scalar-read-plan.ts';
import { typesMatch, typeWords } from './type-match.ts';
import { UnionTwins } from './union-twins.ts';

/**
 * The plan, as data; without a reader one that skips. Throws ConfigError `CODEC_MISSING` or `TEMPORAL_MISSING` for a
 * choice that cannot be met.
 * @example
 * const long = parseSchema('"long"');
 * readPlan(long, representationOf(long, { long: 'bigint' })); // { step: 'scalar', wire: 'bigintLong', … }
 */
export function readPlan(writer: Schema, reader: Representation | null, codecs: ValueCodecs = {}): ReadStep {
  return new ReadPlanner(writer, reader, codecs).step(writer, reader, { path: '' });
}

/** Where a value stands. */
interface Spot {
  /** The field in the reader's types: `com.acme.Order.total`; empty at the root. */
  readonly path: string;
  /** The reader's branch, when the value must say which it is. */
  readonly branch?: UnionBranch | undefined;
}

class ReadPlanner {
  readonly #codecs: ValueCodecs;
  readonly #conversions = new Map<Representation, ScalarConversion>();
  readonly #sizes: DatumSizes;
  readonly #fields = new FieldMatches();
  readonly #branches = new BranchMatches(this.#fields);
  readonly #twins = new UnionTwins();
  /** By writer, reader, and `$type`. */
  readonly #records = new Map<RecordSchema, Map<RecordRepresentation, Map<string | null, ReadStep>>>();

  constructor(writer: Schema, reader: Representation | null, codecs: ValueCodecs) {
    this.#codecs = codecs;
    this.#sizes = new DatumSizes(writer);
    if (reader !== null) for (const scalar of scalarsOf(reader)) this.#conversion(scalar);
  }

  /** Without a reader the value is skipped. */
  step(writer: Schema, reader: Representation | null, spot: Spot): ReadStep {
    if (reader === null) return { step: 'skip', writer, sizes: this.#sizes };
    if (writer.type === 'union') return this.#writtenUnion(writer, reader, spot);
    if (reader.kind === 'union') return this.#readBranch(writer, reader, spot);
    const { branch, path } = spot;
    if (branch?.tagging === 'wrapped') {
      return { step: 'tagged', tag: branch.tag, value: this.step(writer, reader, { path }) };
    }
    // A record that stands in a union was looked for by its fields.
    const isRecord = writer.type === 'record' && reader.kind === 'record';
    if (!typesMatch(writer, reader.schema) && !(isRecord && branch !== undefined)) {
      return failing(`${typeWords(writer)} cannot be read as ${typeWords(reader.schema)}`, spot);
    }
    return this.#matched(writer, reader, spot);
  }

  /** The step of a writer's branch; of unions that are the same, as the branch at the same place. */
  branchStep(
    { branches }: UnionSchema,
    reader: Representation,
    place: { readonly index: number; readonly areTwins: boolean; readonly spot: Spot },
  ): ReadStep {
    const { index, areTwins, spot } = place;
    const writer = branches[index];
    if (writer === undefined) return failing('there is no such branch', spot);
    const twin = areTwins && reader.kind === 'union' ? reader.branches[index] : undefined;
    if (twin === undefined) return this.step(writer, reader, spot);
    return this.step(writer, twin.representation, { ...spot, branch: twin });
  }

  /** The steps of a writer's fields. */
  fieldSteps(
    writer: RecordSchema,
    reader: RecordRepresentation,
    { takers }: FieldMatch,
  ): readonly FieldReadStep[] {
    const owner = reader.schema.fullName;
    return writer.fields.map((field, index) => {
      const taker = reader.fields[takers[index] ?? -1];
      const name = taker?.name ?? null;
      const path = `${owner}.${name ?? field.name}`;
      return { name, value: this.step(field.schema, taker?.representation ?? null, { path }) };
    });
  }

  #writtenUnion(writer: UnionSchema, reader: Representation, spot: Spot): ReadStep {
    if (writer.branches.length === 0) return failing('the writer wrote a union without branches', spot);
    const areTwins =
      reader.kind === 'union' && (writer === reader.schema || this.#twins.areTwins(writer, reader.schema));
    return new LazyUnionStep(writer.branches.length, (index) =>
      this.branchStep(writer, reader, { index, areTwins, spot }),
    );
  }

  #readBranch(writer: Schema, reader: UnionRepresentation, spot: Spot): ReadStep {
    const branch = reader.branches[this.#branches.placeOf(reader.schema, writer) ?? -1];
    if (branch === undefined) {
      return failing(`the reader's union has no branch for ${typeWords(writer)}`, spot);
    }
    return this.step(writer, branch.representation, { ...spot, branch });
  }

  /** The types are known to match. */
  #matched(writer: Exclude<Schema, UnionSchema>, reader: Representation, spot: Spot): ReadStep {
    if (writer.type === 'record' && reader.kind === 'record') return this.#record(writer, reader, spot);
    if (writer.type === 'array' && reader.kind === 'array') {
      const leastItemBytes = this.#sizes.leastBytes(writer.items);
      const emptyValues = leastItemBytes === 0 ? this.#sizes.emptyValues(writer.items) : 0;
      const items = this.step(writer.items, reader.items, { path: `${spot.path}[]` });
      return { step: 'array', items, leastItemBytes, emptyValues };
    }
    if (writer.type === 'map' && reader.kind === 'map') {
      return { step: 'map', values: this.step(writer.values, reader.values, { path: `${spot.path}[]` }) };
    }
    if (writer.type === 'enum' && reader.kind === 'enum') {
      return { step: 'enum', symbols: symbolsFor(writer, reader.schema), path: spot.path };
    }
    // What has parts, or symbols, only matches its own type.
    const scalar = reader as ConvertedRepresentation;
    const target = this.#conversion(scalar);
    return scalarReadStep(writer as Parameters<typeof scalarReadStep>[0], scalar, {
      target,
      path: spot.path,
    });
  }

  #record(writer: RecordSchema, reader: RecordRepresentation, spot: Spot): ReadStep {
    const tag = spot.branch?.tagging === 'inline' ? spot.branch.tag : null;
    let ofWriter = this.#records.get(writer);
    if (ofWriter === undefined) this.#records.set(writer, (ofWriter = new Map()));
    let ofPair = ofWriter.get(reader);
    if (ofPair === undefined) ofWriter.set(reader, (ofPair = new Map()));
    const known = ofPair.get(tag);
    if (known !== undefined) return known;
    const match = this.#fields.of(writer, reader.schema);
    if (match.missing !== undefined) {
      const [written, read] = [simpleName(writer.fullName), simpleName(reader.schema.fullName)];
      const problem = `the writer's ${written} has no field '${match.missing.name}', which has no default in the reader's ${read}`;
      return failing(problem, spot);
    }
    const leastBytes = this.#sizes.leastBytes(writer);
    const made = new LazyRecordStep(reader, {
      tag,
      leastBytes,
      emptyValues: leastBytes === 0 ? this.#sizes.emptyValues(writer) : 0,
      defaults: this.#defaults(reader, match),
      fields: () => this.fieldSteps(writer, reader, match),
    });
    ofPair.set(tag, made);
    return made;
  }

  #defaults({ fields }: RecordRepresentation, { unwritten }: FieldMatch): readonly DefaultReadStep[] {
    const codecs = this.#codecs;
    return unwritten.flatMap((place) => {
      const field = fields[place];
      if (field === undefined) return [];
      const { name, representation } = field;
      return [{ name, defaultValue: field.field.defaultValue, representation, codecs }];
    });
  }

  #conversion(scalar: ConvertedRepresentation): ScalarConversion {
    const known = this.#conversions.get(scalar);
    if (known !== undefined) return known;
    const made = conversionOf(scalar, this.#codecs);
    this.#conversions.set(scalar, made);
    return made;
  }
}

function failing(problem: string, { path }: Spot): ReadStep {
  return { step: 'fail', problem, path };
}

function symbolsFor(writer: EnumSchema, reader: EnumSchema): readonly (string | null)[] {
  if (writer.symbols.every((symbol, index) => symbol === reader.symbols[index])) return writer.symbols;
  const known = new Set(reader.symbols);
  const { defaultSymbol } = reader;
  const otherwise = defaultSymbol !== null && known.has(defaultSymbol) ? defaultSymbol : null;
  return writer.symbols.map((symbol) => (known.has(symbol) ? symbol : otherwise));
}

/** Everything in a representation that a conversion may stand on. */
function scalarsOf(root: Representation): readonly ConvertedRepresentation[] {
  const found: ConvertedRepresentation[] = [];
  const seen = new Set<Representation>();
  const waiting = [root];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (next.kind === 'record') for (const field of next.fields) waiting.push(field.representation);
    else if (next.kind === 'union') for (const branch of next.branches) waiting.push(branch.representation);
    else if (next.kind === 'array') waiting.push(next.items);
    else if (next.kind === 'map') waiting.push(next.values);
    else if (next.kind !== 'enum') found.push(next);
  }
  return found;
}
