/**
 * The rules for one pair of reader and writer: what is wrong with the pair itself, and which inner pairs must
 * fit for it to fit.
 *
 * Follows Java's SchemaCompatibility (Avro 1.12), its quirks included: only the last part of a name is
 * compared, aliases of the reader hold full names of the writer, default values and logical types are not
 * looked at. Knows nothing of recursion: the walk does.
 */
import { simpleName } from '../names.ts';
import {
  isNamed,
  type EnumSchema,
  type Field,
  type FixedSchema,
  type NamedSchema,
  type PrimitiveName,
  type RecordSchema,
  type Schema,
  type UnionSchema,
} from '../schema.ts';
import { SchemaError, quoted } from '../schema-error.ts';
import type { Mismatch, SchemaPair } from './incompatibility.ts';

/** An inner pair and the way to it, as tokens of the JSON pointer: `fields/0/type`. */
export interface InnerPair extends SchemaPair {
  readonly path: string;
}

/** What a pair must satisfy, in the order in which Java reports it. */
export type RulePart = Mismatch | InnerPair;

/**
 * - `all`: the pair fits when nothing mismatches and every inner pair fits; each reports for itself.
 * - `branches`: a writer union; each inner pair that does not fit is reported as a missing branch.
 * - `any`: a reader union; one inner pair must fit, else the branch is missing.
 */
export interface PairRule {
  readonly mode: 'all' | 'branches' | 'any';
  readonly parts: readonly RulePart[];
}

const PROMOTIONS: Readonly<Partial<Record<Schema['type'], readonly PrimitiveName[]>>> = {
  long: ['int'],
  float: ['int', 'long'],
  double: ['int', 'long', 'float'],
  bytes: ['string'],
  string: ['bytes'],
};

/** The rules of one check; keeps an index of the unions it meets. */
export class PairRules {
  readonly #indexes = new Map<UnionSchema, BranchIndex>();

  /** The rule of a pair. Throws SchemaError `FIELD_AMBIGUOUS`, as Java throws. */
  of(pair: SchemaPair): PairRule {
    const { reader, writer } = pair;
    if (writer.type === 'union') return writerUnionRule(reader, writer);
    if (reader.type === 'union') return this.#readerUnionRule(reader, writer);
    return { mode: 'all', parts: partsOf(pair) };
  }

  /**
   * Branches that cannot fit by name are left out at once, so that unions of thousands of records
   * stay cheap. Java looks into them too: it throws where such a branch has ambiguous aliases, and while such
   * a pair is in progress takes it for compatible, which loses a finding.
   */
  #readerUnionRule(reader: UnionSchema, writer: Schema): PairRule {
    const index = this.#indexes.get(reader) ?? indexOf(reader);
    this.#indexes.set(reader, index);
    const able = isNamed(writer) ? namedBranches(index, writer) : index.unnamed;
    return { mode: 'any', parts: able.map((branch) => ({ reader: branch, writer, path: '' })) };
  }
}

interface BranchIndex {
  readonly unnamed: readonly Schema[];
  /** Places among the branches by simple name and by alias. */
  readonly byName: ReadonlyMap<string, readonly number[]>;
  readonly branches: readonly Schema[];
}

function indexOf(union: UnionSchema): BranchIndex {
  const byName = new Map<string, number[]>();
  union.branches.forEach((branch, place) => {
    if (!isNamed(branch)) return;
    // An alias is a full name and may lack dots: it must not be taken for a simple name.
    const keys = new Set([simpleName(branch.fullName), ...branch.aliases.map((alias) => `alias ${alias}`)]);
    for (const key of keys) {
      const places = byName.get(key) ?? [];
      byName.set(key, places);
      places.push(place);
    }
  });
  const unnamed = union.branches.filter((branch) => !isNamed(branch));
  return { unnamed, byName, branches: union.branches };
}

function namedBranches(index: BranchIndex, writer: NamedSchema): readonly Schema[] {
  const places = new Set([
    ...(index.byName.get(simpleName(writer.fullName)) ?? []),
    ...(index.byName.get(`alias ${writer.fullName}`) ?? []),
  ]);
  return [...places].toSorted((left, right) => left - right).flatMap((place) => index.branches[place] ?? []);
}

function partsOf(pair: SchemaPair): readonly RulePart[] {
  const { reader, writer } = pair;
  if (reader.type === 'array' && writer.type === 'array') {
    return [{ reader: reader.items, writer: writer.items, path: 'items' }];
  }
  if (reader.type === 'map' && writer.type === 'map') {
    return [{ reader: reader.values, writer: writer.values, path: 'values' }];
  }
  if (reader.type === 'record' && writer.type === 'record') return recordParts(reader, writer);
  if (reader.type === 'enum' && writer.type === 'enum') {
    return [...nameMismatch(reader, writer), ...symbolMismatch(reader, writer)];
  }
  if (reader.type === 'fixed' && writer.type === 'fixed') {
    return [...nameMismatch(reader, writer), ...sizeMismatch(reader, writer)];
  }
  const fits = reader.type === writer.type || PROMOTIONS[reader.type]?.some((type) => type === writer.type);
  if (fits === true) return [];
  const message = `reader type: ${typeText(reader)} not compatible with writer type: ${typeText(writer)}`;
  return [{ kind: 'TYPE_MISMATCH', token: '', message, ...placesOf(pair) }];
}

/** What is reported for a branch of the writer that the reader's union cannot take. */
export function missingBranch(reader: Schema, writer: Schema, token: string): Mismatch {
  const message = `reader union lacking writer type: ${typeText(writer)}`;
  return { kind: 'MISSING_UNION_BRANCH', token, message, ...placesOf({ reader, writer }) };
}

/** True when the names match: equal without their namespaces, or the writer's full name is an alias. */
export function namesMatch(reader: NamedSchema, writer: NamedSchema): boolean {
  return (
    simpleName(reader.fullName) === simpleName(writer.fullName) || reader.aliases.includes(writer.fullName)
  );
}

function writerUnionRule(reader: Schema, writer: UnionSchema): PairRule {
  const parts = writer.branches.map((branch, index) => ({ reader, writer: branch, path: String(index) }));
  return { mode: reader.type === 'union' ? 'branches' : 'all', parts };
}

function recordParts(reader: RecordSchema, writer: RecordSchema): readonly RulePart[] {
  const parts: RulePart[] = nameMismatch(reader, writer);
  const writerFields = new Map(writer.fields.map((field) => [field.name, field]));
  reader.fields.forEach((field, index) => {
    const written = writerFieldOf(field, writerFields, reader);
    if (written !== undefined) {
      parts.push({ reader: field.schema, writer: written.schema, path: `fields/${index}/type` });
    } else if (!field.hasDefault) {
      parts.push(missingDefault(field, index, writer));
    }
  });
  return parts;
}

/**
 * Java lets an enum's own default stand in for the field's, but then compares the enum with the writer's
 * record, which never fits: the verdict is the same under another kind.
 */
function missingDefault(field: Field, index: number, writer: RecordSchema): Mismatch {
  const { schema } = field;
  const places = { reader: field.position, writer: writer.position };
  if (schema.type === 'enum' && schema.defaultSymbol !== null) {
    const message = 'reader type: ENUM not compatible with writer type: RECORD';
    return { kind: 'TYPE_MISMATCH', token: `fields/${index}/type`, message, ...places };
  }
  const kind = 'READER_FIELD_MISSING_DEFAULT_VALUE';
  return { kind, token: `fields/${index}`, message: field.name, ...places };
}

function writerFieldOf(
  field: Field,
  writerFields: ReadonlyMap<string, Field>,
  reader: RecordSchema,
): Field | undefined {
  const found = [field.name, ...field.aliases].flatMap((name) => writerFields.get(name) ?? []);
  if (found.length <= 1) return found[0];
  const names = found.map((each) => quoted(each.name)).join(' and ');
  const message = `the field ${quoted(`${reader.fullName}.${field.name}`)} and its aliases match several fields of the writer: ${names}; remove an alias`;
  throw new SchemaError(message, 'FIELD_AMBIGUOUS', field.position);
}

function nameMismatch(reader: NamedSchema, writer: NamedSchema): Mismatch[] {
  if (namesMatch(reader, writer)) return [];
  const message = `expected: ${writer.fullName}`;
  return [{ kind: 'NAME_MISMATCH', token: 'name', message, ...placesOf({ reader, writer }) }];
}

function sizeMismatch(reader: FixedSchema, writer: FixedSchema): Mismatch[] {
  if (reader.size === writer.size) return [];
  const message = `expected: ${writer.size}, found: ${reader.size}`;
  return [{ kind: 'FIXED_SIZE_MISMATCH', token: 'size', message, ...placesOf({ reader, writer }) }];
}

/** Symbols the reader lacks, sorted as Java's TreeSet prints them. */
function symbolMismatch(reader: EnumSchema, writer: EnumSchema): Mismatch[] {
  const known = new Set(reader.symbols);
  if (reader.defaultSymbol !== null && known.has(reader.defaultSymbol)) return [];
  // Symbols are ASCII: the default order of code units is Java's.
  const missing = writer.symbols.filter((symbol) => !known.has(symbol)).toSorted();
  if (missing.length === 0) return [];
  const message = `[${missing.join(', ')}]`;
  return [{ kind: 'MISSING_ENUM_SYMBOLS', token: 'symbols', message, ...placesOf({ reader, writer }) }];
}

function placesOf(pair: SchemaPair): Pick<Mismatch, 'reader' | 'writer'> {
  return { reader: pair.reader.position, writer: pair.writer.position };
}

function typeText(schema: Schema): string {
  return schema.type.toUpperCase();
}
