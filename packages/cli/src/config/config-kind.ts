/**
 * Kinds of values in a configuration, and sections made of rows: name, kind, default, prose.
 *
 * Checks, types, messages, the reference page and the JSON Schema derive from the rows. Rows are named as
 * TypeScript spells them; a file says `fail_on` for `failOn`. An unknown key fails and names the nearest.
 */
import { nearestName } from '@ottla/kernel';
import type { ConfigValue } from './config-value.ts';

/** A piece of a JSON Schema, draft 07. One with a `title` is written once and referred to. */
export interface JsonSchema {
  readonly [keyword: string]: JsonSchemaValue;
}
export type JsonSchemaValue = null | boolean | number | string | readonly JsonSchemaValue[] | JsonSchema;

/** `expected` completes "must be …". */
export interface ConfigKind<T> {
  readonly expected: string;
  /** What `read` takes, as far as JSON Schema can say it; never less. */
  readonly jsonSchema: JsonSchema;
  /** Throws CliError with the place. */
  read(value: ConfigValue): T;
  /** The rows within, for the reference. */
  readonly rows?: ConfigTable;
  /** How its rows are spelled below the key: `[]` for those of a list. */
  readonly suffix?: string;
}

export interface ConfigRow<T> {
  readonly kind: ConfigKind<T>;
  /** Undefined: the key must be there. */
  readonly absent: { readonly value: T; readonly doc: string } | undefined;
  /** One or two sentences for the reference. */
  readonly doc: string;
}

export type ConfigTable = Readonly<Record<string, ConfigRow<unknown>>>;

/** What a section is to the program. */
export type SectionOf<Table> = {
  readonly [Name in keyof Table]: Table[Name] extends ConfigRow<infer T> ? T : never;
};

export function required<T>(kind: ConfigKind<T>, doc: string): ConfigRow<T> {
  return { kind, absent: undefined, doc };
}

export function withDefault<T>(kind: ConfigKind<T>, value: NoInfer<T>, doc: string): ConfigRow<T> {
  const shown = typeof value === 'string' ? `\`${value}\`` : '';
  return { kind, absent: { value, doc: shown }, doc };
}

export function optional<T>(kind: ConfigKind<T>, doc: string): ConfigRow<T | null> {
  return { kind, absent: { value: null, doc: '' }, doc };
}

/** How a row is spelled in a file. */
export function keyOf(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Digits and `true` are text, too, where text is wanted. */
const SCALAR: readonly string[] = ['string', 'number', 'boolean'];

/** A text that `accept` turns into a value, or refuses by undefined or by a sentence of its own. */
export function textKind<T>(
  expected: string,
  accept: (text: string) => { readonly value: T } | { readonly problem: string } | undefined,
  jsonSchema: JsonSchema = { pattern: '\\S' },
): ConfigKind<T> {
  return {
    expected,
    jsonSchema: 'enum' in jsonSchema ? jsonSchema : { type: SCALAR, ...jsonSchema },
    read(value) {
      const accepted = value.text === undefined ? undefined : accept(value.text);
      if (accepted !== undefined && 'value' in accepted) return accepted.value;
      throw value.error(accepted?.problem ?? `this must be ${expected}, not ${value.kind}`);
    },
  };
}

export function oneOf<const T extends string>(values: readonly T[]): ConfigKind<T> {
  const expected = values.length === 1 ? (values[0] ?? '') : `one of ${values.join(', ')}`;
  const accept = (text: string): { readonly value: T } | { readonly problem: string } | undefined => {
    const found = values.find((value) => value === text);
    if (found !== undefined) return { value: found };
    const nearest = nearestName(text, values);
    return nearest === undefined || values.length === 1
      ? undefined
      : { problem: `'${text}' is not one of ${values.join(', ')}; did you mean '${nearest}'?` };
  };
  return textKind(expected, accept, { enum: values.flatMap(spellings) });
}

/** What a file may say for a text: `1` without quotes is a number to YAML and JSON. */
function spellings(text: string): readonly JsonSchemaValue[] {
  if (text === 'true' || text === 'false') return [text === 'true', text];
  return /^\d{1,15}$/.test(text) ? [Number(text), text] : [text];
}

/** A list; a lone value counts as a list of it. */
export function listOf<T>(kind: ConfigKind<T>): ConfigKind<readonly T[]> {
  const { rows } = kind;
  return {
    expected: rows === undefined ? `a list, each ${kind.expected}` : 'a list of sections',
    read(value) {
      if (value.isEmpty) return [];
      return (value.items ?? [value]).map((item) => kind.read(item));
    },
    jsonSchema: {
      anyOf: [{ type: 'array', items: kind.jsonSchema }, kind.jsonSchema, { type: 'null' }],
    },
    ...(rows === undefined ? {} : { rows, suffix: '[]' }),
  };
}

/** A section whose keys are the user's own. */
export function mapOf<K, V>(key: ConfigKind<K>, kind: ConfigKind<V>): ConfigKind<ReadonlyMap<K, V>> {
  const { rows } = kind;
  // A name is text always.
  const { type: _text, ...nameSchema } = key.jsonSchema;
  return {
    expected: `a section: ${key.expected}, then ${rows === undefined ? kind.expected : 'a section'}`,
    read(value) {
      if (value.isEmpty) return new Map();
      const entries = value.entries();
      if (entries === undefined) throw value.error(`this must be a section, not ${value.kind}`);
      return new Map(entries.map((entry) => [key.read(entry.key), kind.read(entry.value)]));
    },
    jsonSchema: {
      type: ['object', 'null'],
      propertyNames: nameSchema,
      additionalProperties: kind.jsonSchema,
    },
    ...(rows === undefined ? {} : { rows, suffix: '.*' }),
  };
}

/** A row for a section that may be left out: then each of its rows is. */
export function subsection<Table extends ConfigTable>(
  table: Table,
  doc: string,
): ConfigRow<SectionOf<Table>> {
  const absent = Object.entries(table).map(([name, row]) => [name, row.absent?.value]);
  // Every row of the table, by its own kind.
  const value = Object.fromEntries(absent) as SectionOf<Table>;
  return { kind: section(table), absent: { value, doc: '' }, doc };
}

/** `problemOf` says what is wrong with the rows together. */
export function section<Table extends ConfigTable>(
  table: Table,
  problemOf: (read: SectionOf<Table>) => string | null = () => null,
): ConfigKind<SectionOf<Table>> {
  const names = new Map(Object.keys(table).map((name) => [keyOf(name), name]));
  return {
    expected: 'a section',
    jsonSchema: sectionSchema(table),
    rows: table,
    read(value) {
      const entries = value.isEmpty ? [] : value.entries();
      if (entries === undefined) throw value.error(`this must be a section, not ${value.kind}`);
      const given = new Map<string, ConfigValue>();
      for (const entry of entries) {
        const name = names.get(entry.name);
        if (name === undefined) throw entry.key.error(unknownKey(entry.name, [...names.keys()]));
        given.set(name, entry.value);
      }
      const read: Record<string, unknown> = {};
      for (const [name, row] of Object.entries(table)) {
        const found = given.get(name);
        if (found === undefined && row.absent === undefined) {
          throw value.error(`the key '${keyOf(name)}' is missing; it must be ${row.kind.expected}`);
        }
        read[name] = found === undefined ? row.absent?.value : row.kind.read(found);
      }
      // The loop has read every row of the table by its own kind.
      const whole = read as SectionOf<Table>;
      const problem = problemOf(whole);
      if (problem !== null) throw value.error(problem);
      return whole;
    },
  };
}

function sectionSchema(table: ConfigTable): JsonSchema {
  const rows = Object.entries(table);
  const needed = rows.filter(([, { absent }]) => absent === undefined).map(([name]) => keyOf(name));
  return {
    type: needed.length > 0 ? 'object' : ['object', 'null'],
    properties: Object.fromEntries(rows.map(([name, row]) => [keyOf(name), rowSchema(row)])),
    ...(needed.length > 0 ? { required: needed } : {}),
    additionalProperties: false,
  };
}

function rowSchema({ kind, absent, doc }: ConfigRow<unknown>): JsonSchema {
  const value = absent?.value;
  const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  // Beside a reference draft 07 sees nothing.
  const schema = 'title' in kind.jsonSchema ? { allOf: [kind.jsonSchema] } : kind.jsonSchema;
  return { description: doc, ...schema, ...(plain ? { default: value } : {}) };
}

function unknownKey(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  const remedy = nearest === undefined ? `known here are ${known.join(', ')}` : `did you mean '${nearest}'?`;
  return `unknown key '${name}'; ${remedy}`;
}
