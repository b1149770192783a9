/**
 * The compatibility levels, and the names a client goes by when it is given none.
 *
 * The names are those of @kafkajs/confluent-schema-registry. `COMPATIBILITY` was an enum there; here it is an
 * object, a type and a namespace of types: `COMPATIBILITY.FULL` works as a type, a plain 'FULL' is taken too.
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
export declare namespace COMPATIBILITY {
  export type NONE = 'NONE';
  export type FULL = 'FULL';
  export type BACKWARD = 'BACKWARD';
  export type FORWARD = 'FORWARD';
  export type BACKWARD_TRANSITIVE = 'BACKWARD_TRANSITIVE';
  export type FORWARD_TRANSITIVE = 'FORWARD_TRANSITIVE';
  export type FULL_TRANSITIVE = 'FULL_TRANSITIVE';
}

/** Stands between namespace and name in the subject of a record. */
export const DEFAULT_SEPARATOR = '.';

export const DEFAULT_API_CLIENT_ID = 'Confluent_Schema_Registry';
