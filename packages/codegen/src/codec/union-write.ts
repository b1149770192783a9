/**
 * Functions that write a union: the branch by the kind of the value, its position, then the value.
 *
 * union-form.ts says what is asked. Values that no test takes are refused: the closures know more ways.
 */
import type { JavaScriptKind, Representation } from '@ottla/schema';
import { stringLiteral } from '../source-text.ts';
import { LINE_CHARACTERS } from '../type-expression.ts';
import { call, flat, statement, type Code } from './code-layout.ts';
import { behind, fixedPut, type Put } from './put.ts';
import { enumPut } from './scalar-put.ts';
import type { PlacedBranch, UnionArms } from './union-form.ts';
import type { ValuePut, WriteSpot } from './write-spot.ts';

/** Branches that one byte can name. */
const ONE_BYTE = 64;

/** A branch's position, then its value by `put`. */
export function branchPut(branch: PlacedBranch, spot: WriteSpot, put: ValuePut): Put {
  const { index, representation } = branch;
  const { context, into, at } = spot;
  const isShort = index < ONE_BYTE;
  const position = isShort
    ? call(context.run('putByte'), into.use('writer'), at, String(index * 2))
    : call(context.run('putSymbol'), into.use('writer'), at, String(index));
  const bytes = isShort ? 1 : 5;
  if (representation.kind === 'null') return fixedPut(position, bytes);
  return behind(bytes, put(representation, { ...spot, at: position }));
}

/** Adds the lines of a function whose value is the union. */
export function addUnion(form: UnionArms, spot: WriteSpot, put: ValuePut): void {
  const { context, into } = spot;
  const union = new UnionWriting(form, spot, put);
  const lines = union.lines();
  if (union.needs > 0) into.add(`  ${context.run('room')}(${into.use('writer')}, at, ${union.needs});\n`);
  into.add(lines);
  into.add(`  return ${context.run('refuse')}();\n`);
}

/** Values of these kinds are known by `typeof`. */
const TYPED: readonly JavaScriptKind[] = ['boolean', 'string', 'number', 'bigint'];

class UnionWriting {
  readonly #form: UnionArms;
  readonly #spot: WriteSpot;
  readonly #put: ValuePut;
  /** The most that any branch needs. */
  needs = 0;

  constructor(form: UnionArms, spot: WriteSpot, put: ValuePut) {
    this.#form = form;
    this.#spot = spot;
    this.#put = put;
  }

  lines(): string {
    const { custom } = this.#form;
    const codecs = custom.map(({ representation }) =>
      this.#spot.context.names.codecConstant(representation.codec),
    );
    // A codec that is called as a local of the function cannot be asked.
    if (codecs.some((name) => LOCALS.has(name))) return '';
    const lines = [
      ...custom.map((branch, index) => ifReturn(`${codecs[index]}.is(value)`, this.#branch(branch), '  ')),
      this.#kind('null', 'value === null'),
      ...TYPED.map((kind) => this.#kind(kind, `typeof value === '${kind}'`)),
      this.#form.natural.has('array')
        ? this.#kind('array', `${this.#spot.context.run('isList')}(value)`)
        : '',
      this.#kind('date', 'value instanceof Date'),
      this.#kind('bytes', 'value instanceof Uint8Array'),
      this.#form.refusesObjects ? '' : this.#objects(),
    ];
    return lines.join('');
  }

  #kind(kind: JavaScriptKind, test: string): string {
    const group = this.#form.natural.get(kind) ?? [];
    const [only] = group;
    if (only === undefined) return '';
    const { representation } = only;
    if (group.length === 1) return ifReturn(test, this.#branch(only), '  ');
    // Able to hold all of them, and first.
    if (this.#exactTest(representation) === null) return ifReturn(test, this.#branch(only), '  ');
    return `  if (${test}) {\n${this.#exactly(group)}  }\n`;
  }

  /** Of several branches. */
  #exactly(group: readonly PlacedBranch[]): string {
    const lines: string[] = [];
    for (const branch of group) {
      const { representation } = branch;
      const exact = this.#exactTest(representation);
      const put: ValuePut =
        representation.kind === 'enum' ? (_enum, spot) => enumPut(representation, spot, null) : this.#put;
      const code = this.#branch(branch, put);
      lines.push(exact === null ? statement('return', code, '    ') : ifReturn(exact, code, '    '));
      // What takes every value of the kind leaves none to those behind it.
      if (exact === null) return lines.join('');
    }
    // Bytes of no such size are no record either; the compiler is told.
    if (group[0]?.jsKind === 'bytes' && this.#form.natural.has('object')) {
      lines.push(`    return ${this.#spot.context.run('refuse')}();\n`);
    }
    return lines.join('');
  }

  /** Null for what holds every value of its kind exactly. As write/branch-fit.ts of the serializers judges. */
  #exactTest(representation: Representation): string | null {
    const { kind } = representation;
    if (kind === 'fixedBytes') return `value.length === ${representation.size}`;
    if (kind === 'enum') {
      const { symbols, schema } = representation;
      return `${this.#spot.context.symbolList(schema.fullName, symbols, null)}.positions.has(value)`;
    }
    if (kind !== 'number') return null;
    const { of, schema } = representation;
    if (of === 'double') return null;
    if (of === 'float') return 'Object.is(Math.fround(value), value)';
    if (schema.type === 'int') return '(value | 0) === value && !Object.is(value, -0)';
    // A conversion stands before these, and takes -0 as the wire does.
    return `Number.isSafeInteger(value)${of.startsWith('timestamp-') ? '' : ' && !Object.is(value, -0)'}`;
  }

  /** By `$type` where a branch has one; else the only branch of objects. */
  #objects(): string {
    const { natural, tagged, takesDates } = this.#form;
    const [only] = natural.get('object') ?? [];
    const refused = `return ${this.#spot.context.run('refuse')}();`;
    const lines: string[] = [];
    if (tagged.length > 0) {
      const cases = tagged.map(
        (branch) => `      case ${stringLiteral(branch.tag)}:\n${this.#taggedReturn(branch)}`,
      );
      lines.push(
        "  if (typeof value === 'object' && '$type' in value) {\n    switch (value.$type) {\n",
        ...cases,
        `      default:\n        ${refused}\n    }\n  }\n`,
      );
    }
    if (only === undefined) return lines.join('');
    // A Date that another branch takes besides is no record.
    if (takesDates && !natural.has('date')) lines.push(`  if (value instanceof Date) ${refused}\n`);
    const test =
      tagged.length > 0 ? "typeof value === 'object'" : "typeof value === 'object' && !('$type' in value)";
    return [...lines, ifReturn(test, this.#branch(only), '  ')].join('');
  }

  #taggedReturn(branch: PlacedBranch): string {
    const indent = '        ';
    if (branch.tagging === 'inline') return statement('return', this.#branch(branch), indent);
    const { context } = this.#spot;
    const code = this.#branch(branch, (representation, spot) =>
      this.#put(representation, { ...spot, value: 'value.value' }),
    );
    const test = `${context.run('isWrapped')}(value)`;
    return statement('return', { test, yes: code, no: call(context.run('refuse')) }, indent);
  }

  #branch(branch: PlacedBranch, how: ValuePut = this.#put): Code {
    const { into } = this.#spot;
    into.use('value');
    into.use('at');
    const { code, needs } = branchPut(branch, this.#spot, how);
    this.needs = Math.max(this.needs, needs);
    return code;
  }
}

/** What functions of unions call their own. */
const LOCALS: ReadonlySet<string> = new Set(['value', 'writer', 'at', 'depth']);

function ifReturn(test: string, code: Code, indent: string): string {
  const line = `${indent}if (${test}) return ${flat(code)};\n`;
  if (line.length <= LINE_CHARACTERS + 1) return line;
  return `${indent}if (${test}) {\n${statement('return', code, `${indent}  `)}${indent}}\n`;
}
