/** Code written against the original's types compiles against ours, and what ours give fits where theirs were named. */
import { Ajv, type Options } from 'ajv';
import avsc from 'avsc';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type * as TheirTypes from '../../../bench/node_modules/@kafkajs/confluent-schema-registry/dist/@types.js';
import type { SchemaRegistryAPIClientArgs as TheirArgs } from '../../../bench/node_modules/@kafkajs/confluent-schema-registry/dist/api/index.js';
import type TheirCacheModule from '../../../bench/node_modules/@kafkajs/confluent-schema-registry/dist/cache.js';
import type { COMPATIBILITY as TheirLevel } from '../../../bench/node_modules/@kafkajs/confluent-schema-registry/dist/constants.js';
import type * as TheirErrors from '../../../bench/node_modules/@kafkajs/confluent-schema-registry/dist/errors.js';
import type TheirRegistryModule from '../../../bench/node_modules/@kafkajs/confluent-schema-registry/dist/SchemaRegistry.js';
import type {
  DecodeOptions as TheirDecodeOptions,
  RegisteredSchema as TheirRegistered,
} from '../../../bench/node_modules/@kafkajs/confluent-schema-registry/dist/SchemaRegistry.js';
import type { SchemaRegistryAPIClientArgs } from './api/index.ts';
import type { Cache } from './cache.ts';
import { COMPATIBILITY } from './constants.ts';
import type * as errors from './errors.ts';
import { SchemaRegistry, type DecodeOptions, type RegisteredSchema } from './schema-registry.ts';
import type * as types from './schema-types.ts';
import { SchemaType } from './schema-types.ts';

// Seen from ESM, the default export of CommonJS is the module.
type TheirCache = TheirCacheModule.default;
type TheirRegistry = TheirRegistryModule.default;

/** The values of an enum as plain texts, which is all that differs. */
type Plain<Enum extends string> = `${Enum}`;

describe('the types of the API', () => {
  it('take and give the same shapes where no enum is part of them', () => {
    expectTypeOf<types.RawAvroSchema>().toEqualTypeOf<TheirTypes.RawAvroSchema>();
    expectTypeOf<types.AvroSchema>().toEqualTypeOf<TheirTypes.AvroSchema>();
    expectTypeOf<types.Schema>().toEqualTypeOf<TheirTypes.Schema>();
    expectTypeOf<types.ConfluentSubject>().toEqualTypeOf<TheirTypes.ConfluentSubject>();
    expectTypeOf<types.SchemaReference>().toEqualTypeOf<TheirTypes.SchemaReference>();
    expectTypeOf<types.SchemaResponse>().toEqualTypeOf<TheirTypes.SchemaResponse>();
    expectTypeOf<RegisteredSchema>().toEqualTypeOf<TheirRegistered>();
    expectTypeOf<keyof types.ProtoOptions>().toEqualTypeOf<keyof TheirTypes.ProtoOptions>();
  });

  it('take what was declared with the types of the original', () => {
    expectTypeOf<TheirTypes.ConfluentSchema>().toExtend<types.ConfluentSchema>();
    expectTypeOf<TheirTypes.AvroConfluentSchema>().toExtend<types.AvroConfluentSchema>();
    expectTypeOf<TheirTypes.JsonConfluentSchema>().toExtend<types.JsonConfluentSchema>();
    expectTypeOf<TheirTypes.ProtoConfluentSchema>().toExtend<types.ProtoConfluentSchema>();
    expectTypeOf<TheirTypes.AvroOptions>().toExtend<types.AvroOptions>();
    expectTypeOf<TheirTypes.JsonOptions>().toExtend<types.JsonOptions>();
    expectTypeOf<TheirTypes.ProtoOptions>().toExtend<types.ProtoOptions>();
    expectTypeOf<TheirTypes.LegacyOptions>().toExtend<types.LegacyOptions>();
    expectTypeOf<TheirTypes.ProtocolOptions>().toExtend<types.ProtocolOptions>();
    expectTypeOf<TheirTypes.SchemaRegistryAPIClientOptions>().toExtend<types.SchemaRegistryAPIClientOptions>();
    expectTypeOf<TheirDecodeOptions>().toExtend<DecodeOptions>();
    expectTypeOf<DecodeOptions>().toExtend<TheirDecodeOptions>();
    expectTypeOf<TheirArgs>().toExtend<SchemaRegistryAPIClientArgs>();
    expectTypeOf<SchemaRegistryAPIClientArgs>().toExtend<TheirArgs>();
  });

  it('give what code written for the original expects of an object of options', () => {
    expectTypeOf<types.LegacyOptions['forSchemaOptions']>().toEqualTypeOf<types.AvroOptions | undefined>();
    expectTypeOf<keyof TheirTypes.AvroOptions>().toExtend<keyof types.AvroOptions>();
    expectTypeOf<Options>().toExtend<types.JsonOptions>();
  });

  it('name the values of the former enums in values and in types', () => {
    expectTypeOf<types.SchemaType>().toEqualTypeOf<Plain<TheirTypes.SchemaType>>();
    expectTypeOf<COMPATIBILITY>().toEqualTypeOf<Plain<TheirLevel>>();
    expectTypeOf<TheirTypes.SchemaType>().toExtend<types.SchemaType>();
    expectTypeOf<TheirLevel>().toExtend<COMPATIBILITY>();
    const known: Exclude<SchemaType, SchemaType.UNKNOWN> = SchemaType.JSON;
    const level: COMPATIBILITY.FULL_TRANSITIVE = COMPATIBILITY.FULL_TRANSITIVE;
    const byType: Record<SchemaType, number> = {
      [SchemaType.AVRO]: 0,
      [SchemaType.JSON]: 1,
      [SchemaType.PROTOBUF]: 2,
      [SchemaType.UNKNOWN]: 3,
    };
    expect([known, level, Object.keys(byType)]).toEqual([
      'JSON',
      'FULL_TRANSITIVE',
      ['AVRO', 'JSON', 'PROTOBUF', 'UNKNOWN'],
    ]);
  });

  it('have every member of the original cache, errors and helper', () => {
    expectTypeOf<keyof TheirCache>().toExtend<keyof Cache>();
    expectTypeOf<ReturnType<Cache['getSchema']>>().toExtend<
      { type: types.SchemaType; schema: TheirTypes.Schema | TheirTypes.AvroSchema } | undefined
    >();
    expectTypeOf<Exclude<keyof typeof TheirErrors, 'default'>>().toExtend<keyof typeof errors>();
    expectTypeOf<errors.ConfluentSchemaRegistryValidationError>().toExtend<TheirErrors.ConfluentSchemaRegistryValidationError>();
    expectTypeOf<keyof types.SchemaHelper>().toEqualTypeOf<keyof TheirTypes.SchemaHelper>();
  });
});

describe('the class', () => {
  type Public = 'register' | 'encode' | 'decode' | 'getSchema' | 'getRegistryId' | 'getLatestSchemaId';

  it('has the methods of the original with their parameters and results', () => {
    expectTypeOf<keyof TheirRegistry>().toExtend<keyof SchemaRegistry>();
    expectTypeOf<Parameters<TheirRegistry['encode']>>().toEqualTypeOf<Parameters<SchemaRegistry['encode']>>();
    expectTypeOf<ReturnType<SchemaRegistry[Exclude<Public, 'getSchema'>]>>().toEqualTypeOf<
      ReturnType<TheirRegistry[Exclude<Public, 'getSchema'>]>
    >();
    expectTypeOf<ReturnType<SchemaRegistry['getSchema']>>().toEqualTypeOf<
      ReturnType<TheirRegistry['getSchema']>
    >();
    expectTypeOf<SchemaRegistry['getRegistryId']>().toEqualTypeOf<TheirRegistry['getRegistryId']>();
    expectTypeOf<SchemaRegistry['getRegistryIdBySchema']>().toExtend<
      TheirRegistry['getRegistryIdBySchema']
    >();
    expectTypeOf<Parameters<TheirRegistry['decode']>>().toExtend<Parameters<SchemaRegistry['decode']>>();
  });

  it('takes each form of a schema with the options it needs', () => {
    const registry = new SchemaRegistry({ host: 'http://127.0.0.1:9' });
    const raw: types.RawAvroSchema = { type: 'record', name: 'A', fields: [] };
    const calls = (): Promise<RegisteredSchema>[] => [
      registry.register(raw),
      registry.register(raw, { compatibility: COMPATIBILITY.NONE, separator: '-' }),
      registry.register({ type: SchemaType.AVRO, schema: raw }, { subject: 's', updateConfig: false }),
      registry.register({ type: SchemaType.JSON, schema: '{}' }, { subject: 's', compatibility: null }),
    ];
    expectTypeOf(calls).returns.toEqualTypeOf<Promise<RegisteredSchema>[]>();
    expect(calls).toBeTypeOf('function');
  });

  it('takes the options of avsc and ajv as they are', () => {
    class DateType extends avsc.types.LogicalType {}
    const options: types.SchemaRegistryAPIClientOptions[] = [
      { [SchemaType.AVRO]: { wrapUnions: 'never', logicalTypes: { date: DateType } } },
      { [SchemaType.JSON]: { allErrors: true, ajvInstance: new Ajv(), detailedErrorPaths: true } },
      { [SchemaType.PROTOBUF]: { messageName: 'Customer' } },
      { forSchemaOptions: { registry: {} } },
    ];
    expect(options).toHaveLength(4);
  });
});
