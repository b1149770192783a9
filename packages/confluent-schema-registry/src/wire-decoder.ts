/**
 * Takes a message apart into magic byte, schema id and payload; the parts are views of it, not copies.
 *
 * `decode` is what deep imports know and checks nothing; `schemaIdOf` trusts no byte.
 */
import { ConfluentSchemaRegistryArgumentError } from './errors.ts';
import { FRAME_BYTES, MAGIC_BYTE } from './wire-encoder.ts';

export interface DecodedFrame {
  magicByte: Buffer;
  registryId: number;
  payload: Buffer;
}

/** Throws RangeError when there are less than five bytes. */
export const decode = (buffer: Buffer): DecodedFrame => ({
  magicByte: buffer.subarray(0, 1),
  registryId: buffer.subarray(1, 5).readInt32BE(0),
  payload: buffer.subarray(5),
});

export const invalidRegistryId = (registryId: unknown): ConfluentSchemaRegistryArgumentError =>
  new ConfluentSchemaRegistryArgumentError(`Invalid registryId: ${JSON.stringify(registryId)}`);

/** The schema id of a message. Throws ConfluentSchemaRegistryArgumentError for what cannot be one. */
export function schemaIdOf(message: unknown): number {
  if (!Buffer.isBuffer(message)) throw new ConfluentSchemaRegistryArgumentError('Invalid buffer');
  if (message.length > 0 && message[0] !== 0) {
    const [found, expected] = [JSON.stringify(message.subarray(0, 1)), JSON.stringify(MAGIC_BYTE)];
    throw new ConfluentSchemaRegistryArgumentError(
      `Message encoded with magic byte ${found}, expected ${expected}`,
    );
  }
  if (message.length < FRAME_BYTES) {
    throw new ConfluentSchemaRegistryArgumentError(
      `Invalid buffer: ${message.length} bytes, but magic byte and schema id alone are ${FRAME_BYTES}`,
    );
  }
  return message.readInt32BE(1);
}
