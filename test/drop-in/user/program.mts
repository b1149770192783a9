/** The same from an ES module: named imports, the default, and a deep import, which names its file as Node asks. */
import everything, { COMPATIBILITY, SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry';
import { ConfluentSchemaRegistryValidationError } from '@kafkajs/confluent-schema-registry/dist/errors.js';
import registryModule from '@kafkajs/confluent-schema-registry/dist/SchemaRegistry.js';

const host = process.argv[2] ?? '';
const registry = new SchemaRegistry({ host });
const { id } = await registry.register(
  {
    type: SchemaType.AVRO,
    schema: '{"type":"record","name":"Seat","namespace":"com.acme","fields":[{"name":"row","type":"int"}]}',
  },
  { compatibility: COMPATIBILITY.NONE },
);
console.log(await registry.decode(await registry.encode(id, { row: 12 })));
console.log(everything.SchemaRegistry === SchemaRegistry, registryModule.default === SchemaRegistry);
await registry.encode(id, { row: 'x' }).catch((error: unknown) => {
  console.log(error instanceof ConfluentSchemaRegistryValidationError);
});
