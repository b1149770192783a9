/** Rules of names and of what follows from order and prose: what Java's check passes over. */
import { simpleName } from '../names.ts';
import { isNamed } from '../schema.ts';
import { typeAliasRemedy } from './alias-remedy.ts';
import type { FoundEdit } from './found-edit.ts';
import {
  atLevel,
  fieldExample,
  fieldsOf,
  schemasOf,
  type Meaning,
  type SemanticRow,
} from './semantic-row.ts';

const FAX = (more: string): string => `{"name": "fax", "type": ["null", "string"], "default": null${more}}`;
const STATUS = (symbols: string): string =>
  `{"name": "status", "type": {"type": "enum", "name": "Status", "symbols": [${symbols}]}}`;
const MONEY = (namespace: string): string =>
  `{"name": "total", "type": {"type": "fixed", "name": "Money", "namespace": "${namespace}", "size": 8}}`;

export const nameRows: readonly SemanticRow[] = [
  {
    id: 'ALIAS_REMOVED',
    purpose:
      'An alias is how a reader finds what was written under an old name. Without it, values of a field silently become its default.',
    remedy: 'Keep the alias until the last record written under the old name has expired.',
    example: atLevel(
      'BACKWARD',
      fieldExample(FAX(', "aliases": ["telefax"]'), FAX(''), FAX(', "aliases": ["telefax", "faxNumber"]')),
    ),
    on: ['field.aliases', 'type.aliases'],
    find: removedAliases,
  },
  {
    id: 'NAMESPACE_CHANGED',
    purpose:
      'Java compares types by their short names only, so a registry accepts another namespace. avsc and Python compare full names and refuse it; generated classes and types move.',
    remedy: 'Keep the namespace, or at least name the old one as an alias.',
    example: fieldExample(MONEY('com.acme'), MONEY('org.acme'), MONEY('com.acme')),
    on: ['type.namespace'],
    find: namespaceMeaning,
  },
  {
    id: 'FIELD_RENAMED',
    severity: 'info',
    purpose:
      'Aliases count in the reader only: the new version reads old records, but readers of the old version do not find the field in new ones.',
    remedy: 'Upgrade all readers before the first writer, or keep the old field beside the new one.',
    example: fieldExample(
      FAX(''),
      '{"name": "telefax", "type": ["null", "string"], "default": null, "aliases": ["fax"]}',
      FAX(''),
    ),
    on: ['renamed field'],
    find: ({ edit }) =>
      edit.kind !== 'renamed' || edit.by !== 'alias'
        ? []
        : [
            {
              message: `${edit.before.text} is called ${edit.after.text} now, with the old name as an alias; readers of the old version do not find it in new records, for aliases count in the reader only`,
              fix: null,
              detail: `${edit.before.text} -> ${edit.after.text}`,
            },
          ],
  },
  {
    id: 'SORT_ORDER_CHANGED',
    severity: 'info',
    purpose:
      'Records sort otherwise than before, and what was sorted by the old version is no longer in order.',
    remedy: 'Keep the order, or sort anew what was sorted.',
    example: fieldExample(FAX(''), FAX(', "order": "ignore"'), FAX('')),
    on: ['field.order'],
    find: ({ edit }) => {
      const [before, after] = [edit.before.text ?? '"ascending"', edit.after.text ?? '"ascending"'];
      const message = `the sort order went from ${before} to ${after}; records sort otherwise than before`;
      return before === after
        ? []
        : [{ message, fix: `keep "order": ${before}`, detail: `${before} -> ${after}` }];
    },
  },
  {
    id: 'ENUM_SYMBOLS_REORDERED',
    severity: 'info',
    purpose:
      'Enums sort by the place of their symbols, and programs may keep that place as a number: both change for records that were written.',
    remedy: 'Add new symbols at the end and keep the others where they are.',
    example: fieldExample(STATUS('"OPEN", "PAID"'), STATUS('"PAID", "OPEN"'), STATUS('"OPEN", "PAID"')),
    on: ['moved symbol'],
    find: (found) => {
      const enumeration = found.after;
      if (enumeration === null || !('fullName' in enumeration)) return [];
      const message =
        'symbols changed places; values sort otherwise, and numbers kept for them mean other symbols';
      return [
        {
          message,
          fix: 'add symbols at the end and keep the others in order',
          detail: '',
          path: enumeration.fullName,
        },
      ];
    },
  },
  {
    id: 'DOC_CHANGED',
    severity: 'off',
    purpose: 'A doc says what values mean; another doc may mean another contract.',
    remedy: 'Read both docs; when the meaning changed, add a new field.',
    example: fieldExample(
      FAX(', "doc": "With country code."'),
      FAX(', "doc": "Without country code."'),
      FAX(', "doc": "With country code."'),
    ),
    on: ['field.doc', 'type.doc'],
    find: ({ edit }) => {
      const verb = edit.kind === 'changed' ? 'changed' : edit.kind;
      return [
        {
          message: `the doc was ${verb}: ${edit.before.text ?? 'none'} -> ${edit.after.text ?? 'none'}`,
          fix: null,
          detail: '',
        },
      ];
    },
  },
];

/** Aliases that went, but for the one that is the name again. */
function removedAliases(found: FoundEdit): readonly Meaning[] {
  const fields = fieldsOf(found);
  const schemas = schemasOf(found);
  if (fields !== undefined) {
    const [before, after] = fields;
    const fate = after.hasDefault ? 'silently become the default' : 'are no longer read';
    const kept = new Set([...after.aliases, after.name]);
    return goneMeanings(before.aliases, kept, (alias) => `values written as "${alias}" ${fate}`);
  }
  if (schemas === undefined || !isNamed(schemas[0]) || !isNamed(schemas[1])) return [];
  const kept = new Set([...schemas[1].aliases, schemas[1].fullName]);
  return goneMeanings(schemas[0].aliases, kept, (alias) => `values written as "${alias}" are no longer read`);
}

function goneMeanings(
  aliases: readonly string[],
  kept: ReadonlySet<string>,
  fateOf: (alias: string) => string,
): readonly Meaning[] {
  return [...new Set(aliases)].flatMap((alias): Meaning[] => {
    if (kept.has(alias)) return [];
    const message = `the alias "${alias}" is gone; a registry would accept it, and ${fateOf(alias)}`;
    return [{ message, fix: `keep the alias "${alias}"`, detail: alias, direction: 'BACKWARD' }];
  });
}

function namespaceMeaning(found: FoundEdit): readonly Meaning[] {
  const [before, after] = schemasOf(found) ?? [];
  if (before === undefined || after === undefined || !isNamed(before) || !isNamed(after)) return [];
  // Of a rename the edit tells the full names.
  if (simpleName(before.fullName) !== simpleName(after.fullName)) return [];
  const detail = `${before.fullName} -> ${after.fullName}`;
  const change = `${before.fullName} is ${after.fullName} now; a registry would accept it`;
  if (after.aliases.includes(before.fullName)) {
    const message = `${change}; with the old name among its aliases the new version reads old records, but avsc and Python refuse to read new records with the old version`;
    return [{ message, fix: null, detail, direction: 'FORWARD', severity: 'info' }];
  }
  const message = `${change}, for Java compares short names only; avsc and Python compare full names and refuse to read`;
  return [{ message, fix: `keep the namespace, or ${typeAliasRemedy(after, before.fullName)}`, detail }];
}
