/** A pair that the check finds compatible is readable: every value of the writer, through our codec and avsc beneath. */
import { ByteWriter, seededRandom } from '@ottla/kernel';
import {
  checkCompatibility,
  childSchemas,
  parseSchema,
  representationOf,
  SchemaError,
  type Schema,
} from '@ottla/schema';
import { avroCodec } from '@ottla/serializers/avro';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { evolved } from '../../packages/schema/testing/schema-evolution.ts';
import { SketchBook } from '../../packages/schema/testing/schema-sketch.ts';
import { sketchText } from '../../packages/schema/testing/sketch-text.ts';
import { RandomValue } from './codegen-random-value.ts';

/** A schema and everything within it, each object once. */
function everySchema(root: Schema): Set<Schema> {
  const found = new Set([root]);
  for (const schema of found) for (const child of childSchemas(schema)) found.add(child);
  return found;
}

/** False for a record that must hold itself, a union without branches, an enum without symbols. */
function hasValues(root: Schema): boolean {
  const schemas = everySchema(root);
  const finite = new Set<Schema>();
  const ends = (schema: Schema): boolean => {
    if (schema.type === 'enum') return schema.symbols.length > 0;
    const children = childSchemas(schema);
    return schema.type === 'union'
      ? children.some((each) => finite.has(each))
      : children.every((each) => finite.has(each));
  };
  for (let known = -1; known !== finite.size;) {
    known = finite.size;
    for (const schema of schemas) if (ends(schema)) finite.add(schema);
  }
  return finite.size === schemas.size;
}

/** A field whose aliases match two written fields has no verdict: the check throws, as Java's does. */
function compatible(reader: Schema, writer: Schema): boolean {
  try {
    return checkCompatibility(reader, writer).length === 0;
  } catch (error) {
    if (error instanceof SchemaError && error.code === 'FIELD_AMBIGUOUS') return false;
    throw error;
  }
}

it('every value of the writer can be read with a compatible reader', () => {
  let read = 0;
  const property = fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), (seed) => {
    const random = seededRandom(seed);
    const before = new SketchBook(random).sketch();
    const writer = parseSchema(sketchText(before));
    const reader = parseSchema(sketchText(evolved(before, random)));
    fc.pre(hasValues(writer) && compatible(reader, writer));
    const codec = avroCodec<unknown>(writer);
    const readerCodec = avroCodec<unknown>(reader);
    for (let turn = 0; turn < 3; turn++) {
      const bytes = new ByteWriter(64);
      codec.encodeInto(new RandomValue(random).of(representationOf(writer)), bytes);
      readerCodec.decode(bytes.toBytes(), writer);
      read++;
    }
  });
  fc.assert(property, { numRuns: 500, seed: 4711 });
  expect(read).toBeGreaterThan(500);
});
