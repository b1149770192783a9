/** A second version of a sketch: some edits of the kinds that people make, safe and unsafe ones. */
import type { Random } from '@ottla/kernel';
import {
  FIELD_NAMES,
  NAMES,
  NAMESPACES,
  PRIMITIVES,
  SYMBOLS,
  SketchBook,
  pick,
  some,
  type Definition,
  type Shape,
  type Sketch,
} from './schema-sketch.ts';

type Mutation = (definition: Definition, sketch: Sketch, random: Random) => void;

const recordMutations: readonly Mutation[] = [
  ({ fields }, sketch, random) => {
    const free = FIELD_NAMES.filter((name) => fields.every((field) => field.name !== name));
    if (free.length > 0) fields.push(new SketchBook(random).field(pick(random, free), sketch));
  },
  ({ fields }, _sketch, random) => {
    if (fields.length > 0) fields.splice(Math.floor(random() * fields.length), 1);
  },
  ({ fields }, _sketch, random) => {
    const free = FIELD_NAMES.filter((name) => fields.every((field) => field.name !== name));
    if (fields.length === 0 || free.length === 0) return;
    const field = pick(random, fields);
    if (random() < 0.6) field.aliases = [field.name];
    field.name = pick(random, free);
  },
  ({ fields }, sketch, random) => {
    if (fields.length > 0) {
      const field = pick(random, fields);
      field.shape = changedShape(field.shape, sketch, random);
    }
  },
  ({ fields }) => void fields.reverse(),
];

const enumMutations: readonly Mutation[] = [
  (definition, _sketch, random) => {
    definition.symbols = some(random, SYMBOLS);
    if (!definition.symbols.includes(definition.defaultSymbol ?? '')) definition.defaultSymbol = null;
  },
  (definition) => {
    definition.defaultSymbol = definition.symbols[0] ?? null;
  },
];

const fixedMutations: readonly Mutation[] = [
  (definition, _sketch, random) => {
    definition.size = Math.floor(random() * 4);
  },
];

const nameMutations: readonly Mutation[] = [
  (definition, _sketch, random) => {
    definition.namespace = pick(random, NAMESPACES);
  },
  (definition, _sketch, random) => {
    if (random() < 0.6) definition.aliases = [`${definition.namespace || 'none'}.${definition.name}`];
    definition.name = pick(random, NAMES);
  },
];

const mutations = { record: recordMutations, enum: enumMutations, fixed: fixedMutations };

/** The sketch after a few edits; the given one stays as it is. */
export function evolved(sketch: Sketch, random: Random): Sketch {
  const next = structuredClone(sketch);
  const count = Math.floor(random() * 4);
  for (let edit = 0; edit < count; edit++) {
    const definition = pick(random, next.definitions);
    const draw = random();
    if (draw < 0.1) next.root = changedShape(next.root, next, random);
    else if (draw < 0.25) pick(random, nameMutations)(definition, next, random);
    else pick(random, mutations[definition.kind])(definition, next, random);
  }
  return next;
}

function changedShape(shape: Shape, sketch: Sketch, random: Random): Shape {
  const draw = random();
  if (shape.kind === 'union' && draw < 0.6) {
    const branches = shape.branches.filter(() => random() < 0.7);
    if (random() < 0.5) branches.push(new SketchBook(random).shape(sketch, 2));
    return { kind: 'union', branches };
  }
  if ((shape.kind === 'array' || shape.kind === 'map') && draw < 0.5) {
    return { ...shape, of: changedShape(shape.of, sketch, random) };
  }
  if (draw < 0.3) return { kind: 'union', branches: [{ kind: 'primitive', name: 'null' }, shape] };
  if (draw < 0.7) return { kind: 'primitive', name: pick(random, PRIMITIVES) };
  return new SketchBook(random).shape(sketch, 1);
}
