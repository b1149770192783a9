/** A schema that does not parse, as what a command ends in: its message begins with the place, and the line is shown. */
import type { SchemaError } from '@ottla/schema';
import { CliError } from './cli-error.ts';
import { EXIT } from './exit-code.ts';
import { sourceExcerpt } from './report/source-excerpt.ts';
import { printable } from './terminal.ts';

/** `text`: of the file that the error names. `message`: instead of the error's own, where that calls files otherwise. */
export function invalidSchema(
  error: SchemaError,
  text: string,
  { message = error.message, remedy }: { readonly message?: string; readonly remedy?: string } = {},
): CliError {
  return new CliError(printable(message), {
    code: 'SCHEMA_INVALID',
    exitCode: EXIT.invalidInput,
    excerpt: sourceExcerpt(text, error),
    ...(remedy === undefined ? {} : { remedy }),
    cause: error,
  });
}
