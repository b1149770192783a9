import { describe, expect, it } from 'vitest';
import { headerOfGuid, readSchemaId } from './schema-id-header.ts';

const GUID = '89791762-2336-186f-74b1-5f9a9b5e2f8d';
const OTHER = '00000000-0000-4000-8000-000000000001';
const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));
const guidBytes = (guid: string, more = ''): Uint8Array => bytesOf(`01${guid.replaceAll('-', '')}${more}`);
const framed = bytesOf('0000000007ff');

const part = (...values: readonly (Uint8Array | null)[]) => ({
  topic: 'orders',
  isKey: false,
  headers: values.map((value) => ({ key: '__value_schema_id', value })),
});

describe('the header of a schema', () => {
  it.each<[boolean, readonly number[] | null, string, string]>([
    [false, null, '__value_schema_id', `01${GUID.replaceAll('-', '')}`],
    [true, null, '__key_schema_id', `01${GUID.replaceAll('-', '')}`],
    [false, [0], '__value_schema_id', `01${GUID.replaceAll('-', '')}00`],
    [false, [1, 2], '__value_schema_id', `01${GUID.replaceAll('-', '')}040204`],
  ])('of isKey %s and message indexes %j is %s', (isKey, messageIndexes, key, hex) => {
    const header = headerOfGuid({ isKey, guid: GUID, messageIndexes });
    expect(header).toEqual({ key, value: bytesOf(hex) });
    const headers = header === null ? [] : [header];
    expect(readSchemaId(framed, { topic: 't', isKey, headers }, messageIndexes !== null)).toEqual({
      ref: { guid: GUID },
      messageIndexes,
      payloadStart: 0,
    });
  });

  it.each(['', '89791762', `${GUID}0`, GUID.replace('8', 'g')])('is not made of %j', (guid) => {
    expect(headerOfGuid({ isKey: false, guid, messageIndexes: null })).toBeNull();
  });

  it('of several is the last one', () => {
    const read = readSchemaId(framed, part(guidBytes(OTHER), guidBytes(GUID)), false);
    expect(read).toEqual({ ref: { guid: GUID }, messageIndexes: null, payloadStart: 0 });
  });

  it('is absent where only the other part of the record has one: then the prefix counts', () => {
    const read = readSchemaId(framed, { ...part(guidBytes(GUID)), isKey: true }, false);
    expect(read).toEqual({ ref: { id: 7 }, messageIndexes: null, payloadStart: 5 });
    expect(readSchemaId(guidBytes(GUID), part(), false).ref).toEqual({ guid: GUID });
  });

  it.each<[string, Uint8Array | null, boolean, string]>([
    ['null', null, false, 'FRAME_HEADER_MALFORMED'],
    ['empty', bytesOf(''), false, 'FRAME_HEADER_MALFORMED'],
    ['an id', bytesOf('0000000007'), false, 'FRAME_HEADER_MALFORMED'],
    ['one byte short', guidBytes(GUID).subarray(0, 16), false, 'FRAME_HEADER_MALFORMED'],
    ['one byte long', guidBytes(GUID, '00'), false, 'FRAME_HEADER_MALFORMED'],
    ['of another version', bytesOf(`02${GUID.replaceAll('-', '')}`), false, 'FRAME_HEADER_MALFORMED'],
    ['without message indexes', guidBytes(GUID), true, 'FRAME_TRUNCATED'],
    ['with more than its message indexes', guidBytes(GUID, '0000'), true, 'FRAME_HEADER_MALFORMED'],
  ])('that is %s is refused, the prefix notwithstanding', (_what, value, withIndexes, code) => {
    expect(() => readSchemaId(framed, part(value), withIndexes)).toThrow(
      expect.objectContaining({ code, failure: 'poison', topic: 'orders', isKey: false }),
    );
  });
});
