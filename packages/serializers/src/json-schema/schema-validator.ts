/**
 * A schema, with what it refers to, as a check of values.
 *
 * Parsed and bounded first, then held against the meta-schema of its draft, then compiled by an ajv of its own, so
 * that versions of one schema never meet. Whatever is wrong with the schema is a ConfigError or a SchemaError.
 */
import { ConfigError, isStrayPromise } from '@ottla/kernel';
import type { ErrorObject, Options, ValidateFunction } from 'ajv';
import { parseJsonSchema } from '@ottla/schema';
import { serializationError } from '../errors.ts';
import type { ResolvedSchema } from '../registry/payload-format.ts';
import {
  ajvOptions,
  newAjv,
  newMetaAjv,
  supportedDialect,
  type AjvFactory,
  type AjvInstance,
  type JsonSchemaDialect,
} from './ajv-instance.ts';
import { ajvMisfits } from './ajv-misfits.ts';
import { SchemaAddresses, addressOf } from './schema-addresses.ts';
import { refuseLargeTexts, widestPlace } from './schema-bounds.ts';

/** Throws SerializationError `VALUE_MISFIT`. */
export type Validate = (value: unknown) => void;

export interface ValidatorOptions {
  /** Whether every misfit is looked for, or the first one only. */
  readonly allErrors: boolean;
  /** Of the caller: an instance that is shared, or what makes one per schema. */
  readonly ajv?: AjvInstance | AjvFactory | undefined;
}

interface CompilerSetting {
  /** Of the references, in their order. */
  readonly names: readonly string[];
  readonly dialect: JsonSchemaDialect;
  readonly allErrors: boolean;
}

/**
 * Where the first error ends the check, ajv nests the code of all members that stand side by side; V8's stack does
 * not take a thousand and more. Such schemas are checked to the end.
 */
const MOST_NESTED = 100;

/** Compiles the schemas of one serializer or deserializer. */
export class SchemaValidators {
  readonly #options: ValidatorOptions;
  readonly #metaAjvs = new Map<JsonSchemaDialect, AjvInstance>();

  constructor(options: ValidatorOptions) {
    this.#options = options;
  }

  /** Throws ConfigError or SchemaError. */
  validator({ text, references }: ResolvedSchema): Validate {
    refuseLargeTexts([text.schema, ...references.map(({ schema }) => schema)]);
    const linked = references.map(({ name, schema }) => ({ name, text: schema }));
    const dialect = supportedDialect(parseJsonSchema(text.schema, { references: linked }).dialect);
    const documents = [text.schema, ...linked.map((reference) => reference.text)].map(documentOf);
    const isWide = widestPlace(documents) > MOST_NESTED;
    for (const document of documents) this.#expectSchema(document, dialect);
    const names = linked.map(({ name }) => name);
    const { allErrors } = this.#options;
    return checked(this.#compiled(documents, { names, dialect, allErrors: allErrors || isWide }));
  }

  #expectSchema(document: unknown, dialect: JsonSchemaDialect): void {
    let ajv = this.#metaAjvs.get(dialect);
    if (ajv === undefined) {
      ajv = newMetaAjv(dialect);
      this.#metaAjvs.set(dialect, ajv);
    }
    // Of a schema, not of a value: it may be shown.
    if (isOfItsDraft(ajv, document)) return;
    const reasons = ajv.errorsText(ajv.errors, { dataVar: 'schema' });
    throw new ConfigError(`the text is no JSON Schema of ${dialect}: ${reasons}`, 'JSON_SCHEMA_INVALID');
  }

  #compiled([main, ...others]: readonly unknown[], setting: CompilerSetting): ValidateFunction {
    const { ajv: own } = this.#options;
    const { names, dialect } = setting;
    try {
      if (typeof own === 'object') return compiledByShared(own, main, { names, others });
      const options = ajvOptionsFor(setting);
      const ajv = (own ?? newAjv)(options, dialect);
      for (const [index, document] of others.entries()) ajv.addSchema(document as object, addressOf(index));
      return ajv.compile(main as object);
    } catch (cause) {
      if (cause instanceof ConfigError) throw cause;
      throw uncompiled(cause);
    }
  }
}

/** The meta-schema is compiled with the first schema. */
function isOfItsDraft(ajv: AjvInstance, document: unknown): boolean {
  try {
    return ajv.validateSchema(document as object) === true;
  } catch (cause) {
    throw uncompiled(cause);
  }
}

function ajvOptionsFor({ names, dialect, allErrors }: CompilerSetting): Options {
  const { uriResolver } = newMetaAjv(dialect).opts;
  const addresses = new SchemaAddresses(names, uriResolver);
  return { ...ajvOptions, allErrors, uriResolver: addresses.resolver };
}

/** The draft is known by now; one that this ajv does not know would be an error to it. */
function documentOf(text: string): unknown {
  const document = JSON.parse(text) as unknown;
  if (typeof document === 'object' && document !== null) Reflect.deleteProperty(document, '$schema');
  return document;
}

function compiledByShared(
  ajv: AjvInstance,
  main: unknown,
  { names, others }: { readonly names: readonly string[]; readonly others: readonly unknown[] },
): ValidateFunction {
  for (const [index, name] of names.entries()) ajv.addSchema(others[index] as object, name);
  return ajv.compile(main as object);
}

function uncompiled(cause: unknown): ConfigError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  if (cause instanceof EvalError) {
    const problem =
      'ajv makes functions of schemas, and this process forbids to make code from text; allow it, or set validate: false';
    return new ConfigError(problem, 'JSON_SCHEMA_UNUSABLE', cause);
  }
  const isTaken = /already exists|more than one schema/.test(reason);
  const remedy = isTaken
    ? '; two schemas have one $id or name: give, as option ajv, a function that makes an instance for each schema'
    : '';
  const problem = cause instanceof RangeError ? 'it is nested too deep' : `${reason.slice(0, 300)}${remedy}`;
  return new ConfigError(`ajv cannot compile the JSON Schema: ${problem}`, 'JSON_SCHEMA_UNUSABLE', cause);
}

function checked(validate: ValidateFunction): Validate {
  if ('$async' in validate) {
    const problem = 'the JSON Schema says $async, and values are checked at once; leave $async out';
    throw new ConfigError(problem, 'JSON_SCHEMA_UNUSABLE');
  }
  return (value) => {
    let fits: unknown;
    let errors: readonly ErrorObject[];
    try {
      fits = validate(value);
      errors = validate.errors ?? [];
      // They hold pieces of the value, and must not outlive it.
      validate.errors = null;
    } catch (cause) {
      throw serializationError('checking the value against its JSON Schema threw', 'SERIALIZATION_FAILED', {
        cause,
      });
    }
    if (isStrayPromise(fits)) {
      throw serializationError('a keyword of the JSON Schema answers with a promise', 'SERIALIZER_ASYNC');
    }
    if (fits !== true) throw ajvMisfits(errors, value);
  };
}
