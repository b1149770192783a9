/**
 * What a compiled codec is told of a type and of the module it is printed into.
 *
 * The contract between the modules made here and codec/compiled-codec.ts, which prints functions that write and
 * read. Only functions are imported as values from other generated modules: they are hoisted, so that modules may
 * import each other in circles. Nothing imported may be used while a module is evaluated.
 */
import type { Representation } from '@ottla/schema';
import type { Side } from './type-expression.ts';

/** One type whose functions are wanted. */
export interface CompiledType {
  /** The full name; of an unnamed root the name made of its file. */
  readonly name: string;
  /** Opened: what stands inside, named types among it, with their schemas. */
  readonly representation: Representation;
  /** What decode gives and what encode takes, as this module calls them. */
  readonly typeName: string;
  readonly inputName: string;
  /** What the two exported functions must be called. */
  readonly writeName: string;
  readonly readName: string;
  /** The exported list of an enum's symbols; null for other types. It stands before the functions. */
  readonly symbolsName: string | null;
  /** Whether a constant will point to the two; nested types are only called by others. */
  readonly isRoot: boolean;
}

/** The names of one generated module. Asking for one sees to its import. */
export interface CompiledNames {
  /** The local name of the function of a named type, of this module or another. */
  functionOf(fullName: string, which: 'write' | 'read'): string;
  /** The TypeScript type of a representation, named types by their local names. */
  typeText(representation: Representation, side: Side): string;
  /** The local name of what a package exports; `typeOnly` for `import type`. */
  fromPackage(specifier: string, exported: string, typeOnly?: boolean): string;
  /** The local name of a codec of the user's, and of the type of its values. */
  codecConstant(codec: string): string;
  codecType(codec: string): string;
  /** A free name for what the functions declare at the top of the module. Claim it once. */
  local(wish: string): string;
}

/** Whole declarations, each with its line end: the two exported functions first, then what they need. */
export type CompiledFunctions = (type: CompiledType, names: CompiledNames) => readonly string[];
