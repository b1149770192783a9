import { describe, expect, it } from 'vitest';
import { CliError } from '../cli-error.ts';
import { MOST_BYTES, type GivenBytes } from './given-bytes.ts';
import { payloadOf, type PayloadForm } from './payload-text.ts';

const given = (content: string | Uint8Array, isWord = true): GivenBytes => ({
  bytes: Buffer.from(content),
  from: isWord ? 'the command line' : 'stdin',
  isWord,
});

function failureOf(content: GivenBytes, form?: PayloadForm): CliError {
  try {
    payloadOf(content, form);
  } catch (error) {
    if (error instanceof CliError) return error;
    throw error;
  }
  throw new Error('it was taken');
}

const FRAMED = '00000000070e06416461';

describe('a payload that is written down', () => {
  it.each([
    ['hex', FRAMED],
    ['hex in capitals, which begins as payloads do', '00 00 00 00 07 0E 06 41 64 61'],
    ['hex in groups', '0000:0000:070e-0641\n6461\n'],
    ['hex with 0x', '0x00000000 0x070e06416461'],
    ['hex with backslashes', String.raw`\x00\x00\x00\x00\x07\x0e\x06\x41\x64\x61`],
    ['base64', 'AAAAAAcOBkFkYQ=='],
    ['base64 without padding', 'AAAAAAcOBkFkYQ'],
    ['base64 in lines', 'AAAAAAcO\r\nBkFkYQ==\n'],
  ])('is found out: %s', (_words, content) => {
    expect(payloadOf(given(content), undefined).toString('hex')).toBe(FRAMED);
    expect(payloadOf(given(content, false), undefined).toString('hex')).toBe(FRAMED);
  });

  it('is base64 of zeros, though they look like hex', () => {
    expect(payloadOf(given('AAAAAAEA'), undefined)).toEqual(Buffer.from([0, 0, 0, 0, 1, 0]));
  });

  it('is read as base64 of either alphabet', () => {
    expect(payloadOf(given('+/+_-_8'), 'base64')).toEqual(Buffer.from('+/+/+/8', 'base64'));
  });

  it('is binary where it is no text, and where that is said', () => {
    expect(payloadOf(given(Uint8Array.of(0, 1, 0xff), false), undefined)).toEqual(Buffer.from([0, 1, 0xff]));
    expect(payloadOf(given('0e06', false), 'binary')).toEqual(Buffer.from('0e06'));
  });

  it.each<[string, PayloadForm | undefined, string]>([
    [
      '00000000010',
      undefined,
      "11 digits, and bytes have two each: the last, '0' at character 11, stands alone",
    ],
    ['00 00 0', 'hex', "the last, '0' at character 7"],
    ['0000000007z0e06416461', undefined, "the hex has 'z' at character 11"],
    ['0x00 0g', 'hex', "the hex has 'g' at character 7"],
    ['AAAA*AAA', 'base64', "the base64 has '*' at character 5"],
    ['AA=AAAA=', 'base64', "the base64 has '=' at character 3"],
    ['AAAAA', 'base64', 'the base64 has 5 letters, of which the last stands alone'],
    ['{"id":1}', undefined, 'holds JSON, which is no payload'],
    ['@payload', undefined, 'neither hex nor base64'],
    ['\u001b[31m00', 'hex', "the hex has ' ' at character 1"],
  ])('is refused with its place: %j as %s', (content, form, words) => {
    const failure = failureOf(given(content), form);
    expect(failure.message).toContain(words);
    expect(failure).toMatchObject({ code: 'PAYLOAD_INVALID', exitCode: 4 });
  });

  it.each(['ABCDEFAB', 'DEADbeef'])('is asked about when it may be either: %s', (content) => {
    expect(failureOf(given(content))).toMatchObject({
      code: 'PAYLOAD_AMBIGUOUS',
      exitCode: 2,
      remedy: 'Say which with --from hex or --from base64.',
    });
  });

  it('is no binary word, and has a bound', () => {
    expect(failureOf(given('abc'), 'binary').exitCode).toBe(2);
    expect(failureOf(given(Buffer.alloc(MOST_BYTES + 1), false), 'binary').message).toContain('at most');
  });
});
