/**
 * Says why a value cannot be written: every place that does not fit, up to a bound, as an error.
 *
 * Walks as `writeMessage` does and agrees with it. Never holds a value: paths and kinds only.
 */
import { nearestName, type SerializationError, type ValueMisfit } from '@ottla/kernel';
import { serializationError } from '../errors.ts';
import { foundKind, isRecordLike } from '../found-kind.ts';
import { MOST_MISFITS, memberPath, misfitsError } from '../misfit.ts';
import { keyOfName } from './map-key.ts';
import {
  memberOf,
  type FieldPlan,
  type MessagePlan,
  type OneofPlan,
  type ValuePlan,
} from './message-plan.ts';
import { isAmbiguous, isUndeclared, type MessageWriteOptions } from './message-writer.ts';
import { MOST_DEPTH } from './wire-reader.ts';

export function findMisfits(
  plan: MessagePlan,
  value: unknown,
  options: MessageWriteOptions,
): readonly ValueMisfit[] {
  const walk = new MisfitWalk(options);
  walk.message(plan, value, { path: '', depth: 1 });
  return walk.misfits;
}

/** Why a value could not be written: `VALUE_MISFIT`, or `ENCODING_FAILED` for one that fits when it is looked at again. */
export function unwritable(misfits: readonly ValueMisfit[]): SerializationError {
  const [first, ...others] = misfits;
  if (first !== undefined) return misfitsError([first, ...others]);
  // As when a getter answers differently the second time.
  const problem = 'the value could not be written, and fits when it is looked at again';
  return serializationError(problem, 'ENCODING_FAILED');
}

interface Place {
  readonly path: string;
  readonly depth: number;
}

class MisfitWalk {
  readonly misfits: ValueMisfit[] = [];
  readonly #strict: boolean;

  constructor({ undeclaredFields }: MessageWriteOptions) {
    this.#strict = undeclaredFields === 'refuse';
  }

  message(plan: MessagePlan, value: unknown, { path, depth }: Place): void {
    const expected = `message ${plan.fullName} (an object)`;
    if (!isRecordLike(value)) {
      this.#add({ path, expected, found: foundKind(value) });
      return;
    }
    if (depth > MOST_DEPTH) {
      const remedy = 'no Protobuf reader goes deeper; is the value part of itself?';
      this.#add({ path, expected: `at most ${MOST_DEPTH} levels deep`, found: 'more', remedy });
      return;
    }
    for (const field of plan.fields) {
      if (this.misfits.length >= MOST_MISFITS) return;
      this.#member(field, memberOf(value, field), { path: memberPath(path, field.name), depth });
    }
    for (const oneof of plan.oneofs) {
      if (isAmbiguous(value, oneof.members)) this.#ambiguous(oneof, value, path);
    }
    if (this.#strict) this.#undeclared(plan, value, path);
  }

  #member(field: FieldPlan, member: unknown, place: Place): void {
    const { path } = place;
    const { label, value } = field;
    if (member === undefined || member === null) {
      if (label === 'required') {
        this.#add({ path, expected: `${expectedOf(value)}, which is required`, found: foundKind(member) });
      }
    } else if (label === 'repeated') {
      this.#items(member, value, place);
    } else if (label === 'map') {
      this.#entries(field, member, place);
    } else this.#value(value, member, place);
  }

  #items(member: unknown, value: ValuePlan, { path, depth }: Place): void {
    if (!Array.isArray(member)) {
      this.#add({ path, expected: `a list of ${expectedOf(value)}`, found: foundKind(member) });
      return;
    }
    for (let index = 0; index < member.length && this.misfits.length < MOST_MISFITS; index++) {
      this.#value(value, member[index], { path: `${path}[${index}]`, depth });
    }
  }

  #entries(field: FieldPlan, member: unknown, { path, depth }: Place): void {
    const { key, value } = field;
    if (key === null || !isRecordLike(member)) {
      this.#add({ path, expected: 'a map (a plain object)', found: foundKind(member) });
      return;
    }
    for (const name of Object.keys(member)) {
      if (this.misfits.length >= MOST_MISFITS) return;
      const entryPath = `${path}[${JSON.stringify(name)}]`;
      if (keyOfName(name, key) === undefined) {
        this.#add({ path: entryPath, expected: `a key that is ${key.type}`, found: 'another text' });
      }
      this.#value(value, member[name], { path: entryPath, depth });
    }
  }

  #value(plan: ValuePlan, value: unknown, { path, depth }: Place): void {
    if (plan.kind === 'message') {
      this.message(plan.message, value, { path, depth: depth + 1 });
    } else if (!plan.codec.fits(value)) {
      const { expected } = plan.codec;
      this.#add({ path, expected, found: foundKind(value) });
    }
  }

  #ambiguous(oneof: OneofPlan, value: Readonly<Record<string, unknown>>, path: string): void {
    const set = oneof.members.filter((field) => (memberOf(value, field) ?? null) !== null);
    this.#add({
      path: memberPath(path, set[1]?.name ?? oneof.name),
      expected: `absent beside '${set[0]?.name ?? ''}': one field at most of oneof ${oneof.name}`,
      found: `${set.length} of its fields`,
    });
  }

  #undeclared(plan: MessagePlan, value: Readonly<Record<string, unknown>>, path: string): void {
    for (const name of Object.keys(value)) {
      if (this.misfits.length >= MOST_MISFITS) return;
      if (!isUndeclared(plan, value, name)) continue;
      const field = plan.byName.get(name);
      const nearest = nearestName(name, plan.byName.keys());
      const meant = nearest === undefined ? '' : `; did you mean '${nearest}'?`;
      this.#add({
        path: memberPath(path, name),
        expected: field === undefined ? `a field of ${plan.fullName}` : `absent beside '${field.name}'`,
        found: field === undefined ? 'a name that is not declared' : 'the same field under its other name',
        remedy:
          field === undefined
            ? `leave it out, or set undeclaredFields: 'ignore'${meant}`
            : 'give one of the two names',
      });
    }
  }

  #add(misfit: ValueMisfit): void {
    if (this.misfits.length < MOST_MISFITS) this.misfits.push(misfit);
  }
}

function expectedOf(plan: ValuePlan): string {
  return plan.kind === 'message' ? `message ${plan.message.fullName}` : plan.codec.expected;
}
