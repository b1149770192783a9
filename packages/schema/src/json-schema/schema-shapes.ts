/**
 * Which schemas say the same: a number for each shape, equal for equal schemas wherever they stand.
 *
 * Made from the inside out, each schema's shape from those of the schemas in it, so that it costs no more than
 * reading the schema once. References are equal when they lead to the same schema.
 */
import { followed, type SchemaModel } from './schema-model.ts';

export class SchemaShapes {
  readonly #shapes = new Map<string, number>();
  readonly #known = new Map<SchemaModel, number>();
  readonly #targets = new Map<SchemaModel, number>();

  /** Without those that say what an earlier one says. */
  distinct(schemas: readonly SchemaModel[]): SchemaModel[] {
    const seen = new Set<number>();
    return schemas.filter((schema) => {
      const shape = this.#shapeOf(schema);
      if (seen.has(shape)) return false;
      seen.add(shape);
      return true;
    });
  }

  #shapeOf(schema: SchemaModel): number {
    const known = this.#known.get(schema);
    if (known !== undefined) return known;
    const text = schema.kind === 'reference' ? this.#target(followed(schema)) : this.#text(schema);
    const shape = numbered(this.#shapes, text);
    this.#known.set(schema, shape);
    return shape;
  }

  #target(schema: SchemaModel): string {
    return `reference ${numbered(this.#targets, schema)}`;
  }

  #text(schema: SchemaModel): string {
    // A bigint is the part of a number that its text already tells.
    const entries = Object.entries(schema).filter(([name]) => name !== 'node');
    return JSON.stringify(entries.map(([name, value]) => [name, this.#part(value)]));
  }

  /** Any part of a model, with schemas as their shapes and names in order. */
  #part(value: unknown): unknown {
    if (value instanceof Map) {
      // A Map of unknown is what instanceof can tell; the models hold strings as keys only.
      const entries = [...(value as ReadonlyMap<string, unknown>)];
      return entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, part]) => [name, this.#part(part)]);
    }
    if (value instanceof Set) return [...(value as ReadonlySet<string>)].sort();
    if (Array.isArray(value)) return value.map((part: unknown) => this.#part(part));
    if (isSchema(value)) return this.#shapeOf(value);
    return typeof value === 'object' && value !== null && 'text' in value ? value.text : value;
  }
}

function isSchema(value: unknown): value is SchemaModel {
  return typeof value === 'object' && value !== null && 'kind' in value && 'node' in value;
}

function numbered<Key>(numbers: Map<Key, number>, key: Key): number {
  const number = numbers.get(key) ?? numbers.size;
  numbers.set(key, number);
  return number;
}
