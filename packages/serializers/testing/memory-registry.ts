/**
 * A schema registry in memory, as serializers see one through the kernel's port.
 *
 * Equal contents have equal ids, whatever the subject; a subject's versions count from 1. What was answered once is
 * remembered, as RegistryClient does, but the latest of a subject, which is asked for each time. `requests` lists what
 * was asked of it beyond that memory, `failure` makes the next request fail.
 */
import { OttlaError, type SchemaRegistry, type SubjectAssociation } from '@ottla/kernel';
import type { ReferencedSchema, RegisteredSchema, SchemaIdOptions, SchemaText } from '@ottla/kernel';

/** As RegistryClient's: a code, an action, and the status the registry answered with. */
export class MemoryRegistryError extends OttlaError {
  readonly status: number;

  constructor(message: string, code: string, { status = 404, retriable = false } = {}) {
    super(message, { code, action: retriable ? 'retriable' : 'usage' });
    this.status = status;
  }
}

/** The registry is away; the same call may succeed later. */
export const registryAway = (): MemoryRegistryError =>
  new MemoryRegistryError('no connection to the registry', 'REGISTRY_UNREACHABLE', {
    status: 503,
    retriable: true,
  });

type StoredSchema = RegisteredSchema & { readonly guid: string };

export class MemoryRegistry implements SchemaRegistry {
  readonly requests: string[] = [];
  failure: Error | undefined;
  /** By topic. */
  readonly associated = new Map<string, readonly SubjectAssociation[]>();
  readonly #schemas: StoredSchema[] = [];
  readonly #subjects = new Map<string, number[]>();
  readonly #ids = new Map<string, number>();
  readonly #told = new Set<number>();

  /** As if someone else had registered it, under a subject if one is named. */
  add(schema: SchemaText, subject?: string): number {
    const content = contentOf(schema);
    let stored = this.#schemas.find((each) => contentOf(each) === content);
    if (stored === undefined) {
      const id = this.#schemas.length + 1;
      stored = { ...schema, id, guid: guidOf(id) };
      this.#schemas.push(stored);
    }
    const versions = subject === undefined ? undefined : this.#subjects.get(subject);
    if (subject !== undefined && versions === undefined) this.#subjects.set(subject, [stored.id]);
    else if (versions !== undefined && !versions.includes(stored.id)) versions.push(stored.id);
    return stored.id;
  }

  /** The GUID of an id. */
  guid(id: number): string {
    return guidOf(id);
  }

  knownSchemaId(subject: string, schema: SchemaText): number | undefined {
    return this.#ids.get(`${subject} ${contentOf(schema)}`);
  }

  async schemaId(subject: string, schema: SchemaText, options: SchemaIdOptions): Promise<number> {
    const known = this.knownSchemaId(subject, schema);
    if (known !== undefined) return known;
    const normalized = options.normalize === true ? ', normalized' : '';
    await this.#answer(`${options.register ? 'register' : 'look up'} ${subject}${normalized}`);
    const id = options.register ? this.add(schema, subject) : this.#find(subject, schema);
    this.#ids.set(`${subject} ${contentOf(schema)}`, id);
    this.#told.add(id);
    return id;
  }

  knownSchema(id: number): RegisteredSchema | undefined {
    return this.#told.has(id) ? this.#schemas[id - 1] : undefined;
  }

  async schema(id: number, { subject }: { readonly subject?: string } = {}): Promise<RegisteredSchema> {
    const known = this.knownSchema(id);
    if (known === undefined) await this.#answer(`schema ${id}`);
    const schema = known ?? this.#schemas[id - 1];
    if (schema === undefined) throw new MemoryRegistryError(`schema ${id} not found`, 'SCHEMA_NOT_FOUND');
    this.#told.add(id);
    return subject === undefined ? schema : this.#under(subject, schema);
  }

  async schemaByGuid(guid: string): Promise<SchemaText & { readonly guid: string }> {
    await this.#answer(`guid ${guid}`);
    const found = this.#schemas.find((each) => each.guid === guid);
    if (found === undefined) throw new MemoryRegistryError(`GUID ${guid} not found`, 'SCHEMA_NOT_FOUND');
    const { id: _untold, ...schema } = found;
    return schema;
  }

  async version(subject: string, version: number): Promise<RegisteredSchema> {
    await this.#answer(`version ${version} of ${subject}`);
    if (version === -1) return this.#latestOf(subject, () => true);
    const schema = this.#schemas[(this.#subjects.get(subject)?.[version - 1] ?? 0) - 1];
    if (schema === undefined) {
      throw new MemoryRegistryError(`version ${version} of ${subject} not found`, 'VERSION_NOT_FOUND');
    }
    return { ...schema, subject, version };
  }

  async latest(subject: string): Promise<RegisteredSchema> {
    await this.#answer(`latest of ${subject}`);
    return this.#latestOf(subject, () => true);
  }

  async latestWithMetadata(
    subject: string,
    properties: Readonly<Record<string, string>>,
  ): Promise<RegisteredSchema> {
    const wanted = Object.entries(properties);
    await this.#answer(`latest of ${subject} with ${wanted.map((pair) => pair.join('=')).join(', ')}`);
    return this.#latestOf(subject, ({ metadata }) =>
      wanted.every(([name, value]) => metadata?.properties?.[name] === value),
    );
  }

  async references(schema: SchemaText): Promise<readonly ReferencedSchema[]> {
    const found = new Map<string, ReferencedSchema>();
    const visited = new Set<string>();
    const visit = async (from: SchemaText): Promise<void> => {
      for (const { name, subject, version } of from.references ?? []) {
        const key = `${subject} ${version}`;
        if (visited.has(key)) continue;
        visited.add(key);
        const referred = version === -1 ? await this.latest(subject) : await this.version(subject, version);
        await visit(referred);
        found.set(key, { ...referred, name });
      }
    };
    await visit(schema);
    return [...found.values()];
  }

  async associations(resourceName: string): Promise<readonly SubjectAssociation[]> {
    await this.#answer(`associations of ${resourceName}`);
    const found = this.associated.get(resourceName);
    if (found === undefined) {
      throw new MemoryRegistryError(`${resourceName} is associated with nothing`, 'REGISTRY_ROUTE_NOT_FOUND');
    }
    return found;
  }

  #find(subject: string, schema: SchemaText): number {
    const ids = this.#subjects.get(subject) ?? [];
    const content = contentOf(schema);
    const id = ids.find((each) => contentOf(this.#schemas[each - 1] ?? schema) === content);
    if (id !== undefined && this.#schemas[id - 1] !== undefined) return id;
    throw new MemoryRegistryError(`no such schema under ${subject}`, 'SCHEMA_NOT_FOUND');
  }

  #latestOf(subject: string, isWanted: (schema: RegisteredSchema) => boolean): RegisteredSchema {
    const schemas = (this.#subjects.get(subject) ?? []).map((id) => this.#schemas[id - 1]);
    const schema = schemas.findLast((each) => each !== undefined && isWanted(each));
    if (schema === undefined) throw new MemoryRegistryError(`no version of ${subject}`, 'SUBJECT_NOT_FOUND');
    this.#told.add(schema.id);
    return this.#under(subject, schema);
  }

  /** As a subject has it, with its version. */
  #under(subject: string, schema: RegisteredSchema): RegisteredSchema {
    const index = this.#subjects.get(subject)?.indexOf(schema.id) ?? -1;
    return index === -1 ? schema : { ...schema, subject, version: index + 1 };
  }

  async #answer(request: string): Promise<void> {
    this.requests.push(request);
    await Promise.resolve();
    const { failure } = this;
    this.failure = undefined;
    if (failure !== undefined) throw failure;
  }
}

/** Ids are given by all of it. */
function contentOf({ schemaType, schema, references = [], metadata, ruleSet }: SchemaText): string {
  return JSON.stringify([schemaType, schema, references, metadata ?? null, ruleSet ?? null]);
}

function guidOf(id: number): string {
  return `00000000-0000-4000-8000-${id.toString(16).padStart(12, '0')}`;
}
