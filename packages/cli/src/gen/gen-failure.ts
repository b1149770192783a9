/** What the generator refuses, as a failure that the user can mend: with the line of the schema, or what chose it. */
import { ConfigError } from '@ottla/kernel';
import { SchemaError } from '@ottla/schema';
import { CliError } from '../cli-error.ts';
import type { Config } from '../config/read-config.ts';
import { EXIT } from '../exit-code.ts';
import { invalidSchema } from '../invalid-schema.ts';
import { printable } from '../terminal.ts';
import type { SchemaTexts } from './schema-texts.ts';

/** Undefined when the error is something else. */
export function genFailure(
  error: unknown,
  schemas: Pick<SchemaTexts, 'inputs' | 'shownAs'>,
  config: Pick<Config, 'file'>,
): CliError | undefined {
  return schemaFailure(error, schemas) ?? choiceFailure(error, config);
}

/** A choice of the configuration that names nothing here, or a codec that is not there. */
function choiceFailure(error: unknown, { file }: Pick<Config, 'file'>): CliError | undefined {
  if (!(error instanceof ConfigError)) return undefined;
  // The words of the library, by their keys in the configuration.
  const message = error.message
    .replace(/^choices\.overrides\b/, 'overrides')
    .replace(/ among valueCodecs\b/, ' among value_codecs');
  return new CliError(printable(`${file === null ? '' : `${file}, gen: `}${message}`), {
    code: error.code,
    exitCode: EXIT.usage,
    cause: error,
  });
}

/** A parser's error with the line it means. */
function schemaFailure(
  error: unknown,
  { inputs, shownAs }: Pick<SchemaTexts, 'inputs' | 'shownAs'>,
): CliError | undefined {
  if (!(error instanceof SchemaError)) return undefined;
  const text = inputs.find(({ file }) => file === error.file)?.text ?? '';
  let { message } = error;
  for (const [name, shown] of shownAs) message = message.replaceAll(`${name}:`, `${shown}:`);
  return invalidSchema(error, text, {
    message,
    ...(error.code === 'NAME_REDEFINED'
      ? { remedy: 'Of several versions of one schema, name the one to generate from.' }
      : {}),
  });
}
