/** A registry that knows one schema, under every subject, and answers from memory. */
import type { RegisteredSchema, SchemaRegistry } from '@ottla/kernel';

export function oneSchemaRegistry(schema: string): SchemaRegistry {
  const registered: RegisteredSchema = {
    id: 1,
    schemaType: 'AVRO',
    schema,
    subject: 'records-value',
    version: 1,
  };
  const answer = (): Promise<RegisteredSchema> => Promise.resolve(registered);
  return {
    knownSchemaId: () => registered.id,
    schemaId: () => Promise.resolve(registered.id),
    knownSchema: () => registered,
    schema: answer,
    schemaByGuid: () => Promise.resolve({ ...registered, guid: '00000000-0000-0000-0000-000000000001' }),
    version: answer,
    latest: answer,
    latestWithMetadata: answer,
    references: () => Promise.resolve([]),
    associations: () => Promise.resolve([]),
  };
}
