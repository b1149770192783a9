/**
 * `npx -y pnpm@12 --filter @ottla/example-contracts start`: encodes and decodes a value of every contract, and prints
 * a line for each. Fails when compiled code and the schema do not agree. Runs in a browser, too.
 */
import { contracts } from './contracts.ts';
import type { Contract } from './contract.ts';

const SHOWN_BYTES = 12;

function bytesInWords(bytes: Uint8Array): string {
  const shown = Array.from(bytes.subarray(0, SHOWN_BYTES), (byte) => byte.toString(16).padStart(2, '0'));
  return bytes.length > SHOWN_BYTES ? `${shown.join(' ')} …` : shown.join(' ');
}

/** JSON has no bigint, and would not show which bytes there are. */
function shown(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) => {
    if (typeof member === 'bigint') return `${member}n`;
    return member instanceof Uint8Array ? `[${member.join(' ')}]` : member;
  });
}

function line({ fullName, isCompiled, ...codecs }: Contract): string {
  const bytes = codecs.encode();
  const interpreted = codecs.encodeInterpreted();
  if (shown(bytes) !== shown(interpreted)) throw new Error(`${fullName}: the bytes differ`);
  if (shown(codecs.decode(bytes)) !== shown(codecs.decodeInterpreted(bytes))) {
    throw new Error(`${fullName}: the values differ`);
  }
  const how = isCompiled ? 'compiled as interpreted' : 'interpreted';
  return `${fullName.padEnd(29)} ${String(bytes.length).padStart(4)} B, ${how}: ${bytesInWords(bytes)}`;
}

for (const contract of contracts) console.log(line(contract));
