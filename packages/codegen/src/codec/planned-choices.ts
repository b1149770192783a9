/**
 * The choices by which a schema, by itself, gets a representation that it has where it stands, as text.
 *
 * What was chosen for a run, a record or a field no longer matters then: each scalar says its own form. A fixed has
 * one of its own, by its name.
 */
import { InvariantError } from '@ottla/kernel';
import { choiceNameOf, formsOf, type ChoiceName, type Representation } from '@ottla/schema';
import { keyText, stringLiteral } from '../source-text.ts';

/** The names of the forms; see representation-table.ts of the schema package. */
const FORM_OF_KIND: Partial<Readonly<Record<Representation['kind'], string>>> = {
  number: 'number',
  bigint: 'bigint',
  timestamp: 'date',
  dateString: 'string',
  temporal: 'temporal',
  string: 'string',
  decimalString: 'string',
  unscaledDecimal: 'unscaled',
  bigDecimalString: 'string',
  duration: 'object',
};

/** What a scalar is chosen by, as text; undefined where there is nothing to choose. */
function choiceOf(scalar: Representation): { readonly name: ChoiceName; readonly text: string } | undefined {
  const { schema } = scalar;
  const name = 'logical' in schema ? choiceNameOf(schema) : undefined;
  if (name === undefined) return undefined;
  if (scalar.kind === 'custom') return { name, text: `{ codec: ${stringLiteral(scalar.codec)} }` };
  const form = FORM_OF_KIND[scalar.kind];
  if (form === undefined) throw new InvariantError(`no choice makes a ${name} a ${scalar.kind}`);
  return { name, text: stringLiteral(form) };
}

/**
 * Of scalars that stand in one place: one, or the branches of a union. Defaults are left out.
 * @example
 * plannedChoices([{ kind: 'bigint', of: 'long', … }]); // "{ long: 'bigint' }"
 */
export function plannedChoices(scalars: readonly Representation[]): string {
  const chosen = new Map<string, string>();
  const ofFixed: { readonly fullName: string; readonly name: ChoiceName; readonly text: string }[] = [];
  for (const scalar of scalars) {
    const choice = choiceOf(scalar);
    if (choice === undefined) continue;
    const { schema } = scalar;
    if (schema.type === 'fixed') ofFixed.push({ fullName: schema.fullName, ...choice });
    else if (choice.text !== defaultText(choice.name)) chosen.set(choice.name, choice.text);
  }
  const overrides = ofFixed
    .filter(({ name, text }) => text !== (chosen.get(name) ?? defaultText(name)))
    .map(({ fullName, name, text }) => `${keyText(fullName)}: { ${keyText(name)}: ${text} }`);
  const members = [...chosen].map(([name, text]) => `${keyText(name)}: ${text}`);
  if (overrides.length > 0) members.push(`overrides: { ${overrides.join(', ')} }`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

function defaultText(name: ChoiceName): string {
  return stringLiteral(formsOf(name)[0] ?? '');
}
