/**
 * Random lines of JSON that a schema takes, all from one generator.
 *
 * Each value is encoded before it is shown, so no line is one that the serializer would refuse. `long` is drawn from
 * all 64 bits; the other choices do not matter for JSON.
 */
import { SerializationError, type Random } from '@ottla/kernel';
import { representationOf, schemaText, type Representation, type Schema } from '@ottla/schema';
import {
  avroCodec,
  defineAvroSchema,
  toAvroJson,
  toPlainJson,
  type AvroSchema,
} from '@ottla/serializers/avro';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-code.ts';
import { fullNameOf } from '../full-name.ts';
import { drawableJson } from '../report/json-document.ts';
import { printable } from '../terminal.ts';
import { Drawing } from './drawing.ts';
import { DrawnValues } from './drawn-value.ts';
import { whyEndless } from './endless-type.ts';
import { SampleScalars } from './sample-scalars.ts';
import { ValueSizes } from './value-sizes.ts';

export interface SampleOptions {
  readonly random: Random;
  /** Whether many scalars are at the edge of their type. */
  readonly edges: boolean;
  /** As people write it, or Avro's own JSON encoding. */
  readonly json: 'plain' | 'avro';
}

const CHOICES = { long: 'bigint' } as const;

export class SampleLines {
  readonly #schema: AvroSchema<unknown>;
  readonly #representation: Representation;
  readonly #values: DrawnValues;
  readonly #json: SampleOptions['json'];

  /** Throws CliError for a schema that has no values, or none that can be drawn. */
  constructor(schema: Schema, { random, edges, json }: SampleOptions) {
    // A constant, since its codec is worked out once.
    this.#schema = defineAvroSchema({
      fullName: fullNameOf(schema),
      schema: schemaText(schema),
      fingerprint: '',
      choices: CHOICES,
    });
    this.#representation = representationOf(schema, CHOICES);
    const sizes = new ValueSizes(this.#representation);
    if (sizes.of(this.#representation) === undefined) {
      throw unfit(`no value fits the schema: ${whyEndless(this.#representation, sizes)}`);
    }
    const drawing = new Drawing(random);
    this.#values = new DrawnValues(drawing, new SampleScalars(drawing, edges), sizes);
    this.#json = json;
    this.#withinDepth(() => avroCodec(this.#schema));
  }

  /** Without an end of line, and without what a terminal obeys. */
  next(): string {
    const text = this.#withinDepth(() => {
      const value = this.#values.of(this.#representation);
      return this.#json === 'avro' ? toAvroJson(value, this.#schema) : toPlainJson(value, this.#schema);
    });
    return drawableJson(text);
  }

  #withinDepth<T>(draw: () => T): T {
    try {
      return draw();
    } catch (error) {
      const isDeep = error instanceof SerializationError && error.code === 'SCHEMA_TOO_DEEP';
      if (!isDeep && !(error instanceof RangeError)) throw error;
      throw unfit('the schema nests its types too deeply for a value of it to be drawn');
    }
  }
}

function unfit(message: string): CliError {
  return new CliError(printable(message), { code: 'SCHEMA_UNFIT', exitCode: EXIT.invalidInput });
}
