/**
 * Avro's names: their grammar, and how a name and a namespace make a full name.
 *
 * A namespace of '' is the null namespace. Source: Avro 1.12 specification, "Names".
 */
import { PRIMITIVE_NAMES, type Schema } from './schema.ts';

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** True for one name without dots that Avro accepts. */
export function isAvroName(name: string): boolean {
  return NAME.test(name);
}

const RESERVED: ReadonlySet<string> = new Set([
  ...PRIMITIVE_NAMES,
  'record',
  'enum',
  'array',
  'map',
  'union',
  'fixed',
]);

/** True for a word that names a type of Avro: a type called so is only ever mentioned in full, as Java does. */
export function isReservedName(name: string): boolean {
  return RESERVED.has(name);
}

/**
 * True for a name to go on with. Java reads stored schemas without looking at their names, so lenient reading
 * takes any but the empty one.
 */
export function isAcceptedName(name: string, lenient: boolean): boolean {
  return lenient ? name !== '' : isAvroName(name);
}

/** True for a namespace: names joined by dots, or ''. */
export function isNamespace(namespace: string): boolean {
  return namespace === '' || namespace.split('.').every(isAvroName);
}

/** The part after the last dot: `Customer` of `com.acme.Customer`. */
export function simpleName(fullName: string): string {
  return fullName.slice(fullName.lastIndexOf('.') + 1);
}

/** The part before the last dot: `com.acme` of `com.acme.Customer`; '' without one. */
export function namespaceOf(fullName: string): string {
  return fullName.slice(0, Math.max(0, fullName.lastIndexOf('.')));
}

/** A name with dots is full already; one without takes the namespace. */
export function fullNameIn(name: string, namespace: string): string {
  if (name.includes('.')) return name.startsWith('.') ? name.slice(1) : name;
  return namespace === '' ? name : `${namespace}.${name}`;
}

/** How a union calls its branch: the full name of a named type, else the name of the type. */
export function branchName(schema: Schema): string {
  return 'fullName' in schema ? schema.fullName : schema.type;
}
