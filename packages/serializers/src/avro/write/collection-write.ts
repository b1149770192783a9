/**
 * Writers of arrays and maps: one block with its count, then 0, as Java and avsc write them.
 *
 * Only the value's own members count. Source: Avro 1.12 specification, "Arrays" and "Maps".
 */
import type { ByteWriter } from '@ottla/kernel';
import { isRecordLike } from '../../found-kind.ts';
import { MISFIT } from './misfit-signal.ts';
import type { ValueWrite } from './write-contract.ts';

/** What one byte of a zigzag varint can count. */
const MOST_IN_ONE_BYTE = 63;

export function arrayWrite(writeItem: ValueWrite): ValueWrite {
  return (value, writer) => {
    if (!Array.isArray(value)) throw MISFIT;
    // Array.isArray gives any[].
    const items = value as readonly unknown[];
    const { length } = items;
    if (length > 0) {
      writer.writeVarlong(length);
      for (let index = 0; index < length; index++) writeItem(items[index], writer);
    }
    writer.writeInt8(0);
  };
}

export function mapWrite(writeValue: ValueWrite): ValueWrite {
  return (value, writer) => {
    if (!isRecordLike(value)) throw MISFIT;
    const start = writer.position;
    // Most maps count in one byte: the others are moved once they are counted.
    writer.writeInt8(0);
    let count = 0;
    for (const key in value) {
      if (!Object.hasOwn(value, key)) continue;
      count++;
      writer.writePrefixedUtf8(key);
      writeValue(value[key], writer);
    }
    if (count === 0) return;
    writeCount(count, start, writer);
    writer.writeInt8(0);
  };
}

function writeCount(count: number, start: number, writer: ByteWriter): void {
  if (count <= MOST_IN_ONE_BYTE) {
    writer.buffer[start] = count << 1;
    return;
  }
  const end = writer.position;
  writer.writeVarlong(count);
  const more = writer.position - end - 1;
  writer.buffer.copyWithin(start + 1 + more, start + 1, end);
  writer.position = start;
  writer.writeVarlong(count);
  writer.position = end + more;
}
