/**
 * What is said of a type that a file mentions and another file fails to give: one sentence, and which names
 * a file that could not be read seems to define.
 */
import type { Position } from '../json/position.ts';
import { simpleName } from '../names.ts';
import { SchemaError, quoted } from '../schema-error.ts';

/** Definitions in JSON (`"name": "Money"`) and in Avro IDL (`record Money`), good enough for a message. */
const SEEMING_DEFINITION =
  /"name"\s*:\s*"([A-Za-z_][A-Za-z0-9_.]{0,200})"|\b(?:record|error|enum|fixed)\s+`?([A-Za-z_][A-Za-z0-9_]{0,200})/g;

/** The mention of a type at `at` fails because of an error elsewhere. */
export function brokenType(fullName: string, cause: SchemaError, at: Position): SchemaError {
  // The cause of the cause is what must be mended; files between need not be listed.
  const root = cause.code === 'TYPE_BROKEN' && cause.cause instanceof SchemaError ? cause.cause : cause;
  const message = `the type ${quoted(fullName)} cannot be used, because a file it needs is broken: ${root.message}`;
  const error = new SchemaError(message, 'TYPE_BROKEN', at);
  error.cause = root;
  return error;
}

/** Files that could not be read, by the names they seem to define. */
export class UnreadableFiles {
  readonly #bySimpleName = new Map<string, SchemaError>();

  add(text: string, error: SchemaError): void {
    for (const [, inJson, inIdl] of text.matchAll(SEEMING_DEFINITION)) {
      const name = simpleName(inJson ?? inIdl ?? '');
      if (!this.#bySimpleName.has(name)) this.#bySimpleName.set(name, error);
    }
  }

  /** The error of the first file that seems to define a name. */
  culpritOf(fullName: string): SchemaError | undefined {
    return this.#bySimpleName.get(simpleName(fullName));
  }
}
