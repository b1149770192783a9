/**
 * Which names the texts of files define and mention, before any of them is looked up.
 *
 * Goes through the JSON of a text as the declarations and the builder do, and takes what they may take: every
 * name that a mention can mean. What is malformed is passed over; those two say what is wrong with it.
 */
import { memberOf, type JsonNode, type JsonObject } from '../json/json-node.ts';
import { fullNameIn, namespaceOf } from '../names.ts';
import { isPrimitiveName } from '../schema.ts';
import type { SchemaSource } from './schema-source.ts';

/** What a text defines and needs, whatever its file is called. */
export interface FileNames {
  /** Full names. */
  readonly defined: Iterable<string>;
  /** Full names, each that a mention can mean. */
  readonly mentioned: Iterable<string>;
  /** Paths of imports, as written. */
  readonly imports: readonly string[];
}

/** The names of a text. Goes through it once. */
export function namesOf({ roots, imports }: SchemaSource): FileNames {
  const names = { defined: new Set<string>(), mentioned: new Set<string>() };
  for (const { node, namespace } of roots) collect(node, namespace, names);
  return { ...names, imports: imports.map(({ path }) => path) };
}

interface CollectedNames {
  readonly defined: Set<string>;
  readonly mentioned: Set<string>;
}

function collect(node: JsonNode, namespace: string, names: CollectedNames): void {
  if (node.kind === 'string') mention(node.value, namespace, names);
  else if (node.kind === 'array') for (const item of node.items) collect(item, namespace, names);
  else if (node.kind === 'object') collectObject(node, namespace, names);
}

function collectObject(node: JsonObject, namespace: string, names: CollectedNames): void {
  const type = memberOf(node, 'type');
  if (type?.kind !== 'string') return;
  switch (type.value) {
    case 'record':
    case 'error':
    case 'enum':
    case 'fixed':
      collectDefinition(node, namespace, names);
      return;
    case 'array':
      collectMember(node, 'items', { namespace, names });
      return;
    case 'map':
      collectMember(node, 'values', { namespace, names });
      return;
    default:
      mention(type.value, namespace, names);
  }
}

function collectDefinition(node: JsonObject, enclosing: string, names: CollectedNames): void {
  const name = memberOf(node, 'name');
  if (name?.kind !== 'string') return;
  const given = memberOf(node, 'namespace');
  const fullName = fullNameIn(name.value, given?.kind === 'string' ? given.value : enclosing);
  names.defined.add(fullName);
  const fields = memberOf(node, 'fields');
  if (fields?.kind !== 'array') return;
  for (const field of fields.items) {
    if (field.kind === 'object') collectMember(field, 'type', { namespace: namespaceOf(fullName), names });
  }
}

function collectMember(
  node: JsonObject,
  key: string,
  { namespace, names }: { readonly namespace: string; readonly names: CollectedNames },
): void {
  const member = memberOf(node, key);
  if (member !== undefined) collect(member, namespace, names);
}

/** A name without dots is looked for in its namespace, then in none. */
function mention(name: string, namespace: string, { mentioned }: CollectedNames): void {
  if (isPrimitiveName(name)) return;
  mentioned.add(name).add(fullNameIn(name, namespace));
}
