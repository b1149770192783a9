/**
 * Strings and keys that look like what a field of that name holds.
 *
 * All of it is made up; addresses and numbers are those that are kept free for examples (RFC 2606, RFC 5737).
 */
import type { Drawing } from './drawing.ts';

type Texts = readonly [string, ...string[]];

const FIRST_NAMES: Texts = [
  'Ada',
  'Grace',
  'Alan',
  'Edsger',
  'Barbara',
  'Ottla',
  'Niklaus',
  'Radia',
  'José',
  'Zoë',
];
const MAIL_NAMES = FIRST_NAMES.map((name) =>
  name
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/[^a-z]/g, ''),
) as unknown as Texts; // of as many
const LAST_NAMES: Texts = [
  'Lovelace',
  'Hopper',
  'Turing',
  'Dijkstra',
  'Liskov',
  'David',
  'Wirth',
  'Perlman',
  'Núñez',
];
const CITIES: Texts = ['Prague', 'Ulm', 'Zürich', 'Kraków', 'Lyon', 'Oslo', 'Nagoya', 'São Paulo'];
const STREETS: Texts = ['Main Street', 'Station Road', 'Goldene Gasse', 'Rue du Port', 'Harbour Lane'];
const COUNTRIES: Texts = ['CZ', 'DE', 'FR', 'JP', 'BR', 'NO', 'PL', 'CH'];
const CURRENCIES: Texts = ['EUR', 'CZK', 'USD', 'JPY', 'CHF', 'BRL'];
const COLOURS: Texts = ['red', 'green', 'blue', 'amber', 'violet'];
const WORDS: Texts = (
  'letter record batch broker offset ledger parcel window garden river lamp paper signal harbour copper quiet ' +
  'early northern second open'
).split(' ') as unknown as Texts; // of one word and more
const KEYS: Texts = ['source', 'region', 'tier', 'channel', 'locale', 'shard', 'owner', 'team'];

type TextOf = (drawing: Drawing) => string;

/** The first row whose pattern is in the name of the field. */
const ROWS: readonly (readonly [RegExp, TextOf])[] = [
  [/e_?mail/i, (drawing) => `${drawing.pick(MAIL_NAMES)}@example.com`],
  [/url|uri|link|website/i, (drawing) => `https://example.com/${drawing.pick(WORDS)}/${drawing.below(1000)}`],
  [/phone|mobile|fax/i, (drawing) => `+1 202 555 01${String(drawing.below(100)).padStart(2, '0')}`],
  [/(^|_)ip|address_?ip|host/i, (drawing) => `192.0.2.${drawing.below(256)}`],
  [/first_?name|given/i, (drawing) => drawing.pick(FIRST_NAMES)],
  [/last_?name|surname|family/i, (drawing) => drawing.pick(LAST_NAMES)],
  [/city|town/i, (drawing) => drawing.pick(CITIES)],
  [/street|address|line1/i, (drawing) => `${drawing.pick(STREETS)} ${drawing.between(1, 99)}`],
  [/country|nation/i, (drawing) => drawing.pick(COUNTRIES)],
  [/zip|post(al)?_?code/i, (drawing) => String(drawing.between(10_000, 99_999))],
  [/currency/i, (drawing) => drawing.pick(CURRENCIES)],
  [/colou?r/i, (drawing) => drawing.pick(COLOURS)],
  [
    /name|customer|author|user|owner/i,
    (drawing) => `${drawing.pick(FIRST_NAMES)} ${drawing.pick(LAST_NAMES)}`,
  ],
  [/(^|_)id$|[a-z]I[dD]$|key$|code$|number$|sku/i, (drawing) => idText(drawing)],
  [/description|comment|note|text|message|body|doc/i, (drawing) => sentence(drawing)],
];

/** By hint, which are names of fields: the same ones come with every value. */
const known = new Map<string, TextOf>();

export function plausibleText(drawing: Drawing, hint: string): string {
  let text = known.get(hint);
  if (text === undefined) {
    text = ROWS.find(([pattern]) => pattern.test(hint))?.[1] ?? wordText;
    known.set(hint, text);
  }
  return text(drawing);
}

function wordText(drawing: Drawing): string {
  return drawing.pick(WORDS);
}

export function plausibleKey(drawing: Drawing): string {
  return drawing.pick(KEYS);
}

function idText(drawing: Drawing): string {
  return `${drawing.pick(['A', 'B', 'C', 'K'])}-${drawing.between(1000, 99_999)}`;
}

function sentence(drawing: Drawing): string {
  const words = Array.from({ length: drawing.between(3, 7) }, () => drawing.pick(WORDS)).join(' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
