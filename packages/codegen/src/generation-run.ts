/**
 * From parsed schemas to files, with a memory: what it has worked out of a schema object or printed of a plan it
 * does not work out again.
 *
 * Schemas are never changed once parsed, so the objects themselves are what is remembered by; who parses anew only
 * what changed gets the rest for nothing.
 */
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
import { planModules, type ModulePlan, type PlannedType } from './module-plan.ts';
import { moduleText, type ModuleContext } from './module-text.ts';
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
interface PrintedModule {
  readonly schemas: readonly Schema[];
  readonly text: string;
}

export class GenerationRun {
  readonly #options: ResolvedGenerateOptions;
  readonly #choices: Chosen;
  readonly #constants = new WeakMap<Schema, ConstantParts>();
  readonly #representations = new WeakMap<Schema, Representation>();
  #printed = new Map<string, PrintedModule>();
  #planSignature = '';

  /** Throws ConfigError. */
  constructor(options: GenerateOptions) {
    const resolved = resolveGenerateOptions(options);
    this.#options = resolved;
    // The most common choice is never left to a default.
    this.#choices = { ...resolved.choices, long: resolved.choices.long ?? 'number' };
  }

  /** Throws ConfigError for choices and topics that mean nothing in these schemas. `inputs`: sorted. */
  files(inputs: readonly SchemaInput[], parsed: ParsedSchemas): readonly GeneratedFile[] {
    const { valueCodecs, topics, importExtension } = this.#options;
    refuseUnknownChoices(parsed.types, this.#choices);
    refuseMissingCodecs(this.#choices, valueCodecs);
    const entries = tableEntries(inputs, parsed, topicTypeNames(topics));
    refuseUnknownTopicTypes(topics, new Set(entries.map(({ name }) => name)));
    if (entries.length === 0) return [];
    const representations = this.#representationsOf(entries.map(({ schema }) => schema));
    const hasFunctions = this.#compiledFunctions !== null;
    const plan = planModules(entries, representations, { ...this.#options, hasFunctions });
    const context = this.#contextOf(plan);
    const files = this.#printModules(plan, context);
    files.push({ path: INDEX_PATH, text: barrelText(plan, importExtension) });
    if (Object.keys(topics).length > 0) files.push({ path: TOPICS_PATH, text: topicsText(topics, context) });
    return files.toSorted((left, right) => byCodeUnits(left.path, right.path));
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
  #representationsOf(schemas: readonly Schema[]): ReadonlyMap<Schema, Representation> {
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
    return new Map(
      schemas.flatMap((schema) => {
        const found = this.#representations.get(schema);
        return found === undefined ? [] : [[schema, found] as const];
      }),
    );
  }

  #partsOf({ schema, representation }: PlannedType): ConstantParts {
    const parts = this.#constants.get(schema) ?? constantParts(schema, representation, this.#choices);
    this.#constants.set(schema, parts);
    return parts;
  }

  #printModules({ modules, types }: ModulePlan, context: ModuleContext): GeneratedFile[] {
    const signature = signatureOf(types);
    const isSamePlan = signature === this.#planSignature;
    const printed = new Map<string, PrintedModule>();
    for (const module of modules) {
      const known = isSamePlan ? this.#printed.get(module.path) : undefined;
      const schemas = module.types.map(({ schema }) => schema);
      printed.set(
        module.path,
        known !== undefined && isSameList(known.schemas, schemas)
          ? known
          : { schemas, text: moduleText(module, context) },
      );
    }
    this.#printed = printed;
    this.#planSignature = signature;
    return [...printed].map(([path, { text }]) => ({ path, text }));
  }
}

/** Everything in a plan that a module says of itself or of another, but for the schemas. */
function signatureOf(types: ReadonlyMap<string, PlannedType>): string {
  return JSON.stringify([...types.values()], (key, value: unknown) =>
    key === 'schema' || key === 'representation' ? undefined : value,
  );
}

function isSameList<T>(left: readonly T[], right: readonly T[]): boolean {
  return left.length === right.length && left.every((each, index) => each === right[index]);
}
