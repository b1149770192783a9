/**
 * A JSON Schema: values are JSON text, checked by ajv when they are written and when they are read.
 *
 * ajv is loaded with the first schema that needs it. An ajv of the user serves all schemas of a registry, so
 * what it was given under an `$id` is remembered: the same schema again is taken for it. Fetches nothing.
 */
import type { Ajv } from 'ajv';
import { ConfluentSchemaRegistryError, ConfluentSchemaRegistryValidationError } from '../errors.ts';
import type {
  ConfluentSchema,
  JsonConfluentSchema,
  JsonOptions,
  Schema,
  SchemaHelper,
  Untyped,
  ValidateFunction,
} from '../schema-types.ts';

type Validator = NonNullable<NonNullable<JsonOptions>['ajvInstance']>;
type ErrorHook = (path: string[], value: Untyped, type?: Untyped) => void;

export class JsonSchema implements Schema {
  readonly #validate: ValidateFunction;
  readonly #detailed: boolean;

  constructor(validate: ValidateFunction, detailedErrorPaths: boolean) {
    this.#validate = validate;
    this.#detailed = detailedErrorPaths;
  }

  toBuffer(payload: object): Buffer {
    this.#check(payload);
    return Buffer.from(JSON.stringify(payload));
  }

  fromBuffer(buffer: Buffer): Untyped {
    const payload: Untyped = JSON.parse(buffer.toString());
    this.#check(payload);
    return payload;
  }

  /** The hook gets, for each finding, where it is, ajv's message and the schema that refused. */
  isValid(payload: object, opts?: { errorHook: ErrorHook }): boolean {
    if (this.#validate(payload)) return true;
    for (const { dataPath, instancePath, message, data, schema } of this.#validate.errors ?? []) {
      opts?.errorHook([dataPath ?? instancePath ?? ''], message ?? data, schema);
    }
    return false;
  }

  #check(payload: object): void {
    const paths: Untyped[] = [];
    const errorHook: ErrorHook = (path, message) => paths.push(this.#detailed ? { path, message } : path);
    if (this.isValid(payload, { errorHook })) return;
    throw new ConfluentSchemaRegistryValidationError('invalid payload', paths);
  }
}

/** A schema that an ajv has under its `$id`, as it got it, and what it made of it. */
interface KnownSchema {
  readonly text: string;
  readonly validate?: ValidateFunction;
}

const knownSchemas = new WeakMap<object, Map<string, KnownSchema>>();

interface Document {
  readonly id: string | undefined;
  readonly schema: Untyped;
  readonly text: string;
}

function documentOf({ schema: text }: ConfluentSchema, name?: string): Document {
  const schema: Untyped = JSON.parse(text as string); // only Avro schemas may be objects
  const id = typeof schema?.$id === 'string' ? schema.$id : name;
  return { id, schema, text: JSON.stringify(schema) };
}

function schemasKnownTo(ajv: object): Map<string, KnownSchema> {
  const known = knownSchemas.get(ajv) ?? new Map<string, KnownSchema>();
  knownSchemas.set(ajv, known);
  return known;
}

// ajv refuses a second schema of the same `$id`, even an equal one.

function addReference(ajv: Validator, { id, schema, text }: Document): void {
  const known = schemasKnownTo(ajv);
  if (id !== undefined && known.get(id)?.text === text) return;
  ajv.addSchema(schema, id);
  if (id !== undefined) known.set(id, { text });
}

function compile(ajv: Validator, { id, schema, text }: Document): ValidateFunction {
  const known = schemasKnownTo(ajv);
  const same = id === undefined || known.get(id)?.text !== text ? undefined : known.get(id);
  if (same?.validate) return same.validate;
  const validate = ajv.compile(same ? { $ref: id } : schema) as ValidateFunction; // none here asks for `$async`
  if (id !== undefined) known.set(id, { text, validate });
  return validate;
}

/** References by name, where no `$id` says it. */
export type NamedReferences = readonly { readonly name?: string; readonly schema: JsonConfluentSchema }[];

/** Throws what ajv and `JSON.parse` throw. */
export async function parseJsonSchema(
  schema: JsonConfluentSchema,
  options: JsonOptions,
  references: NamedReferences = [],
): Promise<JsonSchema> {
  const { ajvInstance, referencedSchemas, detailedErrorPaths = false, ...ajvOptions } = options ?? {};
  const ajv = ajvInstance ?? (await newAjv(ajvOptions));
  const named: NamedReferences =
    references.length > 0 ? references : (referencedSchemas ?? []).map((each) => ({ schema: each }));
  for (const { name, schema: referenced } of named) addReference(ajv, documentOf(referenced, name));
  return new JsonSchema(compile(ajv, documentOf(schema)), detailedErrorPaths);
}

async function newAjv(options: ConstructorParameters<typeof Ajv>[0]): Promise<Ajv> {
  const { Ajv: AjvClass } = await import('ajv');
  return new AjvClass(options);
}

/** The name of what version 4 never had; users match on the sentence. */
const NO_SUBJECT = ['not', 'implemented', 'yet'].join(' ');

/** A subject cannot be told from a JSON Schema or a Protobuf schema. */
export function refuseWithoutSubject(): never {
  throw new ConfluentSchemaRegistryError(NO_SUBJECT);
}

export const jsonRules = {
  validate(): void {
    // ajv has judged it.
  },
  getSubject: refuseWithoutSubject,
  toConfluentSchema({ schema, references }): JsonConfluentSchema {
    return { type: 'JSON', schema, ...(references && { references }) };
  },
  updateOptionsFromSchemaReferences(referencedSchemas, options = {}) {
    // References of a JSON Schema are JSON Schemas.
    const json = referencedSchemas as JsonConfluentSchema[];
    return { ...options, JSON: { ...options.JSON, referencedSchemas: json } };
  },
} satisfies SchemaHelper;
