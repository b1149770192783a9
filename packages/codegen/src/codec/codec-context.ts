/**
 * What printing one type's functions shares: the names of its module, and the declarations that turn out to be needed.
 *
 * Every declaration is made once; asking again gives its name. Nothing here knows how values are written or read.
 */
import { DatumSizes, schemaText, type Representation, type Schema } from '@ottla/schema';
import type { CompiledNames, CompiledType } from '../compiled-type.ts';
import { capitalized, functionStem } from '../identifier.ts';
import { keyText, stringLiteral } from '../source-text.ts';
import { LINE_CHARACTERS, type Side } from '../type-expression.ts';
import { listStatement } from './code-layout.ts';
import { plannedChoices } from './planned-choices.ts';

const RUN_TIME = '@ottla/serializers/avro/compiled';

/** Unnamed types within each other, beyond which values are left to the closures. */
export const MOST_NESTING = 16;

/** Where a part stands. */
export interface PartSpot {
  /** The field it is in, or what else stands for one in names. */
  readonly wish: string;
  /** The record's type for the field when this is all of it, `CustomerInput['email']`; null elsewhere. */
  readonly declared: string | null;
}

export class CodecContext {
  readonly type: CompiledType;
  readonly names: CompiledNames;
  /** In the order they were asked for. */
  readonly declarations: string[] = [];
  readonly #made = new Map<string, string>();

  constructor(type: CompiledType, names: CompiledNames) {
    this.type = type;
    this.names = names;
  }

  /** The local name of a function of the run time. */
  run(exported: string): string {
    return this.names.fromPackage(RUN_TIME, exported);
  }

  /** The same, of a type. */
  runType(exported: string): string {
    return this.names.fromPackage(RUN_TIME, exported, true);
  }

  typeText(representation: Representation, side: Side): string {
    return this.names.typeText(representation, side);
  }

  /** `writeCustomerTags`: for what stands in a field, or inside an unnamed type. */
  functionName(which: 'write' | 'read', wish: string): string {
    return this.names.local(`${which}${capitalized(this.type.typeName)}${capitalized(wish)}`);
  }

  /** The names of a record's fields, for `expectRecord`. */
  fieldNames(fullName: string, names: readonly string[]): string {
    const head = `${this.run('fieldNames')}(${stringLiteral(fullName)}, `;
    return this.#constant('fields', 'Fields', (name) =>
      listStatement(`const ${name} = ${head}`, names.map(stringLiteral), ');'),
    );
  }

  /** The symbols of an enum; `listed`: the name of an array of them that is there already. */
  symbolList(fullName: string, symbols: readonly string[], listed: string | null): string {
    const make = this.run('symbols');
    return this.#constant(`symbols ${fullName}`, 'Positions', (name) =>
      listed === null
        ? listStatement(`const ${name} = ${make}(`, symbols.map(stringLiteral), ');')
        : `const ${name} = ${make}(${listed});\n`,
    );
  }

  /** A part that the plan writes and reads: a scalar, or a union of scalars. */
  planned(part: Representation, { wish, declared }: PartSpot): string {
    const scalars =
      part.kind === 'union' ? part.branches.map(({ representation }) => representation) : [part];
    const given = [stringLiteral(schemaText(part.schema)), plannedChoices(scalars), ...this.#codecs(scalars)];
    const types = part.kind === 'union' && declared !== null ? this.#typesOfField(wish) : this.#typesOf(part);
    const key = `planned ${given.join(' ')} ${types}`;
    return this.#constant(key, `${capitalized(wish)}Plan`, (name) => {
      const head = `const ${name} = ${this.run('planned')}<${types}>(`;
      const line = `${head}${given.join(', ')});\n`;
      if (line.length <= LINE_CHARACTERS + 1) return line;
      return `${head}\n${given.map((each) => `  ${each},\n`).join('')});\n`;
    });
  }

  /** The record's type for a field, on one side. */
  fieldType(name: string, side: Side): string {
    const { typeName, inputName } = this.type;
    return `${side === 'value' ? typeName : inputName}[${stringLiteral(name)}]`;
  }

  /** How many values a datum is that takes no bytes; 0 for one that takes some. */
  emptyValues(schema: Schema): number {
    if (surelyTakesBytes(schema)) return 0;
    const sizes = new DatumSizes(schema);
    return sizes.leastBytes(schema) === 0 ? sizes.emptyValues(schema) : 0;
  }

  #typesOf(part: Representation): string {
    const [value, input] = [this.typeText(part, 'value'), this.typeText(part, 'input')];
    return value === input ? value : `${value}, ${input}`;
  }

  #typesOfField(name: string): string {
    return `${this.fieldType(name, 'value')}, ${this.fieldType(name, 'input')}`;
  }

  #codecs(scalars: readonly Representation[]): readonly string[] {
    const codecs = new Set(scalars.flatMap((scalar) => (scalar.kind === 'custom' ? [scalar.codec] : [])));
    const members = [...codecs].map((codec) => `${keyText(codec)}: ${this.names.codecConstant(codec)}`);
    return members.length === 0 ? [] : [`{ ${members.join(', ')} }`];
  }

  #constant(key: string, suffix: string, declare: (name: string) => string): string {
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const name = this.names.local(functionStem(this.type.typeName) + suffix);
    this.#made.set(key, name);
    this.declarations.push(declare(name));
    return name;
  }
}

/** What is left must be looked into. */
function surelyTakesBytes(schema: Schema): boolean {
  if (schema.type === 'record') {
    return schema.fields.some(({ schema: type }) => type.type !== 'record' && surelyTakesBytes(type));
  }
  return schema.type !== 'null' && (schema.type !== 'fixed' || schema.size > 0);
}
