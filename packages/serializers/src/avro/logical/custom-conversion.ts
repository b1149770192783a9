/** The conversion of a value that a codec of the user's stands for, over that of its plain form. */
import { unholdable } from '../read/read-error.ts';
import { decodedBy, encodedBy, isOf, type ValueCodec } from '../value-codec.ts';
import { MISFIT } from '../write/misfit-signal.ts';
import type { Conversion } from './conversion.ts';

/** `plain` is null where the wire holds the plain form as it is; the wire judges it then. */
export function custom(
  name: string,
  codec: ValueCodec<unknown, unknown>,
  plain: Conversion | null,
): Conversion {
  return {
    toWire: (value) => {
      if (!isOf(codec, value)) throw MISFIT;
      const result = encodedBy(codec, name, value);
      if ('problem' in result) throw MISFIT;
      return plain === null ? result.value : plain.toWire(result.value);
    },
    fromWire: (value, path) => {
      const result = decodedBy(codec, name, plain === null ? value : plain.fromWire(value, path));
      if ('problem' in result) throw unholdable(result.problem, path);
      return result.value;
    },
  };
}
