/**
 * Turns an Avro IDL protocol into the schema of its last record, other named types written in where they are
 * first used. avsc reads the IDL. Holds nothing between calls.
 */
import { readFileSync } from 'node:fs';
import avsc from 'avsc';
import { ConfluentSchemaRegistryError } from '../errors.ts';
import type { Untyped } from '../schema-types.ts';

type Attributes = Readonly<Record<string, unknown>>;

interface NamedType extends Attributes {
  readonly name: string;
  readonly namespace?: string;
}

interface Protocol {
  readonly namespace?: string;
  readonly types?: readonly NamedType[];
}

const isAttributes = (value: unknown): value is Attributes =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const fullName = (name: string, namespace: string | undefined): string =>
  name.includes('.') || !namespace ? name : `${namespace}.${name}`;

/** One conversion: the types of the protocol by full name, and which of them were written in. */
class Inlining {
  readonly #protocolNamespace: string | undefined;
  readonly #types: ReadonlyMap<string, NamedType>;
  readonly #written = new Set<string>();

  constructor({ namespace, types = [] }: Protocol) {
    this.#protocolNamespace = namespace;
    this.#types = new Map(
      types.map((type) => [fullName(type.name, type.namespace ?? namespace), type] as const),
    );
  }

  /** A named type with those it uses; `namespace` is the one around it. */
  definition(type: NamedType, namespace: string | undefined): Attributes {
    const own = type.namespace ?? this.#protocolNamespace;
    this.#written.add(fullName(type.name, own));
    // Inside a record of another namespace the protocol's no longer goes without saying.
    const named =
      type.namespace === undefined && own !== namespace ? { namespace: own ?? '', ...type } : type;
    return this.#withParts(named, own);
  }

  #withParts(schema: Attributes, namespace: string | undefined): Attributes {
    const parts: Record<string, unknown> = { ...schema };
    if (Array.isArray(schema.fields)) {
      parts.fields = schema.fields.map((field: Attributes) => ({
        ...field,
        type: this.#schema(field.type, namespace),
      }));
    }
    for (const part of ['items', 'values']) {
      if (part in schema) parts[part] = this.#schema(schema[part], namespace);
    }
    return parts;
  }

  #schema(schema: unknown, namespace: string | undefined): unknown {
    if (Array.isArray(schema)) return schema.map((branch) => this.#schema(branch, namespace));
    if (isAttributes(schema)) return this.#withParts(schema, namespace);
    if (typeof schema !== 'string') return schema;
    const asWritten = fullName(schema, namespace);
    // A record of another namespace may use the protocol's types by their short names.
    const name = this.#types.has(asWritten) ? asWritten : fullName(schema, this.#protocolNamespace);
    const type = this.#types.get(name);
    if (type && !this.#written.has(name)) return this.definition(type, namespace);
    return type && name !== asWritten ? name : schema;
  }
}

function schemaOf(protocol: Protocol): Untyped {
  const root = protocol.types?.at(-1);
  if (!root) throw new ConfluentSchemaRegistryError('the protocol defines no type');
  const { namespace } = protocol;
  return { namespace, ...new Inlining(protocol).definition(root, namespace) };
}

/**
 * The schema of the last type in an .avdl file without imports. Throws what `node:fs` and avsc throw.
 * @example
 * const schema = JSON.stringify(avdlToAVSC('customer.avdl'));
 * const registry = new SchemaRegistry({ host: 'http://localhost:8081' });
 * const { id } = await registry.register({ type: SchemaType.AVRO, schema }, { subject: 'visitors-value' });
 */
export function avdlToAVSC(path: string): Untyped {
  return schemaOf(avsc.readProtocol(readFileSync(path, 'utf8')) as Protocol); // what avsc's reader gives
}

/** As `avdlToAVSC`, imports included. Rejects with ConfluentSchemaRegistryError naming the file at fault. */
export async function avdlToAVSCAsync(path: string): Promise<Untyped> {
  const protocol = await new Promise<Protocol>((resolve, reject) => {
    avsc.assembleProtocol(path, (error: (Error & { path?: string }) | null, assembled: unknown) => {
      if (!error) return resolve(assembled as Protocol); // what avsc's reader gives
      const failure = new ConfluentSchemaRegistryError(`${error.message}. Caused by: ${error.path}`);
      failure.cause = error;
      return reject(failure);
    });
  });
  return schemaOf(protocol);
}
