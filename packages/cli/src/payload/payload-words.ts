/** What is said of a payload in words, wherever it is said. Pure. */
import { printable } from '@ottla/kernel';
import { fingerprint } from '@ottla/schema';
import { fullNameOf } from '../full-name.ts';
import type { HeldSchema } from './held-schema.ts';
import type { PayloadReading } from './payload-reading.ts';

const SHOWN_USES = 3;

/** `com.acme.Order (orders-value version 3, id 7), from ottla.lock`. */
export function schemaWords({ schema, id, uses, from }: HeldSchema): string {
  const used = uses
    .slice(0, SHOWN_USES)
    .map(({ subject, version }) => `${printable(subject, 80)} version ${version}`);
  const more = uses.length > SHOWN_USES ? [`${uses.length - SHOWN_USES} more`] : [];
  const known = [...used, ...more, ...(id === null ? [] : [`id ${id}`])].join(', ');
  return `${printable(fullNameOf(schema), 120)}${known === '' ? '' : ` (${known})`}, from ${printable(from, 120)}`;
}

/** What follows the value; none when it could not be read. */
export function trailingBytes({ payload, map }: PayloadReading): {
  readonly start: number;
  readonly end: number;
  readonly count: number;
} {
  const count = map.failure === null ? payload.length - map.end : 0;
  return { start: map.end, end: payload.length, count };
}

/** What the payload says of its schema, where that is not the one it was read with; null else. */
export function otherSchema({ frame, held }: PayloadReading): string | null {
  if (frame.kind === 'id' && held.id !== null && held.id !== frame.id) return `schema id ${frame.id}`;
  if (frame.kind !== 'single-object' || fingerprint(held.schema) === frame.fingerprint) return null;
  return `the fingerprint ${frame.fingerprint}`;
}
