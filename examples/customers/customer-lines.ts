/**
 * Customers as a stream of JSON lines, as a file or another service would send them.
 *
 * The same seed gives the same customers. Ids run on from `firstId`, one for each line, so that whoever
 * reads them back can tell which are missing.
 */
import { Readable } from 'node:stream';
import { type Random, seededRandom } from '@ottla/kernel';

const PIECE_CHARACTERS = 65_536;
const FIRST_NAMES = [
  'Ada',
  'Grace',
  'Edsger',
  'Barbara',
  'Alan',
  'Ottla',
  'Tony',
  'Frances',
  'Zoë',
  'Łukasz',
];
const LAST_NAMES = [
  'Lovelace',
  'Hopper',
  'Dijkstra',
  'Liskov',
  'Turing',
  'Davidová',
  'Hoare',
  'Allen',
  'Nguyễn',
];

export interface CustomerLinesOptions {
  readonly version: 1 | 2;
  readonly firstId: number;
  readonly count: number;
  readonly seed: number;
}

const pick = (random: Random, names: readonly string[]): string =>
  names[Math.floor(random() * names.length)] ?? '';

/** Text in pieces that end anywhere, as a file or a socket gives it. */
function* customerText({ version, firstId, count, seed }: CustomerLinesOptions): Generator<string> {
  const random = seededRandom(seed);
  let text = '';
  for (let id = firstId; id < firstId + count; id++) {
    const name = `${pick(random, FIRST_NAMES)} ${pick(random, LAST_NAMES)}`;
    const known = random() < 0.5;
    const contact =
      version === 1
        ? { faxNumber: known ? `+1-555-${String(id).padStart(7, '0')}` : null }
        : { email: known ? `customer-${id}@example.com` : null };
    text += `${JSON.stringify({ id, name, ...contact })}\n`;
    if (text.length < PIECE_CHARACTERS) continue;
    yield text.slice(0, PIECE_CHARACTERS);
    text = text.slice(PIECE_CHARACTERS);
  }
  if (text !== '') yield text;
}

/** The complete lines of each piece of a stream. `JSON.parse` of each is the job of whoever knows the type. */
export async function* linesOf(stream: Readable): AsyncGenerator<string[]> {
  let rest = '';
  for await (const piece of stream) {
    const lines = (rest + String(piece)).split('\n');
    rest = lines.pop() ?? '';
    yield lines;
  }
  if (rest !== '') yield [rest];
}

export function customerStream(options: CustomerLinesOptions): Readable {
  return Readable.from(customerText(options));
}
