/** Rules of defaults: Java's check never compares their values. */
import type { FoundEdit } from './found-edit.ts';
import { fieldExample, schemasOf, type Meaning, type SemanticRow } from './semantic-row.ts';

const TIER = (more: string): string => `{"name": "tier", "type": "string"${more}}`;
const STATUS = (more: string): string =>
  `{"name": "status", "type": {"type": "enum", "name": "Status", "symbols": ["UNKNOWN", "OPEN", "PAID"]${more}}}`;

export const defaultRows: readonly SemanticRow[] = [
  {
    id: 'DEFAULT_CHANGED',
    purpose:
      'Records written before the field existed are read with its default, so their value changes although nothing was written.',
    remedy: 'Keep the default; let writers write the new value.',
    example: fieldExample(
      TIER(', "default": "BASIC"'),
      TIER(', "default": "GOLD"'),
      TIER(', "default": "BASIC"'),
    ),
    on: ['field.default'],
    find: ({ edit }) =>
      edit.kind !== 'changed'
        ? []
        : [
            {
              message: `the default went from ${edit.before.text} to ${edit.after.text}; records written before the field existed change their value`,
              fix: `keep "default": ${edit.before.text}`,
              detail: `${edit.before.text} -> ${edit.after.text}`,
            },
          ],
  },
  {
    id: 'DEFAULT_REMOVED',
    purpose:
      'The last version has the field, so the change passes. Records from before the field existed are no longer read, and the field can no longer be removed.',
    remedy: 'Keep the default.',
    example: fieldExample(TIER(', "default": "BASIC"'), TIER(''), TIER(', "default": "BASIC"')),
    on: ['field.default'],
    find: ({ edit }) =>
      edit.kind !== 'removed'
        ? []
        : [
            {
              message: `the default ${edit.before.text} is gone; records written before the field existed are no longer read, nor are those written once it is removed`,
              fix: `keep "default": ${edit.before.text}`,
              detail: `${edit.before.text} -> none`,
            },
          ],
  },
  {
    id: 'ENUM_DEFAULT_REMOVED',
    purpose:
      'Readers take the default of an enum for symbols they do not know. Without it, the next symbol that a writer adds stops them.',
    remedy: 'Keep the default.',
    example: fieldExample(STATUS(', "default": "UNKNOWN"'), STATUS(''), STATUS(', "default": "UNKNOWN"')),
    on: ['type.default'],
    find: (found) =>
      enumMeaning(found, 'removed', {
        message: `the default ${found.edit.before.text} of the enum is gone; readers stop at a symbol they do not know`,
        fix: `keep "default": ${found.edit.before.text}`,
        detail: `${found.edit.before.text} -> none`,
      }),
  },
  {
    id: 'ENUM_DEFAULT_CHANGED',
    purpose: 'Symbols that a reader does not know are read as another one than before.',
    remedy: 'Keep the default.',
    example: fieldExample(
      STATUS(', "default": "UNKNOWN"'),
      STATUS(', "default": "OPEN"'),
      STATUS(', "default": "UNKNOWN"'),
    ),
    on: ['type.default'],
    find: (found) =>
      enumMeaning(found, 'changed', {
        message: `the default of the enum went from ${found.edit.before.text} to ${found.edit.after.text}; symbols that a reader does not know are read as ${found.edit.after.text}`,
        fix: `keep "default": ${found.edit.before.text}`,
        detail: `${found.edit.before.text} -> ${found.edit.after.text}`,
      }),
  },
];

/** A record or a fixed may have an attribute of that name, too, without meaning. */
function enumMeaning(
  found: FoundEdit,
  kind: FoundEdit['edit']['kind'],
  meaning: Meaning,
): readonly Meaning[] {
  return found.edit.kind === kind && schemasOf(found)?.[0].type === 'enum' ? [meaning] : [];
}
