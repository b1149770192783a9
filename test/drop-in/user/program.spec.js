/* A spec of jest 29 as users have them: CommonJS, no flags, no transform of ours. */
const { install, mockClient, uninstall } = require('mappersmith/test');
const { SchemaRegistry, SchemaType } = require('@kafkajs/confluent-schema-registry');
const { SchemaType: deepSchemaType } = require('@kafkajs/confluent-schema-registry/dist/@types');
const registryApi = require('@kafkajs/confluent-schema-registry/dist/api').default;
const { ConfluentSchemaRegistryValidationError } = require('@kafkajs/confluent-schema-registry/dist/errors');
const SameRegistry = require('@kafkajs/confluent-schema-registry/dist/SchemaRegistry.js').default;

const host = process.env.REGISTRY_URL;
const SCHEMAS = [
  [
    SchemaType.AVRO,
    '{"type":"record","name":"Ticket","namespace":"com.acme","fields":[{"name":"seat","type":"string"}]}',
  ],
  [SchemaType.JSON, '{"type":"object","properties":{"seat":{"type":"string"}},"required":["seat"]}'],
  [SchemaType.PROTOBUF, 'syntax = "proto3"; package com.acme; message Ticket { string seat = 1; }'],
];

describe('a service under test', () => {
  it.each(SCHEMAS)('sends and receives %s', async (type, schema) => {
    const registry = new SchemaRegistry({ host });
    const { id } = await registry.register({ type, schema }, { subject: `ticket-${type}` });
    const message = await registry.encode(id, { seat: '12A' });
    expect(Buffer.isBuffer(message)).toBe(true);
    expect(await new SchemaRegistry({ host }).decode(message)).toEqual({ seat: '12A' });
  });

  it('catches errors by class', async () => {
    const registry = new SchemaRegistry({ host });
    const { id } = await registry.register({ type: SchemaType.AVRO, schema: SCHEMAS[0][1] });
    await expect(registry.encode(id, { seat: 1 })).rejects.toThrow(ConfluentSchemaRegistryValidationError);
  });

  it('has one copy of each class, whichever path it comes by', () => {
    expect(SameRegistry).toBe(SchemaRegistry);
    expect(deepSchemaType).toBe(SchemaType);
  });

  it('can be spied on', async () => {
    const encode = jest.spyOn(SchemaRegistry.prototype, 'encode').mockResolvedValue(Buffer.from('mine'));
    expect(await new SchemaRegistry({ host }).encode(1, {})).toEqual(Buffer.from('mine'));
    encode.mockRestore();
  });

  it('is answered by the test client of mappersmith', async () => {
    const client = registryApi({ host: 'http://nobody.test' });
    install();
    const mock = mockClient(client)
      .resource('Schema')
      .method('find')
      .with({ id: 1 })
      .response({ schema: '"int"' });
    mock.assertObject();
    expect((await client.Schema.find({ id: 1 })).data()).toEqual({ schema: '"int"' });
    uninstall();
  });
});
