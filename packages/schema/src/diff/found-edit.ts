/** An edit with what it was found on, for those who judge it. */
import { jsonText, type JsonValue } from '../json/json-value.ts';
import type { Position } from '../json/position.ts';
import { isNamed, type Field, type Schema } from '../schema.ts';
import { shortText } from '../short-text.ts';
import type { AttributeChange } from './attributes.ts';
import type { AttributeEdit, Edit, EditSide } from './edit.ts';
import type { LikenessBudget } from './likely-rename.ts';
import type { TypePairing } from './type-pairing.ts';
import { schemaLabel } from './schema-label.ts';

export interface FoundEdit {
  readonly edit: Edit;
  /** What it stands on: of an attribute its owner, of a symbol its enum; null where there is nothing. */
  readonly before: Schema | Field | null;
  readonly after: Schema | Field | null;
  /**
   * False within a schema that became a branch of a union or ceased to be one: an edit of the whole is
   * listed already, and this one only says more of it.
   */
  readonly listed: boolean;
}

/** What is handed from one part of a comparison to the next. */
export interface DiffWalk {
  readonly types: TypePairing;
  readonly budget: LikenessBudget;
  readonly found: FoundEdit[];
}

/** A place where a schema of the one stands against a schema of the other. */
export interface SchemaPlace {
  readonly before: Schema;
  readonly after: Schema;
  readonly path: string;
  /** Where the schemas are mentioned; a named type may be defined elsewhere. */
  readonly beforeAt: Position;
  readonly afterAt: Position;
  readonly listed: boolean;
}

export function side(position: Position, text: string | null): EditSide {
  return { position, text };
}

/** The place within: named types are where they are mentioned, all else where it stands. */
export function innerPlace(
  place: SchemaPlace,
  { before, after }: { readonly before: Schema; readonly after: Schema },
  suffix: string,
): SchemaPlace {
  return {
    before,
    after,
    path: place.path + suffix,
    beforeAt: isNamed(before) ? place.beforeAt : before.position,
    afterAt: isNamed(after) ? place.afterAt : after.position,
    listed: place.listed,
  };
}

export function schemaEdit({ before, after, path, beforeAt, afterAt, listed }: SchemaPlace): FoundEdit {
  const sides = { before: side(beforeAt, schemaLabel(before)), after: side(afterAt, schemaLabel(after)) };
  return { edit: { kind: 'changed', element: 'schema', path, ...sides }, before, after, listed };
}

/** What an attribute stands on, and where. */
interface AttributePlace {
  readonly owner: AttributeEdit['owner'];
  readonly before: Schema | Field;
  readonly after: Schema | Field;
  readonly path: string;
  readonly beforeAt: Position;
  readonly afterAt: Position;
  readonly listed: boolean;
}

export function attributeEdit(place: AttributePlace, change: AttributeChange): FoundEdit {
  const { owner, before, after, path, beforeAt, afterAt, listed } = place;
  const presence = change.after === undefined ? 'removed' : 'changed';
  const edit: AttributeEdit = {
    kind: change.before === undefined ? 'added' : presence,
    element: 'attribute',
    attribute: change.attribute,
    owner,
    path,
    before: side(beforeAt, valueText(change.before)),
    after: side(afterAt, valueText(change.after)),
  };
  return { edit, before, after, listed };
}

/** The type of a field and its default. */
export function fieldText(field: Field): string {
  const fallback = field.defaultValue === undefined ? '' : ` = ${jsonText(field.defaultValue)}`;
  return shortText(`${schemaLabel(field.schema)}${fallback}`);
}

function valueText(value: JsonValue | undefined): string | null {
  return value === undefined ? null : shortText(jsonText(value));
}
