/**
 * Walks a value beside its representation and finds the first place where it does not fit.
 *
 * Runs only after an encoding has failed, and where a union must choose; so it may be slow, and must be
 * right: what it passes can be encoded. Depth is bounded, since a value may contain itself.
 */
import { nearestName } from '@ottla/kernel';
import type { RecordRepresentation, Representation, UnionRepresentation } from '@ottla/schema';
import { foundKind, isRecordLike } from '../../found-kind.ts';
import type { Misfit } from '../../misfit.ts';
import { expectedWords } from './expected-words.ts';
import { fieldValue, TYPE_KEY } from './record-guard.ts';
import { scalarMisfit } from './scalar-check.ts';
import { unionChooser } from './union-choice.ts';

/** Values nested deeper are refused here; no reader bounded like ours would take them. */
export const DEEPEST_VALUE = 1000;

/** Undefined when the value fits. */
export function findMisfit(representation: Representation, value: unknown): Misfit | undefined {
  return new ValueCheck().check(representation, value);
}

class ValueCheck {
  /** The way to where we are, in pieces: `orders`, `[3]`, `.total`. */
  readonly #path: string[] = [];

  check(representation: Representation, value: unknown): Misfit | undefined {
    if (this.#path.length > DEEPEST_VALUE) {
      return this.#misfit(representation, {
        found: `a value nested more than ${DEEPEST_VALUE} levels deep`,
        remedy: 'does it contain itself?',
      });
    }
    if (representation.kind === 'union') return this.#union(representation, value);
    if (representation.kind === 'array') {
      if (!Array.isArray(value)) return this.#misfit(representation, { found: foundKind(value) });
      // Array.isArray gives any[].
      return this.#items(representation.items, value as readonly unknown[]);
    }
    if (representation.kind === 'map' || representation.kind === 'record') {
      if (!isRecordLike(value)) return this.#misfit(representation, { found: foundKind(value) });
      if (representation.kind === 'map') return this.#entries(representation.values, value);
      return this.#undeclared(representation, value) ?? this.#fields(representation, value);
    }
    const misfit = scalarMisfit(representation, value);
    return misfit === undefined ? undefined : this.#misfit(representation, misfit);
  }

  #misfit(representation: Representation, what: { found: string; remedy?: string | undefined }): Misfit {
    const remedy =
      what.found === 'nothing' && isNullable(representation) ? 'pass null to leave it empty' : what.remedy;
    return {
      path: this.#here(),
      expected: expectedWords(representation),
      found: what.found,
      remedy,
    };
  }

  #here(): string {
    return this.#path.join('').replace(/^\./, '');
  }

  #inside(piece: string, representation: Representation, value: unknown): Misfit | undefined {
    this.#path.push(piece);
    const misfit = this.check(representation, value);
    this.#path.pop();
    return misfit;
  }

  #items(items: Representation, values: readonly unknown[]): Misfit | undefined {
    for (let index = 0; index < values.length; index++) {
      const misfit = this.#inside(`[${index}]`, items, values[index]);
      if (misfit !== undefined) return misfit;
    }
    return undefined;
  }

  #entries(values: Representation, map: Readonly<Record<string, unknown>>): Misfit | undefined {
    for (const key of Object.keys(map)) {
      const misfit = this.#inside(`[${JSON.stringify(key)}]`, values, map[key]);
      if (misfit !== undefined) return misfit;
    }
    return undefined;
  }

  #undeclared(
    { fields, schema }: RecordRepresentation,
    record: Readonly<Record<string, unknown>>,
  ): Misfit | undefined {
    const names = fields.map(({ name }) => name);
    const declared = new Set(names);
    for (const key of Object.keys(record)) {
      if (declared.has(key) || record[key] === undefined) continue;
      if (key === TYPE_KEY && record[key] === schema.fullName) continue;
      const nearest = nearestName(key, names);
      this.#path.push(`.${key}`);
      const path = this.#here();
      this.#path.pop();
      return {
        path,
        expected: `a field of record ${schema.fullName}`,
        found: 'an undeclared field',
        remedy: nearest === undefined ? `its fields are ${names.join(', ')}` : `did you mean '${nearest}'?`,
      };
    }
    return undefined;
  }

  #fields({ fields }: RecordRepresentation, record: Readonly<Record<string, unknown>>): Misfit | undefined {
    for (const { name, representation, field } of fields) {
      const value = fieldValue(record, name);
      if (value === undefined && field.hasDefault) continue;
      const misfit = this.#inside(`.${name}`, representation, value);
      if (misfit !== undefined) return misfit;
    }
    return undefined;
  }

  #union(representation: UnionRepresentation, value: unknown): Misfit | undefined {
    const choice = unionChooser(representation)(value);
    const branch = choice === undefined ? undefined : representation.branches[choice.index];
    if (choice === undefined || branch === undefined) {
      const tags = representation.branches.filter(({ tagging }) => tagging !== 'none').map(({ tag }) => tag);
      const remedy =
        isRecordLike(value) && tags.length > 0
          ? `say which with ${TYPE_KEY}: ${tags.join(' or ')}`
          : undefined;
      return this.#misfit(representation, { found: foundKind(value), remedy });
    }
    const { representation: chosen } = branch;
    const misfit = this.check(chosen, choice.value);
    // At the union itself, all its branches are what was expected.
    if (misfit === undefined || misfit.path !== this.#here()) return misfit;
    return chosen.kind === 'record' ? misfit : { ...misfit, expected: expectedWords(representation) };
  }
}

function isNullable(representation: Representation): boolean {
  return representation.kind === 'union' && representation.branches.some(({ jsKind }) => jsKind === 'null');
}
