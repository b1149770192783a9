/**
 * A JSON Schema as the comparison sees it: of one kind, whatever draft and whichever keywords said so.
 *
 * The kinds are those Confluent's registry compares by: keywords that belong to one type make a schema of that
 * type even without `type`, and keywords of several kinds in one schema make an `allOf` of them. Every schema
 * keeps the node it came from, so that each difference has a place. References are cyclic links.
 */
import type { JsonNode } from '../json/json-node.ts';
import type { DecimalNumber } from './decimal-number.ts';

/** What any schema may carry beside what it demands. */
export interface Annotations {
  readonly id: string | null;
  readonly title: string | null;
  readonly description: string | null;
  /** The default as compact text; null without one. */
  readonly defaultText: string | null;
  /** Keywords that nobody compares, as text: they tell one branch of a combination from another. */
  readonly others: string;
  /** `connect.type`, by which Kafka Connect marks bytes. */
  readonly connectType: string | null;
}

interface Stated extends Annotations {
  readonly node: JsonNode;
}

/** Kinds with nothing to compare inside. `metaSchema` is a reference to the schema of schemas. */
export interface PlainModel extends Stated {
  readonly kind: 'empty' | 'true' | 'false' | 'null' | 'boolean' | 'metaSchema';
}

/** `if`, `then` and `else`: not compared, but told apart. */
interface ConditionalModel extends Stated {
  readonly kind: 'conditional';
  readonly branches: readonly (SchemaModel | null)[];
}

export interface StringModel extends Stated {
  readonly kind: 'string';
  readonly maxLength: number | null;
  readonly minLength: number | null;
  readonly pattern: string | null;
  /** Not compared. */
  readonly format: string | null;
}

export interface NumberModel extends Stated {
  readonly kind: 'number';
  readonly integer: boolean;
  readonly maximum: number | null;
  readonly minimum: number | null;
  readonly exclusiveMaximum: number | null;
  readonly exclusiveMinimum: number | null;
  readonly multipleOf: DecimalNumber | null;
}

/** What may stand beside what is listed: anything (null), nothing (false), or what a schema accepts. */
export type Rest = SchemaModel | false | null;

export interface ObjectModel extends Stated {
  readonly kind: 'object';
  readonly properties: ReadonlyMap<string, SchemaModel>;
  readonly patternProperties: ReadonlyMap<string, SchemaModel>;
  readonly required: ReadonlySet<string>;
  readonly additionalProperties: Rest;
  readonly unevaluatedProperties: SchemaModel | null;
  /** Names that must be there when another is. */
  readonly requiredWith: ReadonlyMap<string, ReadonlySet<string>>;
  /** Schemas that must hold when a name is there. */
  readonly schemasWith: ReadonlyMap<string, SchemaModel>;
  readonly maxProperties: number | null;
  readonly minProperties: number | null;
  /** Not compared. */
  readonly propertyNames: SchemaModel | null;
}

export interface ArrayModel extends Stated {
  readonly kind: 'array';
  /** Of every item; null when none is given. */
  readonly items: SchemaModel | null;
  /** Of the items by position. */
  readonly tuple: readonly SchemaModel[];
  readonly additionalItems: Rest;
  readonly unevaluatedItems: SchemaModel | null;
  readonly maxItems: number | null;
  readonly minItems: number | null;
  readonly maxContains: number | null;
  readonly minContains: number | null;
  readonly uniqueItems: boolean;
  /** Not compared, except for how many. */
  readonly contains: SchemaModel | null;
}

/** `enum` and `const`; values as compact text with sorted keys. */
export interface ValuesModel extends Stated {
  readonly kind: 'enum' | 'const';
  readonly values: ReadonlySet<string>;
}

export interface NotModel extends Stated {
  readonly kind: 'not';
  readonly refused: SchemaModel;
}

export type Criterion = 'allOf' | 'anyOf' | 'oneOf';

export interface CombinedModel extends Stated {
  readonly kind: 'combined';
  readonly criterion: Criterion;
  readonly branches: readonly SchemaModel[];
  /** Made of one schema's own keywords or types, not written as such. */
  readonly implied: boolean;
}

export interface ReferenceModel extends Stated {
  readonly kind: 'reference';
  readonly target: ReferenceTarget;
}

/** Filled once every schema is read; never a reference itself. */
export interface ReferenceTarget {
  model: SchemaModel | null;
}

export type SchemaModel =
  | PlainModel
  | ConditionalModel
  | StringModel
  | NumberModel
  | ObjectModel
  | ArrayModel
  | ValuesModel
  | NotModel
  | CombinedModel
  | ReferenceModel;

/** A schema with its reference followed. */
export function followed(model: SchemaModel): SchemaModel {
  return model.kind === 'reference' ? (model.target.model ?? model) : model;
}

/** True for `{}` and `true`, which accept anything. */
export function acceptsAnything(model: SchemaModel): boolean {
  return model.kind === 'empty' || model.kind === 'true';
}
