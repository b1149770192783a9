/**
 * The text of one generated module: its types, and for root types schema constants and serializers.
 *
 * Puts the sections of its types in order; knows nothing of files. Types and constants share a name, since one lives
 * among types and the other among values.
 */
import type { CompiledFunctions, CompiledNames } from './compiled-type.ts';
import { symbolTexts } from './enum-style.ts';
import type { EnumStyle } from './generate-options.ts';
import { withHeader } from './generated-header.ts';
import { ModuleNames, type ModuleSurroundings } from './module-names.ts';
import type { PlannedModule, PlannedType } from './module-plan.ts';
import { constantSections, type ConstantOptions } from './schema-constant.ts';
import { typeDeclarations, typeSpeller } from './type-declarations.ts';

/** What concerns the whole run. */
export interface ModuleContext extends ModuleSurroundings, ConstantOptions {
  readonly enums: EnumStyle;
  /** Null: types have no functions of their own. */
  readonly compiledFunctions: CompiledFunctions | null;
}

/** The most files that a header names. */
const SHOWN_SOURCES = 3;

/** A module as text, and the types that it names, its own among them perhaps. */
export interface PrintedText {
  readonly text: string;
  readonly consulted: readonly PlannedType[];
}

/** The whole text of the module. */
export function moduleText(module: PlannedModule, context: ModuleContext): PrintedText {
  const names = new ModuleNames(module, context);
  const sections = module.types.flatMap((type) => sectionsOf(type, names, context));
  const sources = sourcesText(module.types.map(({ source }) => source));
  // Imports are printed last: the sections have asked for what they need.
  const text = withHeader(sources, [names.importDeclarations(), ...sections].join('\n'));
  return { text, consulted: [...names.consulted] };
}

/** How a header names the files of a module: each where they are few. */
export function sourcesText(sources: readonly string[]): string {
  const distinct = [...new Set(sources)];
  return distinct.length > SHOWN_SOURCES ? `${distinct.length} schema files` : distinct.join(', ');
}

function sectionsOf(type: PlannedType, names: ModuleNames, context: ModuleContext): readonly string[] {
  const { enums } = context;
  const functions = functionsOf(type, names, context);
  return [
    ...typeDeclarations(type, names, enums),
    ...symbolSections(type, enums),
    ...constantSections(type, names, { ...context, isCompiled: functions.length > 0 }),
    ...functions,
  ];
}

function symbolSections(type: PlannedType, enums: EnumStyle): readonly string[] {
  const { representation, typeName, symbolsName, guardName } = type;
  if (representation.kind !== 'enum' || symbolsName === null || guardName === null) return [];
  return symbolTexts({ typeName, symbolsName, guardName }, representation.symbols, enums);
}

function functionsOf(type: PlannedType, names: ModuleNames, context: ModuleContext): readonly string[] {
  const { writeName, readName } = type;
  if (context.compiledFunctions === null || writeName === null || readName === null) return [];
  return context.compiledFunctions({ ...type, writeName, readName }, compiledNames(names));
}

function compiledNames(names: ModuleNames): CompiledNames {
  return {
    functionOf: (fullName, which) => names.ofFunction(fullName, which === 'write' ? 'writeName' : 'readName'),
    typeText: (representation, side) => typeSpeller(names, side).type(representation),
    fromPackage: (specifier, exported, typeOnly) => names.fromPackage(specifier, exported, typeOnly),
    codecConstant: (codec) => names.ofCodec(codec, 'codec'),
    codecType: (codec) => names.ofCodec(codec, 'type'),
    local: (wish) => names.local(wish),
  };
}
