/** The lines of TypeScript that hold values of one constant to its types: right ones, and wrong ones. */
import { literal } from './codegen-random-value.ts';

export interface WrongLine {
  readonly side: 'Value' | 'Input';
  readonly draw: number;
  readonly wrong: string;
  readonly value: unknown;
}

/** The declarations about one constant, a line each. */
export class ProofLines {
  text = '';
  readonly #number: number;
  readonly #isEnum: boolean;

  constructor(number: number, isEnum: boolean) {
    this.#number = number;
    this.#isEnum = isEnum;
  }

  types(valueType: string, inputType: string, specifier: string): void {
    const number = this.#number;
    const value = this.#isEnum ? `Plain<Read${number}>` : `Read${number}`;
    this.text +=
      `import type { ${valueType} as Read${number} } from '${specifier}';\n` +
      `import type { ${inputType} as Input${number} } from '${specifier}';\n` +
      `type Value${number} = ${value};\n` +
      `export const again${number} = (value: Read${number}): Input${number} => value;\n` +
      `export const shown${number} = (value: Value${number}): unknown => value;\n`;
  }

  right(draw: number, given: unknown, taken: unknown): void {
    const end = `${this.#number}_${draw}`;
    this.text +=
      `export const given${end}: Input${this.#number} = ${literal(given)};\n` +
      `export const taken${end}: Value${this.#number} = ${literal(taken)};\n`;
  }

  wrong({ side, draw, wrong, value }: WrongLine): void {
    const name = `wrong${side}${this.#number}_${draw}`;
    this.text +=
      `// @ts-expect-error: ${wrong}\n` +
      `export const ${name}: ${side}${this.#number} = ${literal(value)};\n`;
  }
}

/** Of every module with values. `sized`: bytes of a known number. */
export const PROOF_HEAD =
  "import { BigintBox, NumberBox, PairBox, SpanBox, TextBox } from '../boxes.ts';\n" +
  'export const boxes: readonly unknown[] = [BigintBox, NumberBox, PairBox, SpanBox, TextBox];\n' +
  'declare function sized<const Size extends number>(size: Size, bytes: readonly number[]): ' +
  'Uint8Array & { readonly length: Size };\n' +
  'export const bytes: Uint8Array = sized(1, [0]);\n';

/** A symbol read is a member of an enum of TypeScript; here its text may stand for it. */
export const PLAIN_TYPE =
  'type Plain<T> = T extends string ? `${T}` : T extends Uint8Array | Date | number | bigint | boolean | null | undefined ? T : ' +
  'T extends readonly (infer Item)[] ? Plain<Item>[] : { [Name in keyof T]: Plain<T[Name]> };\n';
