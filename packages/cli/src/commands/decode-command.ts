/**
 * `ottla decode`: what is in the bytes of one payload.
 *
 * The picture, the document or the value go to stdout. Broken bytes are shown up to the break, and then told where and
 * why; bytes behind the value are a finding.
 */
import { printable } from '@ottla/kernel';
import { CliError } from '../cli-error.ts';
import { readConfig } from '../config/read-config.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { readGiven, type GivenOptions } from '../payload/given-bytes.ts';
import { payloadDocument } from '../payload/payload-document.ts';
import { headerOf, type Framing } from '../payload/payload-frame.ts';
import { payloadPicture } from '../payload/payload-picture.ts';
import { processPayloadPlace, type PayloadPlace } from '../payload/payload-place.ts';
import { readPayload, type PayloadReading } from '../payload/payload-reading.ts';
import { payloadOf, type PayloadForm } from '../payload/payload-text.ts';
import { otherSchema, schemaWords, trailingBytes } from '../payload/payload-words.ts';
import { SchemaSources } from '../payload/schema-sources.ts';
import { plural } from '../plural.ts';
import { drawableJson } from '../report/json-document.ts';
import type { RegistryOptions } from '../registry/registry-settings.ts';
import type { Terminal } from '../terminal.ts';

export interface DecodeOptions extends GivenOptions, RegistryOptions {
  readonly from?: PayloadForm;
  readonly schema?: string;
  readonly framing: Framing;
  readonly header?: readonly string[];
  /** Text for people and the value for pipes without it. */
  readonly format?: 'text' | 'json' | 'value';
  readonly rows: number;
  readonly config?: string;
}

export async function runDecode(
  words: readonly string[],
  options: DecodeOptions,
  { terminal, place = processPayloadPlace() }: { readonly terminal: Terminal; readonly place?: PayloadPlace },
): Promise<ExitCode> {
  const { workplace } = place;
  const headers = (options.header ?? []).map(headerOf);
  const payload = payloadOf(await readGiven(words, options, { what: 'payload', place }), options.from);
  const config = await readConfig(options, workplace.workingFolder);
  await using sources = new SchemaSources({ options, config, workplace });
  const { schema, framing, rows: mostParts } = options;
  const reading = await readPayload(payload, { schema, framing, headers, mostParts }, sources);
  print(reading, options.format ?? (place.readsOutput ? 'text' : 'value'), terminal);
  const other = otherSchema(reading);
  if (other !== null) {
    terminal.note(
      `${terminal.paint('yellow', 'warning')}: the payload names ${other}, and was read with another schema`,
    );
  }
  refuseBroken(reading);
  return noteTrailing(reading, terminal);
}

function print(reading: PayloadReading, format: 'text' | 'json' | 'value', terminal: Terminal): void {
  if (format === 'json') {
    terminal.print(payloadDocument(reading));
    return;
  }
  if (format === 'text') {
    const lines = payloadPicture(reading, (style, text) => terminal.paintPrinted(style, text));
    terminal.print(lines.join('\n'));
    return;
  }
  const { value, failure } = reading.map;
  if (value !== null) terminal.print(drawableJson(value));
  else if (failure === null) {
    throw new CliError('the value has more than a million parts, and is not printed', {
      code: 'PAYLOAD_TOO_LARGE',
      exitCode: EXIT.invalidInput,
      remedy: 'See its first parts with --format text.',
    });
  }
}

function refuseBroken({ held, map, frame }: PayloadReading): void {
  const { failure } = map;
  if (failure === null) return;
  const { start, path, type, error } = failure;
  const where = path === '' ? 'at the root' : `in ${printable(path, 120)}`;
  throw new CliError(`broken at byte ${start}, ${where} (${printable(type)}): ${printable(error.message)}`, {
    code: 'PAYLOAD_BROKEN',
    exitCode: EXIT.invalidInput,
    remedy: `Was it written with this schema, ${schemaWords(held)}?${frame.kind === 'raw' ? '' : ' Is it a payload without a frame, --framing raw?'}`,
  });
}

function noteTrailing(reading: PayloadReading, terminal: Terminal): ExitCode {
  const { start, end, count } = trailingBytes(reading);
  if (count === 0) return EXIT.ok;
  const isNewline = count === 1 && reading.payload[start] === 0x0a;
  const guess = isNewline
    ? 'a newline, which a tool may have put there'
    : `was it written with this schema, ${schemaWords(reading.held)}?`;
  terminal.note(
    `${terminal.paint('yellow', 'warning')}: the value ends at byte ${start}, and ${plural(count, 'byte')} follow${count === 1 ? 's' : ''} up to ${end}: ${guess}`,
  );
  return EXIT.findings;
}
