/**
 * `ottla encode`: one payload of a value in JSON.
 *
 * The payload goes to stdout. A schema is registered only with --register. What does not fit is listed with its paths.
 */
import { printable, SerializationError } from '@ottla/kernel';
import { datumOfJson } from '@ottla/serializers/avro';
import { CliError } from '../cli-error.ts';
import { readConfig } from '../config/read-config.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { fullNameOf } from '../full-name.ts';
import { textOf } from '../inputs/input-file.ts';
import { payloadFrame, refuseContradictions, type FrameOptions } from '../payload/made-frame.ts';
import { readGiven, type GivenOptions } from '../payload/given-bytes.ts';
import type { HeldSchema } from '../payload/held-schema.ts';
import { processPayloadPlace, type PayloadPlace } from '../payload/payload-place.ts';
import type { PayloadForm } from '../payload/payload-text.ts';
import { SchemaSources } from '../payload/schema-sources.ts';
import { plural } from '../plural.ts';
import type { RegistryOptions } from '../registry/registry-settings.ts';
import type { Terminal } from '../terminal.ts';

export interface EncodeOptions extends GivenOptions, FrameOptions, RegistryOptions {
  readonly schema: string;
  readonly json: 'plain' | 'avro';
  readonly to: PayloadForm;
  readonly config?: string;
}

export async function runEncode(
  words: readonly string[],
  options: EncodeOptions,
  { terminal, place = processPayloadPlace() }: { readonly terminal: Terminal; readonly place?: PayloadPlace },
): Promise<ExitCode> {
  refuseContradictions(options);
  if (options.to === 'binary' && place.readsOutput) {
    throw new CliError('bytes would go to a terminal', {
      code: 'OUTPUT_UNFIT',
      exitCode: EXIT.usage,
      remedy: 'Send them on: --to binary > payload.bin, or take hex or base64.',
    });
  }
  const { workplace } = place;
  const given = await readGiven(words, options, { what: 'value', place });
  const json = textOf(given.bytes, given.from);
  const config = await readConfig(options, workplace.workingFolder);
  await using sources = new SchemaSources({ options, config, workplace });
  const held = await sources.named(options.schema);
  const datum = encoded(json, { held, options, from: given.from }, terminal);
  if (datum === null) return EXIT.invalidInput;
  const payload = Buffer.concat([await payloadFrame(held, options, sources), datum]);
  if (options.to === 'binary') place.write(payload);
  else terminal.print(payload.toString(options.to));
  return EXIT.ok;
}

/** Null when it does not fit, and all that does not has been told. */
function encoded(
  json: string,
  {
    held,
    options,
    from,
  }: { readonly held: HeldSchema; readonly options: EncodeOptions; readonly from: string },
  terminal: Terminal,
): Uint8Array | null {
  try {
    return datumOfJson(json, held.schema, { encoding: options.json });
  } catch (error) {
    if (!(error instanceof SerializationError)) throw error;
    if (error.code !== 'VALUE_MISFIT' || error.misfits.length < 2) {
      throw invalidValue(printable(error.message), from, error);
    }
    const places =
      error.misfits.length === 100 ? '100 places and maybe more' : plural(error.misfits.length, 'place');
    const name = printable(fullNameOf(held.schema));
    terminal.note(`${terminal.paint('red', 'error')}: the value does not fit ${name}, in ${places}:`);
    for (const { path, expected, found, remedy } of error.misfits) {
      const mend = remedy === undefined ? '' : `; ${remedy}`;
      const where = path === '' ? 'the value' : path;
      terminal.note(`  ${printable(`${where} must be ${expected}, found ${found}${mend}`)}`);
    }
    return null;
  }
}

function invalidValue(message: string, from: string, cause: SerializationError): CliError {
  const isText = cause.code === 'JSON_INVALID';
  return new CliError(isText ? `${from}: ${message}` : message, {
    code: cause.code,
    exitCode: EXIT.invalidInput,
    ...(isText ? { remedy: 'Give one JSON document; in a shell, in single quotes.' } : {}),
    cause,
  });
}
