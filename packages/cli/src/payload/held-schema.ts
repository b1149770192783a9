/**
 * A schema with what is known of it: where it was found, its id, and which subjects use it.
 */
import type { SchemaReference, SchemaText } from '@ottla/kernel';
import { parseSchema, SchemaError, type Schema } from '@ottla/schema';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-code.ts';
import { printable } from '../terminal.ts';

export interface SchemaUse {
  readonly subject: string;
  readonly version: number;
}

export interface HeldSchema {
  readonly schema: Schema;
  /** As it goes to a registry: parses alone, or with what stands in `references`. */
  readonly text: string;
  readonly references: readonly SchemaReference[];
  readonly id: number | null;
  readonly uses: readonly SchemaUse[];
  /** `ottla.lock`, the URL of a registry, the name of a file. */
  readonly from: string;
}

/** What a registry or a lock says. `references` are in the order in which to parse them. */
export interface StoredSchema {
  readonly registered: SchemaText;
  /** Null where only its GUID is known. */
  readonly id: number | null;
  readonly references: readonly SchemaText[];
  readonly uses: readonly SchemaUse[];
  readonly from: string;
}

/** What the payloads of other languages are. */
const OTHER_PAYLOADS = {
  JSON: 'Its payloads are JSON text behind the five bytes of the frame.',
  PROTOBUF: 'Its payloads are Protobuf messages behind the frame and the path to their type.',
} as const;

/** Parses it as leniently as stored schemas are. Throws CliError `SCHEMA_UNFIT` or `SCHEMA_INVALID`. */
export function heldSchema({ registered, id, references, uses, from }: StoredSchema): HeldSchema {
  const name = `the schema ${id === null ? '' : `${id} `}of ${from}`;
  if (registered.schemaType !== 'AVRO') {
    throw new CliError(`${name} is ${registered.schemaType}, and only Avro is read here`, {
      code: 'SCHEMA_UNFIT',
      exitCode: EXIT.invalidInput,
      remedy: OTHER_PAYLOADS[registered.schemaType],
    });
  }
  const known: Schema[] = [];
  try {
    for (const { schema: text } of references) {
      known.push(parseSchema(text, { file: from, lenient: true, references: [...known] }));
    }
    const schema = parseSchema(registered.schema, { file: from, lenient: true, references: known });
    const { schema: text } = registered;
    return { schema, text, references: registered.references ?? [], id, uses, from };
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    throw new CliError(`${name} cannot be parsed: ${printable(error.message)}`, {
      code: 'SCHEMA_INVALID',
      exitCode: EXIT.invalidInput,
      cause: error,
    });
  }
}
