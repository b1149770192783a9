/**
 * Encodes values of one plan into a ByteWriter, and says why one cannot be.
 *
 * The writers only refuse; when they do, the value is walked once more to find every place that does not fit. What
 * compiled code refuses is the closures' to judge. The writer's position moves only on success.
 */
import { OttlaError, SerializationError, type ByteWriter, type ValueMisfit } from '@ottla/kernel';
import { compiledWrite, type DatumWrite } from '../compiled/compiled-codec.ts';
import { misfitsError } from '../../misfit.ts';
import type { WriteStep } from '../plan/write-step.ts';
import { MISFIT } from './misfit-signal.ts';
import { beyondStack, findMisfits } from './value-check.ts';
import { valueWrite, type AvroWriteOptions } from './value-write.ts';
import type { ValueWrite } from './write-contract.ts';

export class ValueEncoder {
  readonly #plan: WriteStep;
  readonly #options: AvroWriteOptions;
  readonly #write: ValueWrite;
  readonly #compiled: DatumWrite<never> | undefined;

  /** `compiled`: the same plan as code, asked first; it knows undeclared fields as misfits only. */
  constructor(plan: WriteStep, options: AvroWriteOptions, compiled?: DatumWrite<never>) {
    this.#plan = plan;
    this.#options = options;
    this.#write = valueWrite(plan, options);
    this.#compiled = options.undeclaredFields === 'ignore' ? undefined : compiled;
  }

  /**
   * Throws SerializationError `VALUE_MISFIT` or `ENCODING_FAILED`; ConfigError `TOO_LARGE` of the writer and
   * `DEFAULT_INVALID` of the schema pass through.
   */
  encodeInto(value: unknown, writer: ByteWriter): void {
    if (this.#compiled !== undefined && compiledWrite(this.#compiled, value, writer)) return;
    const start = writer.position;
    try {
      this.#write(value, writer);
    } catch (error) {
      // No call: the stack may be full.
      writer.position = start;
      throw this.#failure(error, value);
    }
  }

  /** Every place that does not fit, at most 100. */
  validate(value: unknown): readonly ValueMisfit[] {
    return findMisfits(this.#plan, value, this.#options);
  }

  #failure(error: unknown, value: unknown): unknown {
    if (error instanceof OttlaError) return error;
    try {
      const [first, ...others] = this.validate(value);
      if (first !== undefined) return misfitsError([first, ...others]);
      if (error instanceof RangeError) return misfitsError([beyondStack(this.#plan)]);
    } catch (again) {
      return encodingFailed('reading it threw', again);
    }
    return error === MISFIT
      ? encodingFailed('it changed while it was encoded')
      : encodingFailed('writing it threw', error);
  }
}

/** The cause is what a getter of the value threw; its message may hold values, so it stays out of ours. */
function encodingFailed(problem: string, cause?: unknown): SerializationError {
  return new SerializationError(`the value cannot be encoded: ${problem}`, {
    code: 'ENCODING_FAILED',
    cause,
  });
}
