/**
 * Scalars of samples: plausible ones, and now and then one at the edge of its type when that is asked for.
 *
 * Of the representation with `long` as bigint and all else as it is without choices; see sample-lines.ts.
 */
import { InvariantError } from '@ottla/kernel';
import type {
  BigintRepresentation,
  EnumRepresentation,
  NumberRepresentation,
  ScalarRepresentation,
} from '@ottla/schema';
import type { Drawing } from './drawing.ts';
import type { DrawnParts } from './drawn-value.ts';
import { EDGE_KEYS, edgesOf } from './edge-values.ts';
import { plausibleKey, plausibleText } from './plausible-text.ts';
import { MOST_DIGITS } from './value-sizes.ts';

/** Timestamps are of 2020 to 2026; without a clock, so that a seed says all. */
const FIRST_SECOND = 1_577_836_800;
const SECONDS = 220_924_800;
const DAY_SECONDS = 86_400;
/** How many of an edge's draws are edges. */
const EDGE_SHARE = 0.5;
const MOST_BYTES = 12;
const MOST_WHOLE_DIGITS = 4;
const MOST_DRAWN_DIGITS = 9;

/** Fields of numbers that grow large. */
const LARGE = /(^|_)id$|[a-z]I[dD]$|number|bytes|size|offset/;
const LARGE_LIMIT = 1_000_000_000_000;
/** In a second. */
const UNITS: Readonly<Record<string, number>> = { millis: 1e3, micros: 1e6, nanos: 1e9 };

type CountedType =
  Exclude<NumberRepresentation['of'], 'int' | 'float' | 'double'> | BigintRepresentation['of'];

export class SampleScalars implements DrawnParts {
  readonly #drawing: Drawing;
  readonly #edges: boolean;

  constructor(drawing: Drawing, edges: boolean) {
    this.#drawing = drawing;
    this.#edges = edges;
  }

  key(): string {
    const isEdge = this.#edges && this.#drawing.random() < EDGE_SHARE;
    return isEdge ? String(this.#drawing.pick(EDGE_KEYS)) : plausibleKey(this.#drawing);
  }

  scalar(representation: Exclude<ScalarRepresentation, EnumRepresentation>, hint: string): unknown {
    if (this.#edges && this.#drawing.random() < EDGE_SHARE) {
      const edges = edgesOf(representation);
      if (edges !== undefined) return this.#drawing.pick(edges);
    }
    return this.#plausible(representation, hint);
  }

  #plausible(representation: Exclude<ScalarRepresentation, EnumRepresentation>, hint: string): unknown {
    const drawing = this.#drawing;
    switch (representation.kind) {
      case 'null':
        return null;
      case 'boolean':
        return drawing.random() < 0.5;
      case 'string':
        return representation.schema.logical === null ? plausibleText(drawing, hint) : this.#uuid();
      case 'number':
        return this.#number(representation.of, hint);
      case 'bigint':
        return this.#count(representation.of, hint);
      case 'timestamp':
        return new Date(this.#second() * 1000 + drawing.below(1000));
      case 'dateString':
        return new Date(this.#second() * 1000).toISOString().slice(0, 10);
      case 'decimalString':
        return this.#decimal(representation.precision, representation.scale);
      case 'bigDecimalString':
        return this.#decimal(MOST_DIGITS, drawing.below(5));
      case 'duration':
        return {
          months: drawing.below(24),
          days: drawing.below(31),
          milliseconds: drawing.below(86_400_000),
        };
      case 'bytes':
        return this.#bytes(drawing.below(MOST_BYTES + 1));
      case 'fixedBytes':
        return this.#bytes(representation.size);
      case 'temporal':
      case 'unscaledDecimal':
      case 'custom':
        throw new InvariantError(`samples make no choice that leads to '${representation.kind}'`);
    }
  }

  #number(of: NumberRepresentation['of'], hint: string): number {
    if (of === 'double') return this.#fraction(hint);
    if (of === 'float') return Math.fround(this.#fraction(hint));
    return of === 'int' ? this.#integer(hint) : Number(this.#count(of, hint));
  }

  /** A whole number of its unit. */
  #count(of: CountedType, hint: string): bigint {
    const drawing = this.#drawing;
    if (of === 'long') return BigInt(LARGE.test(hint) ? drawing.below(LARGE_LIMIT) : this.#integer(hint));
    if (of === 'date') return BigInt(Math.floor(this.#second() / DAY_SECONDS));
    const unit = UNITS[of.slice(of.lastIndexOf('-') + 1)] ?? 1;
    const second = of.startsWith('time-') ? drawing.below(DAY_SECONDS) : this.#second();
    return BigInt(second) * BigInt(unit) + BigInt(drawing.below(unit));
  }

  #integer(hint: string): number {
    const drawing = this.#drawing;
    if (/year/i.test(hint)) return drawing.between(1990, 2026);
    if (/age$/i.test(hint)) return drawing.between(18, 90);
    if (/quantity|count|qty|amount/i.test(hint)) return drawing.between(1, 20);
    return drawing.between(0, 1000);
  }

  #fraction(hint: string): number {
    const drawing = this.#drawing;
    if (/^lat/i.test(hint)) return drawing.between(-90_000, 90_000) / 1000;
    if (/^(lon|lng)/i.test(hint)) return drawing.between(-180_000, 180_000) / 1000;
    if (/ratio|rate|share|probability/i.test(hint)) return drawing.below(1000) / 1000;
    return drawing.between(-10_000, 100_000) / 100;
  }

  /** With all digits after the point; those that nobody would look at are zeros. */
  #decimal(precision: number, scale: number): string {
    const whole = Math.min(Math.min(precision, MOST_DIGITS) - scale, MOST_WHOLE_DIGITS);
    const units = whole <= 0 ? '0' : String(this.#drawing.below(10 ** whole));
    if (scale === 0) return units;
    const drawn = Math.min(scale, MOST_DRAWN_DIGITS);
    const fraction = String(this.#drawing.below(10 ** drawn)).padStart(drawn, '0');
    return `${units}.${fraction.padEnd(scale, '0')}`;
  }

  #second(): number {
    return FIRST_SECOND + this.#drawing.below(SECONDS);
  }

  #bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.#drawing.below(256));
  }

  /** Of version 4. */
  #uuid(): string {
    const bytes = this.#bytes(16);
    bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
    bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
    const hex = Buffer.from(bytes).toString('hex');
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  }
}
