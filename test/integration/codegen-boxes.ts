/**
 * Classes of a user, one for each plain form, with their codecs. Used by the program that draws values, and copied
 * beside the modules that are generated for them.
 */
import type { ValueCodec } from '@ottla/serializers/avro';

class Box<Base> {
  readonly content: Base;

  constructor(content: Base) {
    this.content = content;
  }
}

export interface Pair {
  readonly unscaled: bigint;
  readonly scale: number;
}
export interface Span {
  readonly months: number;
  readonly days: number;
  readonly milliseconds: number;
}

export class PairBox extends Box<Pair> {}
export class TextBox extends Box<string> {}
export class NumberBox extends Box<number> {}
export class BigintBox extends Box<bigint> {}
export class SpanBox extends Box<Span> {}

function codecOf<Base, T extends Box<Base>>(type: new (content: Base) => T): ValueCodec<T, Base> {
  return {
    is: (value): value is T => value instanceof type,
    encode: ({ content }) => content,
    decode: (content) => new type(content),
  };
}

export const pairCodec: ValueCodec<PairBox, Pair> = codecOf(PairBox);
export const textCodec: ValueCodec<TextBox, string> = codecOf(TextBox);
export const numberCodec: ValueCodec<NumberBox, number> = codecOf(NumberBox);
export const bigintCodec: ValueCodec<BigintBox, bigint> = codecOf(BigintBox);
export const spanCodec: ValueCodec<SpanBox, Span> = codecOf(SpanBox);
