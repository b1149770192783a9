/**
 * `index.ts`: every name of every module, exported once.
 *
 * A name that two modules export would silently vanish from `export *`. Here neither has it: both are exported with
 * their namespace before it, `ComAcmeMoney`, whatever the order of files. Functions and types are told apart from
 * types alone, so that every compiler that looks at one file at a time can follow.
 */
import { InvariantError } from '@ottla/kernel';
import { byCodeUnits } from './code-unit-order.ts';
import type { ImportExtension } from './generate-options.ts';
import { withHeader } from './generated-header.ts';
import { NameScope } from './identifier.ts';
import { listDeclaration } from './module-names.ts';
import { INDEX_PATH, relativeSpecifier } from './module-path.ts';
import type { ModulePlan } from './module-plan.ts';
import { sourcesText } from './module-text.ts';
import { exportedNames, qualifiedName } from './type-names.ts';

interface BarrelName {
  readonly path: string;
  /** Of the type it belongs to. */
  readonly fullName: string;
  readonly name: string;
  readonly isType: boolean;
}

export function barrelText({ types, modules }: ModulePlan, extension: ImportExtension): string {
  const all = [...types.values()].flatMap((type): BarrelName[] =>
    exportedNames(type).map((exported) => ({ ...exported, path: type.path, fullName: type.name })),
  );
  const outer = outerNames(all);
  const byPath = new Map(modules.map(({ path }) => [path, [] as BarrelName[]]));
  for (const exported of all) byPath.get(exported.path)?.push(exported);
  const listed = (names: readonly BarrelName[]): readonly string[] =>
    names
      .toSorted((left, right) => byCodeUnits(left.name, right.name))
      .map((exported) => {
        const name = outer.get(exported);
        if (name === undefined) throw new InvariantError(`${exported.name} has no name in the barrel`);
        return name === exported.name ? name : `${exported.name} as ${name}`;
      });
  const lines = [...byPath].map(([path, names]) => {
    const specifier = relativeSpecifier(INDEX_PATH, path, extension);
    const values = names.filter(({ isType }) => !isType);
    const onlyTypes = names.filter(({ isType }) => isType);
    return (
      listDeclaration('export', listed(values), specifier) +
      listDeclaration('export type', listed(onlyTypes), specifier)
    );
  });
  return withHeader(sourcesText([...types.values()].map(({ source }) => source)), `\n${lines.join('')}`);
}

/** Names that stand alone first; `all` is sorted by full name. */
function outerNames(all: readonly BarrelName[]): ReadonlyMap<BarrelName, string> {
  const counts = new Map<string, number>();
  for (const { name } of all) counts.set(name, (counts.get(name) ?? 0) + 1);
  const isAlone = ({ name }: BarrelName): boolean => counts.get(name) === 1;
  const scope = new NameScope();
  const outer = new Map<BarrelName, string>();
  for (const each of all.filter(isAlone)) outer.set(each, scope.claim(each.name));
  for (const each of all) {
    if (!isAlone(each)) outer.set(each, scope.claim(qualifiedName(each.fullName, each.name)));
  }
  return outer;
}
