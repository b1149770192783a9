/**
 * What an enum of a schema can become, and the text of it.
 *
 * A union of strings always works. A TypeScript enum cannot have some names as members; such an enum becomes a
 * constant object instead, which is the same to who writes `Suit.SPADES`.
 */
import type { Representation } from '@ottla/schema';
import type { EnumStyle } from './generate-options.ts';
import { keyText, propertyName, stringLiteral } from './source-text.ts';

/** What the compiler refuses as a member, and what an object would take for its prototype. */
const NO_MEMBERS: ReadonlySet<string> = new Set(['NaN', 'Infinity', '__proto__']);

/** Whether this very enum becomes a TypeScript enum. One without symbols would be one of numbers. */
export function isTypeScriptEnum(symbols: readonly string[], style: EnumStyle): boolean {
  return style === 'enum' && symbols.length > 0 && !symbols.some((symbol) => NO_MEMBERS.has(symbol));
}

/** Whether the name of the type stands for a value besides: the object of the symbols. */
export function isEnumObject({ kind }: Representation, style: EnumStyle): boolean {
  return kind === 'enum' && style !== 'union';
}

/** The declaration of the enum itself, a TypeScript enum. */
export function enumText(name: string, symbols: readonly string[]): string {
  const members = symbols.map((symbol) => `  ${propertyName(symbol)} = ${stringLiteral(symbol)},\n`);
  return `export enum ${name} {\n${members.join('')}}\n`;
}

/** The frozen object of the symbols. */
export function enumObjectText(name: string, symbols: readonly string[]): string {
  if (symbols.length === 0) {
    return `export const ${name}: { readonly [symbol: string]: never } = Object.freeze({});\n`;
  }
  const types = symbols.map((symbol) => `  readonly ${propertyName(symbol)}: ${stringLiteral(symbol)};\n`);
  const members = symbols.map((symbol) => `  ${keyText(symbol)}: ${stringLiteral(symbol)},\n`);
  return `export const ${name}: {\n${types.join('')}} = Object.freeze({\n${members.join('')}} as const);\n`;
}

/** The frozen list of the symbols, and the guard that asks it. */
export function symbolTexts(
  names: { readonly typeName: string; readonly symbolsName: string; readonly guardName: string },
  symbols: readonly string[],
  style: EnumStyle,
): readonly string[] {
  const { typeName, symbolsName, guardName } = names;
  const items = symbols.map((symbol) =>
    isTypeScriptEnum(symbols, style) ? `${typeName}.${symbol}` : stringLiteral(symbol),
  );
  const line = `[${items.join(', ')}]`;
  const list = line.length <= 80 ? line : `[\n${items.map((item) => `  ${item},\n`).join('')}]`;
  return [
    `/** The symbols of ${typeName}, in the order of the schema. */\n` +
      `export const ${symbolsName}: readonly ${typeName}[] = Object.freeze<${typeName}[]>(${list});\n`,
    `/** Whether a value is a symbol of ${typeName}. */\n` +
      `export function ${guardName}(value: unknown): value is ${typeName} {\n` +
      `  return ${symbolsName}.some((symbol) => symbol === value);\n}\n`,
  ];
}
