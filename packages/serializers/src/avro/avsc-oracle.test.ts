import { isDeepStrictEqual } from 'node:util';
import avsc from 'avsc';
import fc from 'fast-check';
import { ByteWriter } from '@ottla/kernel';
import { parseSchema } from '@ottla/schema';
import { describe, expect, it } from 'vitest';
import { cases } from '../../testing/case-count.ts';
import { RandomSchemas } from '../../testing/random-values.ts';
import { avroCodec } from './avro-codec.ts';

/** avsc refuses or mistakes names that every object has, of fields and of symbols. */
const hasHazard = (schema: unknown): boolean =>
  /"(toString|constructor|__proto__|hasOwnProperty)"/.test(JSON.stringify(schema));
const encoded = (write: (writer: ByteWriter) => void, room = 1): Buffer => {
  const writer = new ByteWriter(room);
  write(writer);
  return writer.view();
};

/** The same value with the keys of every record the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, reversed(member)]),
  );
}

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe('against avsc', () => {
  it('writes the same bytes', () => {
    let compared = 0;
    fc.assert(
      fc.property(seeds, (seed) => {
        const { schema, pair } = new RandomSchemas(seed).type();
        if (hasHazard(schema)) return;
        const codec = avroCodec(parseSchema(JSON.stringify(schema)));
        const type = avsc.Type.forSchema(schema as avsc.Schema, { wrapUnions: true });
        for (let round = 0; round < 5; round++) {
          const { ours, theirs } = pair();
          compared++;
          expect(encoded((writer) => codec.encodeInto(ours, writer))).toEqual(type.toBuffer(theirs));
        }
      }),
      { numRuns: cases(1000) },
    );
    expect(compared).toBeGreaterThan(500);
  });

  it('writes the same bytes whatever the order of the keys, and where the bytes must grow', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = new RandomSchemas(seed);
        const { schema, pair } = random.type();
        const codec = avroCodec(parseSchema(JSON.stringify(schema)));
        const { ours } = pair();
        const bytes = encoded((writer) => codec.encodeInto(ours, writer), 1 << 16);
        expect(encoded((writer) => codec.encodeInto(ours, writer), 1 + random.count(64))).toEqual(bytes);
        // Maps are written in the order of their keys, so their order may not change.
        if (/"map"/.test(JSON.stringify(schema))) return;
        expect(encoded((writer) => codec.encodeInto(reversed(ours), writer))).toEqual(bytes);
      }),
      { numRuns: cases(500) },
    );
  });

  it('reads back what it wrote, in plain objects, whatever the names', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { schema, pair } = new RandomSchemas(seed).type();
        const codec = avroCodec(parseSchema(JSON.stringify(schema)));
        for (let round = 0; round < 5; round++) {
          const { ours } = pair();
          const bytes = encoded((writer) => codec.encodeInto(ours, writer));
          // vitest's own comparison asks a member named `constructor` for the class.
          expect(isDeepStrictEqual(codec.decode(bytes), ours)).toBe(true);
        }
      }),
      { numRuns: cases(500) },
    );
  });

  it('reads any prefix of its bytes with a typed error or as the same value', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { schema, pair } = new RandomSchemas(seed).type();
        const codec = avroCodec(parseSchema(JSON.stringify(schema)));
        const { ours } = pair();
        const bytes = encoded((writer) => codec.encodeInto(ours, writer));
        for (let length = 0; length < bytes.length; length++) {
          expect(() => codec.decode(bytes.subarray(0, length))).toThrow(
            expect.objectContaining({ code: 'BYTES_MALFORMED' }),
          );
        }
      }),
      { numRuns: cases(100) },
    );
  });

  it('reads bytes with flipped bits as some value, or fails with a typed error', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = new RandomSchemas(seed);
        const { schema, pair } = random.type();
        const codec = avroCodec(parseSchema(JSON.stringify(schema)));
        const bytes = encoded((writer) => codec.encodeInto(pair().ours, writer));
        for (let bit = 0; bit < bytes.length * 8; bit += 1 + random.count(8)) {
          const flipped = Buffer.from(bytes);
          flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
          try {
            codec.decode(flipped);
          } catch (error) {
            expect(error).toMatchObject({ name: 'SerializationError', action: 'usage' });
          }
        }
      }),
      { numRuns: cases(100) },
    );
  });
});

describe('the writers and the check', () => {
  it('agree on which values fit', () => {
    const verdicts = { fits: 0, misfits: 0 };
    fc.assert(
      fc.property(seeds, seeds, (seed, otherSeed) => {
        const { schema, pair } = new RandomSchemas(seed).type(2);
        const parsed = parseSchema(JSON.stringify(schema));
        const codec = avroCodec(parsed);
        // A value of another schema: sometimes it fits all the same.
        const { ours } = otherSeed % 5 === 0 ? pair() : new RandomSchemas(otherSeed).type(2).pair();
        const fits = codec.validate(ours).length === 0;
        verdicts[fits ? 'fits' : 'misfits']++;
        const encode = (): Buffer => encoded((writer) => codec.encodeInto(ours, writer));
        if (fits) expect(encode).not.toThrow();
        else expect(encode).toThrow(expect.objectContaining({ code: 'VALUE_MISFIT' }));
      }),
      { numRuns: cases(2000) },
    );
    expect(verdicts.fits).toBeGreaterThan(200);
    expect(verdicts.misfits).toBeGreaterThan(200);
  });
});
