/**
 * Everything that is decided before printing: which modules there are, what stands in each, and every exported name.
 *
 * Pure tables; no text is made here. The same schemas and options give the same plan, whatever the order given.
 */
import { InvariantError } from '@ottla/kernel';
import { inputKindsOf, type Representation } from '@ottla/schema';
import { byCodeUnits } from './code-unit-order.ts';
import { isEnumObject, isTypeScriptEnum } from './enum-style.ts';
import type { CodecStyle, EnumStyle, Layout } from './generate-options.ts';
import { modulePaths } from './module-path.ts';
import type { TableEntry } from './symbol-table.ts';
import { namesOfModule, type ExportedParts, type TypeNames } from './type-names.ts';

/** A type with everything that is decided before printing. */
export interface PlannedType extends TableEntry, TypeNames {
  readonly representation: Representation;
  /** Of its module. */
  readonly path: string;
}

export interface PlannedModule {
  readonly path: string;
  /** Sorted by name. */
  readonly types: readonly PlannedType[];
}

export interface ModulePlan {
  /** By full name, or the name made for an unnamed root; sorted. */
  readonly types: ReadonlyMap<string, PlannedType>;
  /** Sorted by path. */
  readonly modules: readonly PlannedModule[];
}

export interface PlanOptions {
  readonly layout: Layout;
  readonly enums: EnumStyle;
  readonly codecs: CodecStyle;
  /** Whether every type gets functions that write and read it. */
  readonly hasFunctions: boolean;
}

/** `entries`: sorted by name. */
export function planModules(
  entries: readonly TableEntry[],
  representations: ReadonlyMap<TableEntry['schema'], Representation>,
  options: PlanOptions,
): ModulePlan {
  const representationOf = ({ schema, name }: TableEntry): Representation => {
    const found = representations.get(schema);
    if (found === undefined) throw new InvariantError(`${name} has no representation`);
    return found;
  };
  const paths = modulePaths(
    entries.map(({ name }) => name),
    options.layout,
  );
  const modules = grouped(entries, ({ name }) => paths.get(name) ?? '').map(([path, within]) => {
    const names = namesOfModule(within, (entry) => partsOf(entry, representationOf(entry), options));
    const types = within.map((entry): PlannedType => {
      const own = names.get(entry.name);
      if (own === undefined) throw new InvariantError(`${entry.name} has no names`);
      return { ...entry, ...own, path, representation: representationOf(entry) };
    });
    return { path, types };
  });
  const types = modules
    .flatMap((module) => module.types)
    .toSorted((left, right) => byCodeUnits(left.name, right.name));
  return {
    types: new Map(types.map((type) => [type.name, type])),
    modules: modules.toSorted((left, right) => byCodeUnits(left.path, right.path)),
  };
}

function grouped<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
): readonly (readonly [string, readonly T[]])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return [...groups];
}

function partsOf(
  { isRoot }: TableEntry,
  representation: Representation,
  { enums, codecs, hasFunctions }: PlanOptions,
): ExportedParts {
  const hasValues = codecs !== 'none';
  const isEnum = representation.kind === 'enum';
  const isObject = isEnumObject(representation, enums);
  return {
    isObject,
    hasInput: hasInput(representation, enums),
    constant: !isRoot || !hasValues ? 'none' : isObject ? 'separate' : 'named',
    hasGuard: hasValues && (isRoot || isEnum),
    hasSymbols: hasValues && isEnum,
    hasFunctions,
  };
}

const ALWAYS_WIDER: ReadonlySet<Representation['kind']> = new Set([
  'record',
  'array',
  'map',
  'union',
  'fixedBytes',
]);

/** Whether sending takes more than reading gives. */
function hasInput(representation: Representation, enums: EnumStyle): boolean {
  if (representation.kind === 'enum') return isTypeScriptEnum(representation.symbols, enums);
  return ALWAYS_WIDER.has(representation.kind) || inputKindsOf(representation).wide.length > 0;
}
