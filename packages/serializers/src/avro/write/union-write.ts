/**
 * Writers of unions: the position of the branch, then the value.
 *
 * The only branch of a value's kind is tried at once; when it refuses, and where there are several, the rules of
 * union-choice.ts decide. Source: Avro 1.12 specification, "Unions".
 */
import type { UnionWriteStep } from '../plan/write-step.ts';
import { TYPE_KEY } from '../union-tag.ts';
import { MISFIT } from './misfit-signal.ts';
import { NONE, UnionChoice } from './union-choice.ts';
import type { ValueWrite } from './write-contract.ts';

/** `missingIsNull`: undefined is written as null, where the union has one. */
export function unionWrite(
  step: UnionWriteStep,
  writes: readonly ValueWrite[],
  missingIsNull: boolean,
): ValueWrite {
  const choice = new UnionChoice(step, writes);
  const likelyOf = likelyBranch(choice);
  const chosenWrite: ValueWrite = (value, writer) => {
    const index = choice.choose(value);
    const write = writes[index];
    if (write === undefined) throw MISFIT;
    writer.writeVarint(index);
    write(choice.isWrapping(value, index) ? value.value : value, writer);
  };
  return (given, writer) => {
    const value = given === undefined && missingIsNull ? null : given;
    const likely = likelyOf(value);
    const write = likely === NONE ? undefined : writes[likely];
    if (write === undefined) {
      chosenWrite(value, writer);
      return;
    }
    const start = writer.position;
    writer.writeVarint(likely);
    try {
      write(value, writer);
    } catch (error) {
      // Asked again only where the answer is another: a value may be nested deeply, and each level ends here.
      if (error !== MISFIT || (choice.choose(value) === likely && !choice.isWrapping(value, likely)))
        throw error;
      writer.truncate(start);
      chosenWrite(value, writer);
    }
  };
}

/** Which branch takes a value, as far as its kind alone can say. */
function likelyBranch(choice: UnionChoice): (value: unknown) => number {
  const ofNull = choice.onlyOf('null');
  const ofString = choice.onlyOf('string');
  const ofNumber = choice.onlyOf('number');
  const ofBoolean = choice.onlyOf('boolean');
  const ofBigint = choice.onlyOf('bigint');
  const ofArray = choice.onlyOf('array');
  const ofBytes = choice.onlyOf('bytes');
  const ofDate = choice.onlyOf('date');
  const ofObject = choice.onlyOf('object');
  return (value) => {
    switch (typeof value) {
      case 'string':
        return ofString;
      case 'number':
        return ofNumber;
      case 'boolean':
        return ofBoolean;
      case 'bigint':
        return ofBigint;
      case 'object': {
        if (value === null) return ofNull;
        if (Array.isArray(value)) return ofArray;
        if (value instanceof Date) return ofDate;
        if (value instanceof Uint8Array) return ofBytes;
        // Any object may be asked for any member.
        const tag = (value as { readonly [TYPE_KEY]?: unknown })[TYPE_KEY];
        return tag === undefined ? ofObject : choice.namedRecord(tag);
      }
      case 'undefined':
      case 'function':
      case 'symbol':
        return NONE;
    }
  };
}
