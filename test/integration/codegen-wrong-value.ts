/**
 * Values that a generated type must refuse: right ones, but for one place.
 *
 * What is wrong is a matter of shape, never of range, so that a compiler can know it: another kind of value, a field
 * that is missing or not declared, a symbol or a tag that there is not. Where a union stands, no branch of it takes
 * what is put in.
 */
import { isObject, type Random } from '@ottla/kernel';
import {
  inputKindsOf,
  type RecordRepresentation,
  type Representation,
  type UnionBranch,
} from '@ottla/schema';
import { pick } from '../../packages/schema/testing/schema-sketch.ts';

export interface WrongValue {
  /** What is wrong with it, in words. */
  readonly wrong: string;
  readonly value: unknown;
}

interface Candidate {
  readonly wrong: string;
  /** Keys from the root to the place. */
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

/** One value of each kind that TypeScript tells from all others, whatever members these have. */
const OTHERS: Readonly<Record<string, unknown>> = {
  null: null,
  boolean: true,
  string: 'text',
  number: 7,
  bigint: 7n,
  array: [],
  date: new Date(0),
};

/** One value that sending must not take, made of one that it takes; null where there is no place to spoil. */
export function wrongValue(
  representation: Representation,
  value: unknown,
  random: Random,
): WrongValue | null {
  const search = new PlaceSearch();
  search.visit(representation, value, { path: [], isInline: false });
  const { found } = search;
  if (found.length === 0) return null;
  // The rare kinds as often as the common ones.
  const wrong = pick(random, [...new Set(found.map((candidate) => candidate.wrong))]);
  const { path, value: put } = pick(
    random,
    found.filter((candidate) => candidate.wrong === wrong),
  );
  return { wrong, value: replaced(value, path, put) };
}

interface Place {
  readonly path: readonly (string | number)[];
  /** The fields of a record that stand beside its `$type`. */
  readonly isInline: boolean;
}

class PlaceSearch {
  readonly found: Candidate[] = [];

  visit(representation: Representation, value: unknown, place: Place): void {
    const { path } = place;
    if (representation.kind === 'union') return this.#visitUnion(representation.branches, value, place);
    if (representation.kind === 'record') return this.#visitRecord(representation, value, place);
    this.#addOthers([representation], path);
    if (representation.kind === 'array' && Array.isArray(value)) {
      return this.#visitItems(representation, value, path);
    }
    if (representation.kind !== 'map') return;
    for (const [key, item] of Object.entries(value ?? {})) {
      this.visit(representation.values, item, { path: [...path, key], isInline: false });
    }
  }

  #visitRecord(record: RecordRepresentation, value: unknown, { path, isInline }: Place): void {
    if (takesAnything(record)) return;
    const { fields } = record;
    if (!isInline) this.#addOthers([{ kind: 'record' }], path);
    this.#add('a field that is not declared', path, withMember(value, 'not_declared', 1));
    for (const { name, representation, field } of fields) {
      // What is inherited may fit: an interface without members takes it.
      if (!field.hasDefault && !(name in {}))
        this.#add('a required field is missing', path, without(value, name));
      const member: unknown = Object.hasOwn(value ?? {}, name) ? Reflect.get(value ?? {}, name) : undefined;
      if (member !== undefined)
        this.visit(representation, member, { path: [...path, name], isInline: false });
    }
  }

  #visitUnion(branches: readonly UnionBranch[], value: unknown, { path }: Place): void {
    const inside = branches.map(({ representation }) => representation);
    if (inside.some(takesAnything)) return;
    this.#addOthers(inside, path);
    const plain = branches.find(({ jsKind, tagging }) => jsKind === 'object' && tagging === 'none');
    if (plain === undefined) this.#add('no such $type', path, { $type: 'no.Such', value: null });
    if (Array.isArray(value)) {
      const list = inside.find(({ kind }) => kind === 'array');
      if (list !== undefined) this.#visitItems(list, value, path);
      return;
    }
    if (!isObject(value)) return;
    const tagged = branches.find(({ tag, tagging }) => tagging !== 'none' && tag === value['$type']);
    if (tagged?.tagging === 'inline') {
      this.visit(tagged.representation, value, { path, isInline: true });
    } else if (tagged !== undefined) {
      this.visit(tagged.representation, value['value'], { path: [...path, 'value'], isInline: false });
    } else if (plain?.representation.kind === 'record' && isPlain(value)) {
      // Beside other branches: what is wrong as a record is told above.
      this.visit(plain.representation, value, { path, isInline: true });
    }
  }

  #visitItems(list: Representation, value: readonly unknown[], path: Place['path']): void {
    if (list.kind !== 'array') return;
    for (const [index, item] of value.entries()) {
      this.visit(list.items, item, { path: [...path, index], isInline: false });
    }
  }

  /** What none of these takes. */
  #addOthers(
    representations: readonly (Representation | Pick<RecordRepresentation, 'kind'>)[],
    path: Place['path'],
  ): void {
    const taken = new Set<string>(
      representations.flatMap((each) => {
        if (each.kind === 'record') return ['object'];
        const { natural, wide } = inputKindsOf(each);
        return [natural, ...wide];
      }),
    );
    for (const [kind, value] of Object.entries(OTHERS)) {
      if (!taken.has(kind)) this.#add(`${kind} for another kind`, path, value);
    }
    const texts = representations.filter(
      (each) => each.kind !== 'record' && inputKindsOf(each).natural === 'string',
    );
    if (texts.length > 0 && texts.every(({ kind }) => kind === 'enum')) {
      this.#add('no such symbol', path, 'no_such_symbol');
    }
  }

  #add(wrong: string, path: Place['path'], value: unknown): void {
    this.found.push({ wrong, path, value });
  }
}

/** Whether TypeScript takes whatever stands there: for what requires nothing but what every value inherits, such as `constructor`. */
function takesAnything(representation: Representation): boolean {
  if (representation.kind !== 'record') return false;
  const { fields } = representation;
  const required = fields.filter(({ field, name }) => !field.hasDefault || name in {});
  return required.length > 0 && required.every(({ name }) => name in {});
}

/** No instance of a class. */
function isPlain(value: object): boolean {
  return Object.getPrototypeOf(value) === Object.prototype;
}

function replaced(value: unknown, path: readonly (string | number)[], put: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return put;
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => (index === key ? replaced(item, rest, put) : item));
  }
  return Object.fromEntries(
    Object.entries(value ?? {}).map(([name, member]) => [
      name,
      name === key ? replaced(member, rest, put) : member,
    ]),
  );
}

export function without(value: unknown, name: string): unknown {
  return Object.fromEntries(Object.entries(value ?? {}).filter(([key]) => key !== name));
}

/** Every key an own member. */
export function withMember(value: unknown, name: string, member: unknown): unknown {
  return Object.fromEntries([...Object.entries(value ?? {}), [name, member]]);
}
