/**
 * How large a schema may be that ajv is to compile.
 *
 * ajv writes the way to each place into the code it makes, so that long names around many places cost far more than
 * the text is long. Both are bounded before ajv sees anything.
 */
import { ConfigError } from '@ottla/kernel';

/** Characters of a schema and all it refers to; ajv takes seconds for as many. */
export const MOST_SCHEMA_CHARACTERS = 500_000;
/** Of all places in the schemas together. */
const MOST_PATH_CHARACTERS = 10_000_000;
/** Levels of JSON; ajv recurses, and the stack is not the same everywhere. */
const DEEPEST_PLACE = 300;

/** Throws ConfigError `JSON_SCHEMA_TOO_LARGE`. */
export function refuseLargeTexts(texts: readonly string[]): void {
  const characters = texts.reduce((sum, { length }) => sum + length, 0);
  if (characters <= MOST_SCHEMA_CHARACTERS) return;
  refuse(
    `the schema and what it refers to have ${characters} characters, more than ${MOST_SCHEMA_CHARACTERS}`,
  );
}

/**
 * As `refuseLargeTexts`, for what parsing the texts gave. Returns the most members that stand side by side.
 */
export function widestPlace(documents: readonly unknown[]): number {
  let left = MOST_PATH_CHARACTERS;
  let widest = 0;
  const visit = (node: unknown, pathLength: number, depth: number): void => {
    left -= pathLength;
    if (depth > DEEPEST_PLACE) refuse('the schema is nested too deeply');
    if (left < 0) refuse('the schema holds too many places under too long names');
    if (typeof node !== 'object' || node === null) return;
    const members = Object.entries(node);
    widest = Math.max(widest, members.length);
    for (const [key, member] of members) visit(member, pathLength + key.length + 1, depth + 1);
  };
  for (const document of documents) visit(document, 0, 0);
  return widest;
}

function refuse(problem: string): never {
  const remedy = 'split it, or set validate: false';
  throw new ConfigError(`values cannot be checked: ${problem}; ${remedy}`, 'JSON_SCHEMA_TOO_LARGE');
}
