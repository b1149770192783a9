/** Rules of nulls and defaults: what a reader finds where the writer wrote nothing. */
import { quoted } from '../schema-error.ts';
import { isNamed, isPrimitive, namedTypesOf, type Field, type Schema, type UnionSchema } from '../schema.ts';
import { NOTHING, type LintRow, type LintFile } from './lint-rule.ts';

const record = (fields: string): string =>
  `{"type":"record","name":"com.acme.Customer","fields":[${fields}]}`;

export const defaultRules: readonly LintRow[] = [
  {
    id: 'NULL_DEFAULT_AS_TEXT',
    category: 'MINIMAL',
    purpose: 'The default "null" in quotes is a text of four letters, which readers then show to people.',
    remedy: 'Write null without quotes, and "null" as the first type of the union.',
    example: {
      bad: record('{"name":"nick","type":["string","null"],"default":"null"}'),
      good: record('{"name":"nick","type":["null","string"],"default":null}'),
    },
    on: 'field',
    look: ({ schema, defaultValue, position }, { source }) =>
      isNullable(schema) && typeof defaultValue === 'string' && defaultValue.toLowerCase() === 'null'
        ? [
            {
              message: `the default is the text ${quoted(defaultValue)}, not null`,
              position: source.placeOf(position, 'default'),
              fix: 'write "default": null and put "null" first in the union',
            },
          ]
        : NOTHING,
  },
  {
    id: 'DEFAULT_ON_TYPE_NOT_FIELD',
    category: 'MINIMAL',
    purpose:
      'Defaults belong to fields and to enums. On any other type Avro ignores them, although the specification shows them there in examples, and readers fail for old data.',
    remedy: 'Move "default" out of the type, beside the name of the field.',
    example: {
      bad: record('{"name":"country","type":{"type":"string","default":"CZ"}}'),
      good: record('{"name":"country","type":"string","default":"CZ"}'),
    },
    on: 'schema',
    look: (schema, { source }) =>
      schema.type !== 'union' && schema.type !== 'enum' && schema.properties?.['default'] !== undefined
        ? [
            {
              message: `the default is ignored, because it stands on the type and not on the field`,
              position: source.placeOfKey(schema.position, 'default'),
              fix: 'move "default" beside the "name" of the field',
              // Branches of a union share its path.
              detail: schema.type,
            },
          ]
        : NOTHING,
  },
  {
    id: 'DEFAULT_OF_LATER_BRANCH',
    category: 'STANDARD',
    purpose:
      'Until Avro 1.12 the default of a union had to fit its first type. Older libraries refuse such a schema, or take the default for something else.',
    remedy: 'Put the type of the default first in the union.',
    example: {
      bad: record('{"name":"tier","type":["null","string"],"default":"BASIC"}'),
      good: record('{"name":"tier","type":["string","null"],"default":"BASIC"}'),
    },
    on: 'field',
    look: ({ schema, hasDefault, defaultValue, position }, { source }) => {
      const first = schema.type === 'union' ? schema.branches[0] : undefined;
      if (!hasDefault || first === undefined || mayBe(first, defaultValue)) return NOTHING;
      return [
        {
          message: `the default does not fit the first type of the union, ${first.type}; libraries before Avro 1.12 refuse that`,
          position: source.placeOf(position, 'default'),
          fix: 'put the type of the default first in the union',
        },
      ];
    },
  },
  {
    id: 'NULLABLE_HAS_NULL_DEFAULT',
    category: 'STANDARD',
    purpose:
      'A field that may be null can as well be absent: with a default it can be added and removed at any time.',
    remedy: 'Give the field "default": null.',
    example: {
      bad: record('{"name":"email","type":["null","string"]}'),
      good: record('{"name":"email","type":["null","string"],"default":null}'),
    },
    on: 'field',
    look: ({ name, schema, hasDefault, position }, { source }) =>
      !hasDefault && isNullable(schema)
        ? [
            {
              message: `the field ${quoted(name)} may be null but has no default`,
              position: source.placeOf(position, 'name'),
              fix:
                schema.branches[0]?.type === 'null'
                  ? 'add "default": null'
                  : 'put "null" first and add "default": null',
            },
          ]
        : NOTHING,
  },
  {
    id: 'UNION_NULL_FIRST',
    category: 'STANDARD',
    purpose:
      'With null first the default can be null in every version of Avro, and every union is read the same way.',
    remedy: 'Put "null" first. A union whose default is no null keeps the type of its default first.',
    example: {
      bad: record('{"name":"email","type":["string","null"]}'),
      good: record('{"name":"email","type":["null","string"],"default":null}'),
    },
    on: 'field',
    look: (field, { path }) =>
      unionsIn(field.schema).flatMap(({ union, suffix }) => {
        const nullAt = union.branches.findIndex((branch) => branch.type === 'null');
        const ownDefault = suffix === '' && field.hasDefault && field.defaultValue !== null;
        if (nullAt <= 0 || ownDefault) return NOTHING;
        return {
          message: '"null" is not the first type of the union',
          position: union.branches[nullAt]?.position ?? union.position,
          fix: 'put "null" first',
          path: path + suffix,
        };
      }),
  },
  {
    id: 'NEW_FIELD_HAS_DEFAULT',
    category: 'STANDARD',
    purpose:
      'A reader with the new schema cannot fill a new field without a default when it reads older data.',
    remedy: 'Add a default, or make the field nullable with the default null.',
    example: {
      before: record('{"name":"id","type":"long"}'),
      bad: record('{"name":"id","type":"long"},{"name":"tier","type":"string"}'),
      good: record('{"name":"id","type":"long"},{"name":"tier","type":"string","default":"BASIC"}'),
      level: 'BACKWARD',
    },
    on: 'file',
    look: (file, { source }) => {
      const known = fieldNamesOf(file.previous ?? []);
      const types = [...new Set(file.schemas.flatMap((schema) => namedTypesOf(schema)))];
      return types.flatMap((type) => {
        const before = [type.fullName, ...type.aliases]
          .map((name) => known.get(name))
          .find((each) => each !== undefined);
        if (before === undefined || type.type !== 'record' || type.position.file !== file.file)
          return NOTHING;
        return type.fields
          .filter(
            (field) => !field.hasDefault && ![field.name, ...field.aliases].some((name) => before.has(name)),
          )
          .map((field) => ({
            message: `the field ${quoted(field.name)} is new and has no default`,
            position: source.placeOf(field.position, 'name'),
            fix: 'add a default',
            path: `${type.fullName}.${field.name}`,
          }));
      });
    },
  },
  {
    id: 'ENUM_HAS_DEFAULT',
    category: 'STANDARD',
    purpose: 'Without a default an older reader fails at the first symbol that was added after it was built.',
    remedy: 'Add a symbol for the unknown and make it the "default" of the enum.',
    example: {
      bad: '{"type":"enum","name":"com.acme.State","symbols":["PLACED","PAID"]}',
      good: '{"type":"enum","name":"com.acme.State","symbols":["UNKNOWN","PLACED","PAID"],"default":"UNKNOWN"}',
    },
    on: 'type',
    look: (type, { source }) =>
      type.type === 'enum' && type.defaultSymbol === null
        ? [
            {
              message: `the enum ${quoted(type.fullName)} has no default; older readers fail at new symbols`,
              position: source.placeOf(type.position, 'name'),
              fix: unknownRemedy(type.symbols),
            },
          ]
        : NOTHING,
  },
];

const UNKNOWN = /^(?:UNKNOWN|UNSPECIFIED|UNDEFINED|UNRECOGNIZED|OTHER)$|_(?:UNKNOWN|UNSPECIFIED)$/i;

/** A symbol may not stand twice. */
function unknownRemedy(symbols: readonly string[]): string {
  const known = symbols.find((symbol) => UNKNOWN.test(symbol));
  return known === undefined ? 'add "default": "UNKNOWN" and that symbol' : `add "default": "${known}"`;
}

function isNullable(schema: Schema): schema is UnionSchema {
  return schema.type === 'union' && schema.branches.some((branch) => branch.type === 'null');
}

/** By its kind alone; whether it fits in full the parser has judged. */
function mayBe(schema: Schema, value: Field['defaultValue']): boolean {
  switch (schema.type) {
    case 'null':
      return value === null;
    case 'boolean':
      return typeof value === 'boolean';
    case 'int':
    case 'long':
      return typeof value === 'bigint' || Number.isInteger(value);
    case 'float':
    case 'double':
      return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'string';
    case 'bytes':
    case 'string':
    case 'fixed':
      return typeof value === 'string';
    case 'enum':
      return typeof value === 'string' && schema.symbols.includes(value);
    case 'array':
      return Array.isArray(value);
    case 'map':
    case 'record':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'union':
      return true;
  }
}

/** The unions written in the type of a field, with what its path gets: `[]` within an array, `{}` within a map. */
function unionsIn(schema: Schema): { union: UnionSchema; suffix: string }[] {
  const found: { union: UnionSchema; suffix: string }[] = [];
  if (isNamed(schema) || isPrimitive(schema)) return found;
  const waiting: [Schema, string][] = [[schema, '']];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [part, suffix] = next;
    if (isNamed(part)) continue;
    if (part.type === 'array') waiting.push([part.items, `${suffix}[]`]);
    else if (part.type === 'map') waiting.push([part.values, `${suffix}{}`]);
    else if (part.type === 'union') {
      found.push({ union: part, suffix });
      for (const branch of part.branches) waiting.push([branch, suffix]);
    }
  }
  return found;
}

function fieldNamesOf(schemas: LintFile['schemas']): ReadonlyMap<string, ReadonlySet<string>> {
  const known = new Map<string, ReadonlySet<string>>();
  for (const type of schemas.flatMap((schema) => namedTypesOf(schema))) {
    if (type.type === 'record') known.set(type.fullName, new Set(type.fields.map((field) => field.name)));
  }
  return known;
}
