/**
 * A reading that tells where each value begins and ends.
 *
 * The nodes, the cursor and all bounds are those of every reading; here they only tell on the way. Nothing of it is
 * there when payloads are read for their values.
 */
import type { ReadStep } from '../plan/read-step.ts';
import { DatumReader } from '../read/datum-reader.ts';
import { MapKeys } from '../read/map-keys.ts';
import type { NodeRead, ReadNode } from '../read/read-node.ts';
import { ReadNodes } from '../read/read-nodes.ts';
import { valueRead } from '../read/value-read.ts';
import type { PayloadTrace } from './payload-trace.ts';

interface Traced {
  readonly payload: Buffer;
  readonly start: number;
  readonly trace: PayloadTrace;
}

/** Where the datum ends. Throws what reading throws. */
export function readTraced(step: ReadStep, { payload, start, trace }: Traced): number {
  const root = new TracedNodes(trace).of(step);
  const datum = new TracedReader(trace);
  datum.start(payload, start);
  root.read(root, datum);
  return datum.position;
}

class TracedNodes extends ReadNodes {
  readonly #trace: PayloadTrace;
  /** How nodes are read; without those that data has not met. */
  readonly #reads = new Map<ReadNode, NodeRead>();

  constructor(trace: PayloadTrace) {
    super(valueRead);
    this.#trace = trace;
  }

  override of(step: ReadStep): ReadNode {
    const node = super.of(step);
    // What is tagged has no bytes but those of its value.
    if (step.step === 'tagged' || node.read === this.#traced) return node;
    if (node.keys !== null) node.keys = new TracedKeys(this.#trace);
    if (step.step !== 'record' && step.step !== 'union') this.#reads.set(node, node.read);
    node.read = this.#traced;
    return node;
  }

  readonly #traced: NodeRead = (node, datum) => {
    const read = this.#reads.get(node) ?? this.#met(node);
    this.#trace.enter(datum.position);
    const value = read(node, datum);
    this.#trace.leave(datum.position);
    return value;
  };

  #met(node: ReadNode): NodeRead {
    this.meet(node);
    const { read } = node;
    this.#reads.set(node, read);
    node.read = this.#traced;
    return read;
  }
}

class TracedKeys extends MapKeys {
  readonly #trace: PayloadTrace;

  constructor(trace: PayloadTrace) {
    super();
    this.#trace = trace;
  }

  override read(datum: DatumReader, place: number): string {
    const start = datum.position;
    const key = super.read(datum, place);
    this.#trace.key(key, start, datum.position);
    return key;
  }
}

class TracedReader extends DatumReader {
  readonly #trace: PayloadTrace;

  constructor(trace: PayloadTrace) {
    super();
    this.#trace = trace;
  }

  override index(count: number, what: 'symbol' | 'branch'): number {
    const start = this.position;
    const index = super.index(count, what);
    if (what === 'branch') this.#trace.branch(index, start, this.position);
    return index;
  }

  override blockCount(): number {
    const start = this.position;
    const count = super.blockCount();
    this.#trace.block(count, start, this.position);
    return count;
  }
}
