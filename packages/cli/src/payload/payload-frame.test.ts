import { describe, expect, it } from 'vitest';
import { CliError } from '../cli-error.ts';
import { frameOf, headerOf, type FrameWish, type PayloadFrame } from './payload-frame.ts';

const GUID_HEX = 'f53dd40d6776c13bb5f873602b257c58';
const GUID = 'f53dd40d-6776-c13b-b5f8-73602b257c58';
const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');
const wish = (given: Partial<FrameWish> = {}): FrameWish => ({
  framing: 'auto',
  headers: [],
  hasSchema: false,
  ...given,
});

describe('the frame of a payload', () => {
  it.each<[string, Partial<FrameWish>, PayloadFrame]>([
    ['00000000070e', {}, { kind: 'id', id: 7, end: 5 }],
    ['00000000070e', { framing: 'registry' }, { kind: 'id', id: 7, end: 5 }],
    ['00000000070e', { framing: 'raw' }, { kind: 'raw', end: 0 }],
    [`01${GUID_HEX}0e`, {}, { kind: 'guid', guid: GUID, end: 17 }],
    ['c301aabbccddeeff00110e', {}, { kind: 'single-object', fingerprint: '1100ffeeddccbbaa', end: 10 }],
    ['0e06416461', { hasSchema: true }, { kind: 'raw', end: 0 }],
    ['0000', { hasSchema: true }, { kind: 'raw', end: 0 }],
    [
      '0e',
      { headers: [headerOf(`__value_schema_id=01${GUID_HEX}`)] },
      { kind: 'header', guid: GUID, end: 0 },
    ],
    ['0e', { headers: [headerOf(`__key_schema_id=01${GUID_HEX}`)] }, { kind: 'header', guid: GUID, end: 0 }],
  ])('of %s is found: %j', (hex, given, frame) => {
    expect(frameOf(bytes(hex), wish(given))).toEqual(frame);
  });

  it.each<[string, Partial<FrameWish>, string, string]>([
    ['', {}, 'FRAME_EMPTY', 'Was anything read?'],
    ['02000000070e', {}, 'FRAME_MAGIC_UNKNOWN', 'give the schema with --schema'],
    ['4f626a0104', {}, 'FRAME_MAGIC_UNKNOWN', 'A container file holds many values'],
    ['00000000', {}, 'FRAME_TRUNCATED', '--schema'],
    ['00ffffffff0e', {}, 'FRAME_ID_INVALID', '--schema'],
    ['0e', { framing: 'registry', hasSchema: true }, 'FRAME_MAGIC_UNKNOWN', 'Leave out --framing'],
    ['c301aa', { hasSchema: true }, 'FRAME_TRUNCATED', '--framing raw'],
    ['0e', { headers: [headerOf('__value_schema_id=0100')] }, 'FRAME_HEADER_MALFORMED', 'in hex'],
  ])('of %s is refused: %j', (hex, given, code, remedy) => {
    const refused = (): unknown => frameOf(bytes(hex), wish(given));
    expect(refused).toThrow(CliError);
    expect(refused).toThrow(
      expect.objectContaining({ code, exitCode: 4, remedy: expect.stringContaining(remedy) as string }),
    );
  });

  it('is named by no other header', () => {
    expect(() => headerOf('traceparent=00')).toThrow('--header takes a header that names a schema');
  });
});
