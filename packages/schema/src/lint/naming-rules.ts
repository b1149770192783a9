/** Rules of how namespaces, types, fields and symbols are called. */
import type { Position } from '../json/position.ts';
import { isAvroName, isNamespace, namespaceOf, simpleName } from '../names.ts';
import {
  camelCase,
  isCamelCase,
  isPascalCase,
  isSnakeCase,
  isUpperSnakeCase,
  pascalCase,
  snakeCase,
} from '../name-words.ts';
import { quoted } from '../schema-error.ts';
import type { NamedSchema } from '../schema.ts';
import { NOTHING, type LintRow, type Problem, type Site } from './lint-rule.ts';

const NAMESPACE = /^[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*$/;

export const namingRules: readonly LintRow[] = [
  {
    id: 'INVALID_NAME',
    category: 'MINIMAL',
    purpose:
      'The grammar of names is letters, digits and underscores. Some parsers let aliases and namespaces go beyond it, Java and others refuse the schema.',
    remedy: 'Keep to letters, digits and underscores, not beginning with a digit.',
    example: {
      bad: '{"type":"enum","name":"com.acme.Size","aliases":["shoe-size"],"symbols":["S","M"]}',
      good: '{"type":"enum","name":"com.acme.Size","aliases":["ShoeSize"],"symbols":["S","M"]}',
    },
    on: 'type',
    look: (type, { source }) => {
      const namespace = namespaceOf(type.fullName);
      const own = type.aliases.flatMap((alias, index) =>
        isNamespace(alias)
          ? NOTHING
          : unusable(`the alias ${quoted(alias)}`, source.placeOfItem(type.position, 'aliases', index)),
      );
      const fields = type.type === 'record' ? type.fields : [];
      const ofFields = fields.flatMap(({ name, aliases, position }) =>
        aliases.flatMap((alias, index) =>
          isAvroName(alias)
            ? NOTHING
            : {
                ...unusable(`the alias ${quoted(alias)}`, source.placeOfItem(position, 'aliases', index)),
                path: `${type.fullName}.${name}`,
              },
        ),
      );
      if (isNamespace(namespace)) return [...own, ...ofFields];
      return [
        unusable(`the namespace ${quoted(namespace)}`, source.placeOf(type.position, 'name')),
        ...own,
        ...ofFields,
      ];
    },
  },
  {
    id: 'NAMESPACE_IGNORED',
    category: 'MINIMAL',
    purpose: 'A name with dots is a full name already, so the namespace beside it means nothing.',
    remedy: 'Write the namespace in one place.',
    example: {
      bad: '{"type":"fixed","name":"acme.Iban","namespace":"com.acme.bank","size":34}',
      good: '{"type":"fixed","name":"Iban","namespace":"com.acme.bank","size":34}',
    },
    on: 'type',
    look: (type, { source }) => {
      const name = source.attribute(type.position, 'name');
      const namespace = source.attribute(type.position, 'namespace');
      if (name?.kind !== 'string' || namespace?.kind !== 'string' || !name.value.includes('.'))
        return NOTHING;
      if (namespace.value === namespaceOf(type.fullName)) return NOTHING;
      return [
        {
          message: `the namespace ${quoted(namespace.value)} is ignored: ${quoted(name.value)} is a full name`,
          position: namespace.position,
          fix: `remove "namespace", or write "name": "${simpleName(name.value)}"`,
        },
      ];
    },
  },
  {
    id: 'NAMESPACE_REQUIRED',
    category: 'STANDARD',
    purpose:
      'Types without a namespace collide as soon as two teams share a registry or a program, and Java cannot import generated classes without a package.',
    remedy: 'Give the outermost type a namespace; what is nested in it inherits it.',
    example: {
      bad: '{"type":"fixed","name":"Iban","size":34}',
      good: '{"type":"fixed","name":"Iban","namespace":"com.acme.bank","size":34}',
    },
    on: 'type',
    look: (type, site) =>
      // A nested type has none because the type around it has none.
      namespaceOf(type.fullName) === '' && site.depth === 0
        ? [problemOfName(type, site, { message: 'the type has no namespace', fix: 'add "namespace": "…"' })]
        : NOTHING,
  },
  {
    id: 'NAMESPACE_PATTERN',
    category: 'STANDARD',
    purpose:
      'Namespaces become Java packages and folders: small letters, so that no file system merges two of them.',
    remedy: 'Write namespaces as com.acme.orders.',
    example: {
      bad: '{"type":"fixed","name":"com.Acme.Iban","size":34}',
      good: '{"type":"fixed","name":"com.acme.Iban","size":34}',
    },
    on: 'type',
    look: (type, site) => {
      const namespace = namespaceOf(type.fullName);
      if (namespace === '' || NAMESPACE.test(namespace)) return NOTHING;
      const better = namespace.split('.').map(snakeCase).join('.');
      const fix = isNamespace(better) ? `use ${better}` : null;
      return [
        problemOfName(type, site, {
          message: `the namespace ${quoted(namespace)} is not in small letters`,
          fix,
        }),
      ];
    },
  },
  {
    id: 'NAMESPACE_MATCHES_PATH',
    category: 'STRICT',
    purpose: 'Who knows the name of a type should know where its file is.',
    remedy: 'Keep the file in a folder called like the last part of the namespace.',
    example: {
      bad: '{"type":"fixed","name":"com.acme.bank.Iban","size":34}',
      good: '{"type":"fixed","name":"com.acme.schemas.Iban","size":34}',
    },
    on: 'file',
    look: ({ file, schemas }, { source }) => {
      const type = schemas.find((schema) => 'fullName' in schema);
      const folder = file
        .slice(file.indexOf(':') + 1)
        .split('/')
        .at(-2);
      if (type === undefined || folder === undefined || type.position.file !== file) return NOTHING;
      const namespace = namespaceOf(type.fullName);
      const last = simpleName(namespace);
      if (last === '' || last === folder) return NOTHING;
      return [
        {
          message: `${quoted(namespace)} stands in the folder ${quoted(folder)}`,
          position: source.placeOf(type.position, 'name'),
          fix: `move the file to a folder '${last}'`,
          path: type.fullName,
        },
      ];
    },
  },
  {
    id: 'TYPE_PASCAL_CASE',
    category: 'STANDARD',
    purpose: 'Names of types become names of classes and interfaces.',
    remedy: 'Write names of types as OrderLine.',
    example: {
      bad: '{"type":"fixed","name":"com.acme.order_line","size":8}',
      good: '{"type":"fixed","name":"com.acme.OrderLine","size":8}',
    },
    on: 'type',
    look: (type, site) => {
      const name = simpleName(type.fullName);
      if (isPascalCase(name)) return NOTHING;
      const fix = renameRemedy(name, pascalCase(name));
      return [problemOfName(type, site, { message: `the type ${quoted(name)} is not in PascalCase`, fix })];
    },
  },
  {
    id: 'FIELD_CASE',
    category: 'STANDARD',
    purpose:
      'Fields in two styles make every reader look twice. The style is camelCase or snake_case, whichever most fields of the linted files use.',
    remedy: 'Write all fields in one style.',
    example: {
      bad: '{"type":"record","name":"com.acme.Customer","fields":[{"name":"firstName","type":"string"},{"name":"lastName","type":"string"},{"name":"zip_code","type":"string"}]}',
      good: '{"type":"record","name":"com.acme.Customer","fields":[{"name":"first_name","type":"string"},{"name":"last_name","type":"string"},{"name":"zip_code","type":"string"}]}',
    },
    on: 'field',
    look: ({ name, position }, { source }, { fieldStyle, stylePrevails }) => {
      if (fieldStyle === 'camelCase' ? isCamelCase(name) : isSnakeCase(name)) return NOTHING;
      const better = fieldStyle === 'camelCase' ? camelCase(name) : snakeCase(name);
      return [
        {
          message: `the field ${quoted(name)} is not in ${fieldStyle}${stylePrevails ? ', as most are' : ''}`,
          position: source.placeOf(position, 'name'),
          fix: renameRemedy(name, better),
        },
      ];
    },
  },
  {
    id: 'ENUM_SYMBOL_CASE',
    category: 'STANDARD',
    purpose: 'Symbols are constants in every language that generates code.',
    remedy: 'Write symbols as IN_TRANSIT.',
    example: {
      bad: '{"type":"enum","name":"com.acme.State","symbols":["PLACED","inTransit"]}',
      good: '{"type":"enum","name":"com.acme.State","symbols":["PLACED","IN_TRANSIT"]}',
    },
    on: 'type',
    look: (type, { source }) => {
      if (type.type !== 'enum') return NOTHING;
      return type.symbols.flatMap((symbol, index) => {
        if (isUpperSnakeCase(symbol)) return NOTHING;
        const better = snakeCase(symbol).toUpperCase();
        return {
          message: `the symbol ${quoted(symbol)} is not in UPPER_SNAKE_CASE`,
          position: source.placeOfItem(type.position, 'symbols', index),
          // A symbol has no aliases: renaming one that is in use breaks its readers.
          fix: isAvroName(better) ? `call it ${better} while nobody uses it` : null,
          detail: symbol,
        };
      });
    },
  },
];

/** Of what is underscores and digits only no name is left. */
function renameRemedy(name: string, better: string): string | null {
  return isAvroName(better) ? `rename it to ${better}, and keep ${quoted(name)} as an alias` : null;
}

function unusable(what: string, position: Position): Problem {
  return {
    message: `${what} is no Avro name`,
    position,
    fix: 'use letters, digits and underscores only',
    detail: what,
  };
}

function problemOfName(
  type: NamedSchema,
  { source }: Site,
  words: { message: string; fix: string | null },
): Problem {
  return { ...words, position: source.placeOf(type.position, 'name') };
}
