/**
 * A function of printed code: its parameters, of which some may not be used, and its lines.
 *
 * Written code says what it uses while it is made, so that nothing is declared that is not.
 */
import type { CodecContext } from './codec-context.ts';
import { LINE_CHARACTERS } from '../type-expression.ts';
import { statement, type Code } from './code-layout.ts';

/** A function as others know it. */
export interface DeclaredFunction {
  readonly name: string;
  /** Of what it takes or gives. */
  readonly valueType: string;
  readonly isExported: boolean;
  /** Called with all arguments, whether it uses them or not. */
  readonly isWhole: boolean;
}

export type WriteLocal = 'value' | 'writer' | 'at' | 'depth';

/** One function that writes, while it is made. */
export class WriteFunction {
  /** What stands for the depth of a record inside: one more, or the same in a function of an unnamed type. */
  readonly #depth: string;
  readonly #used = new Set<WriteLocal>();
  #lines = '';
  #rests = 0;

  constructor(depth: 'depth' | 'depth + 1') {
    this.#depth = depth;
  }

  /** The name of a local, which is then declared. */
  use(local: WriteLocal): string {
    this.#used.add(local);
    return local;
  }

  useDepth(): string {
    this.use('depth');
    return this.#depth;
  }

  /** A name for a constant of this function. */
  constant(): string {
    this.#rests++;
    return this.#rests === 1 ? 'own' : `own${this.#rests}`;
  }

  add(lines: string): void {
    this.#lines += lines;
  }

  addStatement(head: string, code: Code, indent = '  '): void {
    this.add(statement(head, code, indent));
  }

  text(context: CodecContext, declared: DeclaredFunction): string {
    const { name, valueType, isExported, isWhole } = declared;
    const parameters: readonly (readonly [WriteLocal, string])[] = [
      ['value', valueType],
      ['writer', context.runType('ByteWriter')],
      ['at', 'number'],
      ['depth', 'number'],
    ];
    const last = parameters.findLastIndex(([local]) => this.#used.has(local));
    const printed = (isWhole ? parameters : parameters.slice(0, last + 1)).map(
      ([local, type]) => `${this.#used.has(local) ? '' : '_'}${local}: ${type}`,
    );
    const head = parametersText(`${isExported ? 'export ' : ''}function ${name}`, printed);
    return `${head}: number {\n${this.#lines}}\n`;
  }
}

/** `<head>(a: A, b: B)`, a line each where they are many. */
function parametersText(head: string, parameters: readonly string[]): string {
  const line = `${head}(${parameters.join(', ')})`;
  if (line.length + ': number {'.length <= LINE_CHARACTERS) return line;
  return `${head}(\n${parameters.map((each) => `  ${each},\n`).join('')})`;
}

/** A function that reads. */
export function readFunctionText(context: CodecContext, declared: DeclaredFunction, body: string): string {
  const { name, valueType, isExported, isWhole } = declared;
  const isUsed = /\bdatum\b/.test(body);
  const isTaken = isUsed || isWhole;
  const parameter = isTaken ? `${isUsed ? '' : '_'}datum: ${context.runType('DatumReader')}` : '';
  return `${isExported ? 'export ' : ''}function ${name}(${parameter}): ${valueType} {\n${body}}\n`;
}
