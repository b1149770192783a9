import { serializeValue, SerializationError } from '@ottla/kernel';
import { describe, expect, it } from 'vitest';
import { serializationError } from './errors.ts';
import { jsonSerializer, listSerializer, uuidDeserializer } from './index.ts';
import { memberPath, MOST_MISFITS, misfitsError } from './misfit.ts';

const misfit = (path: string) => ({ path, expected: 'int', found: 'a string' });

describe('values that do not fit', () => {
  it('are told by the first place, and all of them up to a bound', () => {
    const others = Array.from({ length: 2 * MOST_MISFITS }, (_, at) => misfit(`[${at}]`));
    const error = misfitsError([{ ...misfit('a'), remedy: 'write 1' }, ...others], {
      topic: 't',
      isKey: true,
    });
    expect(error.message).toBe(
      `topic 't', key: 'a' must be int, found a string; write 1 (and ${2 * MOST_MISFITS} more, in \`misfits\`)`,
    );
    expect(error).toMatchObject({
      code: 'VALUE_MISFIT',
      failure: 'poison',
      path: 'a',
      topic: 't',
      isKey: true,
    });
    expect(error.misfits).toHaveLength(MOST_MISFITS);
  });

  it.each([
    ['', 'a', 'a'],
    ['a', '$b_1', 'a.$b_1'],
    ['', 'a b', '["a b"]'],
    ['a[0]', '1', 'a[0]["1"]'],
    ['a', '"', String.raw`a["\""]`],
  ])('stand at paths: %j, then %j', (path, name, whole) => {
    expect(memberPath(path, name)).toBe(whole);
  });

  it('keep every place and its remedy within a list', async () => {
    const items = {
      serialize(): never {
        throw misfitsError([{ ...misfit('a'), remedy: 'write 1' }, misfit('[2]')], { schemaId: 7 });
      },
    };
    const failure: unknown = await serializeValue(listSerializer(items), [null, 1], {
      topic: 't',
      isKey: false,
      headers: [],
    }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(SerializationError);
    expect(failure).toMatchObject({
      topic: 't',
      schemaId: 7,
      path: '[1].a',
      misfits: [{ ...misfit('[1].a'), remedy: 'write 1' }, misfit('[1][2]')],
    });
  });
});

describe('an error names', () => {
  const key = { topic: 't', isKey: true, headers: [] };

  it('the role of bytes that cannot be read, and of values', async () => {
    expect(() => uuidDeserializer().deserialize(Buffer.alloc(36), key)).toThrow(
      expect.objectContaining({ code: 'BYTES_MALFORMED', topic: 't', isKey: true }),
    );
    await expect(serializeValue(jsonSerializer(), 1n, key)).rejects.toMatchObject({
      topic: 't',
      isKey: true,
    });
  });

  it('no role where it knows none', () => {
    expect(serializationError('no', 'TOPIC_UNDECLARED', { topic: 't' }).message).toBe("topic 't': no");
  });
});
