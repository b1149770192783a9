/**
 * Makes the objects that records are read into: plain ones, of one hidden class per record, quickly.
 *
 * An object is a copy of a template that has all members already; its members are then written in place, each as
 * its value is read. V8 makes such writes fast where one place in the source always writes the same name: a place
 * that writes many names costs several times as much. So there are as many copies of the writing code as here,
 * handed out to the members of records that turn out to be read often; members beyond are written by one piece of
 * code, which is as right and slower. A member `__proto__` is a member like any other: the template has it as its
 * own.
 */
import type { RecordRepresentation } from '@ottla/schema';
import type { DatumReader } from './datum-reader.ts';
import type { ReadNode } from './read-node.ts';

export type PlainRecord = Record<string, unknown>;

/** Reads the values of some members into a record. */
export type MembersRead = (record: PlainRecord, members: Members, datum: DatumReader) => void;

/** Up to four members, each with the node of its value; of fewer, the last ones stand again and are not used. */
export interface Members {
  readonly a: string;
  readonly b: string;
  readonly c: string;
  readonly d: string;
  readonly an: ReadNode;
  readonly bn: ReadNode;
  readonly cn: ReadNode;
  readonly dn: ReadNode;
}

export const MOST_MEMBERS = 4;

type TemplateCopy = (template: PlainRecord) => PlainRecord;

export class RecordShape {
  readonly #template: PlainRecord;
  #copy: TemplateCopy = (template) => ({ ...template });
  #isOwnCopy = false;
  /** By the names of the members: for writers whose fields stand in the same order. */
  readonly #reads = new Map<string, MembersRead>();

  constructor(names: readonly string[], tag: string | null) {
    this.#template = templateOf(names, tag);
  }

  /** A record whose members are all null, but for `$type`. */
  record(): PlainRecord {
    return this.#copy(this.#template);
  }

  /** Of one to four members of a record that is read often: code that reads no others, while there is some. */
  fastRead(names: readonly string[]): MembersRead | undefined {
    if (!this.#isOwnCopy) {
      this.#isOwnCopy = true;
      this.#copy = unusedCopies.pop() ?? this.#copy;
    }
    const key = JSON.stringify(names);
    const known = this.#reads.get(key);
    if (known !== undefined) return known;
    const made = unusedReads[names.length]?.pop();
    if (made !== undefined) this.#reads.set(key, made);
    return made;
  }
}

const shapes = new WeakMap<RecordRepresentation, Map<string | null, RecordShape>>();

/** One for all writers whose records are read into this. */
export function shapeOf(representation: RecordRepresentation, tag: string | null): RecordShape {
  let ofRecord = shapes.get(representation);
  if (ofRecord === undefined) shapes.set(representation, (ofRecord = new Map()));
  let shape = ofRecord.get(tag);
  if (shape === undefined) {
    shape = new RecordShape(
      representation.fields.map(({ name }) => name),
      tag,
    );
    ofRecord.set(tag, shape);
  }
  return shape;
}

/**
 * JSON.parse gives an object room for exactly its members. Parsing them as numbers and as texts first teaches V8
 * that they can be either, so that no copy changes its hidden class later.
 */
function templateOf(names: readonly string[], tag: string | null): PlainRecord {
  const start = tag === null ? [] : [`"$type":${JSON.stringify(tag)}`];
  const made = (value: string): PlainRecord => {
    const members = [...start, ...names.map((name) => `${JSON.stringify(name)}:${value}`)];
    // An object literal is parsed.
    return JSON.parse(`{${members.join()}}`) as PlainRecord;
  };
  made('0');
  made('""');
  return made('null');
}

/** The same text as V8 keeps it for keys, which it compares by identity. */
export function internalized(name: string): string {
  return Object.keys({ [name]: 0 })[0] ?? name;
}

/** Each a function of its own: what V8 learns of one must not be learnt of another. One line each. */
// prettier-ignore
const unusedFours: MembersRead[] = [
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); r[m.b] = m.bn.read(m.bn, d); r[m.c] = m.cn.read(m.cn, d); r[m.d] = m.dn.read(m.dn, d); },
];

/** As above. */
// prettier-ignore
const unusedOnes: MembersRead[] = [
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); }, (r, m, d) => { r[m.a] = m.an.read(m.an, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); }, (r, m, d) => { r[m.a] = m.an.read(m.an, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); }, (r, m, d) => { r[m.a] = m.an.read(m.an, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); }, (r, m, d) => { r[m.a] = m.an.read(m.an, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); }, (r, m, d) => { r[m.a] = m.an.read(m.an, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); }, (r, m, d) => { r[m.a] = m.an.read(m.an, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); }, (r, m, d) => { r[m.a] = m.an.read(m.an, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); }, (r, m, d) => { r[m.a] = m.an.read(m.an, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); }, (r, m, d) => { r[m.a] = m.an.read(m.an, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); }, (r, m, d) => { r[m.a] = m.an.read(m.an, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); }, (r, m, d) => { r[m.a] = m.an.read(m.an, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); }, (r, m, d) => { r[m.a] = m.an.read(m.an, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); }, (r, m, d) => { r[m.a] = m.an.read(m.an, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); }, (r, m, d) => { r[m.a] = m.an.read(m.an, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); }, (r, m, d) => { r[m.a] = m.an.read(m.an, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); }, (r, m, d) => { r[m.a] = m.an.read(m.an, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); }, (r, m, d) => { r[m.a] = m.an.read(m.an, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); }, (r, m, d) => { r[m.a] = m.an.read(m.an, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); }, (r, m, d) => { r[m.a] = m.an.read(m.an, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); }, (r, m, d) => { r[m.a] = m.an.read(m.an, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); }, (r, m, d) => { r[m.a] = m.an.read(m.an, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); }, (r, m, d) => { r[m.a] = m.an.read(m.an, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); }, (r, m, d) => { r[m.a] = m.an.read(m.an, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); }, (r, m, d) => { r[m.a] = m.an.read(m.an, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); }, (r, m, d) => { r[m.a] = m.an.read(m.an, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); }, (r, m, d) => { r[m.a] = m.an.read(m.an, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); }, (r, m, d) => { r[m.a] = m.an.read(m.an, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); }, (r, m, d) => { r[m.a] = m.an.read(m.an, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); }, (r, m, d) => { r[m.a] = m.an.read(m.an, d); },
  (r, m, d) => { r[m.a] = m.an.read(m.an, d); }, (r, m, d) => { r[m.a] = m.an.read(m.an, d); },
];

const unusedReads: Readonly<Record<number, MembersRead[]>> = { 1: unusedOnes, 4: unusedFours };

/** As above. */
// prettier-ignore
const unusedCopies: TemplateCopy[] = [
  (t) => ({ ...t }), (t) => ({ ...t }), (t) => ({ ...t }), (t) => ({ ...t }), (t) => ({ ...t }),
  (t) => ({ ...t }), (t) => ({ ...t }), (t) => ({ ...t }), (t) => ({ ...t }), (t) => ({ ...t }),
  (t) => ({ ...t }), (t) => ({ ...t }), (t) => ({ ...t }), (t) => ({ ...t }), (t) => ({ ...t }),
  (t) => ({ ...t }), (t) => ({ ...t }), (t) => ({ ...t }), (t) => ({ ...t }), (t) => ({ ...t }),
  (t) => ({ ...t }), (t) => ({ ...t }), (t) => ({ ...t }), (t) => ({ ...t }), (t) => ({ ...t }),
  (t) => ({ ...t }), (t) => ({ ...t }), (t) => ({ ...t }), (t) => ({ ...t }), (t) => ({ ...t }),
  (t) => ({ ...t }), (t) => ({ ...t }), (t) => ({ ...t }), (t) => ({ ...t }), (t) => ({ ...t }),
  (t) => ({ ...t }), (t) => ({ ...t }), (t) => ({ ...t }), (t) => ({ ...t }), (t) => ({ ...t }),
];
