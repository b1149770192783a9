/**
 * The look at a record before avsc takes it: nothing undeclared, nothing left out.
 *
 * A record with as many keys as its schema has fields goes on as it is: avsc refuses a missing field, so none
 * can be undeclared. Any other is completed: undeclared keys are refused, defaults filled in. avsc is told of
 * no defaults. Leaves the fields' values to avsc and to the conversions on them.
 */
import type { RecordRepresentation } from '@ottla/schema';
import { isRecordLike } from '../../found-kind.ts';
import { defaultMaker } from '../default-value.ts';
import type { Conversion } from '../engine/avsc-type.ts';
import { MISFIT } from './misfit-signal.ts';

/** The member by which a record says its type inside a union; no field can have this name. */
export const TYPE_KEY = '$type';

/** Names that every object seems to have: reading them from a record without them finds a function. */
export function isInherited(name: string): boolean {
  return name in Object.prototype;
}

/** True for a name that avsc may read from and write to an object of ours. */
export function isPlainName(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && !isInherited(name);
}

/** The fields' names for avsc: ours, or numbers where one of them would not do. */
export function avscFieldNames(names: readonly string[]): readonly string[] {
  return names.every(isPlainName) ? names : names.map((_name, index) => `f${index}`);
}

/** A field's value; undefined when absent. */
export function fieldValue(record: Readonly<Record<string, unknown>>, name: string): unknown {
  return isInherited(name) && !Object.hasOwn(record, name) ? undefined : record[name];
}

export function recordGuard(representation: RecordRepresentation): Conversion {
  const names = representation.fields.map(({ name }) => name);
  const defaulted = representation.fields.filter(({ field }) => field.hasDefault).map(({ name }) => name);
  const complete = recordCompleter(representation);
  const count = names.length;
  if (count === 0 || !names.every(isPlainName)) return complete;
  return (value) => {
    if (typeof value !== 'object' || value === null) throw MISFIT;
    let keys = 0;
    for (const _key in value) keys++;
    if (keys !== count) return complete(value);
    for (const name of defaulted) {
      // Any object may be asked for any key.
      if ((value as Readonly<Record<string, unknown>>)[name] === undefined) return complete(value);
    }
    return value;
  };
}

/** Copies the declared fields, fills in defaults, and refuses the rest. */
function recordCompleter({ fields, schema }: RecordRepresentation): Conversion {
  const declared = new Set(fields.map(({ name }) => name));
  const names = avscFieldNames([...declared]);
  const steps = fields.map(({ name, representation, field }, index) => ({
    name,
    avscName: names[index] ?? name,
    makeDefault: field.hasDefault ? defaultMaker(field.defaultValue, representation) : undefined,
  }));
  return (value) => {
    if (!isRecordLike(value)) throw MISFIT;
    for (const key of Object.keys(value)) {
      if (declared.has(key) || value[key] === undefined) continue;
      if (key !== TYPE_KEY || value[key] !== schema.fullName) throw MISFIT;
    }
    const complete: Record<string, unknown> = {};
    for (const { name, avscName, makeDefault } of steps) {
      const given = fieldValue(value, name);
      if (given === undefined && makeDefault === undefined) throw MISFIT;
      complete[avscName] = given === undefined ? makeDefault?.() : given;
    }
    return complete;
  };
}
