/**
 * From a representation to the avsc type that encodes its values.
 *
 * A subtree whose values avsc takes as they are gets no conversion. The rest is converted where it stands,
 * while avsc walks the value: nothing is copied first. Inside a union no branch carries a conversion, the
 * union does: avsc would run every branch's own on every value. `exact` plans take what the fast ones leave
 * out: longs that avsc would corrupt, and `$type` where no branch needs one. Defaults stay with the record guard.
 */
import type {
  EnumRepresentation,
  RecordRepresentation,
  Representation,
  UnionRepresentation,
} from '@ottla/schema';
import {
  avscType,
  converted,
  customLong,
  type AvscNode,
  type AvscType,
  type Conversion,
} from '../engine/avsc-type.ts';
import { enumSymbol, enumSymbols } from '../engine/enum-symbols.ts';
import { isLong, isWritableByAvsc, zigzagBytes } from '../logical/zigzag.ts';
import { conversionOf } from '../logical/scalar-conversion.ts';
import { MISFIT } from './misfit-signal.ts';
import { avscFieldNames, recordGuard } from './record-guard.ts';
import { scalarConversion } from './scalar-conversion.ts';
import { unionChooser } from './union-choice.ts';

/** What a root value goes through: the conversion, when there is one, then avsc. */
export interface RootWriting {
  readonly type: AvscType;
  readonly toAvsc: Conversion | undefined;
}

export function rootWriting(representation: Representation, exact: boolean): RootWriting {
  const { node, toAvsc } = new WritePlan(exact).root(representation);
  return { type: avscType(node, exact ? 'always' : 'auto'), toAvsc };
}

/** A node without its conversion, so that a union can take the conversion over. */
interface BareNode {
  readonly node: AvscNode;
  readonly toAvsc?: Conversion | undefined;
  /** What avsc calls it as a branch. */
  readonly branchName: string;
}

function wideLong(toBigint: Conversion): AvscType {
  return customLong({
    fits: (value) => {
      const long = toBigint(value);
      return typeof long === 'bigint' && isLong(long);
    },
    // `fits` is asked first.
    write: (value) => zigzagBytes(toBigint(value) as bigint),
    read: () => undefined,
  });
}

function exactLong(toNumber: Conversion): AvscType {
  return customLong({
    fits: (value) => Number.isSafeInteger(toNumber(value)),
    write: (value) => zigzagBytes(BigInt(Number(toNumber(value)))),
    read: () => undefined,
  });
}

class WritePlan {
  readonly #exact: boolean;
  readonly #guarded = new Map<RecordRepresentation, string>();
  readonly #bare = new Map<RecordRepresentation, string>();
  #names = 0;

  constructor(exact: boolean) {
    this.#exact = exact;
  }

  /** The root's conversion stays outside of avsc, which saves a step per value. */
  root(representation: Representation): Pick<BareNode, 'node' | 'toAvsc'> {
    return representation.kind === 'union'
      ? { node: this.#union(representation) }
      : this.#bareNode(representation);
  }

  node(representation: Representation): AvscNode {
    if (representation.kind === 'record') {
      return this.#record(representation, recordGuard(representation));
    }
    if (representation.kind === 'union') return this.#union(representation);
    const { node, toAvsc } = this.#bareNode(representation);
    return toAvsc === undefined ? node : converted(node, { toAvsc });
  }

  #name(letter: string): string {
    return `${letter}${this.#names++}`;
  }

  #bareNode(representation: Exclude<Representation, UnionRepresentation>): BareNode {
    if (representation.kind === 'record') {
      const node = this.#record(representation, undefined);
      const branchName = this.#bare.get(representation) ?? '';
      return { node, toAvsc: recordGuard(representation), branchName };
    }
    if (representation.kind === 'array') {
      return { node: { type: 'array', items: this.node(representation.items) }, branchName: 'array' };
    }
    if (representation.kind === 'map') {
      const node = { type: 'map', values: this.node(representation.values) };
      return { node, toAvsc: scalarConversion(representation), branchName: 'map' };
    }
    if (representation.kind === 'enum') return this.#enum(representation);
    if (conversionOf(representation).wire === 'bigintLong') {
      return { node: wideLong(scalarConversion(representation) ?? same), branchName: 'long' };
    }
    if (representation.schema.type === 'long') return this.#long(scalarConversion(representation));
    const { schema } = representation;
    const toAvsc = scalarConversion(representation);
    if (schema.type !== 'fixed') return { node: schema.type, toAvsc, branchName: schema.type };
    const name = this.#name('F');
    return { node: { type: 'fixed', name, size: schema.size }, toAvsc, branchName: name };
  }

  #long(toNumber: Conversion | undefined): BareNode {
    if (this.#exact) return { node: exactLong(toNumber ?? same), branchName: 'long' };
    const toAvsc: Conversion =
      toNumber === undefined ? writableLong : (value) => writableLong(toNumber(value));
    return { node: 'long', toAvsc, branchName: 'long' };
  }

  #enum({ symbols }: EnumRepresentation): BareNode {
    const name = this.#name('E');
    const ours = new Map<unknown, string>(symbols.map((symbol, index) => [symbol, enumSymbol(index)]));
    // Anything that is no symbol, strings or not, is not in the map; avsc refuses undefined.
    const toAvsc: Conversion = (value) => ours.get(value);
    return { node: { type: 'enum', name, symbols: enumSymbols(symbols) }, toAvsc, branchName: name };
  }

  /** A record is one type where it guards itself and another where a union guards it; avsc has no references with conversions. */
  #record(representation: RecordRepresentation, guard: Conversion | undefined): AvscNode {
    const made = guard === undefined ? this.#bare : this.#guarded;
    const known = made.get(representation);
    if (known !== undefined) return known;
    const name = this.#name('T');
    made.set(representation, name);
    const names = avscFieldNames(representation.fields.map((field) => field.name));
    const fields = representation.fields.map((field, index) => ({
      name: names[index],
      type: this.node(field.representation),
    }));
    const node = { type: 'record', name, fields };
    return guard === undefined ? node : converted(node, { toAvsc: guard });
  }

  #union(representation: UnionRepresentation): AvscNode {
    const { branches } = representation;
    const bare = branches.map((branch) => {
      const inner = branch.representation;
      return inner.kind === 'union' ? { node: 'null', branchName: '' } : this.#bareNode(inner);
    });
    const nodes = bare.map(({ node }) => node);
    if (nodes.length === 0) return converted('null', { toAvsc: refuse });
    if (!this.#exact) {
      const kinds = new Set(branches.map(({ jsKind }) => jsKind));
      if (kinds.size === bare.length && bare.every(({ toAvsc }) => toAvsc === undefined)) return nodes;
      const nullable = nullableConversion(bare);
      if (nullable !== undefined) return converted(nodes, { toAvsc: nullable });
    }
    return convertedUnion(representation, bare);
  }
}

/** Anything else goes on to avsc, which refuses what is no number. */
function writableLong(value: unknown): unknown {
  if (typeof value === 'number' && !isWritableByAvsc(value)) throw MISFIT;
  return value;
}

const refuse: Conversion = () => {
  throw MISFIT;
};

/** For null and one other branch, which avsc never wraps. */
function nullableConversion(bare: readonly BareNode[]): Conversion | undefined {
  const other = bare.find(({ node }) => node !== 'null');
  if (bare.length !== 2 || other === undefined || !bare.some(({ node }) => node === 'null')) return undefined;
  const { toAvsc = same } = other;
  return (value) => (value === null ? null : toAvsc(value));
}

const same: Conversion = (value) => value;

function convertedUnion(representation: UnionRepresentation, bare: readonly BareNode[]): AvscNode {
  const choose = unionChooser(representation);
  let isWrapped = false;
  return converted(
    bare.map(({ node }) => node),
    {
      finished: (typeName) => {
        isWrapped = typeName === 'union:wrapped';
      },
      toAvsc: (value) => {
        const choice = choose(value);
        const branch = choice === undefined ? undefined : bare[choice.index];
        if (choice === undefined || branch === undefined) throw MISFIT;
        const { toAvsc = same, branchName } = branch;
        const inner = toAvsc(choice.value);
        return isWrapped && inner !== null ? { [branchName]: inner } : inner;
      },
    },
  );
}
