/**
 * Arrays: a count, then the elements. The count is int32 or, in flexible versions, compact.
 *
 * A count is believed only when that many elements, each of its least size, fit the bytes that remain.
 */
import { kindOf } from '@ottla/kernel';
import { EncodeError, withPath } from '../errors/protocol-errors.ts';
import { lengthForm, readLength, writeNull } from './byte-sequences.ts';
import { Field, type Presence, type WireType } from './field.ts';
import type { Codec } from './codec.ts';

export function array<Out, In, P extends Presence>(
  element: Field<Out, In, P>,
): Field<readonly Out[], readonly In[]> {
  const name = `array of ${element.type.name}`;
  const type: WireType<readonly Out[], readonly In[]> = {
    name,
    element,
    resolve(wire, nullable) {
      const form = lengthForm(wire);
      const what = { name, nullable };
      // Kafka has no arrays of nullable elements, so the element's own values are all that occurs.
      const item = element.type.resolve(wire, false) as unknown as Codec<Out, In>;
      const codec: Codec<readonly Out[] | null, readonly In[] | null> = {
        minimumBytes: form.minimumBytes,
        write(writer, value) {
          if (value === null) return writeNull(writer, form, what);
          if (!Array.isArray(value)) {
            throw new EncodeError(`must be an array, got ${kindOf(value)}`, 'FIELD_INVALID');
          }
          form.write(writer.bytes, value.length);
          let index = 0;
          try {
            for (const entry of value as readonly In[]) {
              item.write(writer, entry);
              index++;
            }
          } catch (error) {
            throw withPath(error, `[${index}]`);
          }
        },
        read(reader) {
          const length = readLength(reader, form, what);
          if (length < 0) return null;
          reader.checkCount(length, item.minimumBytes);
          const values: Out[] = [];
          for (let index = 0; index < length; index++) values.push(item.read(reader));
          return values;
        },
      };
      // Null comes out only when `nullable`, and then Field's type says so.
      return codec as Codec<readonly Out[], readonly In[]>;
    },
  };
  return new Field(type);
}
