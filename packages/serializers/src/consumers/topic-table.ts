/**
 * What programs without types give an adapter by mistake, told when it is made and not with the first record.
 */
import { ConfigError, isObject, kindOf, nearestName, printable } from '@ottla/kernel';

const METHODS = {
  deserializer: ['deserialize'],
  serializer: ['serialize', 'serializeInto'],
} as const;

/** Throws ConfigError `OPTION_INVALID`, which names topic and part. */
export function expectTopics(topics: unknown, kind: keyof typeof METHODS): void {
  if (!isObject(topics)) {
    throw mistaken(`topics must be an object such as { customers: { value: … } }, got ${kindOf(topics)}`);
  }
  for (const [topic, parts] of Object.entries(topics)) {
    const name = `topics['${printable(topic)}']`;
    if (!isObject(parts))
      throw mistaken(`${name} must be { key, value }, each a ${kind}, got ${kindOf(parts)}`);
    if (isOfKind(parts, kind))
      throw mistaken(`${name} is a ${kind}; give { value: … }, or { key: … }, around it`);
    for (const [part, given] of Object.entries(parts)) {
      if (part !== 'key' && part !== 'value') {
        throw mistaken(`${name} has '${printable(part)}'; known are key and value`);
      }
      if (given === undefined || isOfKind(given, kind)) continue;
      throw mistaken(`${name}.${part} must be a ${kind}, ${foundInstead(given, kind)}`);
    }
  }
}

/** Throws ConfigError `OPTION_INVALID`, or `UNKNOWN_OPTION`. */
export function expectHandling(handler: unknown, options: object): void {
  if (typeof handler !== 'function') {
    throw mistaken(
      `the second argument must be a function that handles what was decoded, got ${kindOf(handler)}`,
    );
  }
  const strange = Object.keys(options).find((name) => name !== 'onPoison');
  if (strange === undefined) return;
  const meant =
    nearestName(strange, ['onPoison']) === undefined ? 'known is onPoison' : "did you mean 'onPoison'?";
  throw new ConfigError(`unknown option '${printable(strange)}'; ${meant}`, 'UNKNOWN_OPTION');
}

function isOfKind(given: unknown, kind: keyof typeof METHODS): boolean {
  return isObject(given) && METHODS[kind].some((method) => typeof given[method] === 'function');
}

function foundInstead(given: unknown, kind: keyof typeof METHODS): string {
  const other = kind === 'serializer' ? 'deserializer' : 'serializer';
  if (typeof given === 'function') return 'got a function; call it';
  return isOfKind(given, other) ? `got a ${other}` : `got ${kindOf(given)}`;
}

function mistaken(problem: string): ConfigError {
  return new ConfigError(problem, 'OPTION_INVALID');
}
