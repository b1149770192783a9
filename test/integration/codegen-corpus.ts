/**
 * Generated modules on disk, run and put to the proof: values go through closures, compiled code and avsc, and stand in
 * modules that a compiler judges, right ones and wrong ones.
 *
 * A case has a folder of its own, `s12`, and `values/s12.ts` beside it. What fails at run time throws and names the case;
 * what fails to compile is the compiler's to say, by the folder.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { generate, type GeneratedFile } from '@ottla/codegen';
import { isObject, seededRandom } from '@ottla/kernel';
import type { CodegenCase } from './codegen-cases.ts';
import { ConstantProof, emptyCounts, isSchemaConstant, type CorpusCounts } from './codegen-constant-proof.ts';
import { PLAIN_TYPE, PROOF_HEAD, ProofLines } from './codegen-proof-lines.ts';

/** A constant of a generated module, and the types of its values. */
interface Constant {
  readonly path: string;
  readonly name: string;
  readonly valueType: string;
  readonly inputType: string;
}

/** Where a constant stands. */
interface Place {
  readonly given: CodegenCase;
  readonly index: number;
  readonly number: number;
  /** The only one of its case. */
  readonly isAlone: boolean;
}

/** Of each schema, in a failure. */
const SHOWN_CHARACTERS = 2000;

export class Corpus {
  readonly counts: CorpusCounts = emptyCounts();
  readonly #folder: string;

  /** `folder`: where the modules are written. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Generates the modules of a case, runs them, and writes down what the compiler is to judge. */
  async add(given: CodegenCase, index: number): Promise<void> {
    try {
      const { files } = generate(given.inputs, given.options);
      for (const { path, text } of files) {
        if (saysAny(text)) throw new Error(`${path} says any`);
        this.#write(`s${index}/${path}`, text);
      }
      const constants = files.flatMap(constantsIn).slice(0, given.mostConstants);
      const judged: string[] = [];
      for (const [number, constant] of constants.entries()) {
        judged.push(await this.#proof(constant, { given, index, number, isAlone: constants.length === 1 }));
      }
      const isEnum = given.options.enums === 'enum';
      this.#write(`values/s${index}.ts`, (isEnum ? PLAIN_TYPE : '') + PROOF_HEAD + judged.join(''));
      this.counts.schemas++;
      this.counts.types += files.reduce((sum, { text }) => sum + typesIn(text), 0);
    } catch (error) {
      const texts = given.inputs
        .map(({ file, text }) => `${file}: ${text.slice(0, SHOWN_CHARACTERS)}`)
        .join('\n');
      throw new Error(`${given.title} (s${index}): ${String(error)}\n${texts}`, { cause: error });
    }
  }

  #write(path: string, text: string): void {
    const file = join(this.#folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /** The lines about one constant. */
  async #proof(
    { path, name, valueType, inputType }: Constant,
    { given, index, number, isAlone }: Place,
  ): Promise<string> {
    const file = join(this.#folder, `s${index}`, path);
    const module: unknown = await import(pathToFileURL(file).href);
    const constant = isObject(module) ? module[name] : undefined;
    if (!isSchemaConstant(constant)) throw new Error(`${path} exports no ${name}`);
    const values = new ConstantProof(constant, seededRandom(index * 1000 + number), {
      counts: this.counts,
      again: isAlone ? given.again : undefined,
    });
    const lines = new ProofLines(number, given.options.enums === 'enum');
    lines.types(valueType, inputType, `../s${index}/${path}`);
    for (let draw = 0; draw < given.draws && values.hasValues; draw++) values.draw(lines, draw);
    return lines.text;
  }
}

/** The type, and not what is called so: fields and parts of names are. */
const ANY = /[:<|([&] *any\b|\bas any\b/;

/** Whether code uses that type; comments and texts are no code. */
export function saysAny(text: string): boolean {
  return ANY.test(codeOf(text));
}

function codeOf(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*|'(?:[^'\\]|\\.)*'/g, '');
}

function constantsIn({ path, text }: GeneratedFile): readonly Constant[] {
  // The barrel exports what others declare.
  return [...text.matchAll(/^export const (\w+): \w+<(\w+)(?:, (\w+))?> = \w+</gm)].map(
    ([, name = '', valueType = '', inputType = valueType]) => ({ path, name, valueType, inputType }),
  );
}

function typesIn(text: string): number {
  return text.match(/^export (interface|type \w+ =|enum)/gm)?.length ?? 0;
}
