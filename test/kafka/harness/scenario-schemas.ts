/** The schemas whose life the scenario tells, and what two registries must agree on of their texts. */
import type { SchemaText } from '@ottla/kernel';

export const avro = (schema: object, references?: SchemaText['references']): SchemaText => ({
  schemaType: 'AVRO',
  schema: JSON.stringify(schema),
  ...(references === undefined ? {} : { references }),
});
const id = { name: 'id', type: 'long' };
const customer = (...fields: object[]): SchemaText =>
  avro({ type: 'record', name: 'Customer', namespace: 'com.acme', fields: [id, ...fields] });
export const v1 = customer();
export const v2 = customer({ name: 'name', type: 'string', default: '' });
export const breaking = customer({ name: 'email', type: 'string' });
export const never = customer({ name: 'age', type: 'int', default: 0 });
export const money = avro({
  type: 'record',
  name: 'com.acme.Money',
  fields: [{ name: 'cents', type: 'long' }],
});
export const json: SchemaText = {
  schemaType: 'JSON',
  schema: '{"type":"object","properties":{"id":{"type":"integer"}},"required":["id"]}',
};
export const protobuf: SchemaText = {
  schemaType: 'PROTOBUF',
  schema: 'syntax = "proto3";\npackage acme;\n\nmessage Payment {\n  int64 id = 1;\n}\n',
};

/** A schema's text for comparing: of JSON, what it says; else as it stands. */
export function saidBy({ schema, schemaType }: SchemaText): unknown {
  return schemaType === 'PROTOBUF' ? schema : JSON.parse(schema);
}
