/**
 * The choices and codecs of a generated constant, as the text of its members.
 *
 * Of the choices for the run only those that concern the schema are told, and `long` always. In the order of
 * names, so that the order they were given in leaves no trace.
 */
import {
  choiceNameOf,
  choiceNames,
  type ChoiceName,
  type CustomRepresentation,
  type Representation,
  type RepresentationChoice,
  type RepresentationChoices,
} from '@ottla/schema';
import { byCodeUnits } from './code-unit-order.ts';
import { keyText, propertyName, stringLiteral } from './source-text.ts';
import { LINE_CHARACTERS } from './type-expression.ts';

/** Choices with the one for long made: the most common one is never left to a default. */
export interface Chosen extends RepresentationChoices {
  readonly long: NonNullable<RepresentationChoices['long']>;
}

/** The value of `choices`. `within`: the representation and all inside it. */
export function choicesText(
  { overrides = {}, ...forRun }: Chosen,
  within: readonly Representation[],
): string {
  const concerned = concernedNames(within);
  const members = choiceMembers(forRun, (name) => name === 'long' || concerned.has(name));
  const lines = Object.keys(overrides)
    .toSorted(byCodeUnits)
    .flatMap((name) => {
      const inner = choiceMembers(overrides[name] ?? {}, () => true);
      return inner.length === 0 ? [] : [`      ${keyText(name)}: ${braced(inner, '      ')},\n`];
    });
  if (lines.length === 0) return braced(members, '  ');
  const own = members.map((member) => `    ${member},\n`).join('');
  return `{\n${own}    overrides: {\n${lines.join('')}    },\n  }`;
}

function choiceMembers(choice: RepresentationChoice, isTold: (name: ChoiceName) => boolean): string[] {
  return choiceNames.flatMap((name) => {
    const form = choice[name];
    if (form === undefined || !isTold(name)) return [];
    const text = typeof form === 'string' ? stringLiteral(form) : `{ codec: ${stringLiteral(form.codec)} }`;
    return [`${propertyName(name)}: ${text}`];
  });
}

/** One line where it fits. */
function braced(members: readonly string[], indent: string): string {
  const line = `{ ${members.join(', ')} }`;
  if (indent.length + line.length <= LINE_CHARACTERS) return line;
  return `{\n${members.map((member) => `${indent}  ${member},\n`).join('')}${indent}}`;
}

function concernedNames(within: readonly Representation[]): ReadonlySet<ChoiceName> {
  const names = new Set<ChoiceName>();
  for (const { schema } of within) {
    const name = 'logical' in schema ? choiceNameOf(schema) : undefined;
    if (name !== undefined) names.add(name);
  }
  return names;
}

/** The codecs that these representations need, by name, each with the plain forms it stands on. */
export function codecsWithin(
  within: readonly Representation[],
): ReadonlyMap<string, readonly CustomRepresentation['base'][]> {
  const found = new Map<string, CustomRepresentation['base'][]>();
  for (const each of within) {
    if (each.kind !== 'custom') continue;
    found.set(each.codec, [...(found.get(each.codec) ?? []), each.base]);
  }
  return new Map([...found].toSorted(([left], [right]) => byCodeUnits(left, right)));
}
