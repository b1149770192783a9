/**
 * A schema in a few words, for a line of a report: named types by name, cut when it grows long.
 *
 * Costs what it prints: a union of thousands of branches is left as soon as the label is full.
 */
import { jsonText } from '../json/json-value.ts';
import { simpleName } from '../names.ts';
import { isNamed, isPrimitive, type Schema } from '../schema.ts';
import { shortText } from '../short-text.ts';

const LONGEST_LABEL = 120;

/** How types are named: in full, or without their namespaces. */
type NameStyle = 'full' | 'simple';

/**
 * `"string"`, `["null","com.acme.Money"]`, `{"type":"int","logicalType":"date"}`; at most 120 characters,
 * the last of them `…` when something is left out.
 */
export function schemaLabel(schema: Schema, names: NameStyle = 'full'): string {
  let label = '';
  const waiting: (string | Schema)[] = [schema];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next !== 'string') {
      pushPieces(waiting, next, names);
      continue;
    }
    label += next;
    if (label.length > LONGEST_LABEL) break;
  }
  return shortText(label, LONGEST_LABEL);
}

/** Pushes the pieces of a schema in reverse, no more of them than a label can hold. */
function pushPieces(waiting: (string | Schema)[], schema: Schema, names: NameStyle): void {
  if (isNamed(schema)) {
    waiting.push(JSON.stringify(names === 'full' ? schema.fullName : simpleName(schema.fullName)));
    return;
  }
  if (isPrimitive(schema)) {
    const { logical, type } = schema;
    const decimal =
      logical?.name === 'decimal' ? `,"precision":${logical.precision},"scale":${logical.scale}` : '';
    const annotation = logical === null ? '' : `,"logicalType":${jsonText(logical.name)}${decimal}`;
    waiting.push(annotation === '' ? `"${type}"` : `{"type":"${type}"${annotation}}`);
    return;
  }
  switch (schema.type) {
    case 'array':
      waiting.push('}', schema.items, '{"type":"array","items":');
      return;
    case 'map':
      waiting.push('}', schema.values, '{"type":"map","values":');
      return;
    case 'union':
      waiting.push(']');
      for (const [index, branch] of schema.branches.slice(0, LONGEST_LABEL).toReversed().entries()) {
        if (index > 0) waiting.push(',');
        waiting.push(branch);
      }
      waiting.push('[');
  }
}
