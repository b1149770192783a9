/**
 * The TypeScript types of one schema type: what reading gives and what sending takes.
 *
 * Knows the layout of declarations and nothing of modules; names come from the plan, shapes from the representation.
 */
import { isNamed, jsonText, simpleName, type JsonValue, type Representation } from '@ottla/schema';
import { enumObjectText, enumText, isTypeScriptEnum } from './enum-style.ts';
import type { EnumStyle } from './generate-options.ts';
import { isObjectMember } from './identifier.ts';
import type { ModuleNames } from './module-names.ts';
import type { PlannedType } from './module-plan.ts';
import { commentLine, docComment, propertyName, stringLiteral } from './source-text.ts';
import { typedLine, TypeSpeller, type Side } from './type-expression.ts';

/** The longest default shown in a comment. */
const DEFAULT_CHARACTERS = 200;

/** More aliases than these are of no use to a reader. */
const SHOWN_ALIASES = 10;

/** One declaration for each side, or one for both. */
export function typeDeclarations(type: PlannedType, names: ModuleNames, enums: EnumStyle): readonly string[] {
  const { representation } = type;
  if (representation.kind === 'record') {
    return [
      recordDeclaration(type, representation.fields, typeSpeller(names, 'value')),
      recordDeclaration(type, representation.fields, typeSpeller(names, 'input')),
    ];
  }
  if (representation.kind === 'enum') return enumDeclarations(type, representation.symbols, enums);
  const declared = docOf(type) + aliasLine(type, typeSpeller(names, 'value'));
  if (type.inputName === type.typeName) return [declared];
  return [declared, docComment(['What sending takes.'], '') + aliasLine(type, typeSpeller(names, 'input'))];
}

export function typeSpeller(names: ModuleNames, side: Side): TypeSpeller {
  return new TypeSpeller(
    side,
    (fullName, ofSide) => names.ofType(fullName, ofSide),
    (codec) => names.ofCodec(codec, 'type'),
  );
}

function aliasLine({ typeName, inputName, representation }: PlannedType, spelled: TypeSpeller): string {
  const name = spelled.side === 'value' ? typeName : inputName;
  return typedLine({ head: `export type ${name} =`, indent: '' }, spelled.opened(representation));
}

function enumDeclarations(
  type: PlannedType,
  symbols: readonly string[],
  enums: EnumStyle,
): readonly string[] {
  const { typeName, inputName, representation } = type;
  if (isTypeScriptEnum(symbols, enums)) {
    return [
      docOf(type) + enumText(typeName, symbols),
      `/** What sending takes: a member, or its text. */\n` +
        `export type ${inputName} = ${typeName} | \`\${${typeName}}\`;\n`,
    ];
  }
  // An enum refers to nothing.
  const spelled = new TypeSpeller('value', String, String);
  const union = docOf(type) + aliasLine({ ...type, representation }, spelled);
  if (enums === 'union') return [union];
  return [union, docComment([`The symbols of ${typeName}.`], '') + enumObjectText(typeName, symbols)];
}

/** Docs of the schema, and what else there is to know of a type. */
function docOf({ schema, name, typeName, source }: PlannedType): string {
  if (!isNamed(schema)) return docComment([`What ${source} holds.`], '');
  const paragraphs = [schema.doc];
  if (simpleName(name) !== typeName) {
    paragraphs.push(`Stands for the Avro type ${name}, whose name is taken in TypeScript or in this module.`);
  }
  if (schema.type === 'record' && schema.isError === true) paragraphs.push('An error of a protocol.');
  if (schema.type === 'enum' && schema.defaultSymbol !== null) {
    paragraphs.push(`A symbol that is not known is read as ${schema.defaultSymbol}.`);
  }
  return docComment([...paragraphs, aliasesOf(schema.aliases)], '');
}

function aliasesOf(aliases: readonly string[]): string | null {
  if (aliases.length === 0) return null;
  const shown = aliases.slice(0, SHOWN_ALIASES).join(', ');
  return `Was called ${shown}${aliases.length > SHOWN_ALIASES ? ', …' : ''}.`;
}

type RecordFields = Extract<Representation, { kind: 'record' }>['fields'];

function recordDeclaration(type: PlannedType, fields: RecordFields, types: TypeSpeller): string {
  const members =
    fields.length === 0
      ? [typeMember(type, types)]
      : [...fields.map((field) => member(field, types)), ...(fitsText(fields, types.side) ? [NO_TEXT] : [])];
  const isValue = types.side === 'value';
  const doc = isValue
    ? docOf(type)
    : docComment(['What sending takes: fields with a default may be left out.'], '');
  const name = isValue ? type.typeName : type.inputName;
  return `${doc}export interface ${name} {\n${members.join('')}}\n`;
}

/**
 * What a record may carry that has no fields. An interface without members would take numbers, texts and whatever other
 * object; of one whose members are all optional the compiler wants that something is shared.
 */
function typeMember({ name }: PlannedType, { side }: TypeSpeller): string {
  const orNothing = side === 'input' ? ' | undefined' : '';
  return `  /** There are no fields. */\n  $type?: ${stringLiteral(name)}${orNothing};\n`;
}

/** What texts and arrays have, and no record: the only member of theirs that can be a field is their length. */
const NO_TEXT = '  /** No text and no array. */\n  readonly [Symbol.iterator]?: never;\n';

/** Whether a text or an array has all that is required, or, where nothing is, something. */
function fitsText(fields: RecordFields, side: Side): boolean {
  const isLength = ({ name }: RecordFields[number]): boolean => name === 'length';
  const isRequired = ({ field }: RecordFields[number]): boolean => side === 'value' || !field.hasDefault;
  return fields.some(isLength) && fields.filter(isRequired).every(isLength);
}

function member({ name, representation, field }: RecordFields[number], types: TypeSpeller): string {
  const alternatives = types.alternatives(representation);
  const key = propertyName(name);
  const aliases = aliasesOf(field.aliases);
  if (types.side === 'value' || !field.hasDefault) {
    return (
      docComment([field.doc, aliases], '  ') + typedLine({ head: `${key}:`, indent: '  ' }, alternatives)
    );
  }
  const tags = [`@defaultValue ${defaultText(field.defaultValue)}`];
  if (isObjectMember(name)) {
    const reason = 'Cannot be left out: every object inherits a member of this name.';
    return (
      docComment([field.doc, aliases, reason], '  ', tags) +
      typedLine({ head: `${key}:`, indent: '  ' }, alternatives)
    );
  }
  return (
    docComment([field.doc, aliases], '  ', tags) +
    typedLine({ head: `${key}?:`, indent: '  ' }, [...alternatives, 'undefined'])
  );
}

function defaultText(value: JsonValue | undefined): string {
  const json = jsonText(value ?? null);
  return commentLine(json.length > DEFAULT_CHARACTERS ? `${json.slice(0, DEFAULT_CHARACTERS)}…` : json);
}
