/**
 * A payload written down: hex, base64, or its bytes as they are; and which of them it is, where that is certain.
 *
 * Hex may stand in groups, with 0x or \x before it; base64 in either alphabet, with its padding or without. What could
 * be both is refused unless only one of them begins as payloads do. Pure.
 */
import { printable } from '@ottla/kernel';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-code.ts';
import { MOST_BYTES, type GivenBytes } from './given-bytes.ts';

export const payloadForms = ['hex', 'base64', 'binary'] as const;
export type PayloadForm = (typeof payloadForms)[number];

const HEX = /^[0-9a-fA-F]*$/;
const BASE64 = /^[\w+/-]*={0,2}$/;
/** Between bytes, and before them. */
const HEX_GROUPS = /0x|\\x|[\s:,-]/gi;
const SPACE = /\s/g;
const GUID_FRAME_BYTES = 17;
/** Of the letters; in base64 of anything but zeros it is a third. */
const NEARLY = 0.8;
/** What texts consist of. */
const TEXT = /^[\t\n\r -~]*$/;

/** Throws CliError `PAYLOAD_INVALID` with the place, or `PAYLOAD_AMBIGUOUS`. */
export function payloadOf(given: GivenBytes, form: PayloadForm | undefined): Buffer {
  const bytes = bytesOf(given, form);
  if (bytes.length <= MOST_BYTES) return bytes;
  throw invalid(`the payload has ${bytes.length} bytes; ${MOST_BYTES} at most are read`);
}

function bytesOf({ bytes, from, isWord }: GivenBytes, form: PayloadForm | undefined): Buffer {
  if (form === 'binary') {
    if (!isWord) return bytes;
    throw new CliError('a word of the command line is no binary payload', {
      code: 'INPUT_WORD_INVALID',
      exitCode: EXIT.usage,
      remedy: 'Give @FILE, or - for stdin.',
    });
  }
  const text = bytes.toString('latin1');
  if (form === 'hex') return hexBytes(text);
  if (form === 'base64') return base64Bytes(text);
  return TEXT.test(text) ? detected(text, from) : isWord ? hexBytes(text) : bytes;
}

function detected(text: string, from: string): Buffer {
  const digits = text.replaceAll(HEX_GROUPS, '');
  const letters = text.replaceAll(SPACE, '');
  const isHex = HEX.test(digits);
  const isBase64 = BASE64.test(letters) && letters.replaceAll('=', '').length % 4 !== 1;
  if (isHex && !(isBase64 && /[A-F]/.test(digits))) return hexBytes(text);
  if (isHex && isBase64) return beginningAsPayloads(digits, letters);
  // Hex with a slip of the finger mostly is base64, too, but of nothing that begins as payloads do.
  if (isNearlyHex(digits) && !(isBase64 && isFramed(Buffer.from(letters, 'base64')))) return hexBytes(text);
  if (isBase64) return base64Bytes(text);
  if (/^\s*[[{"]/.test(text)) {
    throw invalid(`${from} holds JSON, which is no payload`, 'ottla encode makes a payload of JSON.');
  }
  throw invalid(
    `${from} holds text that is neither hex nor base64`,
    'Say what it is with --from: hex, base64 or binary. A file is given as @FILE.',
  );
}

/** Upper-case hex without other digits could be base64: of the zeros of an id, say. */
function beginningAsPayloads(digits: string, letters: string): Buffer {
  const hex = digits.length % 2 === 0 ? Buffer.from(digits, 'hex') : undefined;
  const base64 = Buffer.from(letters, 'base64');
  if (hex !== undefined && isFramed(hex) && !isFramed(base64)) return hex;
  if (isFramed(base64) && !(hex !== undefined && isFramed(hex))) return base64;
  throw new CliError('the text may be hex, and it may be base64', {
    code: 'PAYLOAD_AMBIGUOUS',
    exitCode: EXIT.usage,
    remedy: 'Say which with --from hex or --from base64.',
  });
}

function isNearlyHex(digits: string): boolean {
  return digits.replaceAll(/[^0-9a-fA-F]/g, '').length > digits.length * NEARLY;
}

/** Begins with a frame, as likely as not: ids count up from 1. */
function isFramed(bytes: Buffer): boolean {
  if (bytes[0] === 0xc3) return bytes[1] === 0x01;
  if (bytes[0] === 1) return bytes.length >= GUID_FRAME_BYTES;
  return bytes[0] === 0 && bytes.length >= 5 && bytes[1] === 0 && bytes.readInt32BE(1) > 0;
}

export function hexBytes(text: string): Buffer {
  const digits = text.replaceAll(HEX_GROUPS, '');
  if (!HEX.test(digits)) {
    // Groups are blanked, so that places stay those of the text.
    const blanked = text.replaceAll(HEX_GROUPS, (group) => ' '.repeat(group.length));
    const place = blanked.search(/[^0-9a-fA-F ]/);
    throw invalid(`the hex has ${shown(text, place)} at character ${place + 1}, which is no hex digit`);
  }
  if (digits.length % 2 === 0) return Buffer.from(digits, 'hex');
  const last = text.search(/[0-9a-fA-F]\W*$/);
  throw invalid(
    `the hex has ${digits.length} digits, and bytes have two each: the last, '${digits.at(-1) ?? ''}' at character ${last + 1}, stands alone`,
    'Was it cut off?',
  );
}

function base64Bytes(text: string): Buffer {
  const place = text.search(/[^\w+/=\s-]|=(?=[\s=]*[^\s=])/);
  if (place !== -1) {
    throw invalid(`the base64 has ${shown(text, place)} at character ${place + 1}, which cannot stand there`);
  }
  const letters = text.replaceAll(SPACE, '').replaceAll('=', '');
  if (letters.length % 4 !== 1) return Buffer.from(letters, 'base64');
  throw invalid(
    `the base64 has ${letters.length} letters, of which the last stands alone`,
    'Was it cut off?',
  );
}

function shown(text: string, place: number): string {
  return `'${printable(String.fromCodePoint(text.codePointAt(place) ?? 0))}'`;
}

function invalid(message: string, remedy?: string): CliError {
  return new CliError(message, {
    code: 'PAYLOAD_INVALID',
    exitCode: EXIT.invalidInput,
    ...(remedy === undefined ? {} : { remedy }),
  });
}
