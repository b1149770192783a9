/**
 * A payload for people: each run of bytes with its place, its path, its type and its value.
 *
 * Ends where the bytes break; why they do is told by whoever prints this. Pure.
 */
import { printable } from '@ottla/kernel';
import type { PayloadPart } from '@ottla/serializers/avro';
import { plural } from '../plural.ts';
import type { Terminal } from '../terminal.ts';
import { frameRows, frameWords } from './frame-rows.ts';
import { schemaWords, trailingBytes } from './payload-words.ts';
import type { PayloadReading } from './payload-reading.ts';

/** Bytes of a row that are shown. */
const SHOWN_BYTES = 8;
const LONGEST_PATH = 40;
const LONGEST_TYPE = 36;
const LONGEST_VALUE = 100;

interface Row {
  readonly start: number;
  readonly end: number;
  readonly path: string;
  readonly type: string;
  readonly text: string;
}

export function payloadPicture(reading: PayloadReading, paint: Terminal['paintPrinted']): readonly string[] {
  const { payload, frame, held, map } = reading;
  const rows: Row[] = [
    ...frameRows(frame).map((row) => ({ ...row, path: '', type: '' })),
    ...map.parts.filter((part, index) => !isToldBefore(part, map.parts[index - 1])).map(rowOf),
  ];
  const { start, end, count } = trailingBytes(reading);
  if (count > 0)
    rows.push({ start, end, path: '', type: '', text: `${plural(count, 'byte')} behind the value` });
  const widths = {
    place: Math.max(4, String(payload.length).length),
    path: widest(rows, ({ path }) => path, LONGEST_PATH),
    type: widest(rows, ({ type }) => type, LONGEST_TYPE),
  };
  const lines = rows.map(({ start: from, end: to, path, type, text }) => {
    const place = String(from).padStart(widths.place);
    const bytes = hexOf(payload, from, to).padEnd(SHOWN_BYTES * 3 + 2);
    const named = `${path.padEnd(widths.path)}  ${paint('dim', type.padEnd(widths.type))}`;
    const shown = path === '' && type === '' ? paint('dim', text) : `${named}  ${text}`;
    return `${paint('dim', place)}  ${bytes}  ${shown}`.trimEnd();
  });
  const more =
    map.untold > 0
      ? [paint('dim', `${' '.repeat(widths.place)}  … and ${plural(map.untold, 'more part')}`)]
      : [];
  const spliced =
    map.untold > 0 && count > 0 ? [...lines.slice(0, -1), ...more, ...lines.slice(-1)] : [...lines, ...more];
  return [
    paint('bold', `${plural(payload.length, 'byte')}, ${frameWords(frame)}`),
    `schema ${schemaWords(held)}`,
    '',
    ...spliced,
  ];
}

/** A null has no bytes but those of its branch. */
function isToldBefore({ kind, type }: PayloadPart, before: PayloadPart | undefined): boolean {
  return kind === 'value' && type === 'null' && before?.kind === 'branch';
}

function rowOf({ start, end, path, kind, type, text }: PayloadPart): Row {
  const shown = printable(path === '' ? '(root)' : path, LONGEST_PATH);
  const words = { branch: `branch ${text}`, block: blockWords(text), key: `key ${text}`, value: text }[kind];
  return {
    start,
    end,
    path: shown,
    type: printable(type, LONGEST_TYPE),
    text: printable(words, LONGEST_VALUE),
  };
}

function blockWords(count: string): string {
  return count === '0' ? 'end' : plural(Number(count), 'item');
}

function hexOf(payload: Buffer, start: number, end: number): string {
  const shown = payload.subarray(start, Math.min(end, start + SHOWN_BYTES));
  const hex = [...shown].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return end - start > SHOWN_BYTES ? `${hex} …` : hex;
}

function widest(rows: readonly Row[], cell: (row: Row) => string, most: number): number {
  return Math.min(
    most + 1,
    rows.reduce((width, row) => Math.max(width, cell(row).length), 0),
  );
}
