/**
 * What no schema that is inferred here could hold unchanged: looked for in a line before anything of it counts.
 *
 * Integers beyond 64 bits, numbers beyond a double, texts that UTF-8 cannot write, and nesting so deep that the
 * schema could not be read.
 */
import type { JsonNode, JsonObject, Position } from '@ottla/schema';
import { numberKind } from './number-spelling.ts';

/** A record within a record is nested four or five levels deeper in the text of its schema, which may have 1000. */
export const DEEPEST_VALUE = 100;

const LONE_SURROGATE = /\p{Surrogate}/u;
/** So many characters without an exponent are a number that all types hold. */
const SAFE_NUMBER = /^[-\d.]{1,15}$/;

export interface Refusal {
  readonly position: Position;
  readonly message: string;
  readonly remedy: string;
}

/** The first place that cannot be kept; undefined when all can. */
export function refusalOf(node: JsonNode, depth = 0): Refusal | undefined {
  switch (node.kind) {
    case 'number':
      return numberRefusal(node.text, node);
    case 'string':
      return LONE_SURROGATE.test(node.value) ? surrogateRefusal(node.position) : undefined;
    case 'array':
      if (depth === DEEPEST_VALUE) return depthRefusal(node);
      for (const item of node.items) {
        const refusal = refusalOf(item, depth + 1);
        if (refusal !== undefined) return refusal;
      }
      return undefined;
    case 'object':
      if (depth === DEEPEST_VALUE) return depthRefusal(node);
      return memberRefusal(node, depth);
    case 'null':
    case 'true':
    case 'false':
      return undefined;
  }
}

/** forEach, since walking otherwise would make a Map of the members. */
function memberRefusal({ members }: JsonObject, depth: number): Refusal | undefined {
  let refusal: Refusal | undefined;
  members.forEach((member, key) => {
    if (refusal !== undefined) return;
    if (LONE_SURROGATE.test(key)) refusal = surrogateRefusal(member.keyPosition);
    else refusal = refusalOf(member.value, depth + 1);
  });
  return refusal;
}

function numberRefusal(text: string, { position }: JsonNode): Refusal | undefined {
  if (SAFE_NUMBER.test(text)) return undefined;
  const kind = numberKind(text);
  const shown = text.length <= 40 ? text : `${text.slice(0, 30)}… (${text.length} characters)`;
  if (kind === 'beyondLong') {
    const message = `${shown} is beyond 64 bits, and a double would change it`;
    return { position, message, remedy: 'Write such numbers as strings.' };
  }
  if (kind !== 'beyondDouble') return undefined;
  return {
    position,
    message: `${shown} is beyond what a double holds`,
    remedy: 'Write such numbers as strings.',
  };
}

function surrogateRefusal(position: Position): Refusal {
  const message = 'half of a surrogate pair stands in a string, which UTF-8 cannot write';
  return { position, message, remedy: 'Write both halves, or U+FFFD.' };
}

function depthRefusal({ position }: JsonNode): Refusal {
  const message = `the value is nested deeper than ${DEEPEST_VALUE} levels`;
  return {
    position,
    message,
    remedy: 'A schema for it would be too deep to be read; flatten what is inside.',
  };
}
