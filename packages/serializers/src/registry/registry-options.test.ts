import { kinds, withDefault } from '@ottla/kernel';
import { describe, expect, it } from 'vitest';
import { letterFormat } from '../../testing/letter-format.ts';
import { MemoryRegistry } from '../../testing/memory-registry.ts';
import { RegistryDeserializer } from './registry-deserializer.ts';
import { RegistrySerializer } from './registry-serializer.ts';
import { deserializerOptions, serializerOptions } from './registry-options.ts';
import { topicNameStrategy } from './subject-strategy.ts';

const registry = new MemoryRegistry();
const text = { schemaType: 'AVRO', schema: 'abc' } as const;
const own = { validate: withDefault(kinds.boolean, true, 'Validates.') };

describe('the options of a factory', () => {
  it('are told apart: those all have in common, with their defaults, and its own', () => {
    const { shared, own: ours } = serializerOptions('jsonSerializer', own, { registry, validate: false });
    expect(ours).toEqual({ validate: false });
    expect(shared).toEqual({
      registry,
      subject: topicNameStrategy,
      useLatestVersion: false,
      useLatestWithMetadata: undefined,
      rules: undefined,
      showValues: false,
      clock: undefined,
      autoRegister: false,
      normalize: false,
      useSchemaId: undefined,
      latestCompatibilityStrict: true,
      idCompatibilityStrict: true,
      schemaIdIn: 'prefix',
    });
    const reading = deserializerOptions('jsonDeserializer', own, { registry });
    expect(Object.keys(reading.shared)).not.toContain('autoRegister');
    expect(reading.shared.onPoison).toBeUndefined();
  });

  it.each<[string, unknown, string, RegExp]>([
    ['nothing', undefined, 'OPTIONS_MISTAKEN', /^of: options are missing; give \{ registry \}/],
    ['null', null, 'OPTIONS_MISTAKEN', /options are missing/],
    ['text', 'http://registry', 'OPTIONS_MISTAKEN', /must be an object such as \{ registry \}, got a string/],
    ['an array', [registry], 'OPTIONS_MISTAKEN', /must be an object .* got an array/],
    ['a promise', Promise.resolve({ registry }), 'OPTIONS_MISTAKEN', /a promise; await it first/],
    ['a registry', registry, 'OPTIONS_MISTAKEN', /options are a registry; give \{ registry \}/],
    ['a schema', { type: 'record', name: 'R', fields: [] }, 'OPTIONS_MISTAKEN', /schema comes first/],
    ['a JSON Schema', { $schema: 'x', properties: {} }, 'OPTIONS_MISTAKEN', /schema comes first/],
    ['an empty object', {}, 'OPTION_MISSING', /'registry' is missing; it must be a schema registry/],
    ['a promised registry', { registry: Promise.resolve(registry) }, 'OPTION_INVALID', /new RegistryClient/],
    ['a URL as registry', { registry: 'http://r' }, 'OPTION_INVALID', /'registry' must be a schema registry/],
    [
      'the old name',
      { registry, autoRegisterSchemas: true },
      'UNKNOWN_OPTION',
      /^of: unknown option 'autoRegisterSchemas'; here it is 'autoRegister'$/,
    ],
    [
      "Java's name",
      { registry, 'value.subject.name.strategy': 'x' },
      'UNKNOWN_OPTION',
      /here it is 'subject'/,
    ],
    ['a word of nobody', { registry, colour: 1 }, 'UNKNOWN_OPTION', /known are registry, .*autoRegister,/],
    ['a text with its references', { schema: 'x', references: [] }, 'OPTIONS_MISTAKEN', /schema comes first/],
    ['a typo', { registry, useLatestVersoin: true }, 'UNKNOWN_OPTION', /did you mean 'useLatestVersion'/],
    ['an id of 0', { registry, useSchemaId: 0 }, 'OPTION_INVALID', /between 1 and 2147483647/],
    ['a number as subject', { registry, subject: 7 }, 'OPTION_INVALID', /name of a subject, or a function/],
    ['no subject', { registry, subject: '' }, 'OPTION_INVALID', /name of a subject, or a function/],
    ['no property', { registry, useLatestWithMetadata: {} }, 'OPTION_INVALID', /with one at least/],
    ['another place', { registry, schemaIdIn: 'footer' }, 'OPTION_INVALID', /one of "prefix", "header"/],
    ['rules in a list', { registry, rules: [] }, 'OPTION_INVALID', /executors, actions and unknown/],
  ])('cannot be %s', (_what, given, code, message) => {
    expect(() => serializerOptions('of', {}, given)).toThrow(
      expect.objectContaining({
        name: 'ConfigError',
        code,
        message: expect.stringMatching(message) as string,
      }),
    );
  });
});

describe('options that contradict each other', () => {
  const place = { subject: 's', version: 1 };

  it.each<[string, () => unknown, RegExp]>([
    [
      'autoRegister without a schema',
      () => new RegistrySerializer(letterFormat(), null, { registry, autoRegister: true }),
      /'autoRegister' needs a schema to register/,
    ],
    [
      'autoRegister of a schema that stands in the registry',
      () => new RegistrySerializer(letterFormat(), place, { registry, autoRegister: true }),
      /'autoRegister' needs a schema to register/,
    ],
    [
      'normalize without a schema',
      () => new RegistrySerializer(letterFormat(), null, { registry, normalize: true }),
      /'normalize' is for a schema/,
    ],
    [
      'a version and the latest version',
      () => new RegistrySerializer(letterFormat(), place, { registry, useLatestVersion: true }),
      /leave one out/,
    ],
    [
      'the latest of a subject and an id',
      () => new RegistrySerializer(letterFormat(), { subject: 's' }, { registry, useSchemaId: 1 }),
      /leave one out/,
    ],
    [
      'a schema to read into and the latest version',
      () => new RegistryDeserializer(letterFormat(), text, { registry, useLatestVersion: true }),
      /leave one out/,
    ],
    [
      'a schema to read into and the latest with metadata',
      () => new RegistryDeserializer(letterFormat(), text, { registry, useLatestWithMetadata: { a: 'b' } }),
      /leave one out/,
    ],
  ])('are refused: %s', (_what, make, message) => {
    expect(make).toThrow(
      expect.objectContaining({
        name: 'ConfigError',
        code: 'OPTIONS_CONTRADICT',
        message: expect.stringMatching(message) as string,
      }),
    );
  });
});
