/**
 * The one decision about JavaScript shapes, for generated types and run time alike.
 *
 * Values
 * - null, boolean, string: themselves. int, float, double: number. bytes and fixed: Uint8Array.
 * - enum: its symbols as strings. Arrays, maps and records: arrays and plain objects.
 * - long and the logical types: by choice, see representation-table.ts; wider inputs: representation-inputs.ts.
 *
 * Unions
 * - Every branch has a natural value; null, boolean, string, number, bigint, bytes, array, Date and classes need
 *   no tag.
 * - With two records or more, each record carries `$type`, its full name, beside its fields (`inline`).
 * - A map beside a record is always { $type: 'map', value } (`wrapped`). So is a duration or an unscaled decimal
 *   beside a record or a map: its object could be either.
 * - Where branches share a JavaScript kind, decode gives the natural value and encode takes the first branch
 *   in schema order that holds the value exactly; { $type: tag, value } forces one.
 * - The tag of a branch is the full name of a named type, else the name of the type.
 *
 * Avro names cannot contain `$`, so no field can clash with `$type`. Source: DESIGN.md section 5.
 */
import { branchName } from './names.ts';
import type {
  ArrayRepresentation,
  FieldRepresentation,
  MapRepresentation,
  RecordRepresentation,
  Representation,
  UnionBranch,
} from './representation-kinds.ts';
import {
  choiceIn,
  scopeOfField,
  scopeOfRun,
  scopeOfType,
  type ChoiceScope,
  type RepresentationChoices,
} from './representation-choices.ts';
import { refuseUnknownChoices } from './representation-refusals.ts';
import { inputKindsOf } from './representation-inputs.ts';
import { choiceNameOf, chosenForm } from './representation-table.ts';
import {
  isPrimitive,
  type FixedSchema,
  type PrimitiveSchema,
  type RecordSchema,
  type Schema,
  type UnionSchema,
} from './schema.ts';

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };

/**
 * The shape of a schema's values. Cyclic for recursive records: each named type is one object. Throws
 * ConfigError `CHOICE_UNKNOWN` when a choice names nothing in the schema, `CHOICE_INVALID` when it asks for what
 * there is not.
 * @example
 * representationOf(parseSchema('["null", "long"]'), { long: 'bigint' });
 * // { kind: 'union', branches: [{ tag: 'null', tagging: 'none', … }, { tag: 'long', tagging: 'none', … }] }
 */
export function representationOf(schema: Schema, choices: RepresentationChoices = {}): Representation {
  refuseUnknownChoices([schema], choices);
  return new Representer(choices).represent(schema);
}

/** Works through a list of unfinished parts instead of recursing, so that no schema is too deep. */
class Representer {
  readonly #choices: RepresentationChoices;
  readonly #records = new Map<string, RecordRepresentation>();
  readonly #unfinished: (() => void)[] = [];

  constructor(choices: RepresentationChoices) {
    this.#choices = choices;
  }

  represent(schema: Schema): Representation {
    const representation = this.#of(schema, scopeOfRun(this.#choices));
    for (let next = this.#unfinished.pop(); next !== undefined; next = this.#unfinished.pop()) next();
    return representation;
  }

  /** Makes the object at once; what is inside it follows later. `scope` is what is chosen here. */
  #of(schema: Schema, scope: ChoiceScope): Representation {
    if (isPrimitive(schema)) return primitiveRepresentation(schema, scope);
    switch (schema.type) {
      case 'record':
        return this.#record(schema);
      case 'array': {
        // `items` is set before anyone outside this class sees the object.
        const made = { kind: 'array', schema } as Writable<ArrayRepresentation>;
        this.#unfinished.push(() => (made.items = this.#of(schema.items, scope)));
        return made;
      }
      case 'map': {
        // As above.
        const made = { kind: 'map', schema } as Writable<MapRepresentation>;
        this.#unfinished.push(() => (made.values = this.#of(schema.values, scope)));
        return made;
      }
      case 'union': {
        const branches: UnionBranch[] = [];
        this.#unfinished.push(() => this.#fillBranches(schema, branches, scope));
        return { kind: 'union', branches, schema };
      }
      case 'enum':
        return { kind: 'enum', symbols: schema.symbols, schema };
      case 'fixed':
        return fixedRepresentation(schema, scopeOfType(this.#choices, schema.fullName));
    }
  }

  #record(schema: RecordSchema): RecordRepresentation {
    const known = this.#records.get(schema.fullName);
    if (known !== undefined) return known;
    const fields: FieldRepresentation[] = [];
    const made: RecordRepresentation = { kind: 'record', fields, schema };
    this.#records.set(schema.fullName, made);
    this.#unfinished.push(() => {
      for (const field of schema.fields) {
        const scope = scopeOfField(this.#choices, schema.fullName, field.name);
        fields.push({ name: field.name, representation: this.#of(field.schema, scope), field });
      }
    });
    return made;
  }

  #fillBranches(schema: UnionSchema, branches: UnionBranch[], scope: ChoiceScope): void {
    const records = schema.branches.filter((branch) => branch.type === 'record').length;
    const maps = schema.branches.filter((branch) => branch.type === 'map').length;
    for (const branch of schema.branches) {
      const representation = this.#of(branch, scope);
      const { kind } = representation;
      let tagging: UnionBranch['tagging'] = 'none';
      if (kind === 'record' && records > 1) tagging = 'inline';
      if (kind === 'map' && records > 0) tagging = 'wrapped';
      if ((kind === 'duration' || kind === 'unscaledDecimal') && records + maps > 0) tagging = 'wrapped';
      const jsKind = inputKindsOf(representation).natural;
      branches.push({ representation, tag: branchName(branch), tagging, jsKind });
    }
  }
}

function primitiveRepresentation(schema: PrimitiveSchema, scope: ChoiceScope): Representation {
  const name = choiceNameOf(schema);
  if (name !== undefined) return chosenForm(name, choiceIn(scope, name), schema);
  const { type } = schema;
  if (type === 'null' || type === 'boolean' || type === 'string' || type === 'bytes') {
    return { kind: type, schema };
  }
  return { kind: 'number', of: type, schema };
}

function fixedRepresentation(schema: FixedSchema, scope: ChoiceScope): Representation {
  const name = choiceNameOf(schema);
  if (name !== undefined) return chosenForm(name, choiceIn(scope, name), schema);
  return { kind: 'fixedBytes', size: schema.size, schema };
}
