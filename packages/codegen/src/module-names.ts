/**
 * The names of one generated module: what it exports, what it imports, and under which names.
 *
 * Own exports come first and always get their names; imports of the runtime, of the user's code and of sibling
 * modules step aside with an alias. Imports are recorded as they are asked for, so nothing unused is imported, and
 * printed sorted.
 */
import { simpleName } from '@ottla/schema';
import { functionStem, NameScope } from './identifier.ts';
import { byCodeUnits } from './module-path.ts';
import { stringLiteral } from './source-text.ts';
import { LINE_CHARACTERS, type Side } from './type-expression.ts';

/** A named type as other modules see it. */
export interface NamedExport {
  readonly fullName: string;
  /** The exported value type and constant. */
  readonly typeName: string;
  /** The exported input type; the value type itself when the two do not differ in kind (enums, fixed). */
  readonly inputName: string;
}

interface ImportedName {
  readonly exported: string;
  readonly local: string;
  readonly typeOnly: boolean;
}

export class ModuleNames {
  readonly serializerName: string;
  readonly deserializerName: string;
  readonly #own: NamedExport;
  readonly #scope = new NameScope();
  readonly #imports = new Map<string, Map<string, ImportedName>>();

  constructor(own: NamedExport) {
    this.#own = own;
    this.#scope.claim(own.typeName);
    if (own.inputName !== own.typeName) this.#scope.claim(own.inputName);
    const stem = functionStem(own.typeName);
    this.serializerName = this.#scope.claim(`${stem}Serializer`);
    this.deserializerName = this.#scope.claim(`${stem}Deserializer`);
  }

  /** The local name of something a package exports. */
  fromPackage(specifier: string, exported: string, typeOnly = false): string {
    return this.#import(specifier, exported, { typeOnly, aliases: [`ottla${exported}`] });
  }

  /** The local name of something that code of the user's exports. */
  fromUser(specifier: string, exported: string, typeOnly: boolean): string {
    return this.#import(specifier, exported, { typeOnly, aliases: [`user${exported}`] });
  }

  /** The local name of a named type of a sibling module, or of the own one. */
  ofType(type: NamedExport, side: Side, specifier: string): string {
    const exported = side === 'value' ? type.typeName : type.inputName;
    if (type.fullName === this.#own.fullName) return exported;
    const spaces = type.fullName.slice(0, -simpleName(type.fullName).length).split('.').filter(Boolean);
    const pascal = spaces.map((space) => space.charAt(0).toUpperCase() + space.slice(1));
    const aliases = [`${pascal.at(-1) ?? 'Root'}${exported}`, `${pascal.join('')}${exported}`] as const;
    return this.#import(specifier, exported, { typeOnly: true, aliases });
  }

  #import(
    specifier: string,
    exported: string,
    how: { readonly typeOnly: boolean; readonly aliases: readonly string[] },
  ): string {
    let names = this.#imports.get(specifier);
    if (names === undefined) this.#imports.set(specifier, (names = new Map()));
    const known = names.get(exported);
    if (known !== undefined) {
      // A class may be both: its import as a value serves its type.
      if (known.typeOnly && !how.typeOnly) names.set(exported, { ...known, typeOnly: false });
      return known.local;
    }
    const local = this.#scope.claim(exported, ...how.aliases);
    names.set(exported, { exported, local, typeOnly: how.typeOnly });
    return local;
  }

  /** The import declarations, packages first, each kind sorted by specifier. */
  importDeclarations(): string {
    const specifiers = [...this.#imports.keys()].toSorted(
      (left, right) =>
        Number(left.startsWith('.')) - Number(right.startsWith('.')) || byCodeUnits(left, right),
    );
    return specifiers
      .map((specifier) => {
        const names = [...(this.#imports.get(specifier)?.values() ?? [])];
        return (
          importDeclaration(
            'import',
            names.filter((name) => !name.typeOnly),
            specifier,
          ) +
          importDeclaration(
            'import type',
            names.filter((name) => name.typeOnly),
            specifier,
          )
        );
      })
      .join('');
  }
}

function importDeclaration(keyword: string, names: readonly ImportedName[], specifier: string): string {
  if (names.length === 0) return '';
  const list = names
    .toSorted((left, right) => byCodeUnits(left.exported, right.exported))
    .map(({ exported, local }) => (exported === local ? exported : `${exported} as ${local}`));
  const from = `from ${stringLiteral(specifier)};\n`;
  const line = `${keyword} { ${list.join(', ')} } ${from}`;
  if (line.length <= LINE_CHARACTERS || list.length === 1) return line;
  return `${keyword} {\n${list.map((name) => `  ${name},\n`).join('')}} ${from}`;
}
