/**
 * One generated constant put to the proof: values go through closures, compiled code and avsc, and into lines that a
 * compiler is to judge. What fails throws.
 */
import { ByteWriter, isObject, type Random } from '@ottla/kernel';
import { parseSchema, representationOf, type Representation } from '@ottla/schema';
import { avroCodec, type AvroSchema } from '@ottla/serializers/avro';
import { ValueSizes } from '../../packages/cli/src/samples/value-sizes.ts';
import { compiledWrite } from '../../packages/serializers/src/avro/compiled/compiled-codec.ts';
import { DatumReader } from '../../packages/serializers/src/avro/read/datum-reader.ts';
import { AvscOracle } from './codegen-avsc-oracle.ts';
import type { ProofLines, WrongLine } from './codegen-proof-lines.ts';
import { literal, RandomValue } from './codegen-random-value.ts';
import { withMember, without, wrongValue } from './codegen-wrong-value.ts';

export type AnyAvroSchema = AvroSchema<unknown, never>;

/** What was done, for a spec to say that it was enough. */
export interface CorpusCounts {
  schemas: number;
  types: number;
  values: number;
  comparedWithAvsc: number;
  /** Valid values that compiled code left to the closures. */
  refused: number;
  /** Drawn values that are left out, because the codec refuses them. */
  unfit: number;
  wrong: Record<string, number>;
}

export function emptyCounts(): CorpusCounts {
  return { schemas: 0, types: 0, values: 0, comparedWithAvsc: 0, refused: 0, unfit: 0, wrong: {} };
}

export function isSchemaConstant(value: unknown): value is AnyAvroSchema {
  return isObject(value) && 'fingerprint' in value && 'choices' in value;
}

/** One constant at run time. */
export class ConstantProof {
  readonly #constant: AnyAvroSchema;
  readonly #closures;
  readonly #representation: Representation;
  readonly #random: Random;
  readonly #values: RandomValue;
  readonly #oracle: AvscOracle | null;
  readonly #counts: CorpusCounts;
  readonly #again: ((bytes: Buffer) => Buffer) | undefined;

  constructor(
    constant: AnyAvroSchema,
    random: Random,
    { counts, again }: { counts: CorpusCounts; again?: ((bytes: Buffer) => Buffer) | undefined },
  ) {
    const { choices, codecs } = constant;
    const schema = parseSchema(constant.schema);
    this.#constant = constant;
    this.#closures = avroCodec<unknown, unknown>(
      schema,
      codecs === undefined ? { choices } : { choices, codecs },
    );
    this.#representation = representationOf(schema, choices);
    this.#random = random;
    this.#values = new RandomValue(random);
    this.#counts = counts;
    this.#again = again;
    this.hasValues = new ValueSizes(this.#representation).of(this.#representation) !== undefined;
    // avsc refuses what can have no value.
    this.#oracle = this.hasValues ? new AvscOracle(this.#representation) : null;
  }

  /** Whether there are any: an enum without symbols has none. */
  readonly hasValues: boolean;

  draw(lines: ProofLines, draw: number): void {
    const given = this.#values.of(this.#representation);
    // Of two branches with one class the first is taken, whether it can hold the value or not.
    if (this.#closures.validate(given).length > 0) {
      this.#counts.unfit++;
      return;
    }
    const taken = this.#passed(given);
    // What was read is sent as it is, and is the same when it is read again.
    const again = this.#passed(taken);
    if (literal(again) !== literal(taken)) throw new Error(`not the same again: ${literal(taken)}`);
    lines.right(draw, given, taken);
    this.#counts.values++;
    this.#spoil(lines, draw, { given, taken });
  }

  /** Through closures, compiled code and avsc. */
  #passed(value: unknown): unknown {
    const writer = new ByteWriter();
    this.#closures.encodeInto(value, writer);
    const bytes = Buffer.from(writer.toBytes());
    const taken = this.#closures.decode(bytes);
    this.#compareCompiled(value, bytes, taken);
    const objection = this.#oracle?.objection(bytes, [value, taken]) ?? null;
    if (objection !== null) throw new Error(`${objection}: ${literal(value)}`);
    // avsc makes such an entry of a map the prototype of what it reads.
    const isHazard = bytes.includes('__proto__');
    if (!isHazard && this.#again?.(bytes).equals(bytes) === false) {
      throw new Error(`written again, ${bytes.toString('hex')} is other bytes: ${literal(value)}`);
    }
    this.#counts.comparedWithAvsc++;
    return taken;
  }

  #compareCompiled(value: unknown, bytes: Buffer, taken: unknown): void {
    const { compiled, fullName } = this.#constant;
    if (compiled === undefined) throw new Error(`${fullName} has no compiled codec`);
    const writer = new ByteWriter();
    if (compiledWrite(compiled.write, value, writer)) {
      const written = Buffer.from(writer.toBytes());
      if (!bytes.equals(written)) {
        const found = `compiled code writes ${written.toString('hex')}, not ${bytes.toString('hex')}`;
        throw new Error(`${found}: ${literal(value)}`);
      }
    } else this.#counts.refused++;
    const datum = new DatumReader();
    datum.start(bytes, 0);
    const read = compiled.read(datum);
    if (literal(read) !== literal(taken) || datum.position !== bytes.length) {
      const found = `compiled code reads ${literal(read)} in ${bytes.toString('hex')}`;
      throw new Error(`${found}, not ${literal(taken)}`);
    }
  }

  /** A value that sending must not take, and one that reading never gives. */
  #spoil(lines: ProofLines, draw: number, { given, taken }: { given: unknown; taken: unknown }): void {
    const found = wrongValue(this.#representation, given, this.#random);
    if (found !== null) {
      if (this.#closures.validate(found.value).length === 0) {
        throw new Error(`the codec takes what is wrong (${found.wrong}): ${literal(found.value)}`);
      }
      this.#wrong(lines, { side: 'Input', draw, ...found });
    }
    const unread = this.#neverRead(taken);
    if (unread !== null) this.#wrong(lines, { side: 'Value', draw, ...unread });
  }

  #wrong(lines: ProofLines, wrong: WrongLine): void {
    lines.wrong(wrong);
    this.#counts.wrong[wrong.wrong] = (this.#counts.wrong[wrong.wrong] ?? 0) + 1;
  }

  #neverRead(taken: unknown): { wrong: string; value: unknown } | null {
    const representation = this.#representation;
    if (representation.kind !== 'record') return null;
    const place = Math.floor(this.#random() * representation.fields.length);
    const field = representation.fields[place];
    if (field === undefined) return null;
    const { name, representation: inside } = field;
    // Inherited: what stands there may fit.
    if (name in {}) return null;
    if (inside.kind === 'fixedBytes') {
      return {
        wrong: 'a fixed of another size',
        value: withMember(taken, name, new Uint8Array(inside.size + 1)),
      };
    }
    return { wrong: 'what is read lacks a field', value: without(taken, name) };
  }
}
