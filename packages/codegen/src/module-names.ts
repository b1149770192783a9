/**
 * The names of one generated module: what it exports, what it imports, and under which names.
 *
 * Own exports come first and always get their names; imports of the runtime, of the user's code and of sibling
 * modules step aside with an alias. Imports are recorded as they are asked for, so nothing unused is imported, and
 * printed sorted.
 */
import { InvariantError } from '@ottla/kernel';
import { namespaceOf } from '@ottla/schema';
import { byCodeUnits } from './code-unit-order.ts';
import { codecSpecifier, type CodecImports } from './codec-imports.ts';
import type { ImportExtension } from './generate-options.ts';
import { isReserved, NameScope } from './identifier.ts';
import { relativeSpecifier } from './module-path.ts';
import type { PlannedType } from './module-plan.ts';
import { exportedNames, prefixedName, qualifiedName } from './type-names.ts';
import { stringLiteral } from './source-text.ts';
import { LINE_CHARACTERS, type Side } from './type-expression.ts';

interface ImportedName {
  readonly exported: string;
  readonly local: string;
  readonly typeOnly: boolean;
}

/** What a module sees of the others. */
export interface ModuleSurroundings {
  readonly types: ReadonlyMap<string, PlannedType>;
  readonly valueCodecs: CodecImports;
  readonly importExtension: ImportExtension;
}

export class ModuleNames {
  readonly #path: string;
  readonly #surroundings: ModuleSurroundings;
  readonly #scope = new NameScope();
  readonly #consulted = new Set<PlannedType>();
  /** By paths of modules. */
  readonly #specifiers = new Map<string, string>();
  readonly #imports = new Map<string, Map<string, ImportedName>>();

  /** `own`: the types whose names it exports; `others`: what it exports besides. */
  constructor(
    module: {
      readonly path: string;
      readonly types: readonly PlannedType[];
      readonly others?: readonly string[];
    },
    surroundings: ModuleSurroundings,
  ) {
    this.#path = module.path;
    this.#surroundings = surroundings;
    for (const type of module.types) this.#scope.take(...exportedNames(type).map(({ name }) => name));
    this.#scope.take(...(module.others ?? []));
  }

  /** The local name of something a package exports. */
  fromPackage(specifier: string, exported: string, typeOnly = false): string {
    return this.#import(specifier, exported, { typeOnly, aliases: () => [`ottla${exported}`] });
  }

  /** The local name of the type of a codec of the user's, or of the codec itself. */
  ofCodec(codec: string, member: 'type' | 'codec'): string {
    const { valueCodecs } = this.#surroundings;
    const found = Object.hasOwn(valueCodecs, codec) ? valueCodecs[codec] : undefined;
    if (found === undefined) throw new InvariantError(`the codec ${codec} is chosen but not given`);
    const specifier = codecSpecifier(found.import, this.#path);
    const exported = found[member];
    const aliases = (): readonly [string] => [`user${exported}`];
    return this.#import(specifier, exported, { typeOnly: member === 'type', aliases });
  }

  /** The local name of a named type, of this module or a sibling. */
  ofType(fullName: string, side: Side): string {
    const type = this.#typeOf(fullName);
    return this.#ofExport(type, side === 'value' ? type.typeName : type.inputName, true);
  }

  /** The local name of one of its functions: hoisted, so that circles of modules do no harm. */
  ofFunction(
    fullName: string,
    which: 'writeName' | 'readName' | 'serializerName' | 'deserializerName',
  ): string {
    const type = this.#typeOf(fullName);
    const exported = type[which];
    if (exported === null) throw new InvariantError(`${fullName} exports no ${which}`);
    return this.#ofExport(type, exported, false);
  }

  /** The types whose names were asked for so far. */
  get consulted(): Iterable<PlannedType> {
    return this.#consulted;
  }

  /** A free name for something that is not exported. */
  local(wish: string): string {
    return this.#scope.claim(wish);
  }

  #typeOf(fullName: string): PlannedType {
    const type = this.#surroundings.types.get(fullName);
    if (type === undefined)
      throw new InvariantError(`${fullName} is used in ${this.#path} but was not parsed`);
    this.#consulted.add(type);
    return type;
  }

  #ofExport({ name, path }: PlannedType, exported: string, typeOnly: boolean): string {
    if (path === this.#path) return exported;
    let specifier = this.#specifiers.get(path);
    if (specifier === undefined) {
      specifier = relativeSpecifier(this.#path, path, this.#surroundings.importExtension);
      this.#specifiers.set(path, specifier);
    }
    const aliases = (): readonly [string, string] => {
      const innermost = namespaceOf(name).split('.').at(-1) ?? '';
      return [prefixedName([innermost === '' ? 'Root' : innermost], exported), qualifiedName(name, exported)];
    };
    return this.#import(specifier, exported, { typeOnly, aliases });
  }

  #import(
    specifier: string,
    exported: string,
    how: { readonly typeOnly: boolean; readonly aliases: () => readonly [string, ...string[]] },
  ): string {
    let names = this.#imports.get(specifier);
    if (names === undefined) this.#imports.set(specifier, (names = new Map()));
    const known = names.get(exported);
    if (known !== undefined) {
      // A class may be both: its import as a value serves its type.
      if (known.typeOnly && !how.typeOnly) names.set(exported, { ...known, typeOnly: false });
      return known.local;
    }
    // Aliases take time to make, and few are needed.
    const isFree = this.#scope.isFree(exported) && !isReserved(exported);
    const local = this.#scope.claim(...(isFree ? ([exported] as const) : how.aliases()));
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
        const values = names.filter((name) => !name.typeOnly);
        const types = names.filter((name) => name.typeOnly);
        return (
          listDeclaration('import', aliased(values), specifier) +
          listDeclaration('import type', aliased(types), specifier)
        );
      })
      .join('');
  }
}

function aliased(names: readonly ImportedName[]): readonly string[] {
  return names
    .toSorted((left, right) => byCodeUnits(left.exported, right.exported))
    .map(({ exported, local }) => (exported === local ? exported : `${exported} as ${local}`));
}

/** `import { a, b as c } from './d.js';` with its line end; nothing without names. Longer ones take a line each. */
export function listDeclaration(keyword: string, names: readonly string[], specifier: string): string {
  if (names.length === 0) return '';
  const from = `from ${stringLiteral(specifier)};\n`;
  const line = `${keyword} { ${names.join(', ')} } ${from}`;
  if (line.length <= LINE_CHARACTERS || names.length === 1) return line;
  return `${keyword} {\n${names.map((name) => `  ${name},\n`).join('')}} ${from}`;
}
