/**
 * Reads past what nobody takes, building nothing.
 *
 * Judges what it passes as reading does; blocks that say their size are jumped over. What is inside a record or a
 * union is made when data first meets it.
 */
import type { ArraySchema, DatumSizes, MapSchema, RecordSchema, Schema, UnionSchema } from '@ottla/schema';
import type { DatumReader } from './datum-reader.ts';
import type { SkipRead } from './read-node.ts';

const skipNull: SkipRead = { skip: () => undefined };
const skipBoolean: SkipRead = { skip: (datum) => void datum.boolean() };
const skipInt: SkipRead = { skip: (datum) => void datum.int() };
const skipLong: SkipRead = { skip: (datum) => void datum.long() };
const skipPrefixed: SkipRead = { skip: (datum) => void datum.take(datum.long()) };

/** Of one writer's schema. */
export class SkipReads {
  readonly #sizes: DatumSizes;
  readonly #records = new Map<RecordSchema, SkipRead>();

  constructor(sizes: DatumSizes) {
    this.#sizes = sizes;
  }

  of(schema: Schema): SkipRead {
    switch (schema.type) {
      case 'null':
        return skipNull;
      case 'boolean':
        return skipBoolean;
      case 'int':
        return skipInt;
      case 'long':
        return skipLong;
      case 'float':
        return { skip: (datum) => void datum.take(4) };
      case 'double':
        return { skip: (datum) => void datum.take(8) };
      case 'fixed':
        return { skip: (datum) => void datum.take(schema.size) };
      case 'bytes':
      case 'string':
        return skipPrefixed;
      case 'enum':
        return { skip: (datum) => void datum.index(schema.symbols.length, 'symbol') };
      case 'array':
      case 'map':
        return this.#blocks(schema);
      case 'union':
        return this.#union(schema);
      case 'record':
        return this.#record(schema);
    }
  }

  #union(schema: UnionSchema): SkipRead {
    const { branches } = schema;
    const met: (SkipRead | undefined)[] = [];
    return {
      skip: (datum) => {
        const index = datum.index(branches.length, 'branch');
        const branch = branches[index];
        const skipped = met[index] ?? (branch === undefined ? skipNull : this.of(branch));
        met[index] = skipped;
        skipped.skip(datum);
      },
    };
  }

  #record(schema: RecordSchema): SkipRead {
    const known = this.#records.get(schema);
    if (known !== undefined) return known;
    const made = this.#sizes.leastBytes(schema) === 0 ? this.#emptyRecord(schema) : this.#fields(schema);
    this.#records.set(schema, made);
    return made;
  }

  #emptyRecord(schema: RecordSchema): SkipRead {
    const values = this.#sizes.emptyValues(schema);
    return { skip: (datum) => datum.countEmpty(values) };
  }

  #fields(schema: RecordSchema): SkipRead {
    let fields: readonly SkipRead[] | undefined;
    return {
      skip: (datum) => {
        fields ??= schema.fields.map((field) => this.of(field.schema));
        datum.enter();
        for (const field of fields) field.skip(datum);
        datum.leave();
      },
    };
  }

  #blocks(schema: ArraySchema | MapSchema): SkipRead {
    const isMap = schema.type === 'map';
    const items = isMap ? schema.values : schema.items;
    // A map's entry has at least the length of its key.
    const leastBytes = this.#sizes.leastBytes(items) + (isMap ? 1 : 0);
    const emptyValues = leastBytes === 0 ? this.#sizes.emptyValues(items) : 0;
    const item = this.of(items);
    return {
      skip: (datum) => {
        datum.enter();
        for (let count = nextCount(datum); count !== 0; count = nextCount(datum)) {
          if (leastBytes === 0) {
            datum.countEmpty(count * emptyValues);
            continue;
          }
          datum.checkCount(count, leastBytes);
          for (let index = 0; index < count; index++) {
            if (isMap) skipPrefixed.skip(datum);
            item.skip(datum);
          }
        }
        datum.leave();
      },
    };
  }
}

/** Of the next block that must be gone through item by item. */
function nextCount(datum: DatumReader): number {
  let count = datum.skippedBlockCount();
  while (count < 0) count = datum.skippedBlockCount();
  return count;
}
