/**
 * A program written for @kafkajs/confluent-schema-registry 4: its types, values and deep imports. It is compiled
 * and run as it stands, with that package and with ours under its name; both must print the same.
 */
import { Agent } from 'node:http';
import avro from 'avsc';
import type { Middleware } from 'mappersmith';
import {
  COMPATIBILITY,
  SchemaRegistry,
  SchemaType,
  readAVSC,
  readAVSCAsync,
  type DecodeOptions,
} from '@kafkajs/confluent-schema-registry';
import type {
  AvroConfluentSchema,
  AvroSchema,
  ConfluentSchema,
  JsonConfluentSchema,
  ProtoConfluentSchema,
  RawAvroSchema,
  Schema,
  SchemaReference,
  SchemaRegistryAPIClientOptions,
} from '@kafkajs/confluent-schema-registry/dist/@types';
import API, {
  type SchemaRegistryAPIClient,
  type SchemaRegistryAPIClientArgs,
} from '@kafkajs/confluent-schema-registry/dist/api';
import Cache from '@kafkajs/confluent-schema-registry/dist/cache';
import { DEFAULT_SEPARATOR } from '@kafkajs/confluent-schema-registry/dist/constants';
import {
  ConfluentSchemaRegistryArgumentError,
  ConfluentSchemaRegistryError,
  ConfluentSchemaRegistryValidationError,
} from '@kafkajs/confluent-schema-registry/dist/errors.js';
import Registry, { type RegisteredSchema } from '@kafkajs/confluent-schema-registry/dist/SchemaRegistry';
import { readAVSC as readOne } from '@kafkajs/confluent-schema-registry/dist/utils/readAVSC';
import decodeFrame from '@kafkajs/confluent-schema-registry/dist/wireDecoder';
import { MAGIC_BYTE, encode as encodeFrame } from '@kafkajs/confluent-schema-registry/dist/wireEncoder';

const [host = '', avscFile = ''] = process.argv.slice(2);
const seen: string[] = [];
const watching: Middleware = ({ resourceName, resourceMethod }) => ({
  async request(request) {
    seen.push(`${resourceName}.${resourceMethod}`);
    return request.enhance({ headers: { 'X-Program': 'yes' } });
  },
  async response(next) {
    return next();
  },
});
const args: SchemaRegistryAPIClientArgs = {
  host,
  clientId: 'program',
  retry: { retries: 1 },
  middlewares: [watching],
};
const options: SchemaRegistryAPIClientOptions = {
  [SchemaType.AVRO]: { wrapUnions: true },
  [SchemaType.JSON]: { allErrors: true, detailedErrorPaths: false },
};

async function avroWay(registry: SchemaRegistry): Promise<void> {
  const person: RawAvroSchema = readAVSC(avscFile);
  const same = await readAVSCAsync(avscFile);
  console.log(person.name, same.name === readOne(avscFile).name);
  const { id }: RegisteredSchema = await registry.register(person, { separator: DEFAULT_SEPARATOR });
  const text: AvroConfluentSchema = { type: SchemaType.AVRO, schema: JSON.stringify(person) };
  const again = await registry.register(text, {
    subject: 'program-value',
    compatibility: COMPATIBILITY.FULL,
  });
  console.log(again.id === id, await registry.getRegistryId('program-value', 'latest'));
  const message: Buffer = await registry.encode(id, { fullName: 'Ada' });
  const reading: DecodeOptions = { [SchemaType.AVRO]: { readerSchema: person } };
  const decoded = await registry.decode(message, reading);
  console.log(decoded.fullName, decodeFrame(message).magicByte.equals(MAGIC_BYTE));
  console.log(encodeFrame(id, message.subarray(5)).equals(message));
  const schema: Schema = await registry.getSchema(id);
  console.log(schema instanceof avro.Type, schema.isValid({ fullName: 1 }));
  console.log((schema as AvroSchema).createResolver(avro.Type.forSchema(person)) !== undefined);
  const known: number = await registry.getLatestSchemaId('program-value');
  console.log(known === (await registry.getRegistryIdBySchema('program-value', person)));
  try {
    await registry.encode(id, { fullName: 7 });
  } catch (error) {
    if (!(error instanceof ConfluentSchemaRegistryValidationError)) throw error;
    const paths: string[][] = error.paths;
    console.log(error.name, error instanceof ConfluentSchemaRegistryError, paths);
  }
}

async function otherWays(registry: Registry): Promise<void> {
  const base: ProtoConfluentSchema = {
    type: SchemaType.PROTOBUF,
    schema: 'syntax = "proto3"; package com.acme; message Place { string city = 1; }',
  };
  await registry.register(base, { subject: 'place' });
  const references: SchemaReference[] = [{ name: 'place.proto', subject: 'place', version: 1 }];
  const visit: ProtoConfluentSchema = {
    type: SchemaType.PROTOBUF,
    schema: 'syntax = "proto3"; package com.acme; import "place.proto"; message Visit { Place place = 1; }',
    references,
  };
  const json: JsonConfluentSchema = {
    type: SchemaType.JSON,
    schema: '{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}',
  };
  const all: [ConfluentSchema, object][] = [
    [visit, { place: { city: 'Linz' } }],
    [json, { city: 'Linz' }],
  ];
  for (const [schema, value] of all) {
    const { id } = await registry.register(schema, { subject: `program-${schema.type}` });
    const message = await registry.encode(id, value);
    console.log(
      schema.type,
      message.subarray(5).toString('hex'),
      JSON.stringify(await registry.decode(message)),
    );
  }
}

const shown = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

async function main(): Promise<void> {
  const registry = new SchemaRegistry(args, options);
  await avroWay(registry);
  await otherWays(new Registry({ host, agent: new Agent({ keepAlive: true }) }));
  const cache: Cache = registry.cache;
  console.log(cache.getLatestRegistryId('program-value') !== undefined, cache instanceof Cache);
  const api: SchemaRegistryAPIClient = API({ host });
  const response = await api.Subject.config({ subject: 'program-value' });
  console.log(response.data<{ compatibilityLevel: string }>(), response.status());
  await api.Subject.version({ subject: 'nobody', version: 1 }).catch((error: unknown) =>
    console.log(shown(error)),
  );
  await registry.decode(Buffer.from('0nothing')).catch((error: unknown) => {
    console.log(error instanceof ConfluentSchemaRegistryArgumentError, shown(error));
  });
  const legacy = new SchemaRegistry({ host }, { forSchemaOptions: { noAnonymousTypes: true } });
  console.log(Object.values(COMPATIBILITY), Object.keys(SchemaType), legacy instanceof Registry);
  console.log([...new Set(seen)].sort());
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
