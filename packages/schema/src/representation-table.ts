/**
 * What may be chosen, as data: for each logical type, and for a plain long, the forms its values can have.
 *
 * The first form of a row is the default. `plainest` is the form that a codec of the user's is given: the one
 * that loses nothing and needs nothing. Who chooses what, and where a choice holds, is not decided here.
 * Source: DESIGN.md section 5; Avro 1.12 specification, "Logical Types".
 */
import { InvariantError } from '@ottla/kernel';
import type { RepresentationChoice } from './representation-choices.ts';
import type {
  BigintRepresentation,
  CustomRepresentation,
  EnumRepresentation,
  NumberRepresentation,
  ScalarRepresentation,
  TemporalLogicalName,
} from './representation-kinds.ts';
import type { FixedSchema, PrimitiveSchema } from './schema.ts';

/** What a choice is made for: `long`, or a logical type by its name. */
export type ChoiceName = keyof RepresentationChoice;

/** The forms that can be chosen by name. */
export type FormOf<Name extends ChoiceName> = Extract<RepresentationChoice[Name], string>;

type Annotated = PrimitiveSchema | FixedSchema;
type Form = (schema: Annotated) => Exclude<ScalarRepresentation, CustomRepresentation | EnumRepresentation>;

interface ChoiceRow<Forms extends string = string> {
  readonly forms: { readonly [Name in Forms]: Form };
  /** Null where no codec may be chosen. */
  readonly plainest: Forms | null;
}

const text: Form = (schema) => ({ kind: 'string', schema });
const date: Form = (schema) => ({ kind: 'timestamp', schema: primitive(schema) });
const dateString: Form = (schema) => ({ kind: 'dateString', schema: primitive(schema) });
const duration: Form = (schema) => ({ kind: 'duration', schema: fixed(schema) });

const number =
  (of: NumberRepresentation['of']): Form =>
  (schema) => ({ kind: 'number', of, schema: primitive(schema) });

const bigint =
  (of: BigintRepresentation['of']): Form =>
  (schema) => ({ kind: 'bigint', of, schema: primitive(schema) });

const temporal =
  (of: TemporalLogicalName): Form =>
  (schema) => ({ kind: 'temporal', of, schema: primitive(schema) });

const decimalString: Form = (schema) => ({ kind: 'decimalString', ...decimalOf(schema), schema });
const decimalUnscaled: Form = (schema) => ({ kind: 'unscaledDecimal', digits: decimalOf(schema), schema });
const bigDecimalString: Form = (schema) => ({ kind: 'bigDecimalString', schema: primitive(schema) });
const bigDecimalUnscaled: Form = (schema) => ({ kind: 'unscaledDecimal', digits: null, schema });

type LocalTimestampName = 'local-timestamp-millis' | 'local-timestamp-micros';

const localTimestamp = (of: LocalTimestampName): ChoiceRow<'bigint' | 'number' | 'temporal'> => ({
  forms: { bigint: bigint(of), number: number(of), temporal: temporal(of) },
  plainest: 'bigint',
});

export const choiceTable: { readonly [Name in ChoiceName]-?: ChoiceRow<FormOf<Name>> } = {
  long: { forms: { number: number('long'), bigint: bigint('long') }, plainest: null },
  decimal: { forms: { string: decimalString, unscaled: decimalUnscaled }, plainest: 'unscaled' },
  'big-decimal': { forms: { string: bigDecimalString, unscaled: bigDecimalUnscaled }, plainest: 'unscaled' },
  uuid: { forms: { string: text }, plainest: 'string' },
  date: {
    forms: { string: dateString, number: number('date'), temporal: temporal('date') },
    plainest: 'number',
  },
  'time-millis': {
    forms: { number: number('time-millis'), temporal: temporal('time-millis') },
    plainest: 'number',
  },
  'time-micros': {
    forms: {
      number: number('time-micros'),
      bigint: bigint('time-micros'),
      temporal: temporal('time-micros'),
    },
    plainest: 'bigint',
  },
  'timestamp-millis': {
    forms: {
      date,
      number: number('timestamp-millis'),
      bigint: bigint('timestamp-millis'),
      temporal: temporal('timestamp-millis'),
    },
    plainest: 'bigint',
  },
  'timestamp-micros': {
    forms: {
      bigint: bigint('timestamp-micros'),
      number: number('timestamp-micros'),
      temporal: temporal('timestamp-micros'),
    },
    plainest: 'bigint',
  },
  'timestamp-nanos': {
    forms: { bigint: bigint('timestamp-nanos'), temporal: temporal('timestamp-nanos') },
    plainest: 'bigint',
  },
  'local-timestamp-millis': localTimestamp('local-timestamp-millis'),
  'local-timestamp-micros': localTimestamp('local-timestamp-micros'),
  'local-timestamp-nanos': {
    forms: { bigint: bigint('local-timestamp-nanos'), temporal: temporal('local-timestamp-nanos') },
    plainest: 'bigint',
  },
  duration: { forms: { object: duration }, plainest: 'object' },
};

/** Every row's name, in the order of the documentation. */
// The keys of an object literal whose type lists them.
export const choiceNames = Object.keys(choiceTable) as readonly ChoiceName[];

/** The names of the forms, the default first. */
export function formsOf(name: ChoiceName): readonly string[] {
  return Object.keys(choiceTable[name].forms);
}

/** True where a codec of the user's may stand in. */
export function takesCodec(name: ChoiceName): boolean {
  return choiceTable[name].plainest !== null;
}

/** What a schema's values may be chosen by; undefined for those that have one form only. */
export function choiceNameOf(schema: Annotated): ChoiceName | undefined {
  return schema.logical?.name ?? (schema.type === 'long' ? 'long' : undefined);
}

/** The representation by a choice that is known to be valid. */
export function chosenForm(
  name: ChoiceName,
  choice: RepresentationChoice[ChoiceName],
  schema: Annotated,
): ScalarRepresentation {
  const { forms, plainest }: ChoiceRow = choiceTable[name];
  const form = (wanted: string): Form => {
    const found = Object.hasOwn(forms, wanted) ? forms[wanted] : undefined;
    if (found === undefined) throw new InvariantError(`no form ${wanted} of ${name}`);
    return found;
  };
  if (typeof choice !== 'object') return form(choice ?? formsOf(name)[0] ?? '')(schema);
  const base = form(plainest ?? '')(schema);
  return { kind: 'custom', codec: choice.codec, base, schema };
}

function primitive(schema: Annotated): PrimitiveSchema {
  if (schema.type === 'fixed') throw new InvariantError('a logical type of numbers stands on a fixed');
  return schema;
}

function fixed(schema: Annotated): FixedSchema {
  if (schema.type !== 'fixed') throw new InvariantError('a duration stands on no fixed');
  return schema;
}

function decimalOf({ logical }: Annotated): { readonly precision: number; readonly scale: number } {
  if (logical?.name !== 'decimal') throw new InvariantError('a decimal without its attributes');
  return { precision: logical.precision, scale: logical.scale };
}
