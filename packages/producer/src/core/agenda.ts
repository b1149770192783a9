/**
 * Who wants to be looked at when: a binary heap of instants.
 *
 * Entries are never removed early; who is told checks whether there still is something to do. Owners keep
 * at most a few entries each, so the heap stays as small as the number of owners.
 */
interface Entry<Owner> {
  readonly at: number;
  readonly owner: Owner;
}

export class Agenda<Owner> {
  readonly #entries: Entry<Owner>[] = [];

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
    const entry = { at, owner };
    entries.push(entry);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = entries[parent];
      if (above === undefined || above.at <= at) break;
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
      const leftAt = entries[left]?.at ?? Infinity;
      const rightAt = entries[right]?.at ?? Infinity;
      const child = rightAt < leftAt ? right : left;
      const below = entries[child];
      if (below === undefined || below.at >= entry.at) break;
      entries[index] = below;
      index = child;
    }
    entries[index] = entry;
  }
}
