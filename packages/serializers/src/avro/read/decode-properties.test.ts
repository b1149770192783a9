import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { ByteWriter, isOttlaError, SerializationError, seededRandom } from '@ottla/kernel';
import {
  checkCompatibility,
  namedTypesOf,
  parseSchema,
  representationOf,
  SchemaError,
  type Schema,
} from '@ottla/schema';
import { describe, expect, it } from 'vitest';
import { evolved } from '../../../../schema/testing/schema-evolution.ts';
import { SketchBook } from '../../../../schema/testing/schema-sketch.ts';
import { sketchText } from '../../../../schema/testing/sketch-text.ts';
import { cases } from '../../../testing/case-count.ts';
import { RandomDatum } from '../../../testing/random-datum.ts';
import { RandomSchemas } from '../../../testing/random-values.ts';
import { avroCodec } from '../avro-codec.ts';
import { DatumReading } from './datum-reading.ts';

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const bigints = { long: 'bigint' } as const;

const readingOf = (writer: Schema, reader: Schema = writer): DatumReading =>
  new DatumReading(writer, representationOf(reader, bigints), { trailingBytes: 'refuse' });

function written(schema: Schema, value: unknown): Buffer {
  const writer = new ByteWriter();
  avroCodec<unknown>(schema).encodeInto(value, writer);
  return Buffer.from(writer.view());
}

/** What a read comes to: a value, or the code of a typed error. */
function outcome(read: () => unknown): { value: unknown } | { code: string } {
  try {
    return { value: read() };
  } catch (error) {
    if (isOttlaError(error) && error instanceof SerializationError) return { code: error.code };
    throw error;
  }
}

describe('a value of a random schema', () => {
  it('is read as it was written, also when its record is read so often that it gets code of its own', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { schema, pair } = new RandomSchemas(seed).type();
        const parsed = parseSchema(JSON.stringify(schema));
        const reading = new DatumReading(parsed, representationOf(parsed), { trailingBytes: 'refuse' });
        for (let round = 0; round < (seed % 10 === 0 ? 250 : 3); round++) {
          const { ours } = pair();
          expect(isDeepStrictEqual(reading.read(written(parsed, ours), 0), ours)).toBe(true);
        }
      }),
      { numRuns: cases(300) },
    );
  });

  it('is passed over to its very end when nobody takes it, and read where it begins', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { schema, pair } = new RandomSchemas(seed).type();
        const fields = [
          { name: 'unread', type: schema },
          { name: 'after', type: 'string' },
        ];
        const writer = parseSchema(JSON.stringify({ type: 'record', name: 'acme.Root', fields }));
        const reader = parseSchema(
          JSON.stringify({ type: 'record', name: 'acme.Root', fields: fields.slice(1) }),
        );
        const value = { unread: pair().ours, after: 'the end' };
        const payload = Buffer.concat([Buffer.from('frame'), written(writer, value)]);
        expect(readingOf(writer, reader).read(payload, 5)).toEqual({ after: 'the end' });
      }),
      { numRuns: cases(300) },
    );
  });
});

/** Two versions of a sketch, parsed leniently as a registry's are. */
function drawnPair(seed: number): { random: () => number; writer: Schema; reader: Schema } {
  const random = seededRandom(seed);
  const sketch = new SketchBook(random).sketch();
  const writer = parseSchema(sketchText(sketch), { lenient: true });
  return { random, writer, reader: parseSchema(sketchText(evolved(sketch, random)), { lenient: true }) };
}

/** A field whose aliases match two written fields has no verdict: Java throws. */
function isCompatible(reader: Schema, writer: Schema): boolean {
  try {
    return checkCompatibility(reader, writer).length === 0;
  } catch (error) {
    if (error instanceof SchemaError) return false;
    throw error;
  }
}

/**
 * Where Java's check passes what Java's reader refuses. Two fields of a record share a name or an alias: the
 * written field goes to one of them, and the other is missing. Or a type of the same full name cannot be read: a
 * union's branch of exactly that name is taken, although the check has found another that would do.
 */
function isCheckedLaxly(reader: Schema, writer: Schema): boolean {
  const written = new Map(namedTypesOf([writer]).map((type) => [type.fullName, type]));
  return namedTypesOf([reader]).some((type) => {
    const same = written.get(type.fullName);
    if (same !== undefined && !isCompatible(type, same)) return true;
    if (type.type !== 'record') return false;
    const names = type.fields.flatMap(({ name, aliases }) => [...new Set([name, ...aliases])]);
    return new Set(names).size < names.length;
  });
}

describe('bytes of a random schema', () => {
  it('in blocks of every form are read, and written again give the same value', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { random, writer } = drawnPair(seed);
        const bytes = new RandomDatum(random).of(writer);
        if (bytes === undefined) return;
        const reading = readingOf(writer);
        const value = reading.read(bytes, 0);
        const codec = avroCodec<unknown>(writer, { choices: bigints });
        const again = new ByteWriter();
        codec.encodeInto(value, again);
        expect(isDeepStrictEqual(codec.decode(again.toBytes()), value)).toBe(true);
      }),
      { numRuns: cases(300) },
    );
  });

  it('are read by every compatible schema; by others as values or with typed errors', () => {
    const seen = { compatible: 0, values: 0, unresolvable: 0 };
    fc.assert(
      fc.property(seeds, (seed) => {
        const { random, writer, reader } = drawnPair(seed);
        const compatible = isCompatible(reader, writer) && !isCheckedLaxly(reader, writer);
        const reading = readingOf(writer, reader);
        const datum = new RandomDatum(random);
        for (let turn = 0; turn < 3; turn++) {
          const bytes = datum.of(writer);
          if (bytes === undefined) return;
          const result = outcome(() => reading.read(bytes, 0));
          if ('value' in result) seen.values++;
          else if (result.code === 'SCHEMAS_UNRESOLVABLE') seen.unresolvable++;
          else expect(result.code).toBe('DEFAULT_INVALID');
          if (!compatible) continue;
          seen.compatible++;
          expect(result).toHaveProperty('value');
        }
      }),
      { numRuns: cases(1000) },
    );
    expect(Math.min(seen.compatible, seen.values, seen.unresolvable)).toBeGreaterThan(100);
  });

  it('cut or with flipped bits are read as some value or refused with a typed error', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { random, writer, reader } = drawnPair(seed);
        const bytes = new RandomDatum(random).of(writer);
        if (bytes === undefined) return;
        const readings = [readingOf(writer), readingOf(writer, reader)];
        for (let turn = 0; turn < 20; turn++) {
          const hurt = Buffer.from(bytes.subarray(0, Math.ceil(bytes.length * random() * 1.5)));
          const bit = Math.floor(random() * hurt.length * 8);
          if (hurt.length > 0) hurt[bit >> 3] = (hurt[bit >> 3] ?? 0) ^ (1 << (bit & 7));
          for (const reading of readings) outcome(() => reading.read(hurt, 0));
        }
      }),
      { numRuns: cases(300) },
    );
  });
});
