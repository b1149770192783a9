/**
 * A schema registry as serializers see it: ids for schemas and schemas for ids.
 *
 * The `known…` half answers from memory and never waits; the other half may ask the network and rejects
 * with an error that says whether to retry. RegistryClient is the implementation.
 */

export type SchemaType = 'AVRO' | 'JSON' | 'PROTOBUF';

export interface SchemaReference {
  /** The name by which the schema text refers to it; for Avro a full name. */
  readonly name: string;
  readonly subject: string;
  /** 1 or more; -1 is the latest. */
  readonly version: number;
}

/** What a registry keeps beside a schema. Part of its identity: another set of properties is another id. */
export interface SchemaMetadata {
  /** Paths into the schema, each with its tags. */
  readonly tags?: Readonly<Record<string, readonly string[]>> | null | undefined;
  readonly properties?: Readonly<Record<string, string>> | null | undefined;
  /** Names of properties that are not for everybody's eyes. */
  readonly sensitive?: readonly string[] | null | undefined;
}

/** One rule of a contract, as the registry keeps it. Names and values are Confluent's. */
export interface SchemaRule {
  readonly name?: string | null | undefined;
  readonly doc?: string | null | undefined;
  /** CONDITION or TRANSFORM, which is the default. */
  readonly kind?: string | null | undefined;
  /** UPGRADE, DOWNGRADE, UPDOWN, WRITE, READ or WRITEREAD, which is the default. */
  readonly mode?: string | null | undefined;
  readonly type?: string | null | undefined;
  readonly tags?: readonly string[] | null | undefined;
  readonly params?: Readonly<Record<string, string>> | null | undefined;
  readonly expr?: string | null | undefined;
  readonly onSuccess?: string | null | undefined;
  readonly onFailure?: string | null | undefined;
  readonly disabled?: boolean | null | undefined;
}

export interface SchemaRuleSet {
  readonly migrationRules?: readonly SchemaRule[] | null | undefined;
  readonly domainRules?: readonly SchemaRule[] | null | undefined;
  readonly encodingRules?: readonly SchemaRule[] | null | undefined;
  readonly enableAt?: string | null | undefined;
}

/** A schema as it is sent to a registry. Never changed after it was handed over: caches know it by identity. */
export interface SchemaText {
  readonly schemaType: SchemaType;
  readonly schema: string;
  readonly references?: readonly SchemaReference[];
  readonly metadata?: SchemaMetadata;
  readonly ruleSet?: SchemaRuleSet;
}

/** A schema a registry knows. Subject and version are absent when it was asked for by id alone. */
export interface RegisteredSchema extends SchemaText {
  /** Positive int32; the four bytes after the magic byte. */
  readonly id: number;
  /** The MD5 of its content as a UUID: as the registry tells it, else computed where its content is known to be the stored one. */
  readonly guid?: string;
  readonly subject?: string;
  readonly version?: number;
}

export interface SchemaIdOptions {
  /** Register the schema when it is absent. */
  readonly register: boolean;
  /** Let the registry bring the schema into its normal form first, so that layout and order do not matter. */
  readonly normalize?: boolean;
}

/** A schema that another one refers to. */
export interface ReferencedSchema extends RegisteredSchema {
  /** By which the other one names it. */
  readonly name: string;
}

/** Which subject serves the keys or values of a topic, as the registry was told. */
export interface SubjectAssociation {
  readonly subject: string;
  /** `key` or `value`. */
  readonly associationType?: string;
}

export interface SchemaRegistry {
  /** The id of this schema under this subject when it is already known. */
  knownSchemaId(subject: string, schema: SchemaText, normalize?: boolean): number | undefined;
  /** Looks the schema up under its subject; with `register` it is registered when absent. */
  schemaId(subject: string, schema: SchemaText, options: SchemaIdOptions): Promise<number>;
  /** The schema of an id when it is already known. */
  knownSchema(id: number): RegisteredSchema | undefined;
  /** With a subject: as that subject has it, with its version. */
  schema(id: number, options?: { readonly subject?: string }): Promise<RegisteredSchema>;
  schemaByGuid(guid: string): Promise<SchemaText & { readonly guid: string }>;
  version(subject: string, version: number): Promise<RegisteredSchema>;
  /** May be answered from a memory that is brought up to date behind the answer. */
  latest(subject: string): Promise<RegisteredSchema>;
  /** The latest version that carries all these properties. */
  latestWithMetadata(
    subject: string,
    properties: Readonly<Record<string, string>>,
  ): Promise<RegisteredSchema>;
  /** Every schema this one refers to, directly or not, each once, in the order in which to parse them. */
  references(schema: SchemaText & { readonly subject?: string }): Promise<readonly ReferencedSchema[]>;
  associations(
    resourceName: string,
    options?: { readonly namespace?: string; readonly type?: 'key' | 'value' },
  ): Promise<readonly SubjectAssociation[]>;
}
