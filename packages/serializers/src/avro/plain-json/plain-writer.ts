/**
 * Plain JSON to a binary datum of a schema.
 *
 * As Avro's JSON encoding but for logical types, which stand as texts, fields with a default, which may be left out,
 * and unions, which say their branch only where they must. What does not fit is told in one error, every place of
 * it. Source: docs/reference/plain-json.md.
 */
import { ByteWriter, printable, SerializationError, type ValueMisfit } from '@ottla/kernel';
import type { Field, FixedSchema, JsonNode, LogicalType, PrimitiveSchema } from '@ottla/schema';
import type { JsonObject, RecordSchema, Schema, UnionSchema } from '@ottla/schema';
import { MOST_MISFITS } from '../../misfit.ts';
import { branchLabel } from '../json-encoding/datum-text.ts';
import { DatumWriter, suggestion, wholeOf } from '../json-encoding/datum-writer.ts';
import { bytesOfBigDecimal } from '../logical/big-decimal.ts';
import { bytesOfUnscaled } from '../logical/decimal-text.ts';
import { bytesOfDuration, isDuration } from '../logical/duration.ts';
import { bytesOfUuid, isUuid } from '../logical/uuid.ts';
import { TYPE_KEY } from '../union-tag.ts';
import { defaultBytes } from '../write/default-bytes.ts';
import { BranchChoice } from './branch-choice.ts';
import { bigDecimalOfJson, decimalOfJson } from './decimal-json.ts';
import { isTemporal, temporalCount, temporalExample } from './temporal-text.ts';

/** In an error. */
const LONGEST_KEY = 100;
/** Stops what has told enough. */
const ENOUGH = Symbol('enough misfits');
const defaults = new WeakMap<Field, Uint8Array>();

/** How the unions of a schema are read; kept by who writes many values. */
export function branchChoiceOf(schema: Schema): BranchChoice {
  const choice: BranchChoice = new BranchChoice(schema, (branch, node) => {
    try {
      new PlainWriter(new ByteWriter(), choice, 1).write(branch, node);
      return true;
    } catch (error) {
      if (error instanceof SerializationError && error.code === 'VALUE_MISFIT') return false;
      throw error;
    }
  });
  return choice;
}

/** Throws SerializationError `VALUE_MISFIT` with every place, at most 100, and `DEFAULT_INVALID`. */
export function writePlainDatum(choice: BranchChoice, json: JsonNode, schema: Schema): Uint8Array {
  const writer = new ByteWriter();
  const plain = new PlainWriter(writer, choice, MOST_MISFITS);
  try {
    plain.write(schema, json);
  } catch (error) {
    if (error !== ENOUGH) plain.add(error);
  }
  plain.refuse();
  return writer.toBytes();
}

class PlainWriter extends DatumWriter {
  readonly #choice: BranchChoice;
  /** With one, the first is thrown. */
  readonly #most: number;
  readonly #misfits: ValueMisfit[] = [];
  #first: SerializationError | undefined;

  constructor(writer: ByteWriter, choice: BranchChoice, most: number) {
    super(writer);
    this.#choice = choice;
    this.#most = most;
  }

  /** Throws what is no misfit. */
  add(error: unknown): void {
    if (!(error instanceof SerializationError) || error.code !== 'VALUE_MISFIT') throw error;
    this.#first ??= error;
    this.#misfits.push(...error.misfits);
    if (this.#misfits.length >= this.#most) throw ENOUGH;
  }

  /** Throws what was found, told by its first place. */
  refuse(): void {
    const first = this.#first;
    if (first === undefined) return;
    const others = this.#misfits.length - 1;
    const more = others > 0 ? ` (and ${others} more, in \`misfits\`)` : '';
    const { path, expected, found } = first;
    const parts = { code: first.code, path, expected, found, misfits: this.#misfits };
    throw new SerializationError(`${first.message}${more}`, parts);
  }

  protected override inside(piece: string, schema: Schema, json: JsonNode): void {
    const depth = this.path.length;
    try {
      super.inside(piece, schema, json);
    } catch (error) {
      if (this.#most === 1) throw error;
      this.path.length = depth;
      this.add(error);
    }
  }

  override write(schema: Schema, json: JsonNode): void {
    const logical = 'logical' in schema ? schema.logical : null;
    if (logical === null || !('logical' in schema)) super.write(schema, json);
    else this.#writeLogical(schema, logical, json);
  }

  #writeLogical(schema: PrimitiveSchema | FixedSchema, logical: LogicalType, json: JsonNode): void {
    const { name } = logical;
    if (isTemporal(name)) {
      if (json.kind === 'number') return super.write(schema, json);
      const expected = `${name} (a string such as '${temporalExample(name)}', or a count)`;
      const count = temporalCount(name, this.text(json, expected).value);
      if (typeof count === 'string') throw this.misfit(json, expected, { found: count });
      return this.writer.writeVarlongBigint(count);
    }
    if (logical.name === 'decimal') {
      const unscaled = decimalOfJson(json, logical);
      const expected = `decimal(${logical.precision}, ${logical.scale}) (a string or a number)`;
      if (typeof unscaled !== 'bigint') throw this.misfit(json, expected, { found: unscaled });
      if (schema.type !== 'fixed') return this.writeSized(bytesOfUnscaled(unscaled));
      return this.writer.writeBytes(bytesOfUnscaled(unscaled, schema.size));
    }
    if (name === 'big-decimal') {
      const decimal = bigDecimalOfJson(json);
      if (typeof decimal === 'object') return this.writeSized(bytesOfBigDecimal(decimal));
      throw this.misfit(json, 'big-decimal (a string or a number)', { found: decimal });
    }
    if (name === 'duration') return this.#writeDuration(json);
    const { value } = this.text(json, 'uuid (a string)');
    if (!isUuid(value)) throw this.misfit(json, 'uuid (a string)', { found: 'a string that is no uuid' });
    if (schema.type === 'fixed') return this.writer.writeBytes(bytesOfUuid(value));
    return super.write(schema, json);
  }

  #writeDuration(json: JsonNode): void {
    const members = json.kind === 'object' ? [...json.members] : [];
    const parts = members.map(([name, { value }]) => {
      return [name, Number((value.kind === 'number' ? wholeOf(value) : undefined) ?? Number.NaN)];
    });
    const duration: unknown = Object.fromEntries(parts);
    if (isDuration(duration)) return this.writer.writeBytes(bytesOfDuration(duration));
    throw this.misfit(json, 'duration ({ months, days, milliseconds }, each 0 to 4294967295)');
  }

  protected override writeFields(schema: RecordSchema, json: JsonNode): void {
    if (json.kind !== 'object') throw this.misfit(json, `record ${schema.fullName} (an object)`);
    this.#refuseUndeclared(schema, json);
    for (const field of schema.fields) {
      const member = json.members.get(field.name);
      if (member !== undefined) this.inside(`.${field.name}`, field.schema, member.value);
      else if (field.hasDefault) this.writer.writeBytes(bytesOfDefault(field));
      else {
        this.#tell(`.${field.name}`, json, {
          expected: `a field of record ${schema.fullName}`,
          found: 'nothing',
          remedy: 'it has no default, so it must be there, also when it is null',
        });
      }
    }
  }

  #refuseUndeclared({ fullName, fields }: RecordSchema, json: JsonObject): void {
    const names = fields.map(({ name }) => name);
    const declared = new Set(names);
    for (const [key, { value }] of json.members) {
      if (declared.has(key)) continue;
      if (key === TYPE_KEY && value.kind === 'string' && value.value === fullName) continue;
      const expected = `a field of record ${fullName}`;
      this.#tell(keyPiece(key), value, {
        expected,
        found: 'an undeclared field',
        remedy: suggestion(key, names),
      });
    }
  }

  #tell(piece: string, node: JsonNode, told: Pick<ValueMisfit, 'expected' | 'found' | 'remedy'>): void {
    this.path.push(piece);
    const misfit = this.misfit(node, told.expected, told);
    this.path.pop();
    if (this.#most === 1) throw misfit;
    this.add(misfit);
  }

  protected override writeBranch(union: UnionSchema, json: JsonNode): void {
    const chosen = this.#choice.choose(union, json);
    if (chosen === undefined) {
      const expected = `one of ${union.branches.map(branchLabel).join(', ')}`;
      throw this.misfit(json, expected, { remedy: this.#tagRemedy(union, json) });
    }
    this.writer.writeVarlong(chosen.index);
    this.write(chosen.branch, chosen.node);
  }

  #tagRemedy(union: UnionSchema, json: JsonNode): string | undefined {
    if (json.kind !== 'object') return undefined;
    const branches = this.#choice.branches(union).filter(({ tagging }) => tagging !== 'none');
    const tags = branches.map(({ tag }) => JSON.stringify(tag));
    return tags.length === 0 ? undefined : `say which with "${TYPE_KEY}": ${tags.join(' or ')}`;
  }
}

function keyPiece(key: string): string {
  return /^\w{1,100}$/.test(key) ? `.${key}` : `[${JSON.stringify(printable(key, LONGEST_KEY))}]`;
}

function bytesOfDefault(field: Field): Uint8Array {
  const known = defaults.get(field);
  if (known !== undefined) return known;
  const made = defaultBytes(field.defaultValue, field.schema);
  defaults.set(field, made);
  return made;
}
