/**
 * The rules for one pair of types, without what is inside them: what fits at a glance, names, symbols, sizes,
 * and which written field a field reads.
 *
 * Follows Java's SchemaCompatibility (Avro 1.12), its quirks included: only the last part of a name is
 * compared, aliases of the reader hold full names of the writer, default values and logical types are not
 * looked at.
 */
import { namespaceOf, simpleName } from '../names.ts';
import { promotes } from '../promotions.ts';
import {
  isNamed,
  isPrimitive,
  type EnumSchema,
  type Field,
  type NamedSchema,
  type RecordSchema,
  type Schema,
} from '../schema.ts';
import { SchemaError, quoted } from '../schema-error.ts';

/**
 * True when primitives alone make a pair fit, as most pairs do. False says nothing. Of a reader's union only
 * what stands before the first named type is looked at: Java would meet that, and remembers where.
 */
export function plainlyFits(reader: Schema, writer: Schema): boolean {
  if (writer.type === 'union') {
    for (const branch of writer.branches) if (!readsPrimitive(reader, branch)) return false;
    return true;
  }
  return readsPrimitive(reader, writer);
}

function readsPrimitive(reader: Schema, writer: Schema): boolean {
  if (reader.type !== 'union') return promotes(reader.type, writer.type);
  if (!isPrimitive(writer)) return false;
  for (const branch of reader.branches) {
    if (promotes(branch.type, writer.type)) return true;
    if (isNamed(branch)) return false;
  }
  return false;
}

/** True when the types of a pair without unions cannot fit, whatever is inside them. */
export function typesDiffer(reader: Schema, writer: Schema): boolean {
  return reader.type !== writer.type && !promotes(reader.type, writer.type);
}

/** True when the names match: equal without their namespaces, or an alias is the writer's full name. */
export function namesMatch(reader: NamedSchema, writer: NamedSchema): boolean {
  return (
    reader.fullName === writer.fullName ||
    simpleName(reader.fullName) === simpleName(writer.fullName) ||
    matchedAliases(reader).includes(writer.fullName)
  );
}

/**
 * The aliases by which a written type can be found. Java compares one without a namespace on a type that has
 * one with its dot before it, `.Customer`, which is nobody's name.
 */
export function matchedAliases({ aliases, fullName }: NamedSchema): readonly string[] {
  if (aliases.length === 0 || namespaceOf(fullName) === '') return aliases;
  return aliases.filter((alias) => namespaceOf(alias) !== '');
}

/** True when the writer has symbols that the reader lacks and has no default for. */
export function lacksSymbols(reader: EnumSchema, writer: EnumSchema): boolean {
  if (reader.defaultSymbol !== null && reader.symbols.includes(reader.defaultSymbol)) return false;
  const sameStart = writer.symbols.every((symbol, place) => reader.symbols[place] === symbol);
  return !sameStart && missingSymbols(reader, writer).length > 0;
}

/** The symbols the reader does not have, in the writer's order. */
export function missingSymbols(reader: EnumSchema, writer: EnumSchema): readonly string[] {
  const known = new Set(reader.symbols);
  return writer.symbols.filter((symbol) => !known.has(symbol));
}

/** A field that is found under several names. */
interface Ambiguity {
  readonly reader: RecordSchema;
  readonly writer: RecordSchema;
  readonly field: Field;
  readonly found: readonly Field[];
}

/** Where Java throws, there is no verdict. */
export class AmbiguousField extends SchemaError {
  readonly ambiguity: Ambiguity;

  constructor(ambiguity: Ambiguity) {
    const { reader, field, found } = ambiguity;
    const names = found.map((each) => quoted(each.name)).join(' and ');
    const message = `the field ${quoted(`${reader.fullName}.${field.name}`)} and its aliases match several fields of the writer: ${names}; remove an alias`;
    super(message, 'FIELD_AMBIGUOUS', field.position);
    this.ambiguity = ambiguity;
  }
}

/** Finds written fields; remembers those of the records it has seen. */
export class WrittenFields {
  readonly #byName = new Map<RecordSchema, ReadonlyMap<string, Field>>();

  /** The field that the reader's field at a place reads. Throws AmbiguousField, as Java throws. */
  of(reader: RecordSchema, writer: RecordSchema, place: number): Field | undefined {
    const field = reader.fields[place];
    if (field === undefined) return undefined;
    const beside = writer.fields[place];
    if (field.aliases.length === 0 && beside?.name === field.name) return beside;
    const written = this.#fieldsOf(writer);
    if (field.aliases.length === 0) return written.get(field.name);
    // To Java an alias that stands twice is one, but one that is the name itself is a second match.
    const found = [field.name, ...new Set(field.aliases)].flatMap((name) => written.get(name) ?? []);
    if (found.length <= 1) return found[0];
    throw new AmbiguousField({ reader, writer, field, found });
  }

  #fieldsOf(writer: RecordSchema): ReadonlyMap<string, Field> {
    const known = this.#byName.get(writer);
    if (known !== undefined) return known;
    const fields = new Map(writer.fields.map((field) => [field.name, field]));
    this.#byName.set(writer, fields);
    return fields;
  }
}
