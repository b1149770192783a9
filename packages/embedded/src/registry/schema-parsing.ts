/**
 * From what was sent to a content as the registry keeps it: references found, text parsed and printed anew.
 *
 * Avro and JSON Schema are parsed by the schema package; Protobuf is only looked at. Strict parsing is for what
 * is new, lenient for what is looked up or imported. Stores nothing; throws 42201 in Confluent's words.
 */
import {
  jsonSchemaText,
  namedTypesOf,
  normalizedJsonSchemaText,
  normalizedText,
  parseJsonSchema,
  parseSchema,
  schemaText,
  type Contract,
  type Schema,
} from '@ottla/schema';
import { brokenSchema, unreadableSchema } from './invalid-schema.ts';
import { protobufProblem } from './protobuf-text.ts';
import { refuse, type RegistryFailure } from './registry-failure.ts';
import type { SubmittedSchema } from './schema-body.ts';
import {
  isComparable,
  schemaContent,
  schemaTypes,
  type SchemaContent,
  type StoredContract,
} from './schema-content.ts';
import { resolveReferences, sortedReferences, type NamedContent } from './schema-references.ts';
import type { SchemaStore, StoredVersion } from './schema-store.ts';

export interface ParsingManner {
  /** Defaults and names are checked, and references must lead to living versions. */
  readonly strict: boolean;
  readonly normalize: boolean;
}

interface ReadText {
  readonly contract: StoredContract;
  readonly schema: string;
}

function readAvro(
  text: string,
  closure: readonly NamedContent[],
  { strict, normalize }: ParsingManner,
): ReadText {
  const references = avroSchemas(closure);
  const schema = parseSchema(text, { references, lenient: !strict });
  const options = { references };
  if (!normalize) return { contract: { type: 'AVRO', schema }, schema: schemaText(schema, options) };
  const normal = normalizedText(schema, options);
  return {
    contract: { type: 'AVRO', schema: parseSchema(normal, { references, lenient: true }) },
    schema: normal,
  };
}

/** Those that bring types the ones before do not have: mostly what is referred to directly. */
function avroSchemas(closure: readonly NamedContent[]): readonly Schema[] {
  const kept: Schema[] = [];
  const known = new Set<Schema>();
  for (const { name, content } of closure) {
    const { contract } = content;
    if (contract.type !== 'AVRO') {
      throw new Error(`the reference '${name}' leads to a schema of type ${contract.type}`);
    }
    if (known.has(contract.schema)) continue;
    kept.push(contract.schema);
    for (const type of [contract.schema, ...namedTypesOf(contract.schema)]) known.add(type);
  }
  return kept;
}

function jsonContract(text: string, closure: readonly NamedContent[]): Contract {
  const references = closure.map(({ name, content }) => ({ name, text: content.schema }));
  return { type: 'JSON', schema: parseJsonSchema(text, { references }) };
}

function readProtobuf(text: string): ReadText {
  const problem = protobufProblem(text);
  if (problem !== undefined) throw new Error(problem);
  return { contract: { type: 'PROTOBUF' }, schema: text };
}

/** What `read` gives, or the refusal that says why it gave nothing. */
function orRefusal<T>(read: () => T, refusal: (why: string) => RegistryFailure): T {
  try {
    return read();
  } catch (error) {
    throw refusal(error instanceof Error ? error.message : String(error));
  }
}

/** Parses what was sent for a subject; undefined when the text is empty. */
export function parseSubmitted(
  store: SchemaStore,
  { subject, submitted }: { subject: string; submitted: SubmittedSchema },
  manner: ParsingManner,
): SchemaContent | undefined {
  const { schemaType, schema: text, references, metadata, ruleSet } = submitted;
  if (text.trim() === '') return undefined;
  const type = schemaTypes.find((known) => known === schemaType);
  if (type === undefined) throw refuse.invalidSchema(`Invalid schema type ${schemaType}`);
  const unreadable = (why: string) => unreadableSchema(subject, submitted, why);
  const { direct, closure } = orRefusal(
    () => resolveReferences(store, { references, subject }, !manner.strict),
    unreadable,
  );
  const parts = {
    references: manner.normalize ? sortedReferences(direct) : direct,
    metadata,
    ruleSet,
  };
  if (type !== 'JSON') {
    const read = () => (type === 'AVRO' ? readAvro(text, closure, manner) : readProtobuf(text));
    return schemaContent({ ...parts, ...orRefusal(read, unreadable) });
  }
  const printed = orRefusal(() => jsonSchemaText(text), unreadable);
  const schema = manner.normalize ? normalizedJsonSchemaText(printed) : printed;
  const broken = (why: string) => brokenSchema(subject, submitted, why);
  return schemaContent({
    ...parts,
    contract: orRefusal(() => jsonContract(schema, closure), broken),
    schema,
  });
}

/** What comparisons read of a stored version, parsed again if need be; undefined for Protobuf. */
export function comparableContract(
  store: SchemaStore,
  { subject, content }: StoredVersion,
): Contract | undefined {
  const { contract, references, schema } = content;
  if (isComparable(contract)) return contract;
  if (contract.type === 'PROTOBUF') return undefined;
  return jsonContract(schema, resolveReferences(store, { references, subject }, true).closure);
}
