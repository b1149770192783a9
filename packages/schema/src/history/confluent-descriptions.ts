/**
 * What Confluent's registry says of each kind of difference, `%s` for the reader's schema and then the
 * writer's, `new` or `old`.
 *
 * Source: confluentinc/schema-registry 794611bd, the two classes Difference (of Avro in client, of JSON Schema in
 * json-schema-provider).
 */
import type { Incompatibility, IncompatibilityKind } from '../compatibility/incompatibility.ts';
import type { DifferenceType } from '../json-schema/difference-types.ts';

/** Of Avro; `at` is Java's location, `what` its message. */
export const avroDescriptions: Readonly<
  Record<IncompatibilityKind, (found: Pick<Incompatibility, 'location' | 'message'>) => string>
> = {
  FIXED_SIZE_MISMATCH: ({ location }) =>
    `The size of FIXED type field at path '${location}' in the %s schema does not match with the %s schema`,
  TYPE_MISMATCH: ({ location }) =>
    `The type (path '${location}') of a field in the %s schema does not match with the %s schema`,
  NAME_MISMATCH: ({ location }) => `The name of the schema has changed (path '${location}')`,
  MISSING_ENUM_SYMBOLS: ({ location, message }) =>
    `The %s schema is missing enum symbols '${message}' at path '${location}' in the %s schema`,
  MISSING_UNION_BRANCH: ({ location }) =>
    `The %s schema is missing a type inside a union field at path '${location}' in the %s schema`,
  READER_FIELD_MISSING_DEFAULT_VALUE: ({ location, message }) =>
    `The field '${message}' at path '${location}' in the %s schema has no default value and is missing in the %s schema`,
};

type Description = (path: string) => string;

const keyword: Description = (path) =>
  `The keyword at path '${path}' in the %s schema is not present in the %s schema`;
const fewer: Description = (path) =>
  `An array or combined type at path '${path}' has fewer elements in the %s schema than the %s schema`;
const more: Description = (path) =>
  `An array or combined type at path '${path}' has more elements in the %s schema than the %s schema`;
const different: Description = (path) =>
  `A type at path '${path}' is different between the %s schema and the %s schema`;
const changed: Description = (path) =>
  `The value at path '${path}' is different between the %s and %s schema`;
const greater: Description = (path) =>
  `The value at path '${path}' in the %s schema is more than its value in the %s schema`;
const smaller: Description = (path) =>
  `The value at path '${path}' in the %s schema is less than its value in the %s schema`;
const open: Description = (path) =>
  `The %s schema has an open content model and has a property or item at path '${path}' which is missing in the %s schema`;
const unopen: Description = (path) =>
  `The %s schema has an unopen content model and has a required property at path '${path}' which is missing in the %s schema`;
const closed: Description = (path) =>
  `The %s has a closed content model and is missing a property or item present at path '${path}' in the %s schema`;
const uncoveredRemoved: Description = (path) =>
  `A property or item is missing in the %s schema but present at path '${path}' in the %s schema and is not covered by its partially open content model`;
const uncoveredAdded: Description = (path) =>
  `The %s schema has a property or item at path '${path}' which is missing in the %s schema and is not covered by its partially open content model`;

/** Of JSON Schema; of a difference that is not here the registry says ''. */
const jsonDescriptions: Readonly<Partial<Record<DifferenceType, Description>>> = {
  MAXIMUM_ADDED: keyword,
  MINIMUM_ADDED: keyword,
  EXCLUSIVE_MAXIMUM_ADDED: keyword,
  EXCLUSIVE_MINIMUM_ADDED: keyword,
  MULTIPLE_OF_ADDED: keyword,
  MAX_LENGTH_ADDED: keyword,
  MIN_LENGTH_ADDED: keyword,
  PATTERN_ADDED: keyword,
  REQUIRED_ATTRIBUTE_ADDED: keyword,
  MAX_PROPERTIES_ADDED: keyword,
  MIN_PROPERTIES_ADDED: keyword,
  DEPENDENCY_ARRAY_ADDED: keyword,
  DEPENDENCY_SCHEMA_ADDED: keyword,
  MAX_ITEMS_ADDED: keyword,
  MIN_ITEMS_ADDED: keyword,
  MAX_CONTAINS_ADDED: keyword,
  MIN_CONTAINS_ADDED: keyword,
  UNIQUE_ITEMS_ADDED: keyword,
  ADDITIONAL_ITEMS_REMOVED: keyword,
  ADDITIONAL_PROPERTIES_REMOVED: keyword,
  UNEVALUATED_PROPERTIES_REMOVED: keyword,
  UNEVALUATED_ITEMS_REMOVED: keyword,
  MIN_LENGTH_INCREASED: greater,
  MINIMUM_INCREASED: greater,
  EXCLUSIVE_MINIMUM_INCREASED: greater,
  MIN_PROPERTIES_INCREASED: greater,
  MULTIPLE_OF_EXPANDED: greater,
  MIN_ITEMS_INCREASED: greater,
  MIN_CONTAINS_INCREASED: greater,
  MAX_LENGTH_DECREASED: smaller,
  MAXIMUM_DECREASED: smaller,
  EXCLUSIVE_MAXIMUM_DECREASED: smaller,
  MAX_PROPERTIES_DECREASED: smaller,
  MAX_ITEMS_DECREASED: smaller,
  MAX_CONTAINS_DECREASED: smaller,
  ADDITIONAL_ITEMS_NARROWED: fewer,
  ENUM_ARRAY_NARROWED: fewer,
  SUM_TYPE_NARROWED: fewer,
  ADDITIONAL_PROPERTIES_NARROWED: fewer,
  UNEVALUATED_PROPERTIES_NARROWED: fewer,
  UNEVALUATED_ITEMS_NARROWED: fewer,
  PATTERN_CHANGED: changed,
  MULTIPLE_OF_CHANGED: changed,
  DEPENDENCY_ARRAY_CHANGED: changed,
  TYPE_CHANGED: different,
  TYPE_NARROWED: different,
  COMBINED_TYPE_CHANGED: different,
  COMBINED_TYPE_SUBSCHEMAS_CHANGED: different,
  ENUM_ARRAY_CHANGED: different,
  DEPENDENCY_ARRAY_EXTENDED: more,
  PRODUCT_TYPE_EXTENDED: more,
  SUM_TYPE_EXTENDED: more,
  NOT_TYPE_EXTENDED: more,
  REQUIRED_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL: open,
  REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_OPEN_CONTENT_MODEL: open,
  OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL: open,
  ITEM_ADDED_TO_OPEN_CONTENT_MODEL: open,
  REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL: unopen,
  PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL: closed,
  ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL: closed,
  PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: uncoveredRemoved,
  ITEM_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: uncoveredRemoved,
  PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: uncoveredAdded,
  ITEM_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: uncoveredAdded,
};

export function jsonDescription(type: DifferenceType, path: string): string {
  return jsonDescriptions[type]?.(path) ?? '';
}
