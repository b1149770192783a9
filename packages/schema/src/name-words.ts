/**
 * Names taken apart: which case they are in, and the words they are made of.
 *
 * For rules of style and for likeness; what Avro takes for a name is told in names.ts.
 */

const WORD = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g;
const CAMEL = /^[a-z][A-Za-z0-9]*$/;
const SNAKE = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/;

/**
 * The words of a name in lower case.
 * @example
 * wordsOf('HTTPStatus_code2'); // ['http', 'status', 'code', '2']
 */
export function wordsOf(name: string): readonly string[] {
  return (name.match(WORD) ?? []).map((word) => word.toLowerCase());
}

/** One word of small letters is both. */
export function isCamelCase(name: string): boolean {
  return CAMEL.test(name);
}

export function isSnakeCase(name: string): boolean {
  return SNAKE.test(name);
}

export function isPascalCase(name: string): boolean {
  return /^[A-Z][A-Za-z0-9]*$/.test(name);
}

export function isUpperSnakeCase(name: string): boolean {
  return /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/.test(name);
}

export function pascalCase(name: string): string {
  return wordsOf(name)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

export function camelCase(name: string): string {
  const pascal = pascalCase(name);
  return pascal.charAt(0).toLowerCase() + pascal.slice(1);
}

export function snakeCase(name: string): string {
  return wordsOf(name).join('_');
}
