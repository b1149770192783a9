/**
 * From parsed schemas to files, with a memory: what it has worked out of a schema object or printed of a plan it
 * does not work out again.
 *
 * Schemas are never changed once parsed, so the objects themselves are what is remembered by; who parses anew only
 * what changed gets the rest for nothing.
 */
import { InvariantError } from '@ottla/kernel';
import {
  choicesWithin,
  refuseUnknownChoices,
  representationOf,
  type NamedSchema,
  type Representation,
  type Schema,
} from '@ottla/schema';
import { barrelText } from './barrel.ts';
import { byCodeUnits } from './code-unit-order.ts';
import type { Chosen } from './choices-text.ts';
import { compiledFunctions } from './codec/compiled-codec.ts';
import { refuseMissingCodecs } from './codec-imports.ts';
import type { CompiledFunctions } from './compiled-type.ts';
import {
  resolveGenerateOptions,
  type GenerateOptions,
  type ResolvedGenerateOptions,
} from './generate-options.ts';
import { INDEX_PATH, TOPICS_PATH } from './module-path.ts';
import {
  isAlike,
  NO_PLAN,
  planModules,
  type ModulePlan,
  type PlannedModule,
  type PlannedType,
} from './module-plan.ts';
import { moduleText, type ModuleContext, type PrintedText } from './module-text.ts';
import { constantParts, type ConstantParts } from './schema-constant.ts';
import type { FileSchema } from './root-names.ts';
import { tableEntries, type SchemaInput } from './symbol-table.ts';
import { refuseUnknownTopicTypes, topicsText, topicTypeNames } from './topics-module.ts';

export interface GeneratedFile {
  /** Relative, with '/'. */
  readonly path: string;
  readonly text: string;
}

/** What prints functions that write and read a type, for `codecs: 'compiled'`. */
const COMPILED_FUNCTIONS: CompiledFunctions | null = compiledFunctions;

interface ParsedSchemas {
  readonly files: readonly FileSchema[];
  readonly types: readonly NamedSchema[];
}

/** A printed module and what it was printed from. */
interface PrintedModule extends PrintedText {
  readonly module: PlannedModule;
}

export class GenerationRun {
  readonly #options: ResolvedGenerateOptions;
  readonly #choices: Chosen;
  readonly #constants = new WeakMap<Schema, ConstantParts>();
  readonly #representations = new WeakMap<Schema, Representation>();
  #plan = NO_PLAN;
  /** By path. */
  #printed: ReadonlyMap<string, PrintedModule> = new Map();
  /** What is made of the names of all types. */
  #joint: readonly GeneratedFile[] = [];

  /** Throws ConfigError. */
  constructor(options: GenerateOptions) {
    const resolved = resolveGenerateOptions(options);
    this.#options = resolved;
    // The most common choice is never left to a default.
    this.#choices = { ...resolved.choices, long: resolved.choices.long ?? 'number' };
  }

  /** Throws ConfigError for choices and topics that mean nothing in these schemas. `inputs`: sorted. */
  files(inputs: readonly SchemaInput[], parsed: ParsedSchemas): readonly GeneratedFile[] {
    const { valueCodecs, topics } = this.#options;
    refuseUnknownChoices(parsed.types, this.#choices);
    refuseMissingCodecs(this.#choices, valueCodecs);
    const entries = tableEntries(inputs, parsed, topicTypeNames(topics));
    refuseUnknownTopicTypes(topics, new Set(entries.map(({ name }) => name)));
    if (entries.length === 0) return [];
    this.#learnRepresentations(entries.map(({ schema }) => schema));
    const hasFunctions = this.#compiledFunctions !== null;
    const plan = planModules(
      { entries, representationOf: (schema) => this.#representationOf(schema), previous: this.#plan },
      { ...this.#options, hasFunctions },
    );
    const context = this.#contextOf(plan);
    const printed = plan.modules.map((module) => this.#printedModule(module, context));
    if (!isSamePlan(plan, this.#plan)) this.#joint = this.#jointFiles(plan, context);
    this.#plan = plan;
    this.#printed = new Map(printed.map((each) => [each.module.path, each]));
    const files = printed.map(({ module, text }) => ({ path: module.path, text }));
    return [...files, ...this.#joint].toSorted((left, right) => byCodeUnits(left.path, right.path));
  }

  get #compiledFunctions(): CompiledFunctions | null {
    return this.#options.codecs === 'compiled' ? COMPILED_FUNCTIONS : null;
  }

  #contextOf({ types }: ModulePlan): ModuleContext {
    const { valueCodecs, importExtension, enums } = this.#options;
    return {
      types,
      enums,
      valueCodecs,
      importExtension,
      compiledFunctions: this.#compiledFunctions,
      partsOf: (type) => this.#partsOf(type),
    };
  }

  /** Of all schemas at once: each named type inside is looked at once, however many refer to it. */
  #learnRepresentations(schemas: readonly Schema[]): void {
    const fresh = schemas.filter((schema) => !this.#representations.has(schema));
    const position = { line: 1, column: 1 };
    // Arrays, so that branches of unions among them stay apart.
    const branches = fresh.map((items) => ({ type: 'array', items, position }) as const);
    const all = { type: 'union', branches, position } as const;
    const representation = representationOf(all, choicesWithin(all, this.#choices));
    for (const branch of representation.kind === 'union' ? representation.branches : []) {
      if (branch.representation.kind !== 'array') continue;
      const { items } = branch.representation;
      this.#representations.set(items.schema, items);
    }
  }

  #representationOf(schema: Schema): Representation {
    const found = this.#representations.get(schema);
    if (found === undefined) throw new InvariantError(`a ${schema.type} has no representation`);
    return found;
  }

  #partsOf({ schema, representation }: PlannedType): ConstantParts {
    const parts = this.#constants.get(schema) ?? constantParts(schema, representation, this.#choices);
    this.#constants.set(schema, parts);
    return parts;
  }

  /** As it was printed last, where nothing it says of itself and of others is another. */
  #printedModule(module: PlannedModule, context: ModuleContext): PrintedModule {
    const known = this.#printed.get(module.path);
    const isFresh =
      known?.module === module &&
      known.consulted.every((type) => isAlike(type, context.types.get(type.name)));
    return isFresh ? known : { module, ...moduleText(module, context) };
  }

  #jointFiles(plan: ModulePlan, context: ModuleContext): readonly GeneratedFile[] {
    const { topics, importExtension } = this.#options;
    const barrel = { path: INDEX_PATH, text: barrelText(plan, importExtension) };
    if (Object.keys(topics).length === 0) return [barrel];
    return [barrel, { path: TOPICS_PATH, text: topicsText(topics, context) }];
  }
}

function isSamePlan({ types }: ModulePlan, previous: ModulePlan): boolean {
  if (types.size !== previous.types.size) return false;
  return [...types].every(([name, type]) => isAlike(type, previous.types.get(name)));
}
