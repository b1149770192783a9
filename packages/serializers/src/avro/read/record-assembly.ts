/**
 * Builds the reader's records and maps from what avsc has read.
 *
 * Plain objects, every member their own: a field or key named `__proto__` is a member like any other.
 */
import type { Conversion } from '../engine/avsc-type.ts';
import { isPlainName } from '../write/record-guard.ts';
import type { RecordMatch } from './record-match.ts';

/** Undefined when avsc's record is the reader's already. The writer's fields are read as `f0`, `f1`… */
export function recordAssembler(match: RecordMatch, tag: string | undefined): Conversion | undefined {
  const { sources, isSame } = match;
  if (isSame && tag === undefined && sources.every(({ name }) => isPlainName(name))) return undefined;
  const steps = sources.map(({ name, writerIndex, makeDefault }) => ({
    name,
    from: `f${writerIndex}`,
    makeDefault,
  }));
  return (value) => {
    // avsc gives an object for a record.
    const read = value as Readonly<Record<string, unknown>>;
    const record: Record<string, unknown> = tag === undefined ? {} : { $type: tag };
    for (const { name, from, makeDefault } of steps) {
      setMember(record, name, makeDefault === undefined ? read[from] : makeDefault());
    }
    return record;
  };
}

interface ReadEntries {
  readonly entries: readonly { readonly key: string; readonly value: unknown }[];
}

/** A map from its entries; of equal keys the last one counts. */
export const mapOfEntries: Conversion = (value) => {
  const map: Record<string, unknown> = {};
  // Maps are read as a record of entries; see ReadPlan.
  for (const { key, value: item } of (value as ReadEntries).entries) setMember(map, key, item);
  return map;
};

function setMember(object: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  } else {
    object[name] = value;
  }
}
