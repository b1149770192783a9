/** JSON that is no Avro datum of its schema, as an error that tells the path, and the place in the text. */
import { SerializationError } from '@ottla/kernel';
import type { JsonNode } from '@ottla/schema';

export interface JsonMisfit {
  /** From the root of the value: `orders[3].total`. */
  readonly path: readonly string[];
  /** What stands there, for its place in the text. */
  readonly node: JsonNode;
  readonly expected: string;
  /** The kind found, when its kind of JSON does not say it. */
  readonly found?: string | undefined;
  readonly remedy?: string | undefined;
}

/** Code `VALUE_MISFIT`; tells kinds and places, never values. */
export function jsonMisfit({
  path,
  node,
  expected,
  found = kindWords(node),
  remedy,
}: JsonMisfit): SerializationError {
  const at = path.join('').replace(/^\./, '');
  const { line, column } = node.position;
  const place = line === 0 ? '' : ` (line ${line}, column ${column})`;
  const what = at === '' ? 'the value' : `'${at}'`;
  const mend = remedy === undefined ? '' : `; ${remedy}`;
  return new SerializationError(`${what}${place} must be ${expected}, found ${found}${mend}`, {
    code: 'VALUE_MISFIT',
    path: at,
    expected,
    found,
    misfits: [{ path: at, expected, found, remedy }],
  });
}

function kindWords(node: JsonNode): string {
  switch (node.kind) {
    case 'array':
    case 'object':
      return `an ${node.kind}`;
    case 'string':
    case 'number':
      return `a ${node.kind}`;
    case 'null':
      return 'null';
    case 'true':
    case 'false':
      return 'a boolean';
  }
}
