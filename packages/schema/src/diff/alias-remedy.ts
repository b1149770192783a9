/**
 * How to name an old name as an alias, in words that can be followed as they stand.
 *
 * An alias without dots takes the namespace of its type, so one without a namespace gets a leading dot; and
 * who has aliases already adds to them, because a key may not stand twice.
 */
import { namespaceOf } from '../names.ts';
import type { Field, NamedSchema } from '../schema.ts';

/**
 * For a field that was called `oldName`.
 * @example
 * fieldAliasRemedy(field, 'faxNumber'); // 'add "aliases": ["faxNumber"]'
 */
export function fieldAliasRemedy({ aliases }: Field, oldName: string): string {
  return remedy(oldName, aliases);
}

/** For a type that was called `oldName`, in full. */
export function typeAliasRemedy({ aliases, fullName }: NamedSchema, oldName: string): string {
  const isBare = namespaceOf(oldName) === '' && namespaceOf(fullName) !== '';
  return remedy(isBare ? `.${oldName}` : oldName, aliases);
}

function remedy(alias: string, aliases: readonly string[]): string {
  return aliases.length === 0 ? `add "aliases": ["${alias}"]` : `add "${alias}" to its "aliases"`;
}
