/**
 * The whole public API: Avro schemas and JSON Schemas as data.
 *
 * Parsing with positions, printing, identity, compatibility over whole histories, differences and what they
 * mean, lint, layout, and the JavaScript shapes of Avro values. Pure: text in, values out; no files, no
 * network, no clock.
 */

// Schemas: the graph that all else reads, the names in it, and what is wrong with a text.
export {
  childSchemas,
  isNamed,
  isPrimitive,
  namedTypesOf,
  type ArraySchema,
  type EnumSchema,
  type Field,
  type FixedSchema,
  type LogicalType,
  type MapSchema,
  type NamedSchema,
  type PrimitiveName,
  type PrimitiveSchema,
  type RecordSchema,
  type Schema,
  type UnionSchema,
} from './schema.ts';
export { DatumSizes } from './datum-size.ts';
export { namespaceOf, simpleName } from './names.ts';
export type { Position } from './json/position.ts';
export { SchemaError, type SchemaErrorCode } from './schema-error.ts';

// Text to schema: one text, many that refer to each other, or a library with broken ones and versions.
export {
  fileNames,
  parseSchema,
  parseSchemas,
  type ParsedSchemas,
  type ParseSchemaOptions,
} from './parse/schema-parser.ts';
export {
  SchemaLibrary,
  type ParsedFile,
  type ParsedOptions,
  type SchemaLibraryOptions,
} from './parse/schema-library.ts';
export type { FileNames } from './parse/file-names.ts';
export type { Preference } from './parse/file-view.ts';
export type { LibraryPart } from './parse/library-part.ts';
export { importedFile, importsOf, type SchemaFile } from './parse/schema-source.ts';
export type { SchemaImport } from './idl/idl-reader.ts';

// JSON with places, as every text is read.
export { parseJson } from './json/json-parser.ts';
export type {
  JsonArray,
  JsonLiteral,
  JsonMember,
  JsonNode,
  JsonNumber,
  JsonObject,
  JsonString,
} from './json/json-node.ts';
export { jsonText, jsonValueOf, type JsonValue } from './json/json-value.ts';

// Schema to text: printed again, and laid out for people.
export { schemaText, type SchemaTextOptions } from './schema-text.ts';
export { formatSchemaText } from './format/schema-format.ts';

// Identity: which schemas are the same, and what they are known by.
export { sameEncoding } from './identity/same-encoding.ts';
export { sameSchema } from './identity/same-schema.ts';
export { canonicalForm } from './identity/canonical-form.ts';
export { fingerprint, type FingerprintAlgorithm } from './identity/fingerprint.ts';
export { crc64Avro } from './identity/crc64-avro.ts';
export { normalizedText } from './identity/normalized-text.ts';
export { contentGuid, type SchemaContent } from './identity/content-guid.ts';

// Rules and findings: what every check gives.
export { findingFingerprint, severities, type Finding, type Severity } from './rules/finding.ts';
export {
  lintCategories,
  type ChangeExample,
  type LintCategory,
  type Rule,
  type RuleFamily,
  type SchemaExample,
} from './rules/rule.ts';
export { ruleOf, ruleTable } from './rules/rule-table.ts';

// Compatibility: whether a reader reads what a writer wrote, as Java decides it.
export {
  checkCompatibility,
  type Incompatibility,
  type IncompatibilityKind,
} from './compatibility/compatibility.ts';
export {
  comparedVersions,
  compatibilityLevel,
  compatibilityLevels,
  type CompatibilityLevel,
} from './compatibility/compatibility-level.ts';
export type { CompatibilityFinding, Direction } from './compatibility/compatibility-finding.ts';

// History: whether a version may follow others, in our words and in Confluent's.
export { checkHistory, type HistoryOptions } from './history/history-check.ts';
export type { Contract, ContractVersion, HistoryFinding, HistoryReport } from './history/history-report.ts';
export {
  confluentMessages,
  type ConfluentMessageOptions,
  type RegisteredVersion,
} from './history/confluent-messages.ts';

// Diff: what changed, and what that means though a reader reads it.
export { diffSchemas } from './diff/schema-diff.ts';
export type {
  AttributeEdit,
  Edit,
  EditSide,
  MoveEdit,
  PresenceEdit,
  RenameEdit,
  SchemaEdit,
} from './diff/edit.ts';
export { likelyRename } from './diff/likely-rename.ts';
export { semanticFindings, type SemanticOptions } from './diff/semantic-findings.ts';

// JSON Schema: parsed, compared and normalized by Confluent's rules.
export { parseJsonSchema, type ParseJsonSchemaOptions } from './json-schema/json-schema-parser.ts';
export type { JsonSchemaDocument } from './json-schema/json-schema-document.ts';
export type { JsonSchemaReference } from './json-schema/schema-documents.ts';
export { jsonSchemaDifferences, type JsonSchemaDifference } from './json-schema/json-schema-differences.ts';
export {
  jsonSchemaFindings,
  type JsonSchemaFindingOptions,
  type JsonSchemaPolicy,
} from './json-schema/json-schema-findings.ts';
export { jsonSchemaText } from './json-schema/json-schema-text.ts';
export { normalizedJsonSchemaText } from './json-schema/normalized-json-schema.ts';

// Lint: style and policy of one version.
export { lintRuleSet, lintSchemas, type LintFinding, type LintOptions } from './lint/schema-lint.ts';
export type { LintFile } from './lint/lint-rule.ts';

// Representation: the JavaScript shape of every value, for types and run time alike.
export { representationOf } from './representation.ts';
export { refuseInvalidChoices, refuseUnknownChoices } from './representation-refusals.ts';
export { choiceNameOf, choiceNames, formsOf, takesCodec, type ChoiceName } from './representation-table.ts';
export { inputKindsOf, type InputKinds, type WideInput } from './representation-inputs.ts';
export {
  choicesWithin,
  type CodecChoice,
  type RepresentationChoice,
  type RepresentationChoices,
} from './representation-choices.ts';
export type {
  ArrayRepresentation,
  BigDecimalStringRepresentation,
  BigintRepresentation,
  CustomRepresentation,
  DateStringRepresentation,
  DecimalStringRepresentation,
  DurationRepresentation,
  EnumRepresentation,
  FieldRepresentation,
  FixedBytesRepresentation,
  JavaScriptKind,
  MapRepresentation,
  NumberRepresentation,
  PlainRepresentation,
  RecordRepresentation,
  Representation,
  ScalarRepresentation,
  TemporalLogicalName,
  TemporalRepresentation,
  TimestampRepresentation,
  UnionBranch,
  UnionRepresentation,
  UnscaledDecimalRepresentation,
} from './representation-kinds.ts';
