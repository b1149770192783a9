/**
 * What a root type is at run time: its schema as a constant, a guard, and factories of serializers.
 *
 * The constant carries text that parses alone, its fingerprints, and the choices made here. All is text; what it means
 * is @ottla/serializers' to say.
 */
import { hash } from 'node:crypto';
import {
  canonicalForm,
  choicesWithin,
  crc64Avro,
  isNamed,
  schemaText,
  type Representation,
  type Schema,
} from '@ottla/schema';
import { choicesText, codecsWithin, type Chosen } from './choices-text.ts';
import type { ModuleNames } from './module-names.ts';
import type { PlannedType } from './module-plan.ts';
import { representationsWithin } from './representation-walk.ts';
import { docComment, keyText, stringLiteral } from './source-text.ts';
import { typeSpeller } from './type-declarations.ts';

export const AVRO = '@ottla/serializers/avro';

/** What a constant says of a schema and all it refers to; the same in every module. */
export interface ConstantParts {
  /** The schema's text as a literal. */
  readonly schema: string;
  readonly crc64: string;
  readonly md5: string;
  readonly sha256: string;
  readonly choices: string;
  readonly codecs: ReturnType<typeof codecsWithin>;
}

/** Costs time by the size of everything that the schema refers to. */
export function constantParts(
  schema: Schema,
  representation: Representation,
  choices: Chosen,
): ConstantParts {
  const form = Buffer.from(canonicalForm(schema), 'utf8');
  const within = representationsWithin(representation);
  return {
    schema: stringLiteral(schemaText(schema)),
    crc64: crc64Avro(form).toString(16).padStart(16, '0'),
    md5: hash('md5', form),
    sha256: hash('sha256', form),
    choices: choicesText({ ...choicesWithin(schema, choices), long: choices.long }, within),
    codecs: codecsWithin(within),
  };
}

/** What concerns the whole run. */
export interface ConstantOptions {
  readonly partsOf: (type: PlannedType) => ConstantParts;
}

/** The constant, the guard, and the factories. `isCompiled`: whether the module has functions that write and read. */
export function constantSections(
  type: PlannedType,
  names: ModuleNames,
  options: ConstantOptions & { readonly isCompiled: boolean },
): readonly string[] {
  if (type.constantName === null) return [];
  return [
    schemaConstant(type, names, options),
    // An enum has one that asks the list of its symbols.
    ...(type.symbolsName === null ? [guard(type, names)] : []),
    serializerFactory(type, names),
    deserializerFactory(type, names),
  ];
}

function typeArguments({ typeName, inputName }: PlannedType): string {
  return typeName === inputName ? `<${typeName}>` : `<${typeName}, ${inputName}>`;
}

function schemaConstant(
  type: PlannedType,
  names: ModuleNames,
  { partsOf, isCompiled }: ConstantOptions & { readonly isCompiled: boolean },
): string {
  const { schema, writeName, readName } = type;
  const arguments_ = typeArguments(type);
  const avroSchema = names.fromPackage(AVRO, 'AvroSchema', true);
  const define = names.fromPackage(AVRO, 'defineAvroSchema');
  const parts = partsOf(type);
  const fullName = isNamed(schema) ? schema.fullName : schema.type;
  const doc = isNamed(schema) ? `The Avro schema ${fullName}` : `The Avro schema of ${type.source}`;
  return (
    docComment([`${doc}; its text parses alone.`], '') +
    `export const ${type.constantName}: ${avroSchema}${arguments_} = ${define}${arguments_}({\n` +
    `  fullName: ${stringLiteral(fullName)},\n` +
    `  schema:\n    ${parts.schema},\n` +
    `  fingerprint: ${stringLiteral(parts.crc64)},\n` +
    `  fingerprints: {\n` +
    `    md5: ${stringLiteral(parts.md5)},\n` +
    `    sha256: ${stringLiteral(parts.sha256)},\n` +
    `  },\n` +
    `  choices: ${parts.choices},\n` +
    codecsText(parts, names) +
    (isCompiled ? `  compiled: { write: ${writeName}, read: ${readName} },\n` : '') +
    '});\n'
  );
}

/** Each held to the plain form it stands on; nothing where the schema needs none. */
function codecsText({ codecs }: ConstantParts, names: ModuleNames): string {
  const speller = typeSpeller(names, 'value');
  const lines = [...codecs].map(([name, bases]) => {
    const valueCodec = names.fromPackage(AVRO, 'ValueCodec', true);
    const plain = new Set(bases.map((base) => speller.opened(base).join(' | ')));
    const codecType = names.ofCodec(name, 'type');
    const forms = [...plain].map((form) => ` satisfies ${valueCodec}<${codecType}, ${form}>`);
    return `    ${keyText(name)}: ${names.ofCodec(name, 'codec')}${forms.join('')},\n`;
  });
  return lines.length === 0 ? '' : `  codecs: {\n${lines.join('')}  },\n`;
}

function guard({ constantName, guardName, inputName, typeName }: PlannedType, names: ModuleNames): string {
  const fits = names.fromPackage(AVRO, 'fitsSchema');
  const value = parameterBeside(constantName, 'value');
  return (
    `/** Whether this value could be sent as ${typeName}. */\n` +
    `export function ${guardName}(${value}: unknown): ${value} is ${inputName} {\n` +
    `  return ${fits}(${constantName}, ${value});\n}\n`
  );
}

/** A type may be called as a parameter is, which would hide its constant. */
function parameterBeside(constantName: string | null, wish: string): string {
  return constantName === wish ? 'given' : wish;
}

function serializerFactory(type: PlannedType, names: ModuleNames): string {
  const { typeName, inputName, constantName, serializerName } = type;
  const options = names.fromPackage(AVRO, 'AvroSerializerOptions', true);
  const result = names.fromPackage(AVRO, 'RichSerializer', true);
  const make = names.fromPackage(AVRO, 'avroSerializer');
  const given = parameterBeside(constantName, 'options');
  return (
    `/** Writes ${typeName} values, each after the id of its schema. */\n` +
    `export function ${serializerName}(${given}: ${options}): ${result}<${inputName}> {\n` +
    `  return ${make}(${constantName}, ${given});\n}\n`
  );
}

function deserializerFactory(type: PlannedType, names: ModuleNames): string {
  const { typeName, constantName, deserializerName } = type;
  const options = names.fromPackage(AVRO, 'AvroDeserializerOptions', true);
  const result = names.fromPackage(AVRO, 'Deserializer', true);
  const make = names.fromPackage(AVRO, 'avroDeserializer');
  const given = parameterBeside(constantName, 'options');
  return (
    `/** Reads what any compatible version of the schema has written. */\n` +
    `export function ${deserializerName}(${given}: ${options}<${typeName}>): ${result}<${typeName}> {\n` +
    `  return ${make}(${constantName}, ${given});\n}\n`
  );
}
