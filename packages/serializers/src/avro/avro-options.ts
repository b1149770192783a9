/**
 * The options of Avro's serializers and deserializers: those of every registry serializer, and Avro's own.
 *
 * With `framing` 'single-object' or 'raw' no registry is asked, and options about one are refused.
 */
import {
  ConfigError,
  isObject,
  kinds,
  optional,
  resolveOptions,
  withDefault,
  type OptionTable,
  type OptionsInput,
  type ResolvedOptions,
} from '@ottla/kernel';
import type { RepresentationChoices } from '@ottla/schema';
import type { PoisonHandler } from '../registry/poison.ts';
import {
  deserializerOptions,
  refuseMistakenOptions,
  registryDeserializerOptions,
  registrySerializerOptions,
  serializerOptions,
  type RegistryDeserializerOptions,
  type RegistryDeserializerSettings,
  type RegistrySerializerOptions,
  type RegistrySerializerSettings,
} from '../registry/registry-options.ts';
import type { AvroReadOptions } from './avro-codec.ts';
import type { AvscEngineOptions } from './engine/avsc-engine.ts';
import type { SchemaSource } from './schema-source.ts';
import type { ValueCodecs } from './value-codec.ts';
import type { AvroWriteOptions } from './write/value-write.ts';

// Which choices there are, and which codecs they name, is looked at where they are used.
const choices = kinds.of<RepresentationChoices>(
  "an object such as { long: 'bigint' }",
  (value): value is RepresentationChoices => isObject(value),
);
const codecs = kinds.of<ValueCodecs>('an object of codecs by name', (value): value is ValueCodecs =>
  isObject(value),
);
const avscOptions = kinds.of<AvscEngineOptions>(
  "an object of avsc's options",
  (value): value is AvscEngineOptions => isObject(value),
);
const sources = kinds.of<readonly SchemaSource[]>(
  'an array of schemas',
  (value): value is readonly SchemaSource[] => Array.isArray(value),
);

const sharedRows = {
  framing: withDefault(
    kinds.oneOf('registry', 'single-object', 'raw'),
    'registry',
    "What stands before a datum: 'registry' the schema's id or GUID; 'single-object' Avro's own marker and fingerprint; 'raw' nothing. The last two need no registry.",
  ),
  engine: withDefault(
    kinds.oneOf('plan', 'avsc'),
    'plan',
    "What makes the bytes: 'plan' is Ottla's own; 'avsc' the library of this name, with its shapes of values, which must be installed.",
  ),
  avsc: optional(avscOptions, "With engine 'avsc': its own options, such as wrapUnions and logicalTypes."),
};

const untypedRows = {
  choices: optional(
    choices,
    'The JavaScript shapes of values, for untyped use; a generated constant has its own.',
  ),
  codecs: optional(codecs, 'The codecs that choices name.'),
};

export const avroSerializerOptions = {
  ...sharedRows,
  ...untypedRows,
  undeclaredFields: withDefault(
    kinds.oneOf('refuse', 'ignore'),
    'refuse',
    'What becomes of a field that the schema does not have.',
  ),
  missingNullable: withDefault(
    kinds.oneOf('refuse', 'null'),
    'refuse',
    'What becomes of a field that is missing, has no default, and may be null.',
  ),
};

export const avroDeserializerOptions = {
  ...sharedRows,
  ...untypedRows,
  trailingBytes: withDefault(
    kinds.oneOf('ignore', 'refuse'),
    'ignore',
    'What becomes of bytes after the datum. Java ignores them.',
  ),
  writerSchemas: optional(
    sources,
    "Schemas that payloads may have been written with, for 'single-object', which tells them apart by fingerprint, and 'raw', which takes the one given. Default: the own schema.",
  ),
};

const { showValues, onPoison } = registryDeserializerOptions;
const unframedSerializerRows = { ...avroSerializerOptions, showValues };
const unframedDeserializerRows = { ...avroDeserializerOptions, showValues, onPoison };

type Engine = {
  readonly engine?: 'plan' | 'avsc' | undefined;
  readonly avsc?: AvscEngineOptions | undefined;
};
type RegistryFraming = { readonly framing?: 'registry' | undefined };
type OtherFraming = { readonly framing: 'single-object' | 'raw'; readonly showValues?: boolean | undefined };

export type AvroSerializerOptions = ((RegistrySerializerOptions & RegistryFraming) | OtherFraming) &
  AvroWriteOptions &
  Engine;

/** `Value` is what values are read into. */
export type AvroDeserializerOptions<Value = unknown> = (
  | (Omit<RegistryDeserializerOptions, 'onPoison'> & RegistryFraming)
  | (OtherFraming & { readonly writerSchemas?: readonly SchemaSource[] | undefined })
) &
  AvroReadOptions &
  Engine & { readonly onPoison?: PoisonHandler<Value> | undefined };

export type AvroSerializerSettings = ResolvedOptions<typeof unframedSerializerRows>;
export type AvroDeserializerSettings = ResolvedOptions<typeof unframedDeserializerRows>;

/** Avro's own settings, and those of the registry; null without one. */
export interface ReadOptions<Own, Shared> {
  readonly own: Own;
  readonly shared: Shared | null;
}

/** Throws ConfigError. */
export function readSerializerOptions(
  given: unknown,
): ReadOptions<AvroSerializerSettings, RegistrySerializerSettings> {
  const factory = 'avroSerializer';
  if (!needsRegistry(factory, given, registrySerializerOptions)) {
    return { own: resolved(factory, unframedSerializerRows, given), shared: null };
  }
  const { own, shared } = serializerOptions(factory, avroSerializerOptions, given);
  return { own: { ...own, showValues: shared.showValues }, shared };
}

/** Throws ConfigError. */
export function readDeserializerOptions(
  given: unknown,
): ReadOptions<AvroDeserializerSettings, RegistryDeserializerSettings> {
  const factory = 'avroDeserializer';
  if (!needsRegistry(factory, given, registryDeserializerOptions)) {
    return { own: resolved(factory, unframedDeserializerRows, given), shared: null };
  }
  const { own, shared } = deserializerOptions(factory, avroDeserializerOptions, given);
  if (own.writerSchemas !== undefined) {
    const problem =
      "'writerSchemas' are for framing 'single-object' and 'raw'; a registry tells what wrote a payload";
    throw new ConfigError(`${factory}: ${problem}`, 'OPTIONS_CONTRADICT');
  }
  return { own: { ...own, showValues: shared.showValues, onPoison: shared.onPoison }, shared };
}

function resolved<Table extends OptionTable>(
  factory: string,
  table: Table,
  given: unknown,
): ResolvedOptions<Table> {
  return resolveOptions(factory, table, given as OptionsInput<Table>); // which is what resolveOptions finds out
}

/** Options of a registry beside a framing that asks none are not meant so. */
function needsRegistry(factory: string, given: unknown, registryRows: OptionTable): boolean {
  if (!isObject(given)) refuseMistakenOptions(factory, given);
  const members = given as Readonly<Record<string, unknown>>; // an object, as was just made sure
  const { framing } = members;
  // Told before the registry is missed, which a framing that is spelt right may not need.
  if (framing !== undefined)
    resolveOptions(factory, { framing: sharedRows.framing }, { framing: framing as 'raw' });
  if (framing !== 'single-object' && framing !== 'raw') return true;
  const idle = Object.keys(registryRows).find(
    (name) => name !== 'showValues' && name !== 'onPoison' && members[name] !== undefined,
  );
  if (idle === undefined) return false;
  const problem = `framing '${framing}' asks no registry, and '${idle}' is about one; leave one of them out`;
  throw new ConfigError(`${factory}: ${problem}`, 'OPTIONS_CONTRADICT');
}
