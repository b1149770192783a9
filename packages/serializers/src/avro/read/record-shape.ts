/**
 * Makes the objects that records are read into: plain ones, of one hidden class per record, quickly.
 *
 * An object is a copy of a template that has all members already; its members are then written in place. V8 makes
 * such writes fast where one place in the source always writes the same names: a place that writes many names costs
 * several times as much. So there are as many copies of the writing code as here, handed out four names at a time to
 * records that turn out to be read often; records beyond are written by one loop, which is as right and slower. A
 * member `__proto__` is a member like any other: the template has it as its own.
 */
import type { RecordRepresentation } from '@ottla/schema';

/** Puts four values into a record, from a place on. */
type FourWrite = (record: PlainRecord, names: FourNames, values: readonly unknown[], start: number) => void;
type TemplateCopy = (template: PlainRecord) => PlainRecord;
type PlainRecord = Record<string, unknown>;

interface FourNames {
  readonly a: string;
  readonly b: string;
  readonly c: string;
  readonly d: string;
}

/** So many values of a record make it one that is read often. */
const OFTEN = 100;
const FOUR = 4;

interface FourMembers {
  readonly write: FourWrite;
  readonly names: FourNames;
  readonly offset: number;
}

export class RecordShape {
  readonly #names: readonly string[];
  readonly #template: PlainRecord;
  #copy: TemplateCopy = copyOfAny;
  #fours: readonly FourMembers[] = [];
  #reads = 0;

  constructor(names: readonly string[], tag: string | null) {
    this.#template = templateOf(names, tag);
    this.#names = names.map(internalized);
  }

  /** A record with the values that stand from `start` on, in the order of the names. */
  record(values: readonly unknown[], start: number): PlainRecord {
    const record = this.#copy(this.#template);
    const fours = this.#fours;
    if (fours.length > 0) {
      for (let index = 0; index < fours.length; index++) {
        const four = fours[index];
        if (four !== undefined) four.write(record, four.names, values, start + four.offset);
      }
      return record;
    }
    const names = this.#names;
    for (let index = 0; index < names.length; index++) record[names[index] ?? ''] = values[start + index];
    if (++this.#reads === OFTEN) this.#speedUp();
    return record;
  }

  #speedUp(): void {
    const { length } = this.#names;
    const count = Math.ceil(length / FOUR);
    if (length < FOUR || count > unusedWrites.length || unusedCopies.length === 0) return;
    this.#copy = unusedCopies.pop() ?? copyOfAny;
    this.#fours = unusedWrites.splice(0, count).map((write, index) => {
      // The last four may begin within those before: writing a value twice does no harm.
      const offset = Math.min(index * FOUR, length - FOUR);
      const [a = '', b = '', c = '', d = ''] = this.#names.slice(offset);
      return { write, names: { a, b, c, d }, offset };
    });
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

/** The same text as V8 keeps it for keys. */
function internalized(name: string): string {
  return Object.keys({ [name]: 0 })[0] ?? name;
}

const copyOfAny: TemplateCopy = (template) => ({ ...template });

/** Each a function of its own: what V8 learns of one must not be learnt of another. One line each. */
// prettier-ignore
const unusedWrites: FourWrite[] = [
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
  (r, n, v, i) => { r[n.a] = v[i]; r[n.b] = v[i + 1]; r[n.c] = v[i + 2]; r[n.d] = v[i + 3]; },
];

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
];
