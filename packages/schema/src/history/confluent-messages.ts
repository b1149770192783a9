/**
 * What Confluent's registry answers when it refuses a version: brace strings, word for word.
 *
 * It walks the history from the newest version, as far as the level asks, and stops at the first that fails; in
 * FULL the old reader's reasons come first. Source: confluentinc/schema-registry 794611bd,
 * SchemaValidatorBuilder, AbstractSchemaRegistry.
 */
import { checkCompatibility } from '../compatibility/compatibility.ts';
import type { Direction } from '../compatibility/compatibility-finding.ts';
import {
  comparedVersions,
  levelDemands,
  type CompatibilityLevel,
} from '../compatibility/compatibility-level.ts';
import type { Incompatibility } from '../compatibility/incompatibility.ts';
import { AmbiguousField } from '../compatibility/pair-rules.ts';
import { jsonSchemaDifferences, type JsonSchemaDifference } from '../json-schema/json-schema-differences.ts';
import type { JsonSchemaPolicy } from '../json-schema/json-schema-findings.ts';
import { avroDescriptions, jsonDescription } from './confluent-descriptions.ts';
import type { Contract } from './history-report.ts';

/** A version as a registry holds it. */
export interface RegisteredVersion {
  readonly version: number;
  /** The schema as it was registered. */
  readonly text: string;
  readonly contract: Contract;
}

export interface ConfluentMessageOptions {
  readonly level: CompatibilityLevel;
  /** Of JSON Schema; STRICT unless told otherwise. */
  readonly policy?: JsonSchemaPolicy;
}

const SHOWN_SCHEMA_CHARACTERS = 10_240;
const DIFFERENT_TYPE = 'Incompatible because of different schema type';

/**
 * The reasons, in Confluent's brace form, why `candidate` may not follow `history`, which is given oldest
 * first; empty when it may. Throws SchemaError `SCHEMA_TOO_COMPLEX`.
 * @example
 * const earlier = { version: 1, text: '"long"', contract: { type: 'AVRO', schema: parseSchema('"long"') } } as const;
 * const candidate = { type: 'AVRO', schema: parseSchema('"int"') } as const;
 * confluentMessages(candidate, [earlier], { level: 'BACKWARD' })[0];
 * // "{errorType:'TYPE_MISMATCH', description:'The type (path '/') of a field in the new schema does not match with the old schema', additionalInfo:'reader type: INT not compatible with writer type: LONG'}"
 */
export function confluentMessages(
  candidate: Contract,
  history: readonly RegisteredVersion[],
  { level, policy = 'STRICT' }: ConfluentMessageOptions,
): string[] {
  for (const earlier of comparedVersions(history, level)) {
    const reasons = reasonsAgainst(candidate, earlier, { level, policy });
    if (reasons.length > 0) return [...reasons, `{validateFields: 'false', compatibility: '${level}'}`];
  }
  return [];
}

function reasonsAgainst(
  candidate: Contract,
  earlier: RegisteredVersion,
  { level, policy }: Required<ConfluentMessageOptions>,
): readonly string[] {
  if (candidate.type !== earlier.contract.type) return [DIFFERENT_TYPE];
  const { directions } = levelDemands[level];
  return directions.flatMap((direction, place) => {
    const [reader, writer] =
      direction === 'BACKWARD' ? [candidate, earlier.contract] : [earlier.contract, candidate];
    const differences = differencesOf(reader, writer, policy).map((text) => named(text, direction));
    // Confluent tells the old schema behind the reasons of the last direction, where it gives reasons.
    const told = differences.length > 0 && place === directions.length - 1;
    return told ? [...differences, ...schemaTexts(earlier)] : differences;
  });
}

function schemaTexts({ version, text }: RegisteredVersion): readonly string[] {
  const shown =
    text.length <= SHOWN_SCHEMA_CHARACTERS
      ? `'${text}'`
      : `<truncated> '${text.slice(0, SHOWN_SCHEMA_CHARACTERS)}...'`;
  return [`{oldSchemaVersion: ${version}}`, `{oldSchema: ${shown}}`];
}

/** Fills in which schema reads and which one wrote. */
function named(text: string, direction: Direction): string {
  const names = direction === 'BACKWARD' ? ['new', 'old'] : ['old', 'new'];
  return text.replace('%s', names[0] ?? '').replace('%s', names[1] ?? '');
}

function differencesOf(reader: Contract, writer: Contract, policy: JsonSchemaPolicy): readonly string[] {
  if (reader.type === 'JSON' && writer.type === 'JSON') {
    const differences = jsonSchemaDifferences(writer.schema, reader.schema, policy);
    return differences.filter(({ compatible }) => !compatible).map(jsonDifference);
  }
  if (reader.type !== 'AVRO' || writer.type !== 'AVRO') return [DIFFERENT_TYPE];
  try {
    return checkCompatibility(reader.schema, writer.schema).map(avroDifference);
  } catch (error) {
    // Java's check throws, and the registry tells that.
    if (error instanceof AmbiguousField)
      return [`Unexpected exception during compatibility check: ${error.message}`];
    throw error;
  }
}

function avroDifference(found: Incompatibility): string {
  const { kind, message } = found;
  return `{errorType:'${kind}', description:'${avroDescriptions[kind](found)}', additionalInfo:'${message}'}`;
}

/** The unequal quotes are Confluent's. */
function jsonDifference({ type, path }: JsonSchemaDifference): string {
  return `{errorType:"${type}", description:"${jsonDescription(type, path)}'}`;
}
