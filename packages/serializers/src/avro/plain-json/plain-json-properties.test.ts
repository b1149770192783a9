import fc from 'fast-check';
import { ByteReader, ByteWriter, isOttlaError, SerializationError, seededRandom } from '@ottla/kernel';
import { parseSchema, type RepresentationChoices, type Schema } from '@ottla/schema';
import { describe, expect, it } from 'vitest';
import { cases } from '../../../testing/case-count.ts';
import { UnionSketches } from '../../../testing/random-unions.ts';
import { RandomSchemas } from '../../../testing/random-values.ts';
import { avroCodec } from '../avro-codec.ts';
import { datumOfJson, fromPlainJson, knownBranchChoice, toPlainJson } from './plain-json.ts';
import { EXACT_CHOICES } from './exact-choices.ts';
import { plainTree, treeText } from './plain-tree.ts';

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });

function encoded(value: unknown, schema: Schema, choices?: RepresentationChoices): Buffer {
  const writer = new ByteWriter();
  avroCodec<unknown>(schema, choices === undefined ? undefined : { choices }).encodeInto(value, writer);
  return Buffer.from(writer.view());
}

const textOf = (bytes: Buffer, schema: Schema): string =>
  treeText(plainTree(knownBranchChoice(schema), schema, new ByteReader(bytes)));

describe('plain JSON of random schemas', () => {
  it('gives a value whose bytes are those of the value it was made of', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { schema: json, pair } = new RandomSchemas(seed).type();
        const schema = parseSchema(JSON.stringify(json));
        for (let round = 0; round < 3; round++) {
          const { ours } = pair();
          const text = toPlainJson(ours, schema);
          expect(encoded(fromPlainJson(text, schema), schema)).toEqual(encoded(ours, schema));
        }
      }),
      { numRuns: cases(200) },
    );
  });

  it('keeps the branch of every union, also of those that look alike', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { schema: json, bytes: draw } = new UnionSketches(seed).type();
        const schema = parseSchema(JSON.stringify(json));
        for (let round = 0; round < 3; round++) {
          const bytes = draw();
          const text = textOf(bytes, schema);
          expect(Buffer.from(datumOfJson(text, schema)), text).toEqual(bytes);
          const value = fromPlainJson(text, schema, { choices: EXACT_CHOICES });
          expect(encoded(value, schema, EXACT_CHOICES), text).toEqual(bytes);
          expect(toPlainJson(value, schema, { choices: EXACT_CHOICES })).toBe(text);
          JSON.parse(text);
        }
      }),
      { numRuns: cases(250) },
    );
  });

  it('reads any text as a value, or refuses it in a typed error', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const sketches = new UnionSketches(seed);
        const random = seededRandom(seed);
        const schema = parseSchema(JSON.stringify(sketches.type().schema));
        const { schema: other, bytes } = sketches.type();
        const text = textOf(bytes(), parseSchema(JSON.stringify(other)));
        const place = Math.floor(random() * text.length);
        for (const given of [
          text,
          text.slice(0, place),
          `${text.slice(0, place)}"$type"${text.slice(place)}`,
        ]) {
          try {
            datumOfJson(given, schema);
          } catch (error) {
            if (!isOttlaError(error)) throw error;
            expect(error).toBeInstanceOf(SerializationError);
            expect(['VALUE_MISFIT', 'JSON_INVALID']).toContain(error.code);
          }
        }
      }),
      { numRuns: cases(200) },
    );
  });
});
