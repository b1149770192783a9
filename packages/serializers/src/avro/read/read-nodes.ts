/**
 * Makes the nodes of a plan. Each step is one node; records and unions are filled when data first meets them.
 *
 * Follows arrays, maps and tagged values by recursion, which the text of a schema bounds.
 */
import { DefaultRead, type ReadOfStep } from '../default-value.ts';
import type { ReadStep, RecordReadStep, ScalarReadStep, UnionReadStep } from '../plan/read-step.ts';
import { withinStack } from '../schema-depth.ts';
import { MapKeys } from './map-keys.ts';
import { nodeReads } from './node-reads.ts';
import { promotedValue } from './promoted-value.ts';
import { ReadNode, type NodeMaker } from './read-node.ts';
import { RecordFields } from './record-fields.ts';
import { shapeOf } from './record-shape.ts';
import { SkipReads } from './skip-read.ts';

export class ReadNodes implements NodeMaker {
  readonly #nodes = new Map<ReadStep, ReadNode>();
  readonly #readOf: ReadOfStep;
  #skips: SkipReads | undefined;

  constructor(readOf: ReadOfStep) {
    this.#readOf = readOf;
  }

  of(step: ReadStep): ReadNode {
    const known = this.#nodes.get(step);
    if (known !== undefined) return known;
    const node = this.#made(step);
    // What may be met again is a record; the rest stands in one place.
    if (step.step === 'record') this.#nodes.set(step, node);
    return node;
  }

  /** Fills a node that data meets for the first time. Throws SerializationError `SCHEMA_TOO_DEEP`. */
  meet(node: ReadNode): void {
    const { step } = node;
    if (step.step === 'record') withinStack(() => this.#fillRecord(node, step));
    else node.read = nodeReads.union;
  }

  /** The node of a branch that data meets for the first time. */
  meetBranch(node: ReadNode, index: number): ReadNode {
    // Only unions have branches.
    const union = node.step as UnionReadStep;
    const branch = withinStack(() => this.of(union.branch(index)));
    node.children[index] = branch;
    return branch;
  }

  #made(step: ReadStep): ReadNode {
    switch (step.step) {
      case 'scalar':
        return this.#scalar(step);
      case 'enum': {
        const node = new ReadNode(step, nodeReads.enum, this);
        node.symbols = step.symbols;
        node.path = step.path;
        return node;
      }
      case 'array': {
        const node = new ReadNode(step, nodeReads.array, this);
        node.child = this.of(step.items);
        node.leastBytes = step.leastItemBytes;
        node.emptyValues = step.emptyValues;
        return node;
      }
      case 'map': {
        const node = new ReadNode(step, nodeReads.map, this);
        node.child = this.of(step.values);
        node.keys = new MapKeys();
        return node;
      }
      case 'tagged': {
        const node = new ReadNode(step, nodeReads.tagged, this);
        node.child = this.of(step.value);
        return node;
      }
      case 'skip': {
        const node = new ReadNode(step, nodeReads.skip, this);
        this.#skips ??= new SkipReads(step.sizes);
        node.skipped = this.#skips.of(step.writer);
        return node;
      }
      case 'fail':
        return new ReadNode(step, nodeReads.fail, this);
      case 'record': {
        const node = new ReadNode(step, nodeReads.unmet, this);
        node.emptyValues = step.emptyValues;
        return node;
      }
      case 'union': {
        const node = new ReadNode(step, nodeReads.unmet, this);
        node.size = step.branchCount;
        return node;
      }
    }
  }

  #scalar(step: ScalarReadStep): ReadNode {
    const wire = new ReadNode(step, nodeReads[step.wire], this);
    wire.size = step.size ?? 0;
    wire.path = step.path;
    const { promotion, conversion } = step;
    if (promotion === null && conversion === null) return wire;
    const node = new ReadNode(step, nodeReads.converted, this);
    node.child = wire;
    node.path = step.path;
    node.promoted = promotion === null ? null : promotedValue(promotion, step.path);
    node.conversion = conversion;
    return node;
  }

  #fillRecord(node: ReadNode, step: RecordReadStep): void {
    const fields = step.fields.map(({ name, value }) => ({ name, node: this.of(value) }));
    const defaults = step.defaults.map((each) => {
      return { name: each.name, read: new DefaultRead(each, this.#readOf) };
    });
    node.record = new RecordFields(shapeOf(step.representation, step.tag), fields, defaults);
    node.read = nodeReads.record;
  }
}
