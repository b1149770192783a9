/**
 * A protocol in JSON (`.avpr`): the types it declares, and those its messages use.
 *
 * Messages are no schemas; they are read so far that a type which does not exist is found. Source: Avro 1.12
 * specification, "Protocol Declaration".
 */
import { memberOf, nodeKindText, type JsonNode, type JsonObject } from '../json/json-node.ts';
import { fullNameIn, namespaceOf } from '../names.ts';
import { SchemaError, quoted } from '../schema-error.ts';
import { requiredArray, requiredNode, requiredText } from './attribute-reader.ts';
import type { SchemaRoot } from './declarations.ts';

/** Throws SchemaError `SCHEMA_MALFORMED`. */
export function readProtocol(node: JsonNode): {
  readonly types: readonly SchemaRoot[];
  readonly messageTypes: readonly SchemaRoot[];
} {
  const protocol = objectOf(node, 'a protocol');
  const given = memberOf(protocol, 'namespace');
  const name = requiredText(protocol, 'protocol', 'a protocol');
  const namespace = namespaceOf(fullNameIn(name, given?.kind === 'string' ? given.value : ''));
  const types =
    memberOf(protocol, 'types') === undefined ? [] : requiredArray(protocol, 'types', 'a protocol');
  const messages = memberOf(protocol, 'messages');
  const used: JsonNode[] = [];
  for (const [message, { value }] of messages === undefined ? [] : objectOf(messages, 'messages').members) {
    used.push(...typesOf(objectOf(value, `the message ${quoted(message)}`), message));
  }
  const root = (type: JsonNode): SchemaRoot => ({ node: type, namespace });
  return { types: types.map(root), messageTypes: used.map(root) };
}

function typesOf(message: JsonObject, name: string): readonly JsonNode[] {
  const owner = `the message ${quoted(name)}`;
  const types = requiredArray(message, 'request', owner).map((parameter) => {
    const object = objectOf(parameter, `a parameter of ${owner}`);
    requiredText(object, 'name', `a parameter of ${owner}`);
    return requiredNode(object, 'type', `a parameter of ${owner}`);
  });
  const response = memberOf(message, 'response');
  if (response !== undefined) types.push(response);
  const errors = memberOf(message, 'errors');
  if (errors === undefined) return types;
  requiredArray(message, 'errors', owner);
  return [...types, errors];
}

function objectOf(node: JsonNode, what: string): JsonObject {
  if (node.kind === 'object') return node;
  throw new SchemaError(
    `${what} must be an object, found ${nodeKindText(node)}`,
    'SCHEMA_MALFORMED',
    node.position,
  );
}
