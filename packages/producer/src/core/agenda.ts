/**
 * Who wants to be looked at when: a binary heap of instants.
 *
 * Entries are never removed early; who is told checks whether there still is something to do. Owners keep
 * at most a few entries each, so the heap stays as small as the number of owners.
 */
interface Entry<Owner> {
  readonly at: number;
  /** Of two entries for one instant the older comes first. */
  readonly order: number;
  readonly owner: Owner;
}

function isBefore(left: Entry<unknown>, right: Entry<unknown>): boolean {
  return left.at < right.at || (left.at === right.at && left.order < right.order);
}

export class Agenda<Owner> {
  readonly #entries: Entry<Owner>[] = [];
  #order = 0;

  get size(): number {
    return this.#entries.length;
  }

  /** The earliest instant; Infinity when empty. */
  get nextAt(): number {
    return this.#entries[0]?.at ?? Infinity;
  }

  add(at: number, owner: Owner): void {
    const entries = this.#entries;
    let index = entries.length;
    const entry = { at, order: ++this.#order, owner };
    entries.push(entry);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = entries[parent];
      if (above === undefined || !isBefore(entry, above)) break;
      entries[index] = above;
      index = parent;
    }
    entries[index] = entry;
  }

  /** Takes one owner whose instant is not after `now`; undefined when none is due. */
  takeDue(now: number): Owner | undefined {
    const first = this.#entries[0];
    if (first === undefined || first.at > now) return undefined;
    const last = this.#entries.pop();
    if (last !== undefined && last !== first) this.#sink(last);
    return first.owner;
  }

  #sink(entry: Entry<Owner>): void {
    const entries = this.#entries;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const right = left + 1;
      const leftEntry = entries[left];
      const rightEntry = entries[right];
      if (leftEntry === undefined) break;
      const rightFirst = rightEntry !== undefined && isBefore(rightEntry, leftEntry);
      const below = rightFirst ? rightEntry : leftEntry;
      if (!isBefore(below, entry)) break;
      entries[index] = below;
      index = rightFirst ? right : left;
    }
    entries[index] = entry;
  }
}
