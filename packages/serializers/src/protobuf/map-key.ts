/** Keys of maps: text in JavaScript, scalars in bytes. What is no key of its type is found before it is written. */
import type { ScalarCodec } from './scalar-codec.ts';

const INTEGER = /^-?(?:0|[1-9]\d*)$/;

/** The value a member's name stands for; undefined when it is no such key. */
export function keyOfName(name: string, codec: ScalarCodec): unknown {
  const { type } = codec;
  if (type === 'bool') return name === 'true' ? true : name === 'false' ? false : undefined;
  const key = type.endsWith('32') ? (INTEGER.test(name) ? Number(name) : undefined) : name;
  return codec.fits(key) ? key : undefined;
}
