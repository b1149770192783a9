/**
 * Reader schemas, each parsed once and resolved once per writer schema.
 *
 * Both memories hold on to nothing: they go with the reader schema's object and with the writer's type.
 * Reader schemas given as text are remembered up to a bound. Changing a reader schema's object after its
 * first use has no effect.
 */
import type { Resolver, Type } from 'avsc';
import { LRUCache } from 'lru-cache';
import { asArgumentError } from '../errors.ts';
import type { AvroOptions, AvroSchema, RawAvroSchema, Schema } from '../schema-types.ts';
import { parseAvro } from './avro-schema.ts';

export type ReaderSchema = RawAvroSchema | AvroSchema | Schema;

const MAX_TEXTS = 1_000;

/** How a reader's type reads what one writer wrote; without a resolver both have the same schema. */
export interface Reading {
  readonly type: Type;
  readonly resolver: Resolver | undefined;
}

interface Reader {
  readonly type: Type;
  readonly readings: WeakMap<Type, Reading>;
}

export class ReaderSchemas {
  readonly #options: () => AvroOptions | undefined;
  readonly #byObject = new WeakMap<object, Reader>();
  readonly #byText = new LRUCache<string, Reader>({ max: MAX_TEXTS });

  constructor(options: () => AvroOptions | undefined) {
    this.#options = options;
  }

  /** Throws ConfluentSchemaRegistryArgumentError for a schema that cannot be parsed, what avsc throws for a pair it cannot resolve. */
  reading(schema: ReaderSchema | string, writer: Type): Reading {
    const { type, readings } = this.#reader(schema);
    const known = readings.get(writer);
    if (known) return known;
    // Equal schemas can still be read differently: the reader's options made its type.
    const resolver = type.equals(writer) ? undefined : type.createResolver(writer);
    const reading = { type, resolver };
    readings.set(writer, reading);
    return reading;
  }

  #reader(schema: ReaderSchema | string): Reader {
    const known = typeof schema === 'string' ? this.#byText.get(schema) : this.#byObject.get(schema);
    if (known) return known;
    const reader = { type: this.#parse(schema), readings: new WeakMap<Type, Reading>() };
    if (typeof schema === 'string') this.#byText.set(schema, reader);
    else this.#byObject.set(schema, reader);
    return reader;
  }

  #parse(schema: ReaderSchema | string): Type {
    try {
      return parseAvro(schema, this.#options());
    } catch (error) {
      throw asArgumentError(error);
    }
  }
}
