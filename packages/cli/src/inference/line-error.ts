/**
 * Why a line cannot be read, and where.
 *
 * The reader of lines makes it; whether it ends the command or is counted is decided there where it arrives.
 */
import { OttlaError } from '@ottla/kernel';

export interface LinePlace {
  /** As shown. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
}

export interface LineErrorOptions {
  readonly remedy?: string | undefined;
  /** The line, when it is text. */
  readonly text?: string | undefined;
}

/** `customers.jsonl:3:14` */
export function linePlaceText({ file, line, column }: LinePlace): string {
  return `${file}:${line}:${column}`;
}

export class LineError extends OttlaError {
  readonly place: LinePlace;
  readonly remedy: string | undefined;
  readonly text: string | undefined;

  constructor(message: string, place: LinePlace, { remedy, text }: LineErrorOptions = {}) {
    super(`${linePlaceText(place)}: ${message}`, { code: 'LINE_INVALID', action: 'usage' });
    this.place = place;
    this.remedy = remedy;
    this.text = text;
  }
}
