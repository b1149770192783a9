/**
 * Makes the write plan of a representation.
 *
 * One object per record, made before its fields, so that schemas which contain themselves give plans that do.
 * Everything else is made where it stands. Follows the schema by recursion: whoever calls bounds the stack.
 */
import type { RecordRepresentation, Representation } from '@ottla/schema';
import { conversionOf, type ConvertedRepresentation } from '../logical/scalar-conversion.ts';
import { requiredCodec, type ValueCodecs } from '../value-codec.ts';
import type { FieldWriteStep, RecordWriteStep, ScalarWriteStep, WriteStep } from './write-step.ts';

/**
 * The plan, as data. Throws ConfigError `CODEC_MISSING` or `TEMPORAL_MISSING` for a choice that cannot be met.
 * @example
 * writePlan(representationOf(parseSchema('"long"'))); // { step: 'scalar', wire: 'long', … }
 */
export function writePlan(representation: Representation, codecs: ValueCodecs = {}): WriteStep {
  return new WritePlanner(codecs).step(representation);
}

class WritePlanner {
  readonly #codecs: ValueCodecs;
  readonly #records = new Map<RecordRepresentation, RecordWriteStep>();

  constructor(codecs: ValueCodecs) {
    this.#codecs = codecs;
  }

  step(representation: Representation): WriteStep {
    switch (representation.kind) {
      case 'record':
        return this.#record(representation);
      case 'array':
        return { step: 'array', items: this.step(representation.items), representation };
      case 'map':
        return { step: 'map', values: this.step(representation.values), representation };
      case 'union': {
        const branches = representation.branches.map((branch) => ({
          branch,
          value: this.step(branch.representation),
        }));
        return { step: 'union', branches, representation };
      }
      case 'enum':
        return { step: 'enum', symbols: representation.symbols, representation };
      case 'custom': {
        const codec = requiredCodec(this.#codecs, representation.codec);
        return { ...this.#scalar(representation), codec };
      }
      case 'null':
      case 'boolean':
      case 'string':
      case 'bytes':
      case 'fixedBytes':
      case 'number':
      case 'bigint':
      case 'timestamp':
      case 'dateString':
      case 'temporal':
      case 'decimalString':
      case 'unscaledDecimal':
      case 'bigDecimalString':
      case 'duration':
        return this.#scalar(representation);
    }
  }

  #scalar(representation: ConvertedRepresentation): ScalarWriteStep {
    return { step: 'scalar', ...conversionOf(representation, this.#codecs), codec: null, representation };
  }

  #record(representation: RecordRepresentation): RecordWriteStep {
    const known = this.#records.get(representation);
    if (known !== undefined) return known;
    const fields: FieldWriteStep[] = [];
    const { fullName } = representation.schema;
    const made: RecordWriteStep = { step: 'record', fullName, fields, representation };
    this.#records.set(representation, made);
    for (const { name, representation: value, field } of representation.fields) {
      const defaultValue = field.hasDefault ? field.defaultValue : undefined;
      fields.push({ name, value: this.step(value), schema: field.schema, defaultValue });
    }
    return made;
  }
}
