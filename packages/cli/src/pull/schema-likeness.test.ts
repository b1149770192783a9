import type { LockedVersion, SchemaBundle } from '@ottla/registry-client';
import { describe, expect, it } from 'vitest';
import { SchemaLikeness } from './schema-likeness.ts';

const MONEY = '{"type":"record","name":"com.acme.Money","fields":[]}';
const plain = { id: 1, guid: '', fingerprint: '' };
const version = (changed: Partial<LockedVersion>): { versions: readonly LockedVersion[] } => ({
  versions: [{ ...plain, version: 1, schemaType: 'AVRO', sha256: '', ...changed }],
});
const references = [{ name: 'com.acme.Money', subject: 'money', version: 1 }];
const bundle: SchemaBundle = {
  lockfileVersion: 1,
  subjects: {
    money: version({ sha256: 'm' }),
    order: version({ references }),
    json: version({ schemaType: 'JSON' }),
    proto: version({ schemaType: 'PROTOBUF' }),
  },
  schemas: { m: MONEY },
};

describe('two texts', () => {
  it.each([
    ['money', MONEY, '{"name":"Money", "namespace":"com.acme", "fields":[], "type":"record"}'],
    ['money', '"string"', '{ "type": "string" }'],
    ['order', '{"type":"array","items":"com.acme.Money"}', '{"items":"com.acme.Money","type":"array"}'],
    ['json', '{"type":"object","title":"a"}', '{ "title": "a", "type": "object" }'],
    ['proto', 'syntax = "proto3";', 'syntax = "proto3";\n'],
    ['money', 'no JSON', 'no JSON'],
  ])('of %s are alike: %j and %j', (subject, left, right) => {
    expect(new SchemaLikeness(bundle).areAlike(left, right, { subject, version: 1 })).toBe(true);
  });

  it.each([
    ['money', MONEY, MONEY.replace('"fields"', '"doc":"","fields"')],
    ['money', '{"type":"array","items":"Unknown"}', '{"items":"Unknown","type":"array"}'],
    ['money', 'no JSON', 'neither'],
    ['json', '{"type":"object"}', '{"type":"array"}'],
    ['json', 'no JSON', 'neither'],
    ['proto', 'syntax = "proto3";', 'syntax  = "proto3";'],
    ['nowhere', '{}', '{ }'],
  ])('of %s are not alike: %j and %j', (subject, left, right) => {
    expect(new SchemaLikeness(bundle).areAlike(left, right, { subject, version: 1 })).toBe(false);
  });
});
