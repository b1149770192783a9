import { describe, expect, it } from 'vitest';
import { BlobStream } from './blob-stream.ts';

function read(...chunks: readonly Buffer[]): string[] {
  const events: string[] = [];
  const stream = new BlobStream({
    began: (id, byteLength) => void events.push(`${id} has ${byteLength}`),
    ended: (id, bytes) => void events.push(`${id} is ${JSON.stringify(bytes.toString('utf8'))}`),
    missing: (id) => void events.push(`${id} is missing`),
  });
  for (const chunk of chunks) stream.push(chunk);
  return events;
}

const ANSWER = Buffer.from('aa blob 5\nhé\n\n\nbb missing\ncc blob 0\n\ndd blob 3\na\nb\n');
const EVENTS = [
  'aa has 5',
  'aa is "hé\\n\\n"',
  'bb is missing',
  'cc has 0',
  'cc is ""',
  'dd has 3',
  'dd is "a\\nb"',
];

describe('the answer of git cat-file', () => {
  it('is read whole, and in every split', () => {
    expect(read(ANSWER)).toEqual(EVENTS);
    expect(read(...Array.from(ANSWER, (byte) => Buffer.from([byte])))).toEqual(EVENTS);
    for (let at = 0; at <= ANSWER.length; at++) {
      expect(read(ANSWER.subarray(0, at), ANSWER.subarray(at))).toEqual(EVENTS);
    }
  });

  it('gives nothing for a blob that is cut', () => {
    expect(read(Buffer.from('aa blob 5\nabc'))).toEqual(['aa has 5']);
  });

  it.each(['aa tree 5\n', 'aa blob -1\n', 'aa blob x\n', 'nonsense\n', 'x'.repeat(2000)])(
    'that begins with %j is refused',
    (answer) => {
      expect(() => read(Buffer.from(answer))).toThrow(/git cat-file answered/);
    },
  );
});
