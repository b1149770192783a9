/**
 * Encoders of the two samples as one would write them by hand for speed: the same checks of types and room that
 * compiled codecs make, and none of undeclared fields.
 */
import type { ByteWriter } from '@ottla/kernel';

type Writes = (value: never, writer: ByteWriter, at: number) => number;

interface Customer {
  id: number;
  name: string;
  email: string | null;
  balance: number;
  orders: number;
  active: boolean;
  country: string;
}

function expectRoom(buffer: Buffer, at: number, bytes: number): void {
  if (at + bytes > buffer.length) throw new RangeError('no room');
}

function text(buffer: Buffer, at: number, value: string): number {
  if (typeof value !== 'string') throw new TypeError('no text');
  const { length } = value;
  expectRoom(buffer, at, length * 3 + 2);
  if (length <= 16) {
    let bits = 0;
    for (let index = 0; index < length; index++) {
      const unit = value.charCodeAt(index);
      bits |= unit;
      buffer[at + 1 + index] = unit;
    }
    if (bits <= 0x7f) {
      buffer[at] = length << 1;
      return at + 1 + length;
    }
  }
  const written = buffer.write(value, at + 1);
  if (written > 63) throw new RangeError('a text of the samples is short');
  buffer[at] = written << 1;
  return at + 1 + written;
}

function varint(buffer: Buffer, at: number, value: number): number {
  let rest = ((value << 1) ^ (value >> 31)) >>> 0;
  let place = at;
  while (rest > 0x7f) {
    buffer[place++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  buffer[place++] = rest;
  return place;
}

function long(buffer: Buffer, at: number, value: number): number {
  if ((value | 0) === value) return varint(buffer, at, value);
  if (!Number.isSafeInteger(value)) throw new TypeError('no safe long');
  // Of the samples all are positive.
  let low = (value * 2) >>> 0;
  let high = Math.floor(value / 0x80000000);
  let place = at;
  while (high > 0) {
    buffer[place++] = (low & 0x7f) | 0x80;
    low = ((low >>> 7) | (high << 25)) >>> 0;
    high >>>= 7;
  }
  while (low > 0x7f) {
    buffer[place++] = (low & 0x7f) | 0x80;
    low >>>= 7;
  }
  buffer[place++] = low;
  return place;
}

function nullable(buffer: Buffer, at: number, value: string | null): number {
  buffer[at] = value === null ? 0 : 2;
  return value === null ? at + 1 : text(buffer, at + 1, value);
}

export function writeCustomer(value: Customer, writer: ByteWriter, start: number): number {
  const { buffer, words } = writer;
  expectRoom(buffer, start, 64);
  let at = long(buffer, start, value.id);
  at = text(buffer, at, value.name);
  at = nullable(buffer, at, value.email);
  expectRoom(buffer, at, 16);
  words.setFloat64(at, value.balance, true);
  at = varint(buffer, at + 8, value.orders);
  buffer[at++] = value.active ? 1 : 0;
  return text(buffer, at, value.country);
}

interface Address {
  street: string;
  number: string | null;
  postcode: string;
  city: string;
  country: string;
  verified: boolean;
}

function writeAddress(value: Address, { buffer }: ByteWriter, start: number): number {
  expectRoom(buffer, start, 16);
  let at = text(buffer, start, value.street);
  at = nullable(buffer, at, value.number);
  at = text(buffer, at, value.postcode);
  at = text(buffer, at, value.city);
  at = text(buffer, at, value.country);
  expectRoom(buffer, at, 1);
  buffer[at++] = value.verified ? 1 : 0;
  return at;
}

interface Line {
  sku: string;
  title: string;
  quantity: number;
  unitPrice: number;
  discount: number | null;
  tax: number;
  gift: boolean;
}

function writeLine(value: Line, { buffer, words }: ByteWriter, start: number): number {
  let at = text(buffer, start, value.sku);
  at = text(buffer, at, value.title);
  expectRoom(buffer, at, 32);
  at = varint(buffer, at, value.quantity);
  words.setFloat64(at, value.unitPrice, true);
  at += 8;
  if (value.discount === null) {
    buffer[at++] = 0;
  } else {
    buffer[at] = 2;
    words.setFloat64(at + 1, value.discount, true);
    at += 9;
  }
  words.setFloat32(at, value.tax, true);
  at += 4;
  buffer[at++] = value.gift ? 1 : 0;
  return at;
}

interface Order {
  id: number;
  number: string;
  placedAt: number;
  status: string;
  customerId: number;
  customerName: string;
  email: string | null;
  billing: Address;
  shipping: Address | null;
  lines: readonly Line[];
  payment: {
    method: string;
    reference: string | null;
    authorizedAt: number;
    amount: number;
    currency: string;
  };
  total: number;
  priority: number;
  express: boolean;
  comment: string | null;
  tags: readonly string[];
  attributes: Readonly<Record<string, string>>;
  device: { os: string; version: number; mobile: boolean; screen: string | null };
}

const STATUS = ['NEW', 'PAID', 'SENT', 'DONE'];
const METHOD = ['CARD', 'TRANSFER', 'CASH'];

function symbol(buffer: Buffer, at: number, position: number): number {
  if (position < 0) throw new TypeError('no such symbol');
  buffer[at] = position << 1;
  return at + 1;
}

function writePayment(value: Order['payment'], { buffer, words }: ByteWriter, start: number): number {
  expectRoom(buffer, start, 32);
  let at = symbol(buffer, start, METHOD.indexOf(value.method));
  at = nullable(buffer, at, value.reference);
  expectRoom(buffer, at, 32);
  at = long(buffer, at, value.authorizedAt);
  words.setFloat64(at, value.amount, true);
  return text(buffer, at + 8, value.currency);
}

function writeDevice(value: Order['device'], { buffer }: ByteWriter, start: number): number {
  let at = text(buffer, start, value.os);
  expectRoom(buffer, at, 16);
  at = varint(buffer, at, value.version);
  buffer[at++] = value.mobile ? 1 : 0;
  return nullable(buffer, at, value.screen);
}

function writeTexts(buffer: Buffer, start: number, texts: readonly string[]): number {
  let at = start;
  if (texts.length > 0) {
    at = varint(buffer, at, texts.length);
    for (const item of texts) at = text(buffer, at, item);
  }
  buffer[at++] = 0;
  return at;
}

function writeEntries(buffer: Buffer, start: number, entries: Readonly<Record<string, string>>): number {
  const keys = Object.keys(entries);
  let at = start;
  if (keys.length > 0) {
    at = varint(buffer, at, keys.length);
    for (const key of keys) at = text(buffer, text(buffer, at, key), entries[key] ?? '');
  }
  buffer[at++] = 0;
  return at;
}

export function writeOrder(value: Order, writer: ByteWriter, start: number): number {
  const { buffer, words } = writer;
  expectRoom(buffer, start, 64);
  let at = long(buffer, start, value.id);
  at = text(buffer, at, value.number);
  expectRoom(buffer, at, 64);
  at = long(buffer, at, value.placedAt);
  at = symbol(buffer, at, STATUS.indexOf(value.status));
  at = long(buffer, at, value.customerId);
  at = text(buffer, at, value.customerName);
  at = nullable(buffer, at, value.email);
  at = writeAddress(value.billing, writer, at);
  buffer[at++] = value.shipping === null ? 0 : 2;
  if (value.shipping !== null) at = writeAddress(value.shipping, writer, at);
  expectRoom(buffer, at, 16);
  at = varint(buffer, at, value.lines.length);
  for (const line of value.lines) at = writeLine(line, writer, at);
  buffer[at++] = 0;
  at = writePayment(value.payment, writer, at);
  expectRoom(buffer, at, 32);
  words.setFloat64(at, value.total, true);
  at = varint(buffer, at + 8, value.priority);
  buffer[at++] = value.express ? 1 : 0;
  at = nullable(buffer, at, value.comment);
  at = writeTexts(buffer, at, value.tags);
  at = writeEntries(buffer, at, value.attributes);
  return writeDevice(value.device, writer, at);
}

/** By the full name of the sample. */
export const handWritten: Readonly<Record<string, Writes>> = {
  'com.acme.Customer': writeCustomer,
  'com.acme.Order': writeOrder,
};
