/**
 * A representation as TypeScript type text.
 *
 * Takes every decision about shapes from `@ottla/schema` and makes none of its own: what the codec gives
 * (`value`) and takes (`input`) is spelled out here, no more. Named types are not opened but referred to,
 * so recursion ends at them and depth is bounded by what the parser admits.
 */
import {
  inputKindsOf,
  type Representation,
  type TemporalRepresentation,
  type UnionBranch,
  type UnionRepresentation,
  type WideInput,
} from '@ottla/schema';
import { stringLiteral } from './source-text.ts';

/** `value`: what decode returns. `input`: what encode takes. */
export type Side = 'value' | 'input';

/** Gives the name under which the module in hand knows a named type, and sees to its import. */
export type TypeReference = (fullName: string, side: Side) => string;

/** Gives the name of the type that a codec of the user's stands for, and sees to its import. */
export type CodecTypeReference = (codec: string) => string;

/** Alternatives of a union; a type that is no union has one. */
export type Alternatives = readonly [string, ...string[]];

/** The longest union or list of imports kept on one line. */
export const LINE_CHARACTERS = 100;

const WIDE_TYPES: Readonly<Record<WideInput, string>> = { number: 'number', bigint: 'bigint', date: 'Date' };

/** Spells types for one side of one module. */
export class TypeSpeller {
  readonly side: Side;
  readonly #reference: TypeReference;
  readonly #codecType: CodecTypeReference;

  constructor(side: Side, reference: TypeReference, codecType: CodecTypeReference) {
    this.side = side;
    this.#reference = reference;
    this.#codecType = codecType;
  }

  /** The type of a value that has this representation; named types by reference. */
  type(representation: Representation): string {
    return this.alternatives(representation).join(' | ');
  }

  /** The same as a list: each alternative once, in the order of the schema. */
  alternatives(representation: Representation): Alternatives {
    const { schema } = representation;
    if ('fullName' in schema) return [this.#reference(schema.fullName, this.side)];
    return this.opened(representation);
  }

  /** The same, but a named type is opened: what its own module declares. Records are declared elsewhere. */
  opened(representation: Representation): Alternatives {
    if (representation.kind === 'enum') return distinct(representation.symbols.map(stringLiteral));
    if (representation.kind === 'union') {
      return distinct([
        ...representation.branches.flatMap((branch) => this.#branch(branch)),
        ...this.#forced(representation),
      ]);
    }
    const wide = this.side === 'value' ? [] : inputKindsOf(representation).wide;
    return [this.#single(representation), ...wide.map((kind) => WIDE_TYPES[kind])];
  }

  /** What decode gives, on this side. */
  #single(representation: Exclude<Representation, { kind: 'enum' | 'union' }>): string {
    switch (representation.kind) {
      case 'null':
      case 'boolean':
      case 'string':
      case 'number':
      case 'bigint':
        return representation.kind;
      case 'bytes':
        return 'Uint8Array';
      case 'fixedBytes':
        // Reading gives the size; whether what is sent has it, only the run can tell.
        return this.side === 'input'
          ? 'Uint8Array'
          : `Uint8Array & { readonly length: ${representation.size} }`;
      case 'timestamp':
        return 'Date';
      case 'dateString':
      case 'decimalString':
      case 'bigDecimalString':
        return 'string';
      case 'unscaledDecimal':
        return '{ unscaled: bigint; scale: number }';
      case 'temporal':
        return `Temporal.${temporalType(representation)}`;
      case 'custom':
        return this.#codecType(representation.codec);
      case 'duration':
        return '{ months: number; days: number; milliseconds: number }';
      case 'array':
        return this.#array(representation.items);
      case 'map':
        return `{ ${this.#readonly}[key: string]: ${this.type(representation.values)} }`;
      case 'record':
        return this.#reference(representation.schema.fullName, this.side);
    }
  }

  #array(items: Representation): string {
    const alternatives = this.alternatives(items);
    const element = alternatives.join(' | ');
    // `readonly A[][]` would leave the inner array writable. Only arrays are spelled with `readonly` first.
    const closed = alternatives.length === 1 && !element.startsWith('readonly ');
    return `${this.#readonly}${closed ? element : `(${element})`}[]`;
  }

  #branch(branch: UnionBranch): readonly string[] {
    switch (branch.tagging) {
      case 'none':
        return this.alternatives(branch.representation);
      case 'inline':
        return [`({ $type: ${stringLiteral(branch.tag)} } & ${this.type(branch.representation)})`];
      case 'wrapped':
        return [this.#wrapped(branch)];
    }
  }

  /**
   * Encode takes the first branch that holds a natural value exactly, else the first that takes it besides; this
   * is how a sender names another.
   */
  #forced({ branches }: UnionRepresentation): readonly string[] {
    if (this.side === 'value') return [];
    const natural = branches
      .filter(({ tagging }) => tagging === 'none')
      .map((branch) => ({ branch, kinds: kindsOf(branch) }));
    return natural
      .filter(({ branch, kinds }) =>
        natural.some((other) => other.branch !== branch && other.kinds.some((kind) => kinds.includes(kind))),
      )
      .map(({ branch }) => this.#wrapped(branch));
  }

  #wrapped({ tag, representation }: UnionBranch): string {
    return `{ $type: ${stringLiteral(tag)}; value: ${this.type(representation)} }`;
  }

  get #readonly(): string {
    return this.side === 'input' ? 'readonly ' : '';
  }
}

function kindsOf({ representation }: UnionBranch): readonly string[] {
  const { natural, wide } = inputKindsOf(representation);
  return [natural, ...wide];
}

function temporalType({ of }: TemporalRepresentation): string {
  if (of === 'date') return 'PlainDate';
  if (of === 'time-millis' || of === 'time-micros') return 'PlainTime';
  return of.startsWith('local-') ? 'PlainDateTime' : 'Instant';
}

function distinct(alternatives: readonly string[]): Alternatives {
  const [first, ...rest] = new Set(alternatives);
  return first === undefined ? ['never'] : [first, ...rest];
}

/**
 * `<head> <type>;` with its line end, one alternative per line when it is long.
 * @example
 * typedLine({ head: 'export type Suit =', indent: '' }, ["'SPADES'", "'HEARTS'"]);
 * // "export type Suit = 'SPADES' | 'HEARTS';\n"
 */
export function typedLine(
  declared: { readonly head: string; readonly indent: string },
  alternatives: Alternatives,
): string {
  const { head, indent } = declared;
  const line = `${indent}${head} ${alternatives.join(' | ')};\n`;
  if (line.length <= LINE_CHARACTERS || alternatives.length === 1) return line;
  return `${indent}${head}\n${alternatives.map((alternative) => `${indent}  | ${alternative}`).join('\n')};\n`;
}
