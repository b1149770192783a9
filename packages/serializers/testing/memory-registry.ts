/**
 * A schema registry in memory, as serializers see one through the kernel's port.
 *
 * Equal texts have equal ids. `requests` lists what was asked of it, `failure` makes the next request fail.
 */
import type { RegisteredSchema, SchemaRegistry, SchemaText } from '@ottla/kernel';

export class MemoryRegistry implements SchemaRegistry {
  readonly requests: string[] = [];
  failure: Error | undefined;
  readonly #schemas: RegisteredSchema[] = [];
  readonly #known = new Map<string, number>();
  readonly #fetched = new Set<number>();

  /** As if someone else had registered it. */
  add(schema: SchemaText): number {
    const found = this.#schemas.find((each) => each.schema === schema.schema);
    if (found !== undefined) return found.id;
    const id = this.#schemas.length + 1;
    this.#schemas.push({ ...schema, id });
    return id;
  }

  knownSchemaId(subject: string, { schema }: SchemaText): number | undefined {
    return this.#known.get(`${subject} ${schema}`);
  }

  async schemaId(subject: string, schema: SchemaText, options: { register: boolean }): Promise<number> {
    await this.#answer(`${options.register ? 'register' : 'look up'} ${subject}`);
    const id = this.add(schema);
    this.#known.set(`${subject} ${schema.schema}`, id);
    return id;
  }

  knownSchema(id: number): RegisteredSchema | undefined {
    return this.#fetched.has(id) ? this.#schemas[id - 1] : undefined;
  }

  async schema(id: number): Promise<RegisteredSchema> {
    await this.#answer(`schema ${id}`);
    const schema = this.#schemas[id - 1];
    if (schema === undefined) throw new Error(`schema ${id} not found`);
    this.#fetched.add(id);
    return schema;
  }

  async #answer(request: string): Promise<void> {
    this.requests.push(request);
    await Promise.resolve();
    const { failure } = this;
    this.failure = undefined;
    if (failure !== undefined) throw failure;
  }
}
