/**
 * A Protobuf message, encoded and decoded by protobufjs; no message indexes are written, as ever.
 *
 * protobufjs is loaded with the first schema that needs it. A schema is parsed with all its references into
 * one root. Zero bytes before the payload (the index of a first message, as Java writes it) are skipped.
 */
import type * as protobuf from 'protobufjs';
import { ConfluentSchemaRegistryArgumentError, ConfluentSchemaRegistryValidationError } from '../errors.ts';
import { refuseWithoutSubject } from '../json/json-schema.ts';
import type { ProtoConfluentSchema, ProtoOptions, Schema, SchemaHelper, Untyped } from '../schema-types.ts';

const loadProtobuf = async () => (await import('protobufjs')).default;
type Protobuf = Awaited<ReturnType<typeof loadProtobuf>>;

export class ProtoSchema implements Schema {
  /** The message as protobufjs reflects it. */
  readonly message: protobuf.Type;

  constructor(message: protobuf.Type) {
    this.message = message;
  }

  toBuffer(payload: object): Buffer {
    const paths: string[][] = [];
    if (!this.isValid(payload, { errorHook: (path) => paths.push(path) })) {
      throw new ConfluentSchemaRegistryValidationError('invalid payload', paths);
    }
    return Buffer.from(this.message.encode(this.message.create(payload)).finish());
  }

  fromBuffer(buffer: Buffer): Untyped {
    const start = buffer.findIndex((byte) => byte !== 0);
    return this.message.decode(buffer.subarray(start < 0 ? buffer.length : start));
  }

  /** protobufjs reports the first finding only, field and complaint in one text. */
  isValid(
    payload: object,
    opts?: { errorHook: (path: string[], value: Untyped, type?: Untyped) => void },
  ): boolean {
    const finding = this.message.verify(payload);
    if (finding === null) return true;
    opts?.errorHook([finding], payload);
    return false;
  }
}

/** The first message of the schema, in its packages or outside. */
function firstMessage(library: Protobuf, space: protobuf.NamespaceBase): protobuf.Type | undefined {
  for (const member of space.nestedArray) {
    if (member instanceof library.Type) return member;
    const inside = member instanceof library.Namespace ? firstMessage(library, member) : undefined;
    if (inside) return inside;
  }
  return undefined;
}

function chosenMessage(
  library: Protobuf,
  { root, package: packageName }: protobuf.IParserResult,
  { messageName }: ProtoOptions,
): protobuf.Type {
  if (messageName) return root.lookupType(`${packageName ?? ''}.${messageName}`);
  const message = firstMessage(library, root);
  if (!message) throw new ConfluentSchemaRegistryArgumentError('no nested fields');
  return message;
}

/** The types of Google's that protobufjs knows by the name of their file, where no reference brings them. */
function addWellKnownTypes(library: Protobuf, root: protobuf.Root, imports: Iterable<string>): void {
  for (const name of imports) {
    const { nested } = library.common.get(name) ?? {};
    if (nested && !root.get('google.protobuf')) root.addJSON(nested);
  }
}

/** Two subjects may hold the same file. */
const distinctTexts = (references: readonly ProtoConfluentSchema[]): Set<string> =>
  new Set(references.map(({ schema }) => schema));

/** Throws what protobufjs throws. */
export async function parseProtobuf(
  { schema }: ProtoConfluentSchema,
  options: ProtoOptions = {},
): Promise<ProtoSchema> {
  const library = await loadProtobuf();
  const parsed = library.parse(schema);
  const imports = new Set(parsed.imports);
  for (const text of distinctTexts(options.referencedSchemas ?? [])) {
    for (const name of library.parse(text, parsed.root).imports ?? []) imports.add(name);
  }
  const message = chosenMessage(library, parsed, options);
  addWellKnownTypes(library, parsed.root, imports);
  try {
    // protobufjs 7.5 and later know `required`, `packed` and the like only after this.
    parsed.root.resolveAll();
  } catch {
    // A type that is missing: told when the message that needs it is used, and only then.
  }
  return new ProtoSchema(message);
}

export const protobufRules = {
  validate(): void {
    // protobufjs has judged it.
  },
  getSubject: refuseWithoutSubject,
  toConfluentSchema({ schema, references }): ProtoConfluentSchema {
    return { type: 'PROTOBUF', schema, ...(references && { references }) };
  },
  updateOptionsFromSchemaReferences(referencedSchemas, options = {}) {
    // References of a Protobuf schema are Protobuf.
    const proto = referencedSchemas as ProtoConfluentSchema[];
    return { ...options, PROTOBUF: { ...options.PROTOBUF, referencedSchemas: proto } };
  },
} satisfies SchemaHelper;
