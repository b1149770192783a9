/** Rules of the shape of schemas: how large, how deep, and whether a value can exist and be told apart. */
import { quoted } from '../schema-error.ts';
import type { Schema } from '../schema.ts';
import { NOTHING, type LintRow } from './lint-rule.ts';

const MOST_FIELDS = 200;
const DEEPEST = 10;
/** Groups of types whose values look the same in most languages. */
const ALIKE: readonly (readonly Schema['type'][])[] = [
  ['int', 'long', 'float', 'double'],
  ['string', 'enum'],
  ['bytes', 'fixed'],
  ['map', 'record'],
];

const nested = (levels: number): string =>
  '{"type":"array","items":'.repeat(levels) + '"int"' + '}'.repeat(levels);
const record = (fields: string): string => `{"type":"record","name":"com.acme.Order","fields":[${fields}]}`;
const manyFields = (count: number): string =>
  record(Array.from({ length: count }, (_, index) => `{"name":"f${index}","type":"int"}`).join(','));

export const shapeRules: readonly LintRow[] = [
  {
    id: 'NO_POSSIBLE_VALUE',
    category: 'MINIMAL',
    purpose:
      'No value fits an empty union, an enum without symbols, or a record that always contains itself: nothing can be written.',
    remedy:
      'Add a type or a symbol; let a record contain itself only in an array, a map or a union with null.',
    example: {
      bad: record('{"name":"replaces","type":"Order"}'),
      good: record('{"name":"replaces","type":["null","Order"],"default":null}'),
    },
    on: 'schema',
    look: (schema, { source }, { endless }) => {
      const message =
        schema.type === 'union' && schema.branches.length === 0
          ? 'the union is empty, so no value fits it'
          : schema.type === 'enum' && schema.symbols.length === 0
            ? `the enum ${quoted(schema.fullName)} has no symbols, so no value fits it`
            : schema.type === 'record' && endless.has(schema)
              ? `a value of ${quoted(schema.fullName)} would have to contain another, without end`
              : undefined;
      if (message === undefined) return NOTHING;
      const fix =
        schema.type === 'record'
          ? 'make the field that leads back nullable'
          : `add ${schema.type === 'enum' ? 'a symbol' : 'a type'}`;
      return [{ message, position: source.placeOf(schema.position, 'name'), fix }];
    },
  },
  {
    id: 'UNION_OF_ONE',
    category: 'STANDARD',
    purpose: 'A union of one type costs a byte in every record and says nothing.',
    remedy: 'Write the type itself, or add "null" if that was forgotten.',
    example: {
      bad: record('{"name":"note","type":["string"]}'),
      good: record('{"name":"note","type":"string"}'),
    },
    on: 'schema',
    look: (schema) =>
      schema.type === 'union' && schema.branches.length === 1
        ? [
            {
              message: 'the union has one type only',
              position: schema.position,
              fix: 'write the type without brackets, or add "null"',
            },
          ]
        : NOTHING,
  },
  {
    id: 'UNION_BRANCHES_ALIKE',
    category: 'STANDARD',
    purpose:
      'Many languages cannot tell the values of some types apart, an int from a long or an enum from a string, so which branch is written is a matter of luck.',
    remedy: 'Keep the wider of the two, or wrap them in records.',
    example: {
      bad: record('{"name":"code","type":["null","int","long"],"default":null}'),
      good: record('{"name":"code","type":["null","long"],"default":null}'),
    },
    on: 'schema',
    look: (schema) => {
      // Most unions are of null and one type.
      if (schema.type !== 'union' || schema.branches.filter(({ type }) => type !== 'null').length < 2)
        return NOTHING;
      return ALIKE.flatMap((group) => {
        const alike = schema.branches.filter((branch) => group.includes(branch.type));
        const kinds = [...new Set(alike.map((branch) => branch.type))];
        const last = alike.at(-1);
        if (last === undefined || kinds.length < 2) return NOTHING;
        const message = `many languages cannot tell ${kinds.join(', ')} apart in one union`;
        return {
          message,
          position: last.position,
          fix: 'keep one of them, or wrap them in records',
          detail: kinds.join(' '),
        };
      });
    },
  },
  {
    id: 'MAX_FIELDS',
    category: 'STANDARD',
    purpose: `A record of more than ${MOST_FIELDS} fields is several things under one name.`,
    remedy: 'Group fields that belong together into records.',
    example: { bad: manyFields(MOST_FIELDS + 1), good: manyFields(MOST_FIELDS) },
    on: 'type',
    look: (type, { source }) =>
      type.type === 'record' && type.fields.length > MOST_FIELDS
        ? [
            {
              message: `the record ${quoted(type.fullName)} has ${type.fields.length} fields, more than ${MOST_FIELDS}`,
              position: source.placeOf(type.position, 'name'),
              fix: 'group fields into records',
            },
          ]
        : NOTHING,
  },
  {
    id: 'MAX_DEPTH',
    category: 'STANDARD',
    purpose: `More than ${DEEPEST} levels of records, arrays and maps fit no table, and few people.`,
    remedy: 'Flatten the structure, or send the inner part as a record of its own.',
    example: {
      bad: record(`{"name":"grid","type":${nested(DEEPEST)}}`),
      good: record(`{"name":"grid","type":${nested(DEEPEST - 1)}}`),
    },
    on: 'schema',
    // Only where the limit is crossed: what is deeper still is the same fault.
    look: (schema, { depth }) =>
      depth === DEEPEST && (schema.type === 'record' || schema.type === 'array' || schema.type === 'map')
        ? [
            {
              message: `this ${schema.type} is level ${DEEPEST + 1}`,
              position: schema.position,
              fix: 'flatten the structure',
              detail: schema.type,
            },
          ]
        : NOTHING,
  },
  {
    id: 'TOP_LEVEL_HAS_NAME',
    category: 'STRICT',
    purpose:
      'An array, a map or a bare primitive as a whole message has no name to evolve under: nothing can ever be added.',
    remedy: 'Wrap it in a record.',
    example: {
      bad: '{"type":"array","items":"string"}',
      good: '{"type":"record","name":"com.acme.Tags","fields":[{"name":"tags","type":{"type":"array","items":"string"}}]}',
    },
    on: 'file',
    look: ({ schemas }) =>
      schemas.flatMap((schema) =>
        'fullName' in schema || schema.type === 'union'
          ? NOTHING
          : {
              message: `the whole message is a bare ${schema.type}`,
              position: schema.position,
              fix: 'wrap it in a record',
            },
      ),
  },
];
