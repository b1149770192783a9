/**
 * Choices that are none: names that nothing has, forms that a logical type cannot take.
 *
 * Choices come from configuration and from programs without types, so everything is looked at. Each refusal names
 * what was meant, or what would do.
 */
import { ConfigError, nearestName } from '@ottla/kernel';
import { namespaceOf } from './names.ts';
import {
  namesToChoose,
  type RepresentationChoice,
  type RepresentationChoices,
} from './representation-choices.ts';
import { choiceNames, formsOf, takesCodec, type ChoiceName } from './representation-table.ts';
import { quoted } from './schema-error.ts';
import { childSchemas, isNamed, namedTypesOf, type Field, type FixedSchema, type Schema } from './schema.ts';

/** Longer names are not worth a search for the nearest. */
const LONGEST_SUGGESTED_NAME = 200;
/** A search among more would take seconds. */
const MOST_SUGGESTIONS = 500;

const NAMES: ReadonlySet<string> = new Set(choiceNames);

/**
 * Throws ConfigError: `CHOICE_INVALID` for a choice that does not exist, or not in this form; `CHOICE_UNKNOWN` when
 * an override names no type and no field of these schemas; `CHOICE_UNFIT` when one for a field means the named
 * type of that field. The message names the nearest, or all there are.
 */
export function refuseUnknownChoices(schemas: readonly Schema[], choices: RepresentationChoices): void {
  refuseInvalidChoices(choices);
  const names = Object.keys(choices.overrides ?? {});
  if (names.length === 0) return;
  const known = namesToChoose(schemas);
  const unknown = names.find((name) => !known.has(name));
  if (unknown !== undefined) throw unknownName(unknown, known);
  refuseUnfitChoices(schemas, choices);
}

/** The same for what can be judged without schemas. */
export function refuseInvalidChoices(choices: RepresentationChoices): void {
  const given = asObject(choices, 'choices');
  const { overrides, ...forRun } = given;
  refuseInvalidChoice(forRun, 'choices');
  if (overrides === undefined) return;
  for (const [name, choice] of Object.entries(asObject(overrides, 'choices.overrides'))) {
    const where = `choices.overrides[${quoted(name)}]`;
    refuseInvalidChoice(asObject(choice, where), where);
  }
}

type GivenChoices = Readonly<Record<string, unknown>>;

function asObject(value: unknown, where: string): GivenChoices {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const hint = where.endsWith('overrides')
      ? "{ 'com.acme.Order.total': { long: 'bigint' } }"
      : "{ long: 'bigint' }";
    throw invalid(`${where} must be an object such as ${hint}`);
  }
  // An object that is no array; its members are looked at one by one.
  return value as GivenChoices;
}

function refuseInvalidChoice(choice: GivenChoices, where: string): void {
  for (const [name, form] of Object.entries(choice)) {
    if (!isChoiceName(name)) throw unknownChoice(name, where);
    if (form === undefined || isForm(name, form)) continue;
    const forms = formsOf(name).map((each) => `'${each}'`);
    if (takesCodec(name)) forms.push("{ codec: 'a name' }");
    const found = typeof form === 'string' ? quoted(form) : 'something else';
    throw invalid(`${where}: ${name} is ${found}; it can be ${listed(forms)}`);
  }
}

function isChoiceName(name: string): name is ChoiceName {
  return NAMES.has(name);
}

function isForm(name: ChoiceName, form: unknown): boolean {
  if (typeof form === 'string') return formsOf(name).includes(form);
  if (!takesCodec(name) || typeof form !== 'object' || form === null) return false;
  const [member, ...others] = Object.entries(form);
  return others.length === 0 && member?.[0] === 'codec' && typeof member[1] === 'string' && member[1] !== '';
}

function unknownChoice(name: string, where: string): ConfigError {
  const nearest = name.length > LONGEST_SUGGESTED_NAME ? undefined : nearestName(name, choiceNames);
  const remedy = nearest === undefined ? `there are ${choiceNames.join(', ')}` : `did you mean '${nearest}'?`;
  return invalid(`${where}: ${quoted(name)} is nothing to choose; ${remedy}`);
}

function listed(forms: readonly string[]): string {
  return forms.length === 1 ? (forms[0] ?? '') : `${forms.slice(0, -1).join(', ')} or ${forms.at(-1)}`;
}

function invalid(message: string): ConfigError {
  return new ConfigError(message, 'CHOICE_INVALID');
}

function unknownName(unknown: string, known: ReadonlySet<string>): ConfigError {
  const nearest = nearestName(unknown, suggestions(unknown, known));
  const remedy =
    nearest === undefined ? 'give the full name of a type or type.field' : `did you mean '${nearest}'?`;
  return new ConfigError(
    `choices.overrides names ${quoted(unknown)}, which is no type and no field of a record here; ${remedy}`,
    'CHOICE_UNKNOWN',
  );
}

/** What the name may have meant: of about its length, in the same record first. */
function suggestions(name: string, known: ReadonlySet<string>): readonly string[] {
  if (name.length > LONGEST_SUGGESTED_NAME) return [];
  const record = `${namespaceOf(name)}.`;
  const alike = [...known].filter((each) => Math.abs(each.length - name.length) <= name.length / 3);
  const inside = alike.filter((each) => each.startsWith(record));
  return [...inside, ...alike].slice(0, MOST_SUGGESTIONS);
}

/** A fixed has one shape wherever it is used: what is chosen for a field of it alone would go unheard. */
function refuseUnfitChoices(schemas: readonly Schema[], { overrides = {} }: RepresentationChoices): void {
  for (const type of namedTypesOf(schemas)) {
    if (type.type !== 'record') continue;
    for (const field of type.fields) {
      const path = `${type.fullName}.${field.name}`;
      const choice = Object.hasOwn(overrides, path) ? overrides[path] : undefined;
      const meant = choice === undefined ? undefined : fixedMeant(field, choice);
      if (meant === undefined) continue;
      throw new ConfigError(
        `choices.overrides[${quoted(path)}] chooses ${meant.logical?.name} for a field of the named type ${meant.fullName}, which has one shape wherever it is used; choose for ${quoted(meant.fullName)}`,
        'CHOICE_UNFIT',
      );
    }
  }
}

/** The fixed in a field that a choice must mean, since nothing else there has its logical type. */
function fixedMeant({ schema }: Field, choice: RepresentationChoice): FixedSchema | undefined {
  const inside = schemasInside(schema);
  return inside.find((each): each is FixedSchema => {
    const name = each.type === 'fixed' ? each.logical?.name : undefined;
    if (name === undefined || choice[name] === undefined) return false;
    return !inside.some(
      (other) => other.type !== 'fixed' && 'logical' in other && other.logical?.name === name,
    );
  });
}

/** Through arrays, maps and unions, up to named types. */
function schemasInside(schema: Schema): readonly Schema[] {
  return isNamed(schema) ? [schema] : [schema, ...childSchemas(schema).flatMap(schemasInside)];
}
