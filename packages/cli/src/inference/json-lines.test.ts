import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonLine, jsonLines, type JsonLine } from './json-lines.ts';
import { LineSplitter } from './line-splitter.ts';

async function* chunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

async function read(bytes: Buffer | string, size = 7): Promise<readonly JsonLine[]> {
  const lines: JsonLine[] = [];
  for await (const some of jsonLines('a.jsonl', chunks(Buffer.from(bytes), size))) lines.push(...some);
  return lines;
}

function errorOf(bytes: Buffer | string): { readonly message: string; readonly remedy: string | undefined } {
  const [line] = jsonLine('a.jsonl', { line: 3, bytes: Buffer.from(bytes) });
  if (line === undefined || line.error === null) throw new Error('it was read');
  return line.error;
}

describe('a splitter', () => {
  it('gives the same lines whatever the pieces', () => {
    const property = fc.property(
      fc.uint8Array({ maxLength: 40 }),
      fc.integer({ min: 1, max: 9 }),
      (random, size) => {
        const bytes = Buffer.from(random).map((byte) => (byte % 5 === 0 ? 10 : byte % 5 === 1 ? 13 : byte));
        const lines: string[] = [];
        const splitter = new LineSplitter();
        for (let start = 0; start < bytes.length; start += size) {
          for (const line of splitter.push(Buffer.from(bytes.subarray(start, start + size))))
            lines.push(String(line.bytes?.toString('latin1')));
        }
        for (const line of splitter.end()) lines.push(String(line.bytes?.toString('latin1')));
        const whole = Buffer.from(bytes).toString('latin1').split('\n');
        if (whole.at(-1) === '') whole.pop();
        expect(lines).toEqual(whole.map((line) => line.replace(/\r$/, '')));
      },
    );
    fc.assert(property, { numRuns: 300 });
  });

  it('keeps nothing of a line that is too long', () => {
    const splitter = new LineSplitter(4);
    expect(splitter.push(Buffer.from('12345678901234'))).toEqual([]);
    expect(splitter.push(Buffer.from('5\n1234\n'))).toEqual([
      { line: 1, bytes: null },
      { line: 2, bytes: Buffer.from('1234') },
    ]);
  });
});

describe('lines of JSON', () => {
  it('are values with their places; blank lines and a byte order mark are none', async () => {
    const lines = await read('\ufeff{"a":1}\r\n\n  \t\r\n [2]\n"é"');
    expect(lines.map((line) => (line.error === null ? line.node.kind : 'error'))).toEqual([
      'object',
      'array',
      'string',
    ]);
    const [, array] = lines;
    if (array?.error !== null) throw new Error('the second line was not read');
    expect(array.placeOf(array.node.position)).toEqual({ file: 'a.jsonl', line: 4, column: 2 });
  });

  it('go on behind a broken one', async () => {
    const lines = await read('1\n{\n2\n');
    expect(lines.map(({ error }) => error?.message)).toEqual([
      undefined,
      'a.jsonl:2:2: expected a key in double quotes, found the end of the text',
      undefined,
    ]);
  });
});

describe('a line that is refused', () => {
  it.each<[string, Buffer | string, string]>([
    ['no JSON', '{"a":tru}', '3:6: expected a value'],
    ['two values', '{} {}', '3:4: expected the end'],
    ['a key twice', '{"a":1,"a":1}', "3:8: the key 'a' stands twice"],
    ['space that ends a line only for some', '{\r"a":\r?}', '3:8: expected a value'],
    ['a control character', '"a\u0001"', '3:3: a control character'],
    ['no UTF-8', Buffer.from([0x22, 0xc3, 0xa9, 0xff, 0x22]), '3:3: the line is no UTF-8'],
    ['an integer beyond 64 bits', '[1,9223372036854775808]', '3:4: 9223372036854775808 is beyond 64 bits'],
    ['an integer below 64 bits', '[-9223372036854775809]', '3:2: -9223372036854775809 is beyond 64 bits'],
    [
      'an endless integer',
      `[${'9'.repeat(100_000)}]`,
      '3:2: 999999999999999999999999999999… (100000 characters) is beyond',
    ],
    ['a number beyond a double', '{"a":-1e400}', '3:6: -1e400 is beyond what a double holds'],
    ['a number too small for a double', '1e-400', '3:1: 1e-400 is beyond'],
    ['half a character', '{"a":"\\ud83d"}', '3:6: half of a surrogate pair'],
    ['half a character in a key', '{"\\ude00":1}', '3:2: half of a surrogate pair'],
    [
      'what is too deep',
      `${'['.repeat(101)}${']'.repeat(101)}`,
      '3:101: the value is nested deeper than 100 levels',
    ],
    ['what is far too deep', '[{"a":'.repeat(100_000), '3:3001: the JSON is nested deeper than 1000 levels'],
  ])('has %s', (_what, bytes, message) => {
    expect(errorOf(bytes).message).toContain(`a.jsonl:${message}`);
  });

  it('is too long', () => {
    expect(jsonLine('a.jsonl', { line: 1, bytes: null })).toMatchObject([
      { error: { message: 'a.jsonl:1:1: the line has more than 16777216 bytes' } },
    ]);
  });
});
