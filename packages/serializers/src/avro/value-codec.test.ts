import { ByteWriter, ConfigError, SerializationError } from '@ottla/kernel';
import { parseSchema, representationOf, type RepresentationChoices } from '@ottla/schema';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { avroCodec } from './avro-codec.ts';
import { defineAvroSchema } from './avro-schema.ts';
import { conversionOf, type ConvertedRepresentation } from './logical/scalar-conversion.ts';
import type { Conversion } from './logical/conversion.ts';
import type { ValueCodec, ValueCodecs } from './value-codec.ts';
import { expectedWords } from './write/expected-words.ts';
import { MISFIT } from './write/misfit-signal.ts';
import { isForClass, scalarFit, scalarMisfit } from './write/scalar-check.ts';

/** An amount of money, as people write such classes. */
class Money {
  readonly cents: bigint;

  constructor(cents: bigint) {
    if (cents === 66600n) throw new RangeError(`unlucky: ${cents}`);
    this.cents = cents;
  }
}

interface Unscaled {
  readonly unscaled: bigint;
  readonly scale: number;
}

const moneyCodec: ValueCodec<Money, Unscaled> = {
  is: (value) => value instanceof Money,
  encode: ({ cents }) => {
    if (cents < 0n) throw new RangeError(`a debt of ${cents}`);
    return { unscaled: cents, scale: 2 };
  },
  decode: ({ unscaled }) => new Money(unscaled),
};

const TYPES = {
  decimal: '{"type":"bytes","logicalType":"decimal","precision":6,"scale":2}',
  'big-decimal': '{"type":"bytes","logicalType":"big-decimal"}',
  uuid: '{"type":"string","logicalType":"uuid"}',
  date: '{"type":"int","logicalType":"date"}',
  'time-millis': '{"type":"int","logicalType":"time-millis"}',
  'time-micros': '{"type":"long","logicalType":"time-micros"}',
  'timestamp-millis': '{"type":"long","logicalType":"timestamp-millis"}',
  'timestamp-nanos': '{"type":"long","logicalType":"timestamp-nanos"}',
  'local-timestamp-micros': '{"type":"long","logicalType":"local-timestamp-micros"}',
  duration: '{"type":"fixed","name":"D","size":12,"logicalType":"duration"}',
} as const;

function representationFor(name: keyof typeof TYPES): ConvertedRepresentation {
  const choices: RepresentationChoices = { [name]: { codec: 'Mine' } };
  const representation = representationOf(parseSchema(TYPES[name]), choices);
  if (representation.kind !== 'custom') throw new Error('no codec');
  return representation;
}

function conversionWith(
  codec: ValueCodec<unknown, unknown>,
  name: keyof typeof TYPES = 'decimal',
): Conversion {
  const { conversion } = conversionOf(representationFor(name), { Mine: codec });
  if (conversion === null) throw new Error('no conversion');
  return conversion;
}

describe('a codec of a class', () => {
  const codecs: ValueCodecs = { Mine: moneyCodec };
  const decimal = representationFor('decimal');

  it('stands between the class and the unscaled decimal', () => {
    const { wire, size, conversion } = conversionOf(decimal, codecs);
    expect({ wire, size }).toEqual({ wire: 'bytes', size: null });
    const written = conversion?.toWire(new Money(1234n));
    expect(written).toEqual(Buffer.from('04d2', 'hex'));
    const read = conversion?.fromWire(written, 'total');
    expect(read).toBeInstanceOf(Money);
    expect(read).toEqual(new Money(1234n));
  });

  it('is asked whether a value is its own, and takes no other', () => {
    expect(isForClass(decimal, new Money(1n), codecs)).toBe(true);
    expect(scalarFit(decimal, new Money(1n), codecs)).toBe('natural');
    for (const value of ['1.00', { unscaled: 1n, scale: 2 }, 1n, null, new Date(0)]) {
      expect(isForClass(decimal, value, codecs)).toBe(false);
      expect(scalarFit(decimal, value, codecs)).toBe('none');
      expect(() => conversionWith(moneyCodec).toWire(value)).toThrow(MISFIT);
    }
    expect(scalarMisfit(decimal, '1.00', codecs)).toEqual({ found: 'a string' });
    expect(expectedWords(decimal)).toBe("decimal (a value of codec 'Mine')");
  });

  it('is refused at compile time when its base does not fit its own methods', () => {
    expectTypeOf(moneyCodec).toExtend<ValueCodec<Money, Unscaled>>();
    expectTypeOf(moneyCodec).toExtend<ValueCodecs[string]>();
    // @ts-expect-error: gives a number where the plain form is asked for
    const wrong: ValueCodec<Money, Unscaled> = { ...moneyCodec, encode: () => 5 };
    expect(wrong.is(1)).toBe(false);
  });
});

describe('what a codec gets wrong', () => {
  const decimal = representationFor('decimal');

  function foundWith(codec: ValueCodec<unknown, unknown>, value: unknown): string | undefined {
    expect(() => conversionWith(codec).toWire(value)).toThrow(MISFIT);
    return scalarMisfit(decimal, value, { Mine: codec })?.found;
  }

  it('throwing when it encodes, is a misfit without the value', () => {
    const found = foundWith(moneyCodec, new Money(-5n));
    expect(found).toBe("a value that codec 'Mine' could not encode (it threw RangeError)");
  });

  it.each<[string, unknown, string]>([
    ['no plain form', 12, 'an integer'],
    ['nothing', undefined, 'nothing'],
    ['a promise', Promise.resolve(1), 'a Promise (await it first)'],
    ['too many digits', { unscaled: 1_000_000n, scale: 2 }, 'a number of more than 6 digits'],
    ['digits that would be lost', { unscaled: 1n, scale: 3 }, 'a number of scale 3'],
  ])('encoding to %s, is a misfit', (_name, base, found) => {
    const codec = { ...moneyCodec, encode: () => base };
    expect(foundWith(codec, new Money(1n))).toContain(`a value that codec 'Mine' has encoded to ${found}`);
  });

  it.each<[string, ValueCodec<unknown, unknown>, string]>([
    [
      'throwing when it decodes',
      moneyCodec,
      "codec 'Mine' could not decode what was written (it threw RangeError)",
    ],
    [
      'throwing what is no error',
      {
        ...moneyCodec,
        decode: () => {
          // oxlint-disable-next-line typescript/only-throw-error -- users' code may
          throw 'secret 66600';
        },
      },
      '(it threw string)',
    ],
    [
      'decoding to another class',
      { ...moneyCodec, decode: () => 66600 },
      'a value that its own `is` refuses',
    ],
  ])('%s, is an error of the reader without the value', (_name, codec, message) => {
    const bytes = Buffer.from('010428', 'hex');
    let error: unknown;
    try {
      conversionWith(codec).fromWire(bytes, 'order.total');
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(SerializationError);
    expect(error).toMatchObject({ code: 'VALUE_UNREPRESENTABLE', failure: 'poison', path: 'order.total' });
    expect(String(error)).toContain(message);
    expect(String(error)).not.toContain('66600');
    expect((error as SerializationError).cause).toBeUndefined();
  });

  it('throwing when it is asked, says that the value is not its own', () => {
    const codec: ValueCodec<unknown, unknown> = {
      ...moneyCodec,
      is: (value): value is unknown => (value as { readonly deep: { readonly er: boolean } }).deep.er,
    };
    expect(foundWith(codec, null)).toBe('null');
  });

  it('missing, or called by another name, is told with what is given', () => {
    const wrong = (codecs: ValueCodecs) => (): unknown => conversionOf(decimal, codecs);
    expect(wrong({})).toThrow(ConfigError);
    expect(wrong({})).toThrow(expect.objectContaining({ code: 'CODEC_MISSING', action: 'usage' }));
    expect(wrong({ mine: moneyCodec })).toThrow(/did you mean 'mine'\?/);
    const choices = { decimal: { codec: 'toString' } } as const;
    const inherited = representationOf(parseSchema(TYPES.decimal), choices);
    expect(() => conversionOf(inherited as ConvertedRepresentation)).toThrow(
      expect.objectContaining({ code: 'CODEC_MISSING' }),
    );
  });
});

describe('the plain form of each logical type', () => {
  it.each<[keyof typeof TYPES, base: unknown, wire: unknown]>([
    ['decimal', { unscaled: 1n, scale: 2 }, Buffer.of(1)],
    ['big-decimal', { unscaled: 1n, scale: 3 }, Buffer.of(2, 1, 6)],
    ['uuid', '123e4567-e89b-12d3-a456-426614174000', '123e4567-e89b-12d3-a456-426614174000'],
    ['date', 5, 5],
    ['time-millis', 5, 5],
    ['time-micros', 5n, 5n],
    ['timestamp-millis', 5n, 5n],
    ['timestamp-nanos', 5n, 5n],
    ['local-timestamp-micros', 5n, 5n],
    ['duration', { months: 1, days: 0, milliseconds: 0 }, Buffer.of(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)],
  ])('%s', (name, base, wire) => {
    class Boxed {
      readonly content: unknown;

      constructor(content: unknown) {
        this.content = content;
      }
    }
    const codec: ValueCodec<Boxed, unknown> = {
      is: (value) => value instanceof Boxed,
      encode: ({ content }) => content,
      decode: (content) => new Boxed(content),
    };
    const conversion = conversionWith(codec, name);
    const written = conversion.toWire(new Boxed(base));
    expect(written).toEqual(wire);
    expect(conversion.fromWire(written, '')).toEqual(new Boxed(base));
    expect(scalarMisfit(representationFor(name), new Boxed(Symbol('x')), { Mine: codec })?.found).toBe(
      "a value that codec 'Mine' has encoded to a symbol",
    );
  });
});

describe('a codec in a schema', () => {
  const codecs = { Money: moneyCodec };
  const price = `{"type":"fixed","name":"Price","size":4,"logicalType":"decimal","precision":6,"scale":2}`;
  const invoice = (more = ''): string =>
    `{"type":"record","name":"Invoice","fields":[{"name":"total","type":${TYPES.decimal}}${more}]}`;
  const version2 = parseSchema(
    invoice(
      `,{"name":"tip","type":${TYPES.decimal},"default":"\\u0001"},{"name":"paid","type":["null",${price}],"default":null},` +
        `{"name":"lines","type":{"type":"array","items":["string","Price",{"type":"map","values":"Price"}]},"default":[]}`,
    ),
  );
  const codec = avroCodec(version2, { choices: { decimal: { codec: 'Money' } }, codecs });

  function encoded(value: unknown): Uint8Array {
    const writer = new ByteWriter();
    codec.encodeInto(value, writer);
    return writer.toBytes();
  }

  it('passes wherever its logical type stands, its defaults too', () => {
    const bytes = encoded({ total: new Money(500n), lines: ['x', new Money(1n), { a: new Money(2n) }] });
    const read = codec.decode(bytes);
    expect(read).toEqual({
      total: new Money(500n),
      tip: new Money(1n),
      paid: null,
      lines: ['x', new Money(1n), { a: new Money(2n) }],
    });
    expect(encoded(read)).toEqual(bytes);
  });

  it('reads what was written without it, and what another version lacks', () => {
    const version1 = parseSchema(invoice());
    const plain = avroCodec(version1);
    const writer = new ByteWriter();
    plain.encodeInto({ total: '5.00' }, writer);
    const read = codec.decode(writer.toBytes(), version1);
    expect(read).toEqual({ total: new Money(500n), tip: new Money(1n), paid: null, lines: [] });
    // A default of a class is made anew for each record: it could be changed.
    const again = codec.decode(writer.toBytes(), version1);
    expect((again as { readonly tip: unknown }).tip).not.toBe((read as { readonly tip: unknown }).tip);
  });

  it('is named with the path of what does not fit', () => {
    expect(() => encoded({ total: '5.00' })).toThrow(
      "'total' must be decimal (a value of codec 'Money'), found a string",
    );
    const debt = { total: new Money(1n), lines: ['x', { a: new Money(-7n) }] };
    expect(codec.validate(debt)).toEqual([
      expect.objectContaining({
        path: 'lines[1]["a"]',
        found: "a value that codec 'Money' could not encode (it threw RangeError)",
      }),
    ]);
    expect(() => encoded(debt)).toThrow(expect.objectContaining({ code: 'VALUE_MISFIT', failure: 'poison' }));
  });

  it('is missed when the plan is made, before any value', () => {
    expect(() => avroCodec(version2, { choices: { decimal: { codec: 'Money' } } })).toThrow(
      expect.objectContaining({ code: 'CODEC_MISSING' }),
    );
  });

  it('comes with a constant of generated code', () => {
    const constant = defineAvroSchema<{ total: Money }>({
      fullName: 'Invoice',
      schema: invoice(),
      fingerprint: '0000000000000000',
      choices: { decimal: { codec: 'Money' } },
      codecs,
    });
    const typed = avroCodec(constant);
    const writer = new ByteWriter();
    typed.encodeInto({ total: new Money(7n) }, writer);
    const { total } = typed.decode(writer.toBytes());
    expectTypeOf(total).toEqualTypeOf<Money>();
    expect(total).toEqual(new Money(7n));
  });
});
