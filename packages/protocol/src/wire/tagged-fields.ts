/**
 * The tagged section that ends every struct and header of a flexible version (KIP-482).
 *
 * On the wire: a count, then tag, size and value of each field, tags strictly rising. Unknown tags are
 * skipped by their size. Refused: tags out of order or twice, a size past the end, a value that does not
 * fill its size.
 */
import { ByteReader, InvariantError, MalformedBytesError } from '@ottla/kernel';
import { withPath } from '../errors/protocol-errors.ts';
import { MessageWriter } from './message-writer.ts';
import { saysNoMore } from './silence.ts';
import type { Codec } from './codec.ts';

export interface TaggedStep {
  readonly name: string;
  readonly tag: number;
  readonly codec: Codec<unknown>;
  /** The default: what absence means. */
  readonly silence: unknown;
}

/** Tag, size: two bytes at least. */
const LEAST_FIELD_BYTES = 2;

export function writeTaggedFields(
  writer: MessageWriter,
  steps: readonly TaggedStep[],
  row: Readonly<Record<string, unknown>>,
): void {
  const present = steps.filter(({ name, silence }) => {
    const value = row[name];
    return value !== undefined && !saysNoMore(value, silence);
  });
  writer.bytes.writeUnsignedVarint(present.length);
  for (const step of present) {
    // The size stands before the value, so the value is written aside first.
    const aside = new MessageWriter();
    try {
      step.codec.write(aside, row[step.name]);
    } catch (error) {
      throw withPath(error, step.name);
    }
    if (aside.hasRecords) throw new InvariantError(`records inside tagged field ${step.name}`);
    const content = aside.bytes.view();
    writer.bytes.writeUnsignedVarint(step.tag);
    writer.bytes.writeUnsignedVarint(content.length);
    writer.bytes.writeBytes(content);
  }
}

export function readTaggedFields(
  reader: ByteReader,
  steps: readonly TaggedStep[],
  row: Record<string, unknown>,
): void {
  const count = reader.checkCount(reader.readUnsignedVarint(), LEAST_FIELD_BYTES);
  let previousTag = -1;
  for (let index = 0; index < count; index++) {
    const tag = reader.readUnsignedVarint();
    if (tag <= previousTag) {
      throw new MalformedBytesError(
        `tag ${tag} after tag ${previousTag} before ${reader.position}; tags must rise`,
        reader.position,
        'TAG_ORDER',
      );
    }
    previousTag = tag;
    const size = reader.readUnsignedVarint();
    const start = reader.take(size);
    const step = steps.find((candidate) => candidate.tag === tag);
    if (step === undefined) continue;
    const inside = new ByteReader(reader.buffer, start, start + size);
    row[step.name] = step.codec.read(inside);
    inside.expectEnd(`tagged field ${step.name}`);
  }
}

/** The section of a header: this package knows no tags there, so it writes none and skips all. */
export function skipTaggedFields(reader: ByteReader): void {
  readTaggedFields(reader, [], {});
}
