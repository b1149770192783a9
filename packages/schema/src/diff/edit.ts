/**
 * One difference between two schemas, as every report tells it.
 *
 * Plain values without references into the schemas: an edit can be printed as JSON as it stands.
 */
import type { Position } from '../json/position.ts';

/** One of the two schemas, at the place of an edit. */
export interface EditSide {
  /** Of what is not there, the nearest thing around it that is. */
  readonly position: Position;
  /** A short text of it, at most 120 characters; null when it is not there. */
  readonly text: string | null;
}

interface EditPlace {
  /**
   * Where in names: `com.acme.Order.total`; `[]`, `{}` and `|branch` lead into arrays, maps and unions, as in
   * `com.acme.Order.payment|com.acme.Card`. '' is the schema itself when it has no name.
   */
  readonly path: string;
  readonly before: EditSide;
  readonly after: EditSide;
}

/** Texts: of a type its kind, of a field its type and default, of a symbol or a branch itself. */
export interface PresenceEdit extends EditPlace {
  readonly kind: 'added' | 'removed';
  readonly element: 'type' | 'field' | 'symbol' | 'branch';
}

/** Only what left its place among those that stayed. Texts: the places, counted from 1. */
export interface MoveEdit extends EditPlace {
  readonly kind: 'moved';
  readonly element: 'field' | 'symbol' | 'branch';
}

/** Texts: the names, of types in full. */
export interface RenameEdit extends EditPlace {
  readonly kind: 'renamed';
  readonly element: 'type' | 'field';
  /** `alias`: the new one names the old one among its aliases. */
  readonly by: 'alias' | 'likeness';
}

/** A schema of another type stands at the place. Texts: both. */
export interface SchemaEdit extends EditPlace {
  readonly kind: 'changed';
  readonly element: 'schema';
}

/** Texts: the values as JSON. */
export interface AttributeEdit extends EditPlace {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly element: 'attribute';
  /** `doc`, `default`, `aliases`, `order`, `namespace`, `size`, `logicalType`, `precision`, `scale`, or any other. */
  readonly attribute: string;
  /** What the attribute stands on: a field may have the same attributes as its type. */
  readonly owner: 'type' | 'field' | 'schema';
}

export type Edit = PresenceEdit | MoveEdit | RenameEdit | SchemaEdit | AttributeEdit;
