/**
 * The frame of a payload that is made, with the id of its schema as the registry knows it.
 *
 * Nothing is registered unless it is asked for.
 */
import { ByteWriter, isOttlaError } from '@ottla/kernel';
import { fingerprint } from '@ottla/schema';
import { writePrefix } from '@ottla/serializers';
import { singleObjectFrame } from '@ottla/serializers/avro';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-code.ts';
import { printable } from '../terminal.ts';
import type { HeldSchema } from './held-schema.ts';
import type { SchemaSources } from './schema-sources.ts';

export interface FrameOptions {
  readonly framing: 'registry' | 'single-object' | 'raw';
  readonly id?: number;
  readonly subject?: string;
  readonly register?: boolean;
}

/** Throws CliError for a schema that the registry does not have. */
export async function payloadFrame(
  held: HeldSchema,
  options: FrameOptions,
  sources: SchemaSources,
): Promise<Uint8Array> {
  if (options.framing === 'raw') return new Uint8Array(0);
  if (options.framing === 'single-object') return singleObjectFrame(fingerprint(held.schema));
  const writer = new ByteWriter(8);
  writePrefix(await idOf(held, options, sources), null, writer);
  return writer.toBytes();
}

async function idOf(held: HeldSchema, options: FrameOptions, sources: SchemaSources): Promise<number> {
  const { id, subject, register = false } = options;
  if (id !== undefined) return id;
  if (subject === undefined) {
    if (held.id !== null) return held.id;
    throw usage(
      'the schema is a file, so its id is not known',
      'Give --id ID, or --subject SUBJECT to look it up; or --framing raw or single-object, which have none.',
    );
  }
  const { text: schema, references } = held;
  const text = { schemaType: 'AVRO' as const, schema, ...(references.length > 0 && { references }) };
  try {
    return await sources.registry().schemaId(subject, text, { register });
  } catch (error) {
    const code = isOttlaError(error) ? error.code : '';
    if (code !== 'SUBJECT_NOT_FOUND' && code !== 'SCHEMA_NOT_FOUND') throw error;
    throw new CliError(`the registry has no such schema under ${printable(subject)}`, {
      code,
      exitCode: EXIT.invalidInput,
      remedy: 'Register it with --register, or give --id, or --framing raw.',
      cause: error,
    });
  }
}

/** Throws CliError `OPTIONS_CONTRADICT`. */
export function refuseContradictions({ framing, id, subject, register }: FrameOptions): void {
  const isAsked = id !== undefined || subject !== undefined || register === true;
  if (framing !== 'registry' && isAsked) {
    throw usage(`--framing ${framing} has no schema id`, 'Leave out --id, --subject and --register.');
  }
  if (id !== undefined && (subject !== undefined || register === true)) {
    throw usage('--id says the id, so nothing is looked up', 'Leave out --subject and --register, or --id.');
  }
  if (register === true && subject === undefined) {
    throw usage('--register needs the subject to register under', 'Give --subject SUBJECT.');
  }
}

function usage(message: string, remedy: string): CliError {
  return new CliError(message, { code: 'OPTIONS_CONTRADICT', exitCode: EXIT.usage, remedy });
}
