/**
 * Steps of unions and records that work out what is inside them when it is first asked for, and keep it.
 *
 * Data meets a small part of the pairs that two schemas can make.
 */
import type { RecordRepresentation } from '@ottla/schema';
import type { DefaultReadStep, FieldReadStep, ReadStep, RecordReadStep, UnionReadStep } from './read-step.ts';

export class LazyUnionStep implements UnionReadStep {
  readonly step = 'union';
  readonly branchCount: number;
  readonly #make: (index: number) => ReadStep;
  readonly #made = new Map<number, ReadStep>();

  constructor(branchCount: number, make: (index: number) => ReadStep) {
    this.branchCount = branchCount;
    this.#make = make;
  }

  branch(index: number): ReadStep {
    const known = this.#made.get(index);
    if (known !== undefined) return known;
    const made = this.#make(index);
    this.#made.set(index, made);
    return made;
  }
}

type RecordParts = Pick<RecordReadStep, 'tag' | 'leastBytes' | 'emptyValues' | 'defaults'> & {
  readonly fields: () => readonly FieldReadStep[];
};

export class LazyRecordStep implements RecordReadStep {
  readonly step = 'record';
  readonly representation: RecordRepresentation;
  readonly names: readonly string[];
  readonly tag: string | null;
  readonly leastBytes: number;
  readonly emptyValues: number;
  readonly defaults: readonly DefaultReadStep[];
  readonly #make: RecordParts['fields'];
  #fields: readonly FieldReadStep[] | undefined;

  constructor(representation: RecordRepresentation, parts: RecordParts) {
    this.representation = representation;
    this.names = representation.fields.map(({ name }) => name);
    this.tag = parts.tag;
    this.leastBytes = parts.leastBytes;
    this.emptyValues = parts.emptyValues;
    this.defaults = parts.defaults;
    this.#make = parts.fields;
  }

  get fields(): readonly FieldReadStep[] {
    return (this.#fields ??= this.#make());
  }
}
