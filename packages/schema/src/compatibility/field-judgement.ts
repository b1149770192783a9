/** What a field means that the reader has and the writer lacks: added, removed, or called by another name. */
import { fieldAliasRemedy } from '../diff/alias-remedy.ts';
import type { Field, Schema } from '../schema.ts';
import { quoted } from '../schema-error.ts';
import { defaultExample } from './default-example.ts';
import type { MissingField } from './field-renames.ts';
import { namePlace, type Judgement } from './judgement.ts';

/** The new schema has the field; `old` is what it is likely to be in the old one. */
export function addedField({ field, reader, writer }: MissingField, old: Field | undefined): Judgement {
  const place = { path: `${reader.fullName}.${field.name}`, position: field.position };
  if (old === undefined) {
    return {
      ...place,
      rule: 'FIELD_ADDED_WITHOUT_DEFAULT',
      other: namePlace(writer),
      message: 'a reader with the new schema cannot fill the field for old data: it has no default',
      fix: defaultRemedy(field),
      detail: '',
    };
  }
  return {
    ...place,
    rule: 'FIELD_RENAMED_WITHOUT_ALIAS',
    other: old.position,
    message: `a reader with the new schema does not find the field in old data, where it is likely to be called ${quoted(old.name)}`,
    fix: renameRemedy(field, old),
    detail: `${old.name} -> ${field.name}`,
  };
}

/** The new schema does not have it any more, but perhaps as `renamed`. */
export function removedField({ field, writer }: MissingField, renamed: Field | undefined): Judgement {
  const cause =
    renamed === undefined
      ? ''
      : `; it is likely to be called ${quoted(renamed.name)} now, and aliases help only readers of the new schema`;
  return {
    rule: 'FIELD_REMOVED_WITHOUT_DEFAULT',
    path: `${writer.fullName}.${field.name}`,
    position: renamed?.position ?? namePlace(writer),
    other: field.position,
    message: `a reader with the old schema cannot fill the field for new data: it has no default there${cause}`,
    fix: 'keep the field; to drop it, first give it a default, in a version that every reader gets',
    detail: '',
  };
}

/** The alias alone leaves old nulls unread where the new field takes none. */
function renameRemedy(field: Field, old: Field): string {
  const alias = fieldAliasRemedy(field, old.name);
  const losesNull = holdsNull(old.schema) && !holdsNull(field.schema);
  return losesNull ? `${alias}, and let it be null, as ${quoted(old.name)} may be` : alias;
}

function holdsNull(schema: Schema): boolean {
  if (schema.type !== 'union') return schema.type === 'null';
  return schema.branches.some((branch) => branch.type === 'null');
}

function defaultRemedy({ schema }: Field): string {
  const example = defaultExample(schema);
  if (example !== undefined) return `add a default, e.g. ${example}`;
  // Neither may a union stand in a union, nor the name of a type where the type itself was.
  const place = schema.type === 'union' ? 'first in its union' : 'before its type, "type": ["null", …]';
  return `let it be null, too: put "null" ${place}, and add "default": null`;
}
