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

/** A schema as it is sent to a registry. */
export interface SchemaText {
  readonly schemaType: SchemaType;
  readonly schema: string;
  readonly references?: readonly SchemaReference[];
}

/** A schema a registry knows. Subject and version are absent when it was asked for by id alone. */
export interface RegisteredSchema extends SchemaText {
  /** Positive int32; the four bytes after the magic byte. */
  readonly id: number;
  readonly subject?: string;
  readonly version?: number;
}

export interface SchemaRegistry {
  /** The id of this schema under this subject when it is already known. */
  knownSchemaId(subject: string, schema: SchemaText): number | undefined;
  /** Looks the schema up under its subject; with `register` it is registered when absent. */
  schemaId(subject: string, schema: SchemaText, options: { readonly register: boolean }): Promise<number>;
  /** The schema of an id when it is already known. */
  knownSchema(id: number): RegisteredSchema | undefined;
  schema(id: number): Promise<RegisteredSchema>;
}
