/**
 * Reads the fields of a writer's record into an object of the reader's, in the order in which they were written.
 *
 * What only the writer has is passed over; what only the reader has takes its default. A record that is read often
 * gets code of its own for its members; see record-shape.ts.
 */
import { InvariantError } from '@ottla/kernel';
import type { DefaultRead } from '../default-value.ts';
import type { DatumReader } from './datum-reader.ts';
import type { ReadNode } from './read-node.ts';
import {
  internalized,
  MOST_MEMBERS,
  type Members,
  type MembersRead,
  type PlainRecord,
  type RecordShape,
} from './record-shape.ts';

/** So many records of a kind make it one that is read often. */
const OFTEN = 100;

export interface RecordField {
  /** Null: skipped. */
  readonly name: string | null;
  readonly node: ReadNode;
}

export interface RecordDefault {
  readonly name: string;
  readonly read: DefaultRead;
}

interface Part {
  readonly read: MembersRead;
  readonly members: Members;
}

export class RecordFields {
  readonly shape: RecordShape;
  readonly #fields: readonly RecordField[];
  readonly #defaults: readonly RecordDefault[];
  #parts: readonly Part[];
  #records = 0;

  constructor(shape: RecordShape, fields: readonly RecordField[], defaults: readonly RecordDefault[]) {
    this.shape = shape;
    this.#fields = fields.map(({ name, node }) => ({
      name: name === null ? null : internalized(name),
      node,
    }));
    this.#defaults = defaults;
    this.#parts = this.#fields.map((field) => slowPart(field));
  }

  readInto(record: PlainRecord, datum: DatumReader): void {
    const parts = this.#parts;
    for (let index = 0; index < parts.length; index++) {
      const part = parts[index];
      if (part !== undefined) part.read(record, part.members, datum);
    }
    for (const { name, read } of this.#defaults) record[name] = read.value();
    if (this.#records < OFTEN && ++this.#records === OFTEN) this.#parts = this.#fastParts();
  }

  #fastParts(): readonly Part[] {
    const parts: Part[] = [];
    const run: RecordField[] = [];
    const finish = (): void => {
      while (run.length > 0) {
        const taken = run.splice(0, run.length >= MOST_MEMBERS ? MOST_MEMBERS : 1);
        const fast = this.shape.fastRead(taken.map(({ name }) => name ?? ''));
        if (fast === undefined) parts.push(...taken.map((field) => slowPart(field)));
        else parts.push({ read: fast, members: membersOf(taken) });
      }
    };
    for (const field of this.#fields) {
      if (field.name !== null) run.push(field);
      else {
        finish();
        parts.push(slowPart(field));
      }
    }
    finish();
    return parts;
  }
}

const readMember: MembersRead = (record, { a, an }, datum) => {
  record[a] = an.read(an, datum);
};
const skipMember: MembersRead = (_record, { an }, datum) => {
  an.read(an, datum);
};

function slowPart(field: RecordField): Part {
  return { read: field.name === null ? skipMember : readMember, members: membersOf([field]) };
}

/** Of at least one field. */
function membersOf(fields: readonly RecordField[]): Members {
  const [first, second = first, third = second, fourth = third] = fields;
  if (first === undefined || second === undefined || third === undefined || fourth === undefined) {
    throw new InvariantError('a part of a record without fields');
  }
  return {
    a: first.name ?? '',
    b: second.name ?? '',
    c: third.name ?? '',
    d: fourth.name ?? '',
    an: first.node,
    bn: second.node,
    cn: third.node,
    dn: fourth.node,
  };
}
