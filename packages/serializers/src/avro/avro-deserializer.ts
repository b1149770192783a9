/**
 * Avro payloads for whoever reads records: behind a schema id of a registry, a fingerprint, or nothing.
 *
 * Three forms: into a constant of generated code, typed; into any other source of a schema; or by options only, and then
 * into the latest version, or as the writer wrote it. What is fetched, kept and put aside is RegistryDeserializer's.
 */
import { ConfigError, type Deserializer, type DeserializerContext } from '@ottla/kernel';
import type { PayloadFormat } from '../registry/payload-format.ts';
import { RegistryDeserializer } from '../registry/registry-deserializer.ts';
import { formatOf, givenArguments, schemaOf, type GivenArguments } from './avro-arguments.ts';
import {
  readDeserializerOptions,
  type AvroDeserializerOptions,
  type AvroDeserializerSettings,
} from './avro-options.ts';
import type { UntypedOptions } from './avro-codec.ts';
import type { AvroSchema } from './avro-schema.ts';
import { LateFormat } from './late-format.ts';
import { isPlace, readSource, type OwnSchema, type UntypedSource } from './schema-source.ts';
import { UnframedDeserializer } from './unframed.ts';

/**
 * A deserializer into one schema, whose types its values have. `ready` fetches the writer's schema; what was written
 * with any version is read into this one. Bytes that cannot be read throw SerializationError, or go to `onPoison`.
 * @example
 * const context = { topic: 'customers', isKey: false, headers: [] };
 * const bytes = await serializeValue(avroSerializer(Customer, { registry }), { id: 1, name: 'Ada' }, context);
 * await deserializeValue(avroDeserializer(Customer, { registry }), bytes, context); // { id: 1, name: 'Ada', email: null }
 */
export function avroDeserializer<Value, Input>(
  schema: AvroSchema<Value, Input>,
  options: AvroDeserializerOptions<Value>,
): Deserializer<Value>;
/**
 * A deserializer into a schema without TypeScript types.
 * @example
 * const visits = avroDeserializer<{ at: bigint }>({ file: 'visit.avsc' }, { registry, choices: { long: 'bigint' } });
 */
export function avroDeserializer<T = unknown>(
  source: UntypedSource,
  options: AvroDeserializerOptions<T> & UntypedOptions,
): Deserializer<NoInfer<T>>;
/**
 * A deserializer that reads every record as its writer wrote it, or with `useLatestVersion` into the latest version.
 * @example
 * const anything = avroDeserializer({ registry });
 */
export function avroDeserializer(options: AvroDeserializerOptions & UntypedOptions): Deserializer<unknown>;
export function avroDeserializer(...given: readonly unknown[]): Deserializer<unknown> {
  const { source, options } = givenArguments('avroDeserializer', given);
  const { own, shared } = readDeserializerOptions(options);
  const format = formatOf('avroDeserializer', source, {
    ...own,
    undeclaredFields: 'refuse',
    missingNullable: 'refuse',
  });
  if (shared !== null)
    return afterLoading(format, new RegistryDeserializer(format, schemaOf(source), shared));
  return afterLoading(format, unframedDeserializer(format, source, own));
}

function unframedDeserializer(
  format: PayloadFormat,
  source: GivenArguments['source'],
  { framing, showValues, onPoison, writerSchemas = [] }: AvroDeserializerSettings,
): Deserializer<unknown> {
  const reader = source === null ? null : atHand(source, framing);
  const given = writerSchemas.map((each) => atHand(readSource('avroDeserializer', each), framing));
  if (framing === 'registry' || (reader === null && given.length === 0)) {
    throw contradiction(
      `framing '${framing}' asks no registry and needs a schema; give one as the first argument`,
    );
  }
  if (framing === 'raw' && given.length > 1) {
    throw contradiction(
      "with framing 'raw' nothing tells which schema wrote a payload; give one in 'writerSchemas'",
    );
  }
  const own = reader === null ? [] : [reader];
  const writers = framing === 'raw' && given.length > 0 ? given : [...own, ...given];
  return new UnframedDeserializer(format, reader, { framing, showValues, onPoison, writers });
}

function atHand(source: NonNullable<GivenArguments['source']>, framing: string): OwnSchema {
  if (!isPlace(source)) return source;
  throw contradiction(`framing '${framing}' asks no registry, and the schema stands in one; give its text`);
}

function contradiction(problem: string): ConfigError {
  return new ConfigError(`avroDeserializer: ${problem}`, 'OPTIONS_CONTRADICT');
}

/** Waits for an engine that is loaded late. */
function afterLoading(format: PayloadFormat, inner: Deserializer<unknown>): Deserializer<unknown> {
  if (!(format instanceof LateFormat)) return inner;
  return {
    deserialize: (bytes, context) => inner.deserialize(bytes, context),
    ready(bytes: Uint8Array, context: DeserializerContext) {
      const loading = format.load();
      if (loading === true) return inner.ready?.(bytes, context) ?? true;
      return loading.then(async () => void (await inner.ready?.(bytes, context)));
    },
  };
}
