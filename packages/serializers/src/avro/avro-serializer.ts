/**
 * Avro payloads for a producer: behind a schema id of a registry, a fingerprint, or nothing.
 *
 * Three forms: typed by a constant of generated code; untyped by any other source of a schema; or by options only, and
 * then the registry says what is written. Which schema that is and what errors say is RegistrySerializer's.
 */
import { ConfigError, type RichSerializer, type SerializerContext } from '@ottla/kernel';
import type { PayloadFormat } from '../registry/payload-format.ts';
import { RegistrySerializer } from '../registry/registry-serializer.ts';
import { formatOf, givenArguments, schemaOf } from './avro-arguments.ts';
import type { UntypedOptions } from './avro-codec.ts';
import { readSerializerOptions, type AvroSerializerOptions } from './avro-options.ts';
import type { AvroSchema } from './avro-schema.ts';
import { LateFormat } from './late-format.ts';
import { isPlace, type UntypedSource } from './schema-source.ts';
import { unframedSerializer } from './unframed.ts';

/**
 * A serializer for the values of one schema, whose types they have to be. A value that does not fit fails with
 * SerializationError `VALUE_MISFIT`, which names topic, subject and path.
 * @example
 * const value = avroSerializer(Customer, { registry });
 */
export function avroSerializer<Value, Input>(
  schema: AvroSchema<Value, Input>,
  options: AvroSerializerOptions,
): RichSerializer<Input>;
/**
 * A serializer for values without types: they are checked against the schema as strictly. What stands around the call
 * does not say what T is: it is unknown unless it is written.
 * @example
 * const value = avroSerializer({ type: 'array', items: 'long' }, { registry, choices: { long: 'bigint' } });
 */
export function avroSerializer<T = unknown>(
  source: UntypedSource,
  options: AvroSerializerOptions & UntypedOptions,
): RichSerializer<NoInfer<T>>;
/**
 * A serializer that writes with what the registry has: the subject's latest version, or what the options say.
 * @example
 * const value = avroSerializer({ registry, useLatestVersion: true });
 */
export function avroSerializer(options: AvroSerializerOptions & UntypedOptions): RichSerializer<unknown>;
export function avroSerializer(...given: readonly unknown[]): RichSerializer<unknown> {
  const { source, options } = givenArguments('avroSerializer', given);
  const { own, shared } = readSerializerOptions(options);
  const format = formatOf('avroSerializer', source, { ...own, trailingBytes: 'ignore' });
  if (shared !== null) return afterLoading(format, new RegistrySerializer(format, schemaOf(source), shared));
  const { framing, showValues } = own;
  if (source === null || isPlace(source) || framing === 'registry') throw needsSchema(framing);
  return afterLoading(format, unframedSerializer(format, source, { framing, showValues }));
}

/** Waits for an engine that is loaded late. */
function afterLoading(format: PayloadFormat, inner: RichSerializer<unknown>): RichSerializer<unknown> {
  if (!(format instanceof LateFormat)) return inner;
  return {
    serializeInto: (value, writer, context) => inner.serializeInto(value, writer, context),
    ready(value: unknown, context: SerializerContext) {
      const loading = format.load();
      if (loading === true) return inner.ready?.(value, context) ?? true;
      return loading.then(async () => void (await inner.ready?.(value, context)));
    },
  };
}

function needsSchema(framing: string): ConfigError {
  const problem = `framing '${framing}' asks no registry and needs a schema; give one as the first argument`;
  return new ConfigError(`avroSerializer: ${problem}`, 'OPTIONS_CONTRADICT');
}
