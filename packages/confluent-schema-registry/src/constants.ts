/**
 * The compatibility levels, and the names a client goes by when it is given none.
 *
 * The names are those of @kafkajs/confluent-schema-registry. `COMPATIBILITY` was an enum there; here it is an
 * object and a type, so that a plain 'BACKWARD' is taken too.
 */
export const COMPATIBILITY = {
  NONE: 'NONE',
  FULL: 'FULL',
  BACKWARD: 'BACKWARD',
  FORWARD: 'FORWARD',
  BACKWARD_TRANSITIVE: 'BACKWARD_TRANSITIVE',
  FORWARD_TRANSITIVE: 'FORWARD_TRANSITIVE',
  FULL_TRANSITIVE: 'FULL_TRANSITIVE',
} as const;

export type COMPATIBILITY = (typeof COMPATIBILITY)[keyof typeof COMPATIBILITY];

/** Stands between namespace and name in the subject of a record. */
export const DEFAULT_SEPARATOR = '.';

export const DEFAULT_API_CLIENT_ID = 'Confluent_Schema_Registry';
