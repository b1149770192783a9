/**
 * The text of the module of one named type: its types and, at the top of a file, schema constant and serializers.
 *
 * Knows the layout of generated modules and nothing of files. The schema constant carries text that parses
 * alone; types and constant share a name, since one lives among types and the other among values.
 */
import {
  fingerprint,
  jsonText,
  schemaText,
  simpleName,
  type JsonValue,
  type NamedSchema,
  type Representation,
} from '@ottla/schema';
import { choicesText, codecsWithin, keyText, type Chosen } from './choices-text.ts';
import { withHeader } from './generated-header.ts';
import { isObjectMember } from './identifier.ts';
import type { ModuleNames } from './module-names.ts';
import { commentLine, docComment, propertyName, stringLiteral } from './source-text.ts';
import { typedLine, TypeSpeller, type Side, type TypeReference } from './type-expression.ts';

/** The local names of a codec's type and of the codec itself; asking sees to the import. */
export interface CodecNames {
  type(codec: string): string;
  constant(codec: string): string;
}

/** One module to print. */
export interface NamedModule {
  readonly schema: NamedSchema;
  /** Whether it gets a schema constant and serializers: nested types would repeat each other's text in each module. */
  readonly isRoot: boolean;
  readonly representation: Representation;
  readonly typeName: string;
  readonly inputName: string;
  /** The schema file, for the header. */
  readonly source: string;
  readonly choices: Chosen;
  readonly names: ModuleNames;
  readonly reference: TypeReference;
  readonly codecs: CodecNames;
}

const AVRO = '@ottla/serializers/avro';

/** The longest default shown in a comment. */
const DEFAULT_CHARACTERS = 200;

/** The whole text of the module. */
export function moduleText(module: NamedModule): string {
  const sections = typeDeclarations(module);
  if (module.isRoot)
    sections.push(schemaConstant(module), serializerFactory(module), deserializerFactory(module));
  // Imports are printed last: the sections have asked for what they need.
  return withHeader(module.source, [module.names.importDeclarations(), ...sections].join('\n'));
}

function typeDeclarations(module: NamedModule): string[] {
  const { representation, schema } = module;
  if (representation.kind === 'record') {
    return [
      recordDeclaration(module, representation.fields, 'value'),
      recordDeclaration(module, representation.fields, 'input'),
    ];
  }
  const renamed = renaming(module);
  const doc = docComment([schema.doc, renamed], '');
  const declared = [doc + aliasLine(module, module.typeName, 'value')];
  if (module.inputName === module.typeName) return declared;
  return [
    ...declared,
    docComment(['What sending takes.'], '') + aliasLine(module, module.inputName, 'input'),
  ];
}

function aliasLine(module: NamedModule, name: string, side: Side): string {
  const alternatives = speller(module, side).opened(module.representation);
  return typedLine({ head: `export type ${name} =`, indent: '' }, alternatives);
}

function speller({ reference, codecs }: NamedModule, side: Side): TypeSpeller {
  return new TypeSpeller(side, reference, (codec) => codecs.type(codec));
}

/** Tells of a name that had to change; null when it did not. */
function renaming({ schema, typeName }: NamedModule): string | null {
  if (simpleName(schema.fullName) === typeName) return null;
  return `Stands for the Avro type ${schema.fullName}, whose name TypeScript keeps for itself.`;
}

type RecordFields = Extract<Representation, { kind: 'record' }>['fields'];

function recordDeclaration(module: NamedModule, fields: RecordFields, side: Side): string {
  const { schema, typeName, inputName } = module;
  const types = speller(module, side);
  const members = fields.map((field) => member(field, side, types));
  const doc =
    side === 'value'
      ? docComment([schema.doc, renaming(module)], '')
      : docComment(['What sending takes: fields with a default may be left out.'], '');
  const name = side === 'value' ? typeName : inputName;
  return `${doc}export interface ${name} {${members.length === 0 ? '' : '\n'}${members.join('')}}\n`;
}

function member(
  { name, representation, field }: RecordFields[number],
  side: Side,
  types: TypeSpeller,
): string {
  const alternatives = types.alternatives(representation);
  const key = propertyName(name);
  if (side === 'value' || !field.hasDefault) {
    return docComment([field.doc], '  ') + typedLine({ head: `${key}:`, indent: '  ' }, alternatives);
  }
  const tags = [`@defaultValue ${defaultText(field.defaultValue)}`];
  if (isObjectMember(name)) {
    const reason = 'Cannot be left out: every object inherits a member of this name.';
    return (
      docComment([field.doc, reason], '  ', tags) + typedLine({ head: `${key}:`, indent: '  ' }, alternatives)
    );
  }
  return (
    docComment([field.doc], '  ', tags) +
    typedLine({ head: `${key}?:`, indent: '  ' }, [...alternatives, 'undefined'])
  );
}

function defaultText(value: JsonValue | undefined): string {
  const json = jsonText(value ?? null);
  return commentLine(json.length > DEFAULT_CHARACTERS ? `${json.slice(0, DEFAULT_CHARACTERS)}…` : json);
}

function typeArguments({ typeName, inputName }: NamedModule): string {
  return typeName === inputName ? `<${typeName}>` : `<${typeName}, ${inputName}>`;
}

function schemaConstant(module: NamedModule): string {
  const { names, schema, choices, representation } = module;
  const arguments_ = typeArguments(module);
  const avroSchema = names.fromPackage(AVRO, 'AvroSchema', true);
  const define = names.fromPackage(AVRO, 'defineAvroSchema');
  return (
    `/** The Avro schema ${schema.fullName}; its text parses alone. */\n` +
    `export const ${module.typeName}: ${avroSchema}${arguments_} = ${define}${arguments_}({\n` +
    `  fullName: ${stringLiteral(schema.fullName)},\n` +
    `  schema:\n    ${stringLiteral(schemaText(schema))},\n` +
    `  fingerprint: ${stringLiteral(fingerprint(schema))},\n` +
    `  choices: ${choicesText(choices, representation)},\n` +
    codecsText(module) +
    '});\n'
  );
}

/** Each held to the plain form it stands on; nothing where the schema needs none. */
function codecsText(module: NamedModule): string {
  const { names, representation, codecs } = module;
  const lines = [...codecsWithin(representation)].map(([name, bases]) => {
    const valueCodec = names.fromPackage(AVRO, 'ValueCodec', true);
    const plain = new Set(bases.map((base) => speller(module, 'value').opened(base).join(' | ')));
    const forms = [...plain].map((form) => ` satisfies ${valueCodec}<${codecs.type(name)}, ${form}>`);
    return `    ${keyText(name)}: ${codecs.constant(name)}${forms.join('')},\n`;
  });
  return lines.length === 0 ? '' : `  codecs: {\n${lines.join('')}  },\n`;
}

function serializerFactory(module: NamedModule): string {
  const { names, typeName, inputName } = module;
  const options = names.fromPackage(AVRO, 'AvroSerializerOptions', true);
  const result = names.fromPackage(AVRO, 'RichSerializer', true);
  const make = names.fromPackage(AVRO, 'avroSerializer');
  return (
    `/** Writes ${typeName} values, each after the id of its schema. */\n` +
    `export function ${names.serializerName}(options: ${options}): ${result}<${inputName}> {\n` +
    `  return ${make}(${typeName}, options);\n}\n`
  );
}

function deserializerFactory(module: NamedModule): string {
  const { names, typeName } = module;
  const options = names.fromPackage(AVRO, 'AvroDeserializerOptions', true);
  const result = names.fromPackage(AVRO, 'Deserializer', true);
  const make = names.fromPackage(AVRO, 'avroDeserializer');
  return (
    `/** Reads what any compatible version of the schema has written. */\n` +
    `export function ${names.deserializerName}(options: ${options}<${typeName}>): ${result}<${typeName}> {\n` +
    `  return ${make}(${typeName}, options);\n}\n`
  );
}
