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
  type NamedSchema,
  type PrimitiveName,
  type RecordSchema,
  type Schema,
  type UnionSchema,
} from '../schema.ts';
import { SchemaError, quoted } from '../schema-error.ts';
import type { IncompatibilityKind, Mismatch, SchemaPair } from './incompatibility.ts';

/** An inner pair and the way to it, as tokens of the JSON pointer: `fields/0/type`. */
export interface InnerPair extends SchemaPair {
  readonly path: string;
}

/**
 * - `all`: the pair fits when nothing mismatches and every inner pair fits; each reports for itself.
 * - `branches`: a writer union; each inner pair that does not fit is reported as a missing branch.
 * - `any`: a reader union; one inner pair must fit, else the branch is missing.
 */
export interface PairRule {
  readonly mode: 'all' | 'branches' | 'any';
  readonly mismatches: readonly Mismatch[];
  readonly inner: readonly InnerPair[];
}

const PROMOTIONS: Readonly<Partial<Record<Schema['type'], readonly PrimitiveName[]>>> = {
  long: ['int'],
  float: ['int', 'long'],
  double: ['int', 'long', 'float'],
  bytes: ['string'],
  string: ['bytes'],
};

/** The rule of a pair. Throws SchemaError `FIELD_AMBIGUOUS`, as Java throws. */
export function ruleOf(pair: SchemaPair): PairRule {
  const { reader, writer } = pair;
  if (writer.type === 'union') return writerUnionRule(reader, writer);
  if (reader.type === 'union') return readerUnionRule(reader, writer);
  if (reader.type === 'array' && writer.type === 'array') {
    return all([], [{ reader: reader.items, writer: writer.items, path: 'items' }]);
  }
  if (reader.type === 'map' && writer.type === 'map') {
    return all([], [{ reader: reader.values, writer: writer.values, path: 'values' }]);
  }
  if (reader.type === 'record' && writer.type === 'record') return recordRule(reader, writer);
  if (reader.type === 'enum' && writer.type === 'enum') {
    return all([...nameMismatch(reader, writer), ...symbolMismatch(reader, writer)], []);
  }
  if (reader.type === 'fixed' && writer.type === 'fixed') {
    const found = nameMismatch(reader, writer);
    if (reader.size !== writer.size) {
      const message = `expected: ${writer.size}, found: ${reader.size}`;
      found.push(mismatch('FIXED_SIZE_MISMATCH', pair, message, 'size'));
    }
    return all(found, []);
  }
  const fits = reader.type === writer.type || PROMOTIONS[reader.type]?.some((type) => type === writer.type);
  if (fits === true) return all([], []);
  const message = `reader type: ${typeText(reader)} not compatible with writer type: ${typeText(writer)}`;
  return all([mismatch('TYPE_MISMATCH', pair, message)], []);
}

/** What is reported for a branch of the writer that the reader's union cannot take. */
export function missingBranch(reader: Schema, writer: Schema, token: string): Mismatch {
  const message = `reader union lacking writer type: ${typeText(writer)}`;
  return mismatch('MISSING_UNION_BRANCH', { reader, writer }, message, token);
}

/** True when the names match: equal without their namespaces, or the writer's full name is an alias. */
export function namesMatch(reader: NamedSchema, writer: NamedSchema): boolean {
  return (
    simpleName(reader.fullName) === simpleName(writer.fullName) || reader.aliases.includes(writer.fullName)
  );
}

function all(mismatches: readonly Mismatch[], inner: readonly InnerPair[]): PairRule {
  return { mode: 'all', mismatches, inner };
}

function writerUnionRule(reader: Schema, writer: UnionSchema): PairRule {
  const inner = writer.branches.map((branch, index) => ({ reader, writer: branch, path: String(index) }));
  return { mode: reader.type === 'union' ? 'branches' : 'all', mismatches: [], inner };
}

/**
 * Branches that cannot fit by kind or name are left out at once, so that unions of thousands of records stay
 * cheap.
 */
function readerUnionRule(reader: UnionSchema, writer: Schema): PairRule {
  const able = reader.branches.filter((branch) =>
    isNamed(writer) ? branch.type === writer.type && namesMatch(branch, writer) : !isNamed(branch),
  );
  const inner = able.map((branch) => ({ reader: branch, writer, path: '' }));
  return { mode: 'any', mismatches: [], inner };
}

function recordRule(reader: RecordSchema, writer: RecordSchema): PairRule {
  const mismatches = nameMismatch(reader, writer);
  const inner: InnerPair[] = [];
  const writerFields = new Map(writer.fields.map((field) => [field.name, field]));
  reader.fields.forEach((field, index) => {
    const written = writerFieldOf(field, writerFields, reader);
    if (written !== undefined) {
      inner.push({ reader: field.schema, writer: written.schema, path: `fields/${index}/type` });
    } else if (!field.hasDefault) {
      mismatches.push(missingDefault(field, index, writer));
    }
  });
  return all(mismatches, inner);
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
  return [mismatch('NAME_MISMATCH', { reader, writer }, `expected: ${writer.fullName}`, 'name')];
}

/** Symbols the reader lacks, sorted as Java's TreeSet prints them. */
function symbolMismatch(reader: EnumSchema, writer: EnumSchema): Mismatch[] {
  const known = new Set(reader.symbols);
  if (reader.defaultSymbol !== null && known.has(reader.defaultSymbol)) return [];
  // Symbols are ASCII: the default order of code units is Java's.
  const missing = writer.symbols.filter((symbol) => !known.has(symbol)).toSorted();
  if (missing.length === 0) return [];
  return [mismatch('MISSING_ENUM_SYMBOLS', { reader, writer }, `[${missing.join(', ')}]`, 'symbols')];
}

function mismatch(kind: IncompatibilityKind, pair: SchemaPair, message: string, token = ''): Mismatch {
  return { kind, token, message, reader: pair.reader.position, writer: pair.writer.position };
}

function typeText(schema: Schema): string {
  return schema.type.toUpperCase();
}
