/**
 * Which branch of a union a piece of plain JSON belongs to.
 *
 * 1. `$type` names the branch: of a record beside its fields, of any other in exactly { $type, value }.
 * 2. The only branch of its JSON kind; of several the first, in schema order, that holds it exactly, where bytes
 *    and fixed come behind all other strings, and the count of a timestamp or a decimal behind all other numbers.
 * 3. An object of one member whose key is a branch, as in Avro's JSON encoding, unless 2 reads all of it.
 *
 * The writer asks the same questions, and says `$type` where the answer would be another than it means.
 */
import { representationOf, type JsonNode, type Representation, type Schema } from '@ottla/schema';
import type { JsonNumber, JsonObject, UnionBranch, UnionSchema } from '@ottla/schema';
import { branchLabel } from '../json-encoding/datum-text.ts';
import { wholeOf } from '../json-encoding/datum-writer.ts';
import { TYPE_KEY } from '../union-tag.ts';

export interface ChosenBranch {
  readonly index: number;
  readonly branch: Schema;
  /** What the branch itself is to be read from. */
  readonly node: JsonNode;
  /** Neither tagged nor labelled. */
  readonly isNatural: boolean;
}

/** Whether JSON is a value of a schema, all of it. */
export type Fits = (schema: Schema, node: JsonNode) => boolean;

/** How exactly a branch holds a scalar, the best first; NO where it does not. */
type Standing = 0 | 1 | 2 | 3;
const NO: Standing = 3;

export class BranchChoice {
  readonly #fits: Fits;
  readonly #known = new WeakMap<JsonNode, Map<Schema, boolean>>();
  readonly #unions: ReadonlyMap<UnionSchema, readonly UnionBranch[]>;

  constructor(root: Schema, fits: Fits) {
    this.#fits = fits;
    this.#unions = unionsOf(root);
  }

  /** With how each says which it is. */
  branches(union: UnionSchema): readonly UnionBranch[] {
    return this.#unions.get(union) ?? [];
  }

  choose(union: UnionSchema, node: JsonNode): ChosenBranch | undefined {
    const branches = this.branches(union);
    const named = node.kind === 'object' ? tagged(branches, node) : undefined;
    if (named !== undefined) return named;
    const natural = this.#natural(branches, node);
    const label = node.kind === 'object' ? labelled(branches, node) : undefined;
    if (label === undefined) return natural;
    if (natural === undefined) return label;
    const isLabel = !this.#fitsWhole(natural) && this.#fitsWhole(label);
    return isLabel ? label : natural;
  }

  #natural(branches: readonly UnionBranch[], node: JsonNode): ChosenBranch | undefined {
    const candidates = branches.flatMap(({ representation: { schema }, tagging }, index) =>
      tagging === 'none' && takesKind(schema, node.kind) ? [{ index, branch: schema }] : [],
    );
    const [only] = candidates;
    if (only === undefined) return undefined;
    if (candidates.length === 1) return { ...only, node, isNatural: true };
    let best = { ...only, standing: NO };
    for (const candidate of candidates) {
      const standing = this.#standing(candidate.branch, node);
      if (standing < best.standing) best = { ...candidate, standing };
    }
    const { index, branch } = best;
    return best.standing === NO ? undefined : { index, branch, node, isNatural: true };
  }

  #standing(schema: Schema, node: JsonNode): Standing {
    if (!this.#fits(schema, node)) return NO;
    const isLogical = 'logical' in schema && schema.logical !== null;
    if (node.kind === 'string') {
      if (schema.type === 'float' || schema.type === 'double') return 2;
      return !isLogical && (schema.type === 'bytes' || schema.type === 'fixed') ? 1 : 0;
    }
    if (node.kind !== 'number') return 0;
    return isLogical || !isExact(schema, node) ? 1 : 0;
  }

  /** Asked about what is nested, each answer is kept, or the questions would double at each level. */
  #fitsWhole({ branch, node }: ChosenBranch): boolean {
    let known = this.#known.get(node);
    if (known === undefined) this.#known.set(node, (known = new Map()));
    const answer = known.get(branch) ?? this.#fits(branch, node);
    known.set(branch, answer);
    return answer;
  }
}

function tagged(branches: readonly UnionBranch[], node: JsonObject): ChosenBranch | undefined {
  const tag = node.members.get(TYPE_KEY)?.value;
  if (tag?.kind !== 'string') return undefined;
  const index = branches.findIndex((branch) => branch.tag === tag.value);
  const branch = branches[index]?.representation.schema;
  if (branch === undefined) return undefined;
  if (branch.type === 'record') return { index, branch, node, isNatural: false };
  const inner = node.members.get('value')?.value;
  if (inner === undefined || node.members.size !== 2) return undefined;
  return { index, branch, node: inner, isNatural: false };
}

/** Null is never labelled. */
function labelled(branches: readonly UnionBranch[], node: JsonObject): ChosenBranch | undefined {
  if (node.members.size !== 1) return undefined;
  const [[label, { value }] = [undefined, { value: node }]] = node.members;
  const index = branches.findIndex(({ representation: { schema } }) => {
    return schema.type !== 'null' && branchLabel(schema) === label;
  });
  const branch = branches[index]?.representation.schema;
  return branch === undefined ? undefined : { index, branch, node: value, isNatural: false };
}

function takesKind(schema: Schema, kind: JsonNode['kind']): boolean {
  const logical = 'logical' in schema ? schema.logical : null;
  switch (schema.type) {
    case 'null':
      return kind === 'null';
    case 'boolean':
      return kind === 'true' || kind === 'false';
    case 'int':
    case 'long':
      return kind === 'number' || (kind === 'string' && logical !== null);
    case 'float':
    case 'double':
      return kind === 'number' || kind === 'string';
    case 'string':
    case 'enum':
      return kind === 'string';
    case 'bytes':
    case 'fixed':
      if (logical?.name === 'duration') return kind === 'object';
      return kind === 'string' || (kind === 'number' && logical !== null && logical.name !== 'uuid');
    case 'array':
      return kind === 'array';
    case 'map':
    case 'record':
      return kind === 'object';
    case 'union':
      return false;
  }
}

/** What JavaScript would read back as the same number. */
function isExact({ type }: Schema, node: JsonNumber): boolean {
  const number = Number(node.text);
  if (type === 'float') return Object.is(Math.fround(number), number);
  if (type === 'int' || type === 'long') return !Object.is(number, -0);
  const whole = wholeOf(node);
  return whole === undefined || Object.is(number, -0) || BigInt(number) === whole;
}

/** Every union within, with its branches; of one walk. */
function unionsOf(root: Schema): ReadonlyMap<UnionSchema, readonly UnionBranch[]> {
  const found = new Map<UnionSchema, readonly UnionBranch[]>();
  const seen = new Set<Representation>();
  const waiting: Representation[] = [representationOf(root)];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (next.kind === 'union') {
      found.set(next.schema, next.branches);
      for (const { representation } of next.branches) waiting.push(representation);
    } else if (next.kind === 'record') {
      for (const { representation } of next.fields) waiting.push(representation);
    } else if (next.kind === 'array') waiting.push(next.items);
    else if (next.kind === 'map') waiting.push(next.values);
  }
  return found;
}
