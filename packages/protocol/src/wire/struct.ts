/**
 * Tables of fields, resolved for one version into a flat list of steps.
 *
 * Writing throws FIELD_MISSING for an undefined value without default and FIELD_NOT_IN_VERSION for a value
 * the version has no place for, unless it says no more than silence does or the field is ignorable.
 * Reading fills what the version does not carry with the declared silence. Tagged fields (KIP-482) are
 * written in rising order and only when they differ from their default.
 */
import { kindOf } from '@ottla/kernel';
import { EncodeError, withPath } from '../errors/protocol-errors.ts';
import { Field, type AnyField, type Decoded, type Encodable, type Fields, type WireType } from './field.ts';
import { saysNoMore } from './silence.ts';
import { readTaggedFields, writeTaggedFields, type TaggedStep } from './tagged-fields.ts';
import type { Codec, WireVersion } from './codec.ts';

type Row = Record<string, unknown>;

interface Step {
  readonly name: string;
  readonly codec: Codec<unknown>;
  readonly field: AnyField;
}

/** The value to write, or EncodeError when nothing stands in for a missing one. */
function given(row: Row, step: Pick<Step, 'name' | 'field'>): unknown {
  const value = row[step.name];
  if (value !== undefined) return value;
  if (step.field.silence.onMissing) return step.field.silence.value;
  throw new EncodeError('is missing and has no default', 'FIELD_MISSING', { path: step.name });
}

function refuseUncarried(row: Row, step: { name: string; field: AnyField }, wire: WireVersion): void {
  const value = row[step.name];
  if (value === undefined || step.field.versions.ignorable) return;
  if (saysNoMore(value, step.field.silence.value)) return;
  const { since, until } = step.field.versions;
  const range = until === Infinity ? `${since} and later` : `${since} to ${until}`;
  throw new EncodeError(
    `version ${wire.version} has no place for it; versions ${range} do`,
    'FIELD_NOT_IN_VERSION',
    { path: step.name },
  );
}

interface Plan {
  readonly inPlace: readonly Step[];
  readonly tagged: readonly TaggedStep[];
  readonly absent: readonly { name: string; field: AnyField }[];
}

function plan(table: Fields, wire: WireVersion): Plan {
  const inPlace: Step[] = [];
  const tagged: TaggedStep[] = [];
  const absent: { name: string; field: AnyField }[] = [];
  for (const [name, field] of Object.entries(table)) {
    field.check(name, wire.version);
    const { versions, type } = field;
    if (!field.isCarriedBy(wire.version) || (versions.tag >= 0 && !wire.flexible)) {
      absent.push({ name, field });
      continue;
    }
    // Widened on purpose: a table holds fields of all types, and each step only meets its own values.
    const codec = type.resolve(wire, wire.version >= versions.nullableSince) as Codec<unknown>;
    if (versions.tag < 0) inPlace.push({ name, codec, field });
    else tagged.push({ name, codec, tag: versions.tag, silence: field.silence.value });
  }
  tagged.sort((left, right) => left.tag - right.tag);
  return { inPlace, tagged, absent };
}

/** The codec of a table for one version: bodies of messages and structs inside them. */
export function resolveStruct(table: Fields, wire: WireVersion): Codec<Row> {
  const { inPlace, tagged, absent } = plan(table, wire);
  const leastBytes = inPlace.reduce((sum, step) => sum + step.codec.minimumBytes, wire.flexible ? 1 : 0);
  return {
    minimumBytes: leastBytes,
    write(writer, row) {
      if (typeof row !== 'object' || row === null || Array.isArray(row)) {
        throw new EncodeError(`must be an object, got ${kindOf(row)}`, 'FIELD_INVALID');
      }
      for (const step of absent) refuseUncarried(row, step, wire);
      for (const step of inPlace) {
        const value = given(row, step);
        try {
          step.codec.write(writer, value);
        } catch (error) {
          throw withPath(error, step.name);
        }
      }
      if (wire.flexible) writeTaggedFields(writer, tagged, row);
    },
    read(reader) {
      const row: Row = {};
      for (const step of inPlace) row[step.name] = step.codec.read(reader);
      for (const { name, field } of absent) row[name] = field.silence.value;
      for (const { name, silence } of tagged) row[name] = silence;
      if (wire.flexible) readTaggedFields(reader, tagged, row);
      return row;
    },
  };
}

/** A group of fields inside a message. It ends with its own tagged fields in flexible versions. */
export function struct<Table extends Fields>(table: Table): Field<Decoded<Table>, Encodable<Table>> {
  const type: WireType<Decoded<Table>, Encodable<Table>> = {
    name: 'struct',
    table,
    // `resolveStruct` reads and writes exactly the names of the table.
    resolve: (wire) => resolveStruct(table, wire) as unknown as Codec<Decoded<Table>, Encodable<Table>>,
  };
  return new Field(type);
}
