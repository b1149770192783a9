import { describe, expect, it } from 'vitest';
import { ConfluentSchemaRegistryArgumentError } from './errors.ts';
import { decode, schemaIdOf } from './wire-decoder.ts';

describe('taking a message apart', () => {
  it('gives magic byte, id and payload', () => {
    const { magicByte, registryId, payload } = decode(Buffer.from([0, 0, 0, 1, 2, 9, 8]));
    expect([[...magicByte], registryId, [...payload]]).toEqual([[0], 258, [9, 8]]);
  });

  it('reads the id as a signed int32', () => {
    expect(schemaIdOf(Buffer.from([0, 255, 255, 255, 255]))).toBe(-1);
    expect(schemaIdOf(Buffer.from([0, 127, 255, 255, 255, 1]))).toBe(2 ** 31 - 1);
  });
});

describe('what is no message', () => {
  const refused: [string, unknown, string][] = [
    ['no buffer', undefined, 'Invalid buffer'],
    ['a text', 'AAAAAAE=', 'Invalid buffer'],
    ['a Uint8Array', new Uint8Array(9), 'Invalid buffer'],
    ['no bytes', Buffer.alloc(0), 'Invalid buffer: 0 bytes, but magic byte and schema id alone are 5'],
    ['one byte', Buffer.alloc(1), 'Invalid buffer: 1 bytes, but magic byte and schema id alone are 5'],
    ['four bytes', Buffer.alloc(4), 'Invalid buffer: 4 bytes, but magic byte and schema id alone are 5'],
    [
      'another framing',
      Buffer.from([1, ...Buffer.alloc(16)]),
      'Message encoded with magic byte {"type":"Buffer","data":[1]}, expected {"type":"Buffer","data":[0]}',
    ],
    [
      'one byte of text',
      Buffer.from('0'),
      'Message encoded with magic byte {"type":"Buffer","data":[48]}, expected {"type":"Buffer","data":[0]}',
    ],
  ];

  it.each(refused)('is refused by name: %s', (_, message, words) => {
    expect(() => schemaIdOf(message)).toThrow(new ConfluentSchemaRegistryArgumentError(words));
  });
});
