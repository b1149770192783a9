/**
 * Datums that stand one behind the other, read one at a time.
 *
 * Made once per pair of writer's and reader's schema; what a block says of itself is checked by who asks.
 */
import type { Schema } from '@ottla/schema';
import type { AvroCodec } from '../avro-codec.ts';
import { PayloadScan } from '../read/payload-scan.ts';
import { withinStack } from '../schema-depth.ts';

export class DatumSequence {
  /** Where the datum that was read last ends. */
  position = 0;
  readonly #scan: PayloadScan;
  readonly #codec: AvroCodec<unknown>;
  readonly #writer: Schema;

  constructor(codec: AvroCodec<unknown>, writer: Schema) {
    this.#codec = codec;
    this.#writer = writer;
    this.#scan = withinStack(() => new PayloadScan(writer));
  }

  /** The datum that begins at `start`. Throws SerializationError. */
  at(bytes: Buffer, start: number): unknown {
    this.position = this.#scan.check(bytes, start);
    return this.#codec.decode(bytes.subarray(start, this.position), this.#writer);
  }
}
