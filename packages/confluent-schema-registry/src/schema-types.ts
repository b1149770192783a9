/**
 * The types users name (dist/@types), and `SchemaType`, the one value among them.
 *
 * Compatible with what @kafkajs/confluent-schema-registry 4 declares: code written against that compiles
 * against this. `SchemaType` was an enum there; here it is an object, a type and a namespace of types, so
 * `SchemaType.AVRO` still works as a type, and a plain 'AVRO' is taken too. Holds no behaviour.
 */
import type { ForSchemaOptions, Resolver, Type } from 'avsc';
import type { Ajv } from 'ajv';

/** What JSON or a user's schema may hold. Users read members of decoded values without a cast, as they always could. */
export type Untyped = ReturnType<JSON['parse']>;

export const SchemaType = {
  AVRO: 'AVRO',
  JSON: 'JSON',
  PROTOBUF: 'PROTOBUF',
  /** What a registry calls a type this package does not know. */
  UNKNOWN: 'UNKNOWN',
} as const;
export type SchemaType = (typeof SchemaType)[keyof typeof SchemaType];
export declare namespace SchemaType {
  export type AVRO = 'AVRO';
  export type JSON = 'JSON';
  export type PROTOBUF = 'PROTOBUF';
  export type UNKNOWN = 'UNKNOWN';
}

/** What differs between the three schema types when one is registered or fetched. */
interface SchemaRules {
  validate(schema: Schema): void;
  getSubject(confluentSchema: ConfluentSchema, schema: Schema, separator: string): ConfluentSubject;
  toConfluentSchema(response: SchemaResponse): ConfluentSchema;
  updateOptionsFromSchemaReferences(
    referencedSchemas: ConfluentSchema[],
    options?: ProtocolOptions,
  ): ProtocolOptions;
}
export type { SchemaRules as SchemaHelper };

/** Options of avsc's `Type.forSchema`, passed on as they are, and ours. The object is never written to. */
export type AvroOptions = Partial<ForSchemaOptions> & {
  /** Schemas that reader schemas may name. For writer schemas the registry's references count instead. */
  referencedSchemas?: AvroConfluentSchema[];
  /**
   * Encoding fails when a record holds a key that its schema does not have; `error.paths` names each such
   * key. Otherwise, by default, such keys are dropped silently.
   */
  noUndeclaredFields?: boolean;
};

/** As ajv 8 leaves it on a validating function; ajv 6 wrote `dataPath`. */
interface AjvFinding {
  message?: string;
  data?: unknown;
  schema?: unknown;
  instancePath?: string;
  dataPath?: string;
}

/** What ajv's `compile` gives, of any version. */
export interface ValidateFunction {
  (this: Untyped, value: Untyped): boolean;
  errors?: null | AjvFinding[];
}

/** Options of ajv's constructor, and ours. */
export type JsonOptions = ConstructorParameters<typeof Ajv>[0] & {
  /** Validates instead of an ajv of ours: another draft, formats, keywords. Shared by all schemas of the registry. */
  ajvInstance?:
    | Ajv
    | {
        addSchema: Ajv['addSchema'];
        compile: (schema: Untyped) => ValidateFunction;
      };
  referencedSchemas?: JsonConfluentSchema[];
  /** `error.paths` holds `{ path, message }` instead of paths. */
  detailedErrorPaths?: boolean;
};

export type ProtoOptions = {
  /** The message of a schema to encode and decode, within its package; the first one otherwise. */
  messageName?: string;
  referencedSchemas?: ProtoConfluentSchema[];
};

/** The options of version 1: those of Avro only. */
export interface LegacyOptions {
  forSchemaOptions?: AvroOptions;
}
export interface ProtocolOptions {
  AVRO?: AvroOptions;
  JSON?: JsonOptions;
  PROTOBUF?: ProtoOptions;
}
export type SchemaRegistryAPIClientOptions = ProtocolOptions | LegacyOptions;

/** A parsed schema of any type. */
export interface Schema {
  toBuffer(payload: object): Buffer;
  fromBuffer(buffer: Buffer, resolver?: Resolver, noCheck?: boolean): Untyped;
  isValid(
    payload: object,
    opts?: { errorHook: (path: Array<string>, value: Untyped, type?: Untyped) => void },
  ): boolean;
}

/** A record as an .avsc file writes it. */
export interface RawAvroSchema {
  name: string;
  namespace?: string;
  type: 'record';
  fields: Untyped[];
}

/** A parsed Avro schema: one of avsc's types. */
export interface AvroSchema extends Schema, RawAvroSchema, Pick<Type, 'equals' | 'createResolver'> {}

export interface ConfluentSubject {
  name: string;
}

export type SchemaReference = {
  /** Avro: the full name; JSON Schema: the `$ref`; Protobuf: the import. */
  name: string;
  subject: string;
  version: number;
};

export interface AvroConfluentSchema {
  type: SchemaType.AVRO;
  schema: string | RawAvroSchema;
  references?: SchemaReference[];
}
export interface ProtoConfluentSchema {
  type: SchemaType.PROTOBUF;
  schema: string;
  references?: SchemaReference[];
}
export interface JsonConfluentSchema {
  type: SchemaType.JSON;
  schema: string;
  references?: SchemaReference[];
}
export type ConfluentSchema = AvroConfluentSchema | ProtoConfluentSchema | JsonConfluentSchema;

/** A version of a subject as the registry answers it; without a type it is Avro. */
export interface SchemaResponse {
  schema: string;
  schemaType: string;
  references?: SchemaReference[];
}
