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

/** What a plan is made of. */
export interface PlanSource {
  /** Sorted by name. */
  readonly entries: readonly TableEntry[];
  readonly representationOf: (schema: TableEntry['schema']) => Representation;
  /** A plan made with the same options: its modules are taken over where nothing about them changed. */
  readonly previous: ModulePlan;
}

export const NO_PLAN: ModulePlan = { types: new Map(), modules: [] };

export function planModules(source: PlanSource, options: PlanOptions): ModulePlan {
  const { entries, representationOf, previous } = source;
  const paths = pathsOf(entries, previous, options.layout);
  const before = new Map(previous.modules.map((module) => [module.path, module]));
  const modules = grouped(entries, ({ name }) => paths.get(name) ?? '').map(([path, within]) => {
    const known = before.get(path);
    if (known !== undefined && isMadeOf(known, within)) return known;
    const names = namesOfModule(within, (entry) => partsOf(entry, representationOf(entry.schema), options));
    const types = within.map((entry): PlannedType => {
      const own = names.get(entry.name);
      if (own === undefined) throw new InvariantError(`${entry.name} has no names`);
      return { ...entry, ...own, path, representation: representationOf(entry.schema) };
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

/** The path of each type. Paths follow from all names together. */
function pathsOf(
  entries: readonly TableEntry[],
  { types }: ModulePlan,
  layout: Layout,
): ReadonlyMap<string, string> {
  const names = entries.map(({ name }) => name);
  if (names.length !== types.size || !names.every((name) => types.has(name)))
    return modulePaths(names, layout);
  return new Map([...types].map(([name, { path }]) => [name, path]));
}

/** Whether these very entries make this module. */
function isMadeOf({ types }: PlannedModule, entries: readonly TableEntry[]): boolean {
  return (
    types.length === entries.length &&
    types.every((type, at) => {
      const entry = entries[at];
      return (
        entry !== undefined &&
        type.schema === entry.schema &&
        type.name === entry.name &&
        type.isRoot === entry.isRoot &&
        type.source === entry.source
      );
    })
  );
}

/** Whether all is the same but for schemas, in all that a module says of the types of others. */
export function isAlike(left: PlannedType, right: PlannedType | undefined): boolean {
  return left === right || (right !== undefined && signatureOf(left) === signatureOf(right));
}

function signatureOf({ schema: _schema, representation: _representation, ...rest }: PlannedType): string {
  return JSON.stringify(rest);
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
