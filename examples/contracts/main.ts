/**
 * `npx -y pnpm@12 --filter @ottla/example-contracts start`: encodes and decodes a value of every contract, and prints
 * a line for each. Fails when compiled code and the schema do not agree. Runs in a browser, too.
 */
import { contracts } from './contracts.ts';
import type { Contract } from './contract.ts';
import { valueText } from './value-text.ts';

const SHOWN_BYTES = 12;

function bytesInWords(bytes: Uint8Array): string {
  const shown = Array.from(bytes.subarray(0, SHOWN_BYTES), (byte) => byte.toString(16).padStart(2, '0'));
  return bytes.length > SHOWN_BYTES ? `${shown.join(' ')} …` : shown.join(' ');
}

function line({ fullName, isCompiled, ...codecs }: Contract): string {
  const bytes = codecs.encode();
  const interpreted = codecs.encodeInterpreted();
  if (valueText(bytes) !== valueText(interpreted)) throw new Error(`${fullName}: the bytes differ`);
  if (valueText(codecs.decode(bytes)) !== valueText(codecs.decodeInterpreted(bytes))) {
    throw new Error(`${fullName}: the values differ`);
  }
  const how = isCompiled ? 'compiled as interpreted' : 'interpreted';
  return `${fullName.padEnd(29)} ${String(bytes.length).padStart(4)} B, ${how}: ${bytesInWords(bytes)}`;
}

for (const contract of contracts) console.log(line(contract));
