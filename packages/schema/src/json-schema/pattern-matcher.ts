/**
 * Whether a pattern matches anywhere in a name, in time bounded by the product of their lengths.
 *
 * RegExp backtracks: `^(a+)+$` takes it years for a name of sixty letters, and both pattern and name come from
 * texts nobody has checked. Here all ways through the pattern are followed at once, one character at a time.
 * The steps of one comparison are bounded together.
 */
import type { Position } from '../json/position.ts';
import { SchemaError, quoted } from '../schema-error.ts';
import { parsedPattern, type PatternNode } from './pattern-syntax.ts';

type Instruction =
  | { readonly kind: 'one'; readonly accepts: RegExp | string }
  | { readonly kind: 'start' | 'end' | 'edge' | 'inner' }
  | { readonly kind: 'fork'; readonly targets: number[] }
  | { readonly kind: 'found' };

const LONGEST_PROGRAM = 2_000;
const MOST_STEPS = 5_000_000;
const WORD = /^\w$/;

export class PatternMatcher {
  readonly #programs = new Map<string, readonly Instruction[] | null>();
  #stepsLeft = MOST_STEPS;

  /** The position is that of the pattern, for the error when it cannot be matched. */
  matches(pattern: string, name: string, position: Position): boolean {
    let program = this.#programs.get(pattern);
    if (program === undefined) this.#programs.set(pattern, (program = programOf(pattern)));
    if (program === null) {
      const message = `the pattern ${quoted(pattern)} cannot be matched in bounded time; write it without looking around, back references and large counts`;
      throw new SchemaError(message, 'SCHEMA_TOO_COMPLEX', position);
    }
    this.#stepsLeft -= program.length * (name.length + 1);
    if (this.#stepsLeft < 0) {
      const message = 'matching names against patterns takes too long; use fewer or shorter patterns';
      throw new SchemaError(message, 'SCHEMA_TOO_COMPLEX', position);
    }
    return isFound(program, Array.from(name));
  }
}

function isFound(program: readonly Instruction[], characters: readonly string[]): boolean {
  let waiting: number[] = [];
  for (let at = 0; at <= characters.length; at++) {
    // A match may begin at any character.
    const reached = closure(program, [...waiting, 0], { characters, at });
    waiting = [];
    for (const index of reached) {
      const instruction = program[index];
      if (instruction?.kind === 'found') return true;
      if (instruction?.kind === 'one' && isAccepted(instruction.accepts, characters[at]))
        waiting.push(index + 1);
    }
  }
  return false;
}

function isAccepted(accepts: RegExp | string, character: string | undefined): boolean {
  if (character === undefined) return false;
  return typeof accepts === 'string' ? accepts === character : accepts.test(character);
}

interface Spot {
  readonly characters: readonly string[];
  readonly at: number;
}

/** All instructions that can be reached without reading a character. */
function closure(
  program: readonly Instruction[],
  starts: readonly number[],
  spot: Spot,
): ReadonlySet<number> {
  const reached = new Set(starts);
  // Grows while it is walked.
  for (const index of reached) {
    const instruction = program[index];
    if (instruction === undefined || instruction.kind === 'one' || instruction.kind === 'found') continue;
    if (instruction.kind === 'fork') for (const target of instruction.targets) reached.add(target);
    else if (holds(instruction.kind, spot)) reached.add(index + 1);
  }
  return reached;
}

function holds(kind: 'start' | 'end' | 'edge' | 'inner', { characters, at }: Spot): boolean {
  if (kind === 'start') return at === 0;
  if (kind === 'end') return at === characters.length;
  const edge = WORD.test(characters[at - 1] ?? '') !== WORD.test(characters[at] ?? '');
  return edge === (kind === 'edge');
}

function programOf(pattern: string): readonly Instruction[] | null {
  const tree = pattern.length <= LONGEST_PROGRAM ? parsedPattern(pattern) : null;
  if (tree === null) return null;
  const program: Instruction[] = [];
  write(tree, program);
  program.push({ kind: 'found' });
  return program.length > LONGEST_PROGRAM ? null : program;
}

/** Writes a node; stops growing once the program is too long. */
function write(node: PatternNode, program: Instruction[]): void {
  if (program.length > LONGEST_PROGRAM) return;
  switch (node.kind) {
    case 'all':
      for (const part of node.parts) write(part, program);
      break;
    case 'any':
      writeAlternatives(node.parts, program);
      break;
    case 'repeat':
      writeRepeated(node.of, [node.least, node.most], program);
      break;
    case 'one':
    case 'start':
    case 'end':
    case 'edge':
    case 'inner':
      program.push(node);
  }
}

function writeAlternatives(parts: readonly PatternNode[], program: Instruction[]): void {
  const starts: number[] = [];
  const ends: number[][] = [];
  program.push({ kind: 'fork', targets: starts });
  for (const part of parts) {
    starts.push(program.length);
    write(part, program);
    const end: number[] = [];
    program.push({ kind: 'fork', targets: end });
    ends.push(end);
  }
  for (const end of ends) end.push(program.length);
}

function writeRepeated(
  of: PatternNode,
  [least, most]: readonly [number, number],
  program: Instruction[],
): void {
  const tooLong = (): boolean => program.length > LONGEST_PROGRAM;
  for (let count = 0; count < least && !tooLong(); count++) write(of, program);
  const ways: number[][] = [];
  const optional = most === Infinity ? 1 : most - least;
  for (let count = 0; count < optional && !tooLong(); count++) {
    const start = program.length;
    const targets = [start + 1];
    program.push({ kind: 'fork', targets });
    ways.push(targets);
    write(of, program);
    if (most === Infinity) program.push({ kind: 'fork', targets: [start] });
  }
  for (const targets of ways) targets.push(program.length);
}
