/**
 * Customers as a stream of JSON lines, as a file or another service would send them.
 *
 * The same seed gives the same customers. Ids run on from `firstId`, one for each line, so that whoever
 * reads them back can tell which are missing.
 */
import { Readable } from 'node:stream';
import { createInterface } from 'node:readline';
import { type Random, seededRandom } from '@ottla/kernel';

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

function* customerLines({ version, firstId, count, seed }: CustomerLinesOptions): Generator<string> {
  const random = seededRandom(seed);
  for (let id = firstId; id < firstId + count; id++) {
    const name = `${pick(random, FIRST_NAMES)} ${pick(random, LAST_NAMES)}`;
    const known = random() < 0.5;
    const contact =
      version === 1
        ? { faxNumber: known ? `+1-555-${String(id).padStart(7, '0')}` : null }
        : { email: known ? `customer-${id}@example.com` : null };
    yield `${JSON.stringify({ id, name, ...contact })}\n`;
  }
}

/** The lines one by one. `JSON.parse` of each is the job of whoever knows the type. */
export function customerLineStream(options: CustomerLinesOptions): AsyncIterable<string> {
  return createInterface({ input: Readable.from(customerLines(options)), crlfDelay: Infinity });
}
