/**
 * What a root type is at run time: its schema as a constant, a guard, and factories of serializers.
 *
 * The constant carries text that parses alone, its fingerprints, and the choices made here. All is text; what it means
 * is @ottla/serializers' to say.
 */
import { createHash } from 'node:crypto';
import { canonicalForm, choicesWithin, crc64Avro, isNamed, schemaText, type Schema } from '@ottla/schema';
import { choicesText, codecsWithin, type Chosen } from './choices-text.ts';
import type { ModuleNames } from './module-names.ts';
import type { PlannedType } from './module-plan.ts';
import { docComment, keyText, stringLiteral } from './source-text.ts';
import { typeSpeller } from './type-declarations.ts';

export const AVRO = '@ottla/serializers/avro';

/** A schema with all it refers to, as text and in digests. */
export interface SchemaIdentity {
  readonly text: string;
  readonly crc64: string;
  readonly md5: string;
  readonly sha256: string;
}

/** Costs time by the size of everything that the schema refers to. */
export function schemaIdentity(schema: Schema): SchemaIdentity {
  const form = Buffer.from(canonicalForm(schema), 'utf8');
  return {
    text: schemaText(schema),
    crc64: crc64Avro(form).toString(16).padStart(16, '0'),
    md5: createHash('md5').update(form).digest('hex'),
    sha256: createHash('sha256').update(form).digest('hex'),
  };
}

/** What concerns the whole run. */
export interface ConstantOptions {
  readonly choices: Chosen;
  readonly identityOf: (schema: Schema) => SchemaIdentity;
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
  { choices, identityOf, isCompiled }: ConstantOptions & { readonly isCompiled: boolean },
): string {
  const { schema, representation, writeName, readName } = type;
  const arguments_ = typeArguments(type);
  const avroSchema = names.fromPackage(AVRO, 'AvroSchema', true);
  const define = names.fromPackage(AVRO, 'defineAvroSchema');
  const identity = identityOf(schema);
  const within: Chosen = { ...choicesWithin(schema, choices), long: choices.long };
  const fullName = isNamed(schema) ? schema.fullName : schema.type;
  const doc = isNamed(schema) ? `The Avro schema ${fullName}` : `The Avro schema of ${type.source}`;
  return (
    docComment([`${doc}; its text parses alone.`], '') +
    `export const ${type.constantName}: ${avroSchema}${arguments_} = ${define}${arguments_}({\n` +
    `  fullName: ${stringLiteral(fullName)},\n` +
    `  schema:\n    ${stringLiteral(identity.text)},\n` +
    `  fingerprint: ${stringLiteral(identity.crc64)},\n` +
    `  fingerprints: {\n` +
    `    md5: ${stringLiteral(identity.md5)},\n` +
    `    sha256: ${stringLiteral(identity.sha256)},\n` +
    `  },\n` +
    `  choices: ${choicesText(within, representation)},\n` +
    codecsText(type, names) +
    (isCompiled ? `  compiled: { write: ${writeName}, read: ${readName} },\n` : '') +
    '});\n'
  );
}

/** Each held to the plain form it stands on; nothing where the schema needs none. */
function codecsText({ representation }: PlannedType, names: ModuleNames): string {
  const speller = typeSpeller(names, 'value');
  const lines = [...codecsWithin(representation)].map(([name, bases]) => {
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
  return (
    `/** Whether a ${typeName} could be sent with this value. */\n` +
    `export function ${guardName}(value: unknown): value is ${inputName} {\n` +
    `  return ${fits}(${constantName}, value);\n}\n`
  );
}

function serializerFactory(type: PlannedType, names: ModuleNames): string {
  const { typeName, inputName, constantName, serializerName } = type;
  const options = names.fromPackage(AVRO, 'AvroSerializerOptions', true);
  const result = names.fromPackage(AVRO, 'RichSerializer', true);
  const make = names.fromPackage(AVRO, 'avroSerializer');
  return (
    `/** Writes ${typeName} values, each after the id of its schema. */\n` +
    `export function ${serializerName}(options: ${options}): ${result}<${inputName}> {\n` +
    `  return ${make}(${constantName}, options);\n}\n`
  );
}

function deserializerFactory(type: PlannedType, names: ModuleNames): string {
  const { typeName, constantName, deserializerName } = type;
  const options = names.fromPackage(AVRO, 'AvroDeserializerOptions', true);
  const result = names.fromPackage(AVRO, 'Deserializer', true);
  const make = names.fromPackage(AVRO, 'avroDeserializer');
  return (
    `/** Reads what any compatible version of the schema has written. */\n` +
    `export function ${deserializerName}(options: ${options}<${typeName}>): ${result}<${typeName}> {\n` +
    `  return ${make}(${constantName}, options);\n}\n`
  );
}
