/**
 * Keeps in a value what its plain JSON says about branches of unions.
 *
 * Decoding gives natural values, and encoding takes the first branch that holds one; where JSON has named another,
 * the value is put inside { $type, value }, which forces it. Walks the value beside its JSON. Values are new ones of
 * a decode, so they are changed in place.
 */
import type { JsonNode } from '@ottla/schema';
import type { BranchWriteStep, UnionWriteStep, WriteStep } from '../plan/write-step.ts';
import { choiceOf } from '../write/value-check.ts';
import type { BranchChoice } from './branch-choice.ts';

/** By the plan that the value will be written with. */
export class PinnedValues {
  readonly #choice: BranchChoice;

  constructor(choice: BranchChoice) {
    this.#choice = choice;
  }

  /** Gives the value, or what it must stand in. */
  of(step: WriteStep, at: JsonNode, value: unknown): unknown {
    switch (step.step) {
      case 'scalar':
      case 'enum':
        return value;
      case 'array':
        if (at.kind !== 'array' || !Array.isArray(value)) return value;
        for (const [index, item] of at.items.entries())
          value[index] = this.of(step.items, item, value[index]);
        return value;
      case 'map':
        if (at.kind !== 'object') return value;
        for (const [key, member] of at.members)
          this.#pinMember(step.values, member.value, { of: value, key });
        return value;
      case 'record':
        if (at.kind !== 'object') return value;
        for (const { name: key, value: field } of step.fields) {
          const member = at.members.get(key);
          if (member !== undefined) this.#pinMember(field, member.value, { of: value, key });
        }
        return value;
      case 'union':
        return this.#ofBranch(step, at, value);
    }
  }

  #pinMember(
    step: WriteStep,
    at: JsonNode,
    { of, key }: { readonly of: unknown; readonly key: string },
  ): void {
    const members = of as Record<string, unknown>; // decoded from an object of JSON
    const value = Object.hasOwn(members, key) ? members[key] : undefined;
    const kept = this.of(step, at, value);
    if (kept === value) return;
    // As data: a key may be `__proto__`.
    Object.defineProperty(members, key, {
      value: kept,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }

  #ofBranch(step: UnionWriteStep, at: JsonNode, value: unknown): unknown {
    const chosen = this.#choice.choose(step.representation.schema, at);
    const branch = step.branches[chosen?.index ?? -1];
    if (chosen === undefined || branch === undefined) return value;
    if (branch.branch.tagging === 'wrapped') {
      this.#pinMember(branch.value, chosen.node, { of: value, key: 'value' });
      return value;
    }
    const kept = this.of(branch.value, chosen.node, value);
    return isTaken(step, branch, kept) ? kept : { $type: branch.branch.tag, value: kept };
  }
}

function isTaken(step: UnionWriteStep, branch: BranchWriteStep, value: unknown): boolean {
  const encoding = choiceOf(step);
  const index = encoding.choose(value);
  return step.branches[index] === branch && !encoding.isWrapping(value, index);
}
