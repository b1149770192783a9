/**
 * Makes the writer of a plan: closures over closures, one for each step.
 *
 * Made once per plan and options. Records refer to each other as their schemas do. Follows the plan by recursion:
 * whoever calls bounds the stack.
 */
import type { ByteWriter } from '@ottla/kernel';
import type { FieldWriteStep, RecordWriteStep, WriteStep } from '../plan/write-step.ts';
import { arrayWrite, mapWrite } from './collection-write.ts';
import { defaultBytes } from './default-bytes.ts';
import { RecordField } from './record-field.ts';
import { recordWrite } from './record-write.ts';
import { enumWrite, scalarWrite } from './scalar-write.ts';
import { unionWrite } from './union-write.ts';
import type { Nesting, ValueWrite } from './write-contract.ts';

/** How strict writing is; the first of each is the default. */
export interface AvroWriteOptions {
  /** What a record holds besides its fields: 'refuse' names the nearest field, 'ignore' drops it. */
  readonly undeclaredFields?: 'refuse' | 'ignore' | undefined;
  /**
   * What undefined is where null may be and no default is declared: 'refuse' is a misfit, 'null' is null.
   */
  readonly missingNullable?: 'refuse' | 'null' | undefined;
}

/**
 * The writer of a plan. It throws MISFIT for a value that does not fit, and then the position is anywhere behind
 * where it was; `findMisfits` says why.
 * @example
 * const write = valueWrite(writePlan(representation));
 * write({ id: 1 }, writer);
 */
export function valueWrite(step: WriteStep, options: AvroWriteOptions = {}): ValueWrite {
  const writing = new Writing(options);
  const write = writing.of(step);
  const { nesting } = writing;
  return (value, writer) => {
    nesting.depth = 0;
    write(value, writer);
  };
}

class Writing {
  readonly nesting: Nesting = { depth: 0 };
  readonly #options: AvroWriteOptions;
  readonly #records = new Map<RecordWriteStep, ValueWrite>();

  constructor(options: AvroWriteOptions) {
    this.#options = options;
  }

  of(step: WriteStep): ValueWrite {
    switch (step.step) {
      case 'scalar':
        return scalarWrite(step);
      case 'enum':
        return enumWrite(step);
      case 'array':
        return arrayWrite(this.of(step.items));
      case 'map':
        return mapWrite(this.of(step.values));
      case 'record':
        return this.#records.get(step) ?? this.#record(step);
      case 'union': {
        const writes = step.branches.map(({ value }) => this.of(value));
        return unionWrite(step, writes, this.#options.missingNullable === 'null');
      }
    }
  }

  #record(step: RecordWriteStep): ValueWrite {
    const fields: RecordField[] = [];
    const places = new Map<string, number>();
    const write = recordWrite({
      fullName: step.fullName,
      ignoresUndeclared: this.#options.undeclaredFields === 'ignore',
      fields,
      places,
      nesting: this.nesting,
    });
    this.#records.set(step, write);
    for (const field of step.fields) {
      const writeField = this.of(field.value);
      const hasDefault = field.defaultValue !== undefined;
      places.set(field.name, fields.length);
      fields.push(new RecordField(field, hasDefault ? defaultedWrite(field, writeField) : writeField));
    }
    return write;
  }
}

/** The default's bytes are made when they are first needed, and kept. */
function defaultedWrite({ defaultValue, schema }: FieldWriteStep, write: ValueWrite): ValueWrite {
  let bytes: Uint8Array | undefined;
  return (value: unknown, writer: ByteWriter) => {
    if (value !== undefined) {
      write(value, writer);
      return;
    }
    bytes ??= defaultBytes(defaultValue, schema);
    writer.writeBytes(bytes);
  };
}
