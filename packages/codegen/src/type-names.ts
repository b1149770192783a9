/**
 * What one module exports, and under which names.
 *
 * Names of schema types come first: each gets its own, unless TypeScript keeps that for itself or two types of the
 * module share it, and then none of these has it bare. Names of ours (`CustomerInput`, `isCustomer`) take what is
 * left; one that is taken gets a number. All follows from the sorted full names.
 */
import { namespaceOf, simpleName } from '@ottla/schema';
import { byCodeUnits } from './code-unit-order.ts';
import { capitalized, functionStem, NameScope, typeIdentifier } from './identifier.ts';
import type { TableEntry } from './symbol-table.ts';

/** The exported names of one type. A name that is null is not exported. */
export interface TypeNames {
  readonly typeName: string;
  /** Whether a value has the name of the type, too. */
  readonly isValue: boolean;
  /** The type itself when sending takes what reading gives. */
  readonly inputName: string;
  /** The schema constant; the name of the type, but for an enum that is a value itself. */
  readonly constantName: string | null;
  readonly guardName: string | null;
  readonly symbolsName: string | null;
  readonly serializerName: string | null;
  readonly deserializerName: string | null;
  readonly writeName: string | null;
  readonly readName: string | null;
}

/** Which of them a type has. */
export interface ExportedParts {
  readonly hasInput: boolean;
  /** Whether it is an enum that stands for its symbols as a value. */
  readonly isObject: boolean;
  /** `separate`: the name of the type stands for another value. */
  readonly constant: 'none' | 'named' | 'separate';
  readonly hasGuard: boolean;
  readonly hasSymbols: boolean;
  readonly hasFunctions: boolean;
}

type GeneratedName = Exclude<keyof TypeNames, 'typeName' | 'isValue' | 'constantName'> | 'separateName';

interface NameRow {
  readonly part: GeneratedName;
  readonly wish: (typeName: string) => string;
  readonly has: (parts: ExportedParts) => boolean;
}

const hasConstant = ({ constant }: ExportedParts): boolean => constant !== 'none';

/** In the order in which they are given away: one kind of name after the other, for all types of a module. */
const ROWS: readonly NameRow[] = [
  { part: 'inputName', wish: (name) => `${name}Input`, has: ({ hasInput }) => hasInput },
  {
    part: 'separateName',
    wish: (name) => `${name}Schema`,
    has: ({ constant }) => constant === 'separate',
  },
  { part: 'guardName', wish: (name) => `is${capitalized(name)}`, has: ({ hasGuard }) => hasGuard },
  {
    part: 'symbolsName',
    wish: (name) => `${functionStem(name)}Symbols`,
    has: ({ hasSymbols }) => hasSymbols,
  },
  { part: 'serializerName', wish: (name) => `${functionStem(name)}Serializer`, has: hasConstant },
  { part: 'deserializerName', wish: (name) => `${functionStem(name)}Deserializer`, has: hasConstant },
  { part: 'writeName', wish: (name) => `write${capitalized(name)}`, has: ({ hasFunctions }) => hasFunctions },
  { part: 'readName', wish: (name) => `read${capitalized(name)}`, has: ({ hasFunctions }) => hasFunctions },
];

const NO_NAMES: Readonly<Record<GeneratedName, string | null>> = {
  inputName: null,
  separateName: null,
  guardName: null,
  symbolsName: null,
  serializerName: null,
  deserializerName: null,
  writeName: null,
  readName: null,
};

/** The names of the types of one module, by the names of the entries. */
export function namesOfModule(
  entries: readonly TableEntry[],
  partsOf: (entry: TableEntry) => ExportedParts,
): ReadonlyMap<string, TypeNames> {
  const scope = new NameScope();
  const sorted = entries.toSorted((left, right) => byCodeUnits(left.name, right.name));
  const typeNames = claimTypeNames(sorted, scope);
  const types = sorted.map((entry) => ({
    name: entry.name,
    typeName: typeNames.get(entry.name) ?? '',
    parts: partsOf(entry),
    generated: { ...NO_NAMES },
  }));
  for (const { part, wish, has } of ROWS) {
    for (const { typeName, parts, generated } of types) {
      if (has(parts)) generated[part] = scope.claim(wish(typeName));
    }
  }
  return new Map(
    types.map(({ name, typeName, parts, generated: { separateName, inputName, ...generated } }) => [
      name,
      {
        ...generated,
        typeName,
        isValue: parts.constant === 'named' || parts.isObject,
        inputName: inputName ?? typeName,
        constantName: parts.constant === 'named' ? typeName : separateName,
      },
    ]),
  );
}

/** Own names first, then those that had to change. `sorted`: by full name. */
function claimTypeNames(sorted: readonly TableEntry[], scope: NameScope): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  for (const { name } of sorted) counts.set(simpleName(name), (counts.get(simpleName(name)) ?? 0) + 1);
  const wishes = sorted.map(({ name, schema }) => {
    const isShared = (counts.get(simpleName(name)) ?? 0) > 1;
    const identifier = typeIdentifier(simpleName(name), schema.type);
    const wish = isShared ? qualifiedName(name, identifier) : identifier;
    return { name, wish, isOwn: wish === simpleName(name) };
  });
  const ordered = [...wishes.filter(({ isOwn }) => isOwn), ...wishes.filter(({ isOwn }) => !isOwn)];
  return new Map(ordered.map(({ name, wish }) => [name, scope.claim(wish)]));
}

/**
 * A name with its namespace before it, for where the bare one would not tell which is meant.
 * @example
 * qualifiedName('com.acme.Money', 'Money'); // 'ComAcmeMoney'
 * qualifiedName('com.acme.Money', 'moneySerializer'); // 'comAcmeMoneySerializer'
 * qualifiedName('com.acme.Money', 'isMoney'); // 'isComAcmeMoney'
 */
export function qualifiedName(fullName: string, exported: string): string {
  const namespace = namespaceOf(fullName);
  return prefixedName(namespace === '' ? ['Root'] : namespace.split('.'), exported);
}

/** The same with these words before it. */
export function prefixedName(words: readonly string[], exported: string): string {
  const [verb = ''] = /^(is|read|write)(?=[A-Z])/.exec(exported) ?? [];
  const qualified = words.map(capitalized).join('') + capitalized(exported.slice(verb.length));
  return verb === '' && /^[a-z]/.test(exported) ? functionStem(qualified) : verb + qualified;
}

/** A name that a module exports; `isType` when it is nothing at run time. */
export interface ExportedName {
  readonly name: string;
  readonly isType: boolean;
}

/** Everything a type exports, each name once. */
export function exportedNames(names: TypeNames): readonly ExportedName[] {
  const { typeName, inputName, constantName } = names;
  const { guardName, symbolsName, serializerName, deserializerName, writeName, readName } = names;
  const values = [guardName, symbolsName, serializerName, deserializerName, writeName, readName];
  return [
    { name: typeName, isType: !names.isValue },
    ...(inputName === typeName ? [] : [{ name: inputName, isType: true }]),
    ...(constantName === null || constantName === typeName ? [] : [{ name: constantName, isType: false }]),
    ...values.flatMap((name) => (name === null ? [] : [{ name, isType: false }])),
  ];
}
