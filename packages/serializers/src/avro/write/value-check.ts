/**
 * Walks a value beside its plan and finds where it does not fit, and why.
 *
 * Runs only after writing has failed, and for `validate`; so it may be slow, and must agree with the writers:
 * scalars are judged by writing them, unions choose by the same rules. Bounded in places and depth, since a value
 * may contain itself. Says kinds, never values.
 */
import { isStrayPromise, nearestName, printable, type ValueMisfit } from '@ottla/kernel';
import type { Representation } from '@ottla/schema';
import { foundKind, isRecordLike } from '../../found-kind.ts';
import type {
  EnumWriteStep,
  FieldWriteStep,
  RecordWriteStep,
  ScalarWriteStep,
  UnionWriteStep,
  WriteStep,
} from '../plan/write-step.ts';
import { TYPE_KEY } from '../union-tag.ts';
import { looseFit } from './branch-fit.ts';
import { expectedWords } from './expected-words.ts';
import { fieldValue, isHarmlessKey, type Members } from './members.ts';
import { LONGEST_NAME, MOST_SUGGESTIONS, scalarMisfit, type ScalarMisfit } from './scalar-check.ts';
import { enumWrite, scalarWrite } from './scalar-write.ts';
import { UnionChoice } from './union-choice.ts';
import type { AvroWriteOptions } from './value-write.ts';
import { DEEPEST_VALUE } from './write-contract.ts';

const MOST_MISFITS = 100;
/** In a message. */
const MOST_NAMES = 20;

/**
 * Every place that does not fit, in the order of the value, at most 100; none when the value fits. What lies
 * deeper than 1000 records is refused as a whole.
 * @example
 * findMisfits(plan, { id: 'x' }); // [{ path: 'id', expected: 'long', found: 'a string', remedy: undefined }]
 */
export function findMisfits(
  step: WriteStep,
  value: unknown,
  options: AvroWriteOptions = {},
): readonly ValueMisfit[] {
  return new ValueCheck(options).misfits(step, value);
}

/** Of a value that is within what is allowed, for which the stack of the caller has no room. */
export function beyondStack({ representation }: WriteStep): ValueMisfit {
  return { path: '', expected: expectedWords(representation), ...tooDeep('the stack reaches') };
}

const choices = new WeakMap<UnionWriteStep, UnionChoice>();

/** How a union chooses, which is alike whatever the options. */
export function choiceOf(step: UnionWriteStep): UnionChoice {
  const known = choices.get(step);
  if (known !== undefined) return known;
  const writes = step.branches.map(({ value }) => {
    if (value.step === 'scalar') return scalarWrite(value);
    // Branches with parts are not asked.
    return value.step === 'enum' ? enumWrite(value) : () => undefined;
  });
  const made = new UnionChoice(step, writes);
  choices.set(step, made);
  return made;
}

/** A walk over a part of the value, which gives the walks over what is inside as it comes to them. */
interface Walk extends Generator<Walk, void, undefined> {}

class ValueCheck {
  readonly #options: AvroWriteOptions;
  readonly #found: ValueMisfit[] = [];
  /** The way to where we are, in pieces: `.orders`, `[3]`, `.total`. */
  readonly #path: string[] = [];
  #records = 0;
  #isOver = false;

  constructor(options: AvroWriteOptions) {
    this.#options = options;
  }

  /** Walks are kept here, not on the stack: how deep that reaches is up to the caller, and to how often code has run. */
  misfits(step: WriteStep, value: unknown): readonly ValueMisfit[] {
    const open: Walk[] = [this.#check(step, value)];
    try {
      for (let walk = open.at(-1); walk !== undefined; walk = open.at(-1)) {
        const { done, value: inside } = walk.next();
        if (done === true) open.pop();
        else open.push(inside);
      }
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#add(beyondStack(step));
    }
    return this.#found;
  }

  *#check(step: WriteStep, value: unknown): Walk {
    if (this.#isOver) return;
    switch (step.step) {
      case 'scalar':
      case 'enum':
        this.#scalar(step, value);
        return;
      case 'array':
        if (!Array.isArray(value)) this.#kindMisfit(step, value);
        // Array.isArray gives any[].
        else yield* this.#items(step.items, value as readonly unknown[]);
        return;
      case 'map':
        if (!isRecordLike(value)) this.#kindMisfit(step, value);
        else
          for (const key of Object.keys(value)) yield* this.#inside(keyPiece(key), step.values, value[key]);
        return;
      case 'record':
        if (!isRecordLike(value)) this.#kindMisfit(step, value);
        else yield* this.#record(step, value);
        return;
      case 'union':
        yield* this.#union(step, value);
    }
  }

  #add(misfit: ValueMisfit): void {
    this.#found.push(misfit);
    if (this.#found.length >= MOST_MISFITS) this.#isOver = true;
  }

  #here(): string {
    return this.#path.join('').replace(/^\./, '');
  }

  #misfit(representation: Representation, { found, remedy }: ScalarMisfit): void {
    this.#add({ path: this.#here(), expected: expectedWords(representation), found, remedy });
  }

  #kindMisfit({ representation }: WriteStep, value: unknown): void {
    // Who passes a promise has no answer to give to its rejection here; the misfit is the answer.
    isStrayPromise(value);
    this.#misfit(representation, { found: foundKind(value) });
  }

  #tooDeep({ representation }: WriteStep): void {
    this.#misfit(representation, tooDeep(`${DEEPEST_VALUE} records`));
    this.#isOver = true;
  }

  *#inside(piece: string, step: WriteStep, value: unknown): Walk {
    if (this.#isOver) return;
    this.#path.push(piece);
    if (step.step === 'scalar' || step.step === 'enum') this.#scalar(step, value);
    else yield this.#check(step, value);
    this.#path.pop();
  }

  #scalar(step: ScalarWriteStep | EnumWriteStep, value: unknown): void {
    const write = step.step === 'enum' ? enumWrite(step) : scalarWrite(step);
    if (looseFit(write)(value)) return;
    isStrayPromise(value);
    const { representation } = step;
    const codecs =
      representation.kind === 'custom' && step.step === 'scalar' && step.codec !== null
        ? { [representation.codec]: step.codec }
        : {};
    this.#misfit(representation, scalarMisfit(representation, value, codecs) ?? { found: foundKind(value) });
  }

  *#items(items: WriteStep, values: readonly unknown[]): Walk {
    for (let index = 0; index < values.length && !this.#isOver; index++) {
      yield* this.#inside(`[${index}]`, items, values[index]);
    }
  }

  *#record(step: RecordWriteStep, record: Members): Walk {
    if (this.#records >= DEEPEST_VALUE) {
      this.#tooDeep(step);
      return;
    }
    this.#records++;
    if (this.#options.undeclaredFields !== 'ignore') this.#undeclared(step, record);
    for (const field of step.fields) yield* this.#field(field, record);
    this.#records--;
  }

  *#field({ name, value: step, defaultValue }: FieldWriteStep, record: Members): Walk {
    const value = fieldValue(record, name);
    if (value !== undefined || defaultValue === undefined) yield* this.#inside(fieldPiece(name), step, value);
  }

  #undeclared({ fields, fullName }: RecordWriteStep, record: Members): void {
    const names = new Set(fields.map(({ name }) => name));
    for (const key of Object.keys(record)) {
      if (this.#isOver) return;
      if (names.has(key) || isHarmlessKey(record, key, fullName)) continue;
      this.#path.push(fieldPiece(key));
      this.#add({
        path: this.#here(),
        expected: `a field of record ${fullName}`,
        found: 'an undeclared field',
        remedy: suggestion(key, [...names]),
      });
      this.#path.pop();
    }
  }

  *#union(step: UnionWriteStep, given: unknown): Walk {
    const value = given === undefined && this.#options.missingNullable === 'null' ? null : given;
    const choice = choiceOf(step);
    const index = choice.choose(value);
    const branch = step.branches[index];
    const { representation } = step;
    if (branch === undefined) {
      isStrayPromise(value);
      this.#misfit(representation, { found: foundKind(value), remedy: unionRemedy(step, value) });
      return;
    }
    const first = this.#found.length;
    yield this.#check(branch.value, choice.isWrapping(value, index) ? value.value : value);
    if (branch.value.step === 'record') return;
    // At the union itself, all its branches are what was expected.
    const here = this.#here();
    for (let at = first; at < this.#found.length; at++) {
      const misfit = this.#found[at];
      if (misfit?.path === here) this.#found[at] = { ...misfit, expected: expectedWords(representation) };
    }
  }
}

function tooDeep(limit: string): { readonly found: string; readonly remedy: string } {
  return { found: `a value nested deeper than ${limit}`, remedy: 'does it contain itself?' };
}

function unionRemedy({ branches }: UnionWriteStep, value: unknown): string | undefined {
  if (value === undefined && branches.some(({ branch }) => branch.jsKind === 'null')) {
    return "pass null to leave it empty, or choose missingNullable: 'null'";
  }
  const tags = branches.filter(({ branch }) => branch.tagging !== 'none').map(({ branch }) => branch.tag);
  return isRecordLike(value) && tags.length > 0
    ? `say which with ${TYPE_KEY}: ${tags.slice(0, MOST_NAMES).join(' or ')}`
    : undefined;
}

function suggestion(key: string, names: readonly string[]): string {
  const isSearched = key.length <= LONGEST_NAME && names.length <= MOST_SUGGESTIONS;
  const nearest = isSearched ? nearestName(key, names) : undefined;
  if (nearest !== undefined) return `did you mean '${nearest}'?`;
  const more = names.length > MOST_NAMES ? ', …' : '';
  return names.length === 0
    ? 'it has no fields'
    : `its fields are ${names.slice(0, MOST_NAMES).join(', ')}${more}`;
}

function fieldPiece(name: string): string {
  return /^\w{1,100}$/.test(name) ? `.${name}` : keyPiece(name);
}

function keyPiece(key: string): string {
  return `[${JSON.stringify(key.length > LONGEST_NAME ? printable(key, LONGEST_NAME) : key)}]`;
}
