/**
 * What callers of avroSerializer and avroDeserializer pass: a schema and options, or options only.
 *
 * Programs without types pass much else; each is told what to pass instead, before anything is asked.
 */
import { ConfigError } from '@ottla/kernel';
import { representationOf, type RepresentationChoices, type Schema } from '@ottla/schema';
import type { PayloadFormat } from '../registry/payload-format.ts';
import type { GivenSchema, LatestPointer, SchemaPointer } from '../registry/schema-pointer.ts';
import { avroFormat } from './avro-format.ts';
import type { UntypedOptions } from './avro-codec.ts';
import type { AvscEngineOptions } from './engine/avsc-engine.ts';
import { LateFormat } from './late-format.ts';
import { writePlan } from './plan/write-plan.ts';
import { withinStack } from './schema-depth.ts';
import { isPlace, readSource, type OwnSchema } from './schema-source.ts';
import type { ValueCodecs } from './value-codec.ts';

export interface GivenArguments {
  /** Null: none was given. */
  readonly source: OwnSchema | SchemaPointer | LatestPointer | null;
  /** As they were given. */
  readonly options: unknown;
}

/** Throws ConfigError, or SchemaError for a source that is no schema. */
export function givenArguments(factory: string, given: readonly unknown[]): GivenArguments {
  if (given.length > 1 && given[1] !== undefined) {
    return { source: readSource(factory, given[0]), options: given[1] };
  }
  const [only] = given;
  if (looksLikeSource(only)) {
    const problem = 'options are missing; give { registry } as the second argument, behind the schema';
    throw new ConfigError(`${factory}: ${problem}`, 'OPTIONS_MISTAKEN');
  }
  return { source: null, options: only };
}

/** Options have none of these names but `subject`, which comes with a registry. */
function looksLikeSource(only: unknown): boolean {
  if (typeof only === 'string' || Array.isArray(only) || only instanceof URL) return true;
  if (typeof only !== 'object' || only === null || 'registry' in only || 'framing' in only) return false;
  return ['type', 'fingerprint', 'file', 'subject', 'id'].some((name) => name in only);
}

/** What the registry is asked about. */
export function schemaOf(source: GivenArguments['source']): GivenSchema {
  return source === null || isPlace(source) ? source : source.text;
}

export interface FormatSettings extends UntypedOptions {
  readonly engine: 'plan' | 'avsc';
  readonly avsc?: AvscEngineOptions | undefined;
  readonly undeclaredFields: 'refuse' | 'ignore';
  readonly missingNullable: 'refuse' | 'null';
  readonly trailingBytes: 'refuse' | 'ignore';
}

/** What makes the bytes. Throws ConfigError for choices beside a constant, which has its own. */
export function formatOf(
  factory: string,
  source: GivenArguments['source'],
  settings: FormatSettings,
): PayloadFormat {
  const own = source === null || isPlace(source) ? null : source;
  if (own?.choices !== undefined && (settings.choices !== undefined || settings.codecs !== undefined)) {
    const problem =
      "'choices' and 'codecs' are made where code is generated and stand in the constant; leave them out";
    throw new ConfigError(`${factory}: ${problem}`, 'OPTIONS_CONTRADICT');
  }
  const { engine, undeclaredFields, missingNullable, trailingBytes } = settings;
  if (engine === 'avsc') {
    return new LateFormat(async () => {
      const { avscFormat } = await import('./engine/avsc-engine.ts');
      return avscFormat({ undeclaredFields, ...settings.avsc });
    });
  }
  if (settings.avsc !== undefined) {
    throw new ConfigError(`${factory}: 'avsc' is for engine 'avsc'; leave it out`, 'OPTIONS_CONTRADICT');
  }
  const choices = own?.choices ?? settings.choices ?? {};
  const codecs = own?.codecs ?? settings.codecs ?? {};
  if (own !== null) expectChoices(own.schema, choices, codecs);
  return avroFormat({
    own,
    choices,
    codecs,
    undeclaredFields,
    missingNullable,
    trailingBytes,
  });
}

/** Choices that name nothing, and codecs that are missing, are told before the first record. */
function expectChoices(schema: Schema, choices: RepresentationChoices, codecs: ValueCodecs): void {
  withinStack(() => writePlan(representationOf(schema, choices), codecs));
}
