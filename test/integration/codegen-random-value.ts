/** Random values that fit a representation, and any value as the text of a TypeScript expression. */
import type { Random } from '@ottla/kernel';
import {
  inputKindsOf,
  type EnumRepresentation,
  type Representation,
  type ScalarRepresentation,
  type TemporalRepresentation,
  type WideInput,
} from '@ottla/schema';
import { Drawing } from '../../packages/cli/src/samples/drawing.ts';
import { DrawnValues, type DrawnParts } from '../../packages/cli/src/samples/drawn-value.ts';
import { ValueSizes } from '../../packages/cli/src/samples/value-sizes.ts';
import { pick } from '../../packages/schema/testing/schema-sketch.ts';
import { boxes } from './codegen-choice-sets.ts';

const TEXTS = ['', 'a', "it's", '\u2028', '😀', '`${x}`', '__proto__', '*/'];
/** Not `constructor`: TypeScript types such a key of a literal by the member every object inherits. */
const KEYS = ['a', '__proto__', 'then', '$type', '', 'two words'];
const DAY_MS = 86_400_000;
/** To the millisecond: exact in every unit. */
const TEMPORAL_TEXTS = {
  Instant: '2026-11-21T12:34:56.789Z',
  PlainDateTime: '2026-11-21T12:34:56.789',
  PlainDate: '2026-11-21',
  PlainTime: '12:34:56.789',
} as const;
type TemporalType = keyof typeof TEMPORAL_TEXTS;

/** A representation without its parts. */
type Scalar = Exclude<ScalarRepresentation, EnumRepresentation>;

export class RandomValue implements DrawnParts {
  /** What is read has no `$type`, and is to be written as it is. */
  readonly staysNatural = true;
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  /** A value that encode takes. */
  of(representation: Representation): unknown {
    return new DrawnValues(new Drawing(this.#random), this, new ValueSizes(representation)).of(
      representation,
    );
  }

  key(): string {
    return pick(this.#random, KEYS);
  }

  /** What every object inherits is required in inputs. */
  leavesOut({ name }: { readonly name: string }): boolean {
    return !(name in {}) && this.#random() < 0.5;
  }

  scalar(representation: Scalar): unknown {
    const { wide } = inputKindsOf(representation);
    if (wide.length > 0 && this.#random() < 0.4) return this.#wide(representation, pick(this.#random, wide));
    return this.#natural(representation);
  }

  #wide(representation: Scalar, kind: WideInput): unknown {
    if (kind === 'bigint') return BigInt(this.#integer(100));
    if (kind === 'date') {
      return new Date(
        representation.kind === 'dateString' ? this.#integer(1000) * DAY_MS : this.#integer(2 ** 40),
      );
    }
    const hasFraction = representation.kind === 'bigDecimalString';
    return hasFraction ? pick(this.#random, [0.1, -1.5, 1e-7, 1e21]) : this.#integer(100);
  }

  #natural(representation: ScalarRepresentation): unknown {
    switch (representation.kind) {
      case 'null':
        return null;
      case 'boolean':
        return this.#random() < 0.5;
      case 'string':
        return representation.schema.logical?.name === 'uuid'
          ? '123e4567-e89b-12d3-a456-426614174000'
          : pick(this.#random, TEXTS);
      case 'number':
        return representation.of === 'double' ? pick(this.#random, [0.5, -0, 1e300]) : this.#integer(1000);
      case 'bigint':
        return BigInt(this.#integer(2 ** 50));
      case 'timestamp':
        return new Date(this.#integer(2 ** 40));
      case 'dateString':
        return '2026-11-21';
      case 'decimalString':
        return this.#decimal(representation.precision - representation.scale, representation.scale);
      case 'bigDecimalString':
        return pick(this.#random, ['0', '-1.50', '0.000', '12345678901234567890.123']);
      case 'unscaledDecimal':
        return { unscaled: BigInt(this.#integer(1000)), scale: representation.digits?.scale ?? 7 };
      case 'temporal':
        return temporalValue(representation);
      case 'custom': {
        const box = boxes[representation.codec];
        if (box === undefined) throw new Error(`no box for ${representation.codec}`);
        // Each box takes the plain form that its codec is chosen for.
        return new box(this.#natural(representation.base) as never);
      }
      case 'duration':
        return { months: 1, days: 2, milliseconds: this.#integer(1000) };
      case 'bytes':
        return this.#bytes(this.#integer(4));
      case 'fixedBytes':
        return this.#bytes(representation.size);
      case 'enum':
        return pick(this.#random, representation.symbols);
    }
  }

  #decimal(wholeDigits: number, scale: number): string {
    const whole = this.#integer(10 ** Math.min(wholeDigits, 3));
    return scale === 0 ? String(whole) : `${whole}.${'125'.padEnd(scale, '0').slice(0, scale)}`;
  }

  #integer(below: number): number {
    return Math.floor(this.#random() * below);
  }

  #bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.#integer(256));
  }
}

/** Needs Node's --harmony-temporal. */
function temporalValue(representation: TemporalRepresentation): unknown {
  const type = temporalTypeOf(representation);
  // The types of this workspace know no Temporal.
  const { Temporal } = globalThis as unknown as {
    readonly Temporal: Readonly<Record<TemporalType, { from(text: string): unknown }>>;
  };
  return Temporal[type].from(TEMPORAL_TEXTS[type]);
}

function temporalTypeOf({ of }: TemporalRepresentation): TemporalType {
  if (of === 'date') return 'PlainDate';
  if (of.startsWith('time-')) return 'PlainTime';
  return of.startsWith('local-') ? 'PlainDateTime' : 'Instant';
}

/** Temporal's objects say what they are as text; the types of this workspace know none. */
function temporalText(value: object): string {
  return (value as { readonly toJSON: () => string }).toJSON();
}

/** The text of an expression with this value. */
export function literal(value: unknown): string {
  if (value === undefined) return 'undefined';
  if (typeof value === 'bigint') return `${value}n`;
  if (Object.is(value, -0)) return '-0';
  if (typeof value === 'number') return String(value);
  // The compiler counts U+2028 as an end of line, which would shift the lines its errors name.
  if (typeof value !== 'object' || value === null)
    return JSON.stringify(value).replaceAll('\u2028', '\\u2028');
  if (value instanceof Date) return `new Date(${value.getTime()})`;
  // A fixed has its size in its type: what `sized` gives is declared beside the values.
  if (value instanceof Uint8Array) return `sized(${value.length}, [${[...value].join(', ')}])`;
  const tag: unknown = Reflect.get(value, Symbol.toStringTag);
  if (typeof tag === 'string') return `${tag}.from(${JSON.stringify(temporalText(value))})`;
  const box = Object.values(boxes).find((type) => value instanceof type);
  if (box !== undefined && 'content' in value) return `new ${box.name}(${literal(value.content)})`;
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  const members = Object.entries(value).map(([key, member]) => {
    // Plain `__proto__:` would set the prototype.
    const name = key === '__proto__' ? "['__proto__']" : JSON.stringify(key);
    return `${name}: ${literal(member)}`;
  });
  return `{ ${members.join(', ')} }`;
}
