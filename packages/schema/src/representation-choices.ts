/**
 * What a user may choose about JavaScript shapes, and which choice holds where.
 *
 * A choice is made for a run, for a named type or for a field; the most specific one wins. A choice for a record
 * holds for the longs and logical types in its fields, in arrays, maps and unions there too, and ends at other
 * named types, a fixed among them: these have one shape wherever they are used. What there is to choose stands in
 * representation-table.ts; what is no choice is refused in representation-refusals.ts. Source: DESIGN.md section 5.
 */
import { namedTypesOf, type Schema } from './schema.ts';

/** A class of the user's, by the name under which its codec is given. */
export interface CodecChoice {
  readonly codec: string;
}

/** What may be chosen for the run, for a type and for a field. The first of each list is the default. */
export interface RepresentationChoice {
  /** A long without a logical type. 'number': values beyond 2^53 are errors. */
  readonly long?: 'number' | 'bigint' | undefined;
  /** 'unscaled': `{ unscaled: bigint, scale: number }`. */
  readonly decimal?: 'string' | 'unscaled' | CodecChoice | undefined;
  readonly 'big-decimal'?: 'string' | 'unscaled' | CodecChoice | undefined;
  readonly uuid?: 'string' | CodecChoice | undefined;
  /** 'string': 'YYYY-MM-DD'; 'number': days since 1970-01-01; 'temporal': Temporal.PlainDate. */
  readonly date?: 'string' | 'number' | 'temporal' | CodecChoice | undefined;
  /** 'temporal': Temporal.PlainTime. */
  readonly 'time-millis'?: 'number' | 'temporal' | CodecChoice | undefined;
  readonly 'time-micros'?: 'number' | 'bigint' | 'temporal' | CodecChoice | undefined;
  /** 'temporal': Temporal.Instant; numbers and bigints count the unit since 1970-01-01T00:00Z. */
  readonly 'timestamp-millis'?: 'date' | 'number' | 'bigint' | 'temporal' | CodecChoice | undefined;
  readonly 'timestamp-micros'?: 'bigint' | 'number' | 'temporal' | CodecChoice | undefined;
  readonly 'timestamp-nanos'?: 'bigint' | 'temporal' | CodecChoice | undefined;
  /** 'temporal': Temporal.PlainDateTime. */
  readonly 'local-timestamp-millis'?: 'bigint' | 'number' | 'temporal' | CodecChoice | undefined;
  readonly 'local-timestamp-micros'?: 'bigint' | 'number' | 'temporal' | CodecChoice | undefined;
  readonly 'local-timestamp-nanos'?: 'bigint' | 'temporal' | CodecChoice | undefined;
  readonly duration?: 'object' | CodecChoice | undefined;
}

/** What a user may choose; stored in the generated constant. */
export interface RepresentationChoices extends RepresentationChoice {
  /** By full name of a type, `com.acme.Order`, or path of a field, `com.acme.Order.total`. */
  readonly overrides?: Readonly<Record<string, RepresentationChoice>> | undefined;
}

/**
 * The choices that concern a schema: those for the run, and of the others what names a type or field in it.
 * @example
 * choicesWithin(parseSchema('"long"'), { long: 'bigint', overrides: { 'com.acme.Order': { long: 'number' } } });
 * // { long: 'bigint' }
 */
export function choicesWithin(schema: Schema, choices: RepresentationChoices): RepresentationChoices {
  const { overrides, ...forRun } = choices;
  if (overrides === undefined) return forRun;
  const known = namesToChoose([schema]);
  const within = Object.entries(overrides).filter(([name]) => known.has(name));
  return within.length === 0 ? forRun : { ...forRun, overrides: Object.fromEntries(within) };
}

/** What was chosen for a place, the most specific first. */
export type ChoiceScope = readonly RepresentationChoice[];

/** Where no record and no named type is around. */
export function scopeOfRun(choices: RepresentationChoices): ChoiceScope {
  return [choices];
}

/** Of a fixed, wherever it is used. */
export function scopeOfType(choices: RepresentationChoices, fullName: string): ChoiceScope {
  const own = overrideFor(choices, fullName);
  return own === undefined ? [choices] : [own, choices];
}

/** Of what stands in a field and has no name of its own. */
export function scopeOfField(choices: RepresentationChoices, record: string, field: string): ChoiceScope {
  const own = overrideFor(choices, `${record}.${field}`);
  const outer = scopeOfType(choices, record);
  return own === undefined ? outer : [own, ...outer];
}

/** What was chosen there; undefined leaves it to the default. */
export function choiceIn<Name extends keyof RepresentationChoice>(
  scope: ChoiceScope,
  name: Name,
): RepresentationChoice[Name] {
  for (const choice of scope) {
    if (choice[name] !== undefined) return choice[name];
  }
  return undefined;
}

function overrideFor({ overrides }: RepresentationChoices, name: string): RepresentationChoice | undefined {
  return overrides !== undefined && Object.hasOwn(overrides, name) ? overrides[name] : undefined;
}

/** What overrides may name: full names of types and paths of fields. */
export function namesToChoose(schemas: readonly Schema[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const type of namedTypesOf(schemas)) {
    names.add(type.fullName);
    if (type.type !== 'record') continue;
    for (const field of type.fields) names.add(`${type.fullName}.${field.name}`);
  }
  return names;
}
