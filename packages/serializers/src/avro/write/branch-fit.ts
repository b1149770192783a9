/**
 * Whether a branch of a union without parts holds a value exactly, asked where several could.
 *
 * Exactly: it fits, and is read back as the same value; 0.1 fits a float, and -0 an int, but neither exactly.
 */
import { ByteWriter } from '@ottla/kernel';
import type { EnumWriteStep, ScalarWriteStep } from '../plan/write-step.ts';
import { MISFIT } from './misfit-signal.ts';
import { positionsOf } from './scalar-write.ts';
import type { ValueWrite } from './write-contract.ts';

export type BranchFit = (value: unknown) => boolean;

export function exactFit(step: ScalarWriteStep | EnumWriteStep, write: ValueWrite): BranchFit {
  if (step.step === 'enum') return (value) => positionsOf(step).has(value);
  const attempt = looseFit(write);
  if (step.conversion !== null) return attempt;
  switch (step.wire) {
    case 'int':
      return (value) => typeof value === 'number' && (value | 0) === value && !Object.is(value, -0);
    case 'long':
    case 'bigintLong':
      return (value) => {
        if (typeof value === 'number') return Number.isSafeInteger(value) && !Object.is(value, -0);
        return typeof value === 'bigint' && attempt(value);
      };
    case 'float':
      return (value) => typeof value === 'number' && Object.is(Math.fround(value), value);
    case 'double':
      return (value) => typeof value === 'number';
    case 'null':
    case 'boolean':
    case 'string':
    case 'bytes':
    case 'fixed':
      return attempt;
  }
}

/** Whether it fits, and be it rounded: writes it and forgets what was written. */
export function looseFit(write: ValueWrite): BranchFit {
  return (value) => {
    const scratch = new ByteWriter();
    try {
      write(value, scratch);
      return true;
    } catch (error) {
      if (error !== MISFIT) throw error;
      return false;
    }
  };
}
