/** Rules of names that meet: with each other, with words of languages, with what JavaScript objects have. */
import { namespaceOf, simpleName } from '../names.ts';
import { placeText, quoted } from '../schema-error.ts';
import type { NamedSchema, RecordSchema } from '../schema.ts';
import { NOTHING, type LintRow, type LintSet, type Problem, type Site } from './lint-rule.ts';
import { languagesReserving } from './reserved-words.ts';

/** Names that every JavaScript object has, or that give an object a meaning of its own. */
const OBJECT_MEMBERS: ReadonlySet<string> = new Set([
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'prototype',
  'then',
  'toJSON',
  'toString',
  'valueOf',
]);

export const nameClashRules: readonly LintRow[] = [
  {
    id: 'DUPLICATE_ALIAS',
    category: 'MINIMAL',
    purpose:
      'An alias says what a field or type was called. When it is also the name or alias of another one, readers put old data into the wrong place, silently.',
    remedy: 'Remove the alias from all but the one that really had the name.',
    example: {
      bad: '{"type":"record","name":"com.acme.Customer","fields":[{"name":"name","type":"string"},{"name":"nick","type":"string","aliases":["name"]}]}',
      good: '{"type":"record","name":"com.acme.Customer","fields":[{"name":"name","type":"string"},{"name":"nick","type":"string","aliases":["nickname"]}]}',
    },
    on: 'type',
    look: (type, site, set) => [
      ...typeAliases(type, site, set),
      ...(type.type === 'record' ? fieldAliases(type, site) : []),
    ],
  },
  {
    id: 'NO_DUPLICATE_DEFINITION',
    category: 'STANDARD',
    purpose:
      'Two definitions of one name drift apart, and then a program can hold only one of them. Versions of one subject are no duplicates.',
    remedy: 'Define the type once, in a file of its own, and use its name elsewhere.',
    example: {
      bad: '{"type":"record","name":"com.acme.Trip","fields":[{"name":"from","type":{"type":"fixed","name":"Place","size":4}},{"name":"to","type":{"type":"fixed","name":"Place","size":4}}]}',
      good: '{"type":"record","name":"com.acme.Trip","fields":[{"name":"from","type":{"type":"fixed","name":"Place","size":4}},{"name":"to","type":"Place"}]}',
    },
    on: 'file',
    look: (file, { source }, { definitions }) =>
      source.definitions.flatMap(({ fullName, position }) => {
        const all = definitions.get(fullName) ?? [];
        // The first is the one to keep; of other subjects it is found at the later one only.
        const other = all.find(
          (each) =>
            each.file === file || each.file.subject === undefined || each.file.subject !== file.subject,
        );
        if (other === undefined || other.position === position) return NOTHING;
        return {
          message: `${quoted(fullName)} is defined at ${placeText(other.position)} already`,
          position: source.placeOf(position, 'name'),
          fix: `use the name ${quoted(fullName)} here`,
          path: fullName,
          other: other.position,
        };
      }),
  },
  {
    id: 'NAMES_DIFFER_BY_CASE',
    category: 'STANDARD',
    purpose:
      'SQL, Hive, BigQuery and some file systems do not tell small letters from capitals: one of the two is lost there.',
    remedy: 'Give one of them another name.',
    example: {
      bad: '{"type":"record","name":"com.acme.Customer","fields":[{"name":"id","type":"long"},{"name":"ID","type":"string"}]}',
      good: '{"type":"record","name":"com.acme.Customer","fields":[{"name":"id","type":"long"},{"name":"passport","type":"string"}]}',
    },
    on: 'type',
    look: (type, { source }) => {
      if (type.type === 'fixed') return NOTHING;
      const isRecord = type.type === 'record';
      const names = isRecord ? type.fields.map((field) => field.name) : type.symbols;
      const seen = new Map<string, string>();
      return names.flatMap((name, index) => {
        const folded = name.toLowerCase();
        const first = seen.get(folded);
        if (first === undefined) seen.set(folded, name);
        if (first === undefined) return NOTHING;
        const field = isRecord ? type.fields[index] : undefined;
        return {
          message: `${quoted(name)} and ${quoted(first)} differ only in capitals`,
          position:
            field === undefined
              ? source.placeOfItem(type.position, 'symbols', index)
              : source.placeOf(field.position, 'name'),
          fix: 'rename one of them',
          path: isRecord ? `${type.fullName}.${name}` : type.fullName,
          detail: name,
        };
      });
    },
  },
  {
    id: 'OBJECT_MEMBER_NAME',
    category: 'STANDARD',
    purpose:
      'In JavaScript every object has these members, or gets another meaning by them: a value with a `then` looks like a promise, `__proto__` swaps the prototype.',
    remedy: 'Use another name for the field.',
    example: {
      bad: '{"type":"record","name":"com.acme.Plan","fields":[{"name":"then","type":"string"}]}',
      good: '{"type":"record","name":"com.acme.Plan","fields":[{"name":"next","type":"string"}]}',
    },
    on: 'field',
    look: ({ name, position }, { source }) =>
      OBJECT_MEMBERS.has(name)
        ? [
            {
              message: `the field ${quoted(name)} has a meaning on every JavaScript object`,
              position: source.placeOf(position, 'name'),
              fix: 'rename it, and keep the old name as an alias',
            },
          ]
        : NOTHING,
  },
  {
    id: 'RESERVED_WORDS',
    category: 'STRICT',
    purpose:
      'Generated code cannot use a word of the language as a name, so it mangles it: `class` becomes `class$`.',
    remedy: 'Use another name.',
    example: {
      bad: '{"type":"record","name":"com.acme.Flight","fields":[{"name":"class","type":"string"}]}',
      good: '{"type":"record","name":"com.acme.Flight","fields":[{"name":"cabin","type":"string"}]}',
    },
    on: 'type',
    look: (type, { source }) => {
      const position = source.placeOf(type.position, 'name');
      const path = type.fullName;
      const found = reserved(simpleName(path), { what: 'the type', path, position });
      for (const part of namespaceOf(path).split('.')) {
        const detail = `namespace ${part}`;
        found.push(...reserved(part, { what: 'a part of the namespace,', path, position, detail }));
      }
      for (const field of type.type === 'record' ? type.fields : []) {
        const fieldPosition = source.placeOf(field.position, 'name');
        const at = { what: 'the field', path: `${path}.${field.name}`, position: fieldPosition };
        found.push(...reserved(field.name, at));
      }
      for (const [index, symbol] of (type.type === 'enum' ? type.symbols : []).entries()) {
        const at = {
          what: 'the symbol',
          path,
          position: source.placeOfItem(type.position, 'symbols', index),
        };
        found.push(...reserved(symbol, { ...at, detail: symbol }));
      }
      return found;
    },
  },
];

interface NamePlace extends Pick<Problem, 'position' | 'detail'> {
  readonly what: string;
  readonly path: string;
}

function reserved(name: string, { what, path, position, detail = '' }: NamePlace): Problem[] {
  const languages = languagesReserving(name);
  if (languages.length === 0) return [];
  const message = `${what} ${quoted(name)} is a word of ${languages.join(' and ')}`;
  return [{ message, position, fix: 'use another name', path, detail }];
}

/** Of other files nothing is said: there the old name may stand for good reason. */
function typeAliases(type: NamedSchema, { file, source }: Site, { definitions }: LintSet): Problem[] {
  const seen = new Set<string>([type.fullName]);
  return type.aliases.flatMap((alias, index) => {
    const again = seen.has(alias);
    seen.add(alias);
    if (!again && definitions.get(alias)?.some((each) => each.file === file) !== true) return [];
    return {
      message: again
        ? `the alias ${quoted(alias)} says nothing new`
        : `the alias ${quoted(alias)} is the name of a type that exists`,
      position: source.placeOfItem(type.position, 'aliases', index),
      fix: 'remove the alias',
      detail: alias,
    };
  });
}

function fieldAliases(record: RecordSchema, { source }: Site): Problem[] {
  const names = new Map(record.fields.map((field) => [field.name, field.name]));
  return record.fields.flatMap((field) =>
    field.aliases.flatMap((alias, index): readonly Problem[] => {
      const owner = names.get(alias);
      if (owner === undefined) names.set(alias, field.name);
      if (owner === undefined) return NOTHING;
      const message =
        owner === field.name
          ? `the alias ${quoted(alias)} is the field's own already; Java finds the field twice and refuses to read`
          : `the alias ${quoted(alias)} leads to the field ${quoted(owner)} too; old data ends in one of the two`;
      const position = source.placeOfItem(field.position, 'aliases', index);
      return [
        {
          message,
          position,
          fix: 'remove the alias',
          path: `${record.fullName}.${field.name}`,
          detail: alias,
        },
      ];
    }),
  );
}
