/**
 * The timestamps of a batch's records, in runs.
 *
 * Records of one millisecond share an entry, so a record costs a comparison. Kept after the batch's bytes
 * are gone, because a record's metadata may be read at any time.
 */
export class TimestampRuns {
  readonly #starts: number[] = [];
  readonly #values: number[] = [];
  #last = NaN;

  /** Notes the timestamp of the record at `index`; indexes only rise. */
  note(index: number, timestampMs: number): void {
    if (timestampMs === this.#last) return;
    this.#last = timestampMs;
    this.#starts.push(index);
    this.#values.push(timestampMs);
  }

  /** The timestamp of the record at `index`; -1 before the first. */
  at(index: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= index) low = middle + 1;
      else high = middle;
    }
    return this.#values[low - 1] ?? -1;
  }
}
