/**
 * The ajv of each draft of JSON Schema, set up for schemas of strangers.
 *
 * ajv turns a schema into JavaScript and compiles it (`new Function`), so it needs a Content-Security-Policy that
 * allows that. Strict mode is off: what it complains of is valid JSON Schema. Only own members count. Values are
 * never written to: no defaults, no coercion. Regular expressions that JavaScript takes only without the flag `u`
 * are taken without it.
 */
import { ConfigError } from '@ottla/kernel';
import type { JsonSchemaDocument } from '@ottla/schema';
import type { Options } from 'ajv';
import { addAjvFormats, ajvClass, type AjvInstance } from './ajv-library.ts';

export type { AjvInstance } from './ajv-library.ts';

/** The draft a schema is written in, by its `$schema`; without one that is known, draft-07. */
export type JsonSchemaDialect = Exclude<JsonSchemaDocument['dialect'], 'draft-04'>;

/** Makes the instance that compiles one schema; `options` are ours, to be passed on with changes. */
export type AjvFactory = (options: Options, dialect: JsonSchemaDialect) => AjvInstance;

const MODULES = {
  'draft-06': 'ajv',
  'draft-07': 'ajv',
  '2019-09': 'ajv/dist/2019.js',
  '2020-12': 'ajv/dist/2020.js',
} as const;

/** A definition of more keywords is a function of its own, and not repeated wherever it is referred to. */
const MOST_INLINED_KEYWORDS = 20;

function lenientRegExp(pattern: string, flags: string): RegExp {
  try {
    return new RegExp(pattern, flags);
  } catch {
    return new RegExp(pattern);
  }
}
// Where ajv prints code to a file, which is not done here, this stands for the function.
lenientRegExp.code = 'new RegExp';

export const ajvOptions = {
  strict: false,
  logger: false,
  ownProperties: true,
  validateSchema: false,
  inlineRefs: MOST_INLINED_KEYWORDS,
  code: { regExp: lenientRegExp },
} as const satisfies Options;

/** A fresh instance with all formats of ajv-formats. */
export function newAjv(options: Options, dialect: JsonSchemaDialect): AjvInstance {
  const ajv = new (ajvClass(MODULES[dialect]))(options);
  addAjvFormats(ajv);
  // ajv refuses 'id', of draft 4, in later drafts, where it is a name like any other.
  ajv.removeKeyword('id');
  return ajv;
}

/** What says whether a text is a schema of its draft. Formats are left out: identifiers need be no good URIs. */
export function newMetaAjv(dialect: JsonSchemaDialect): AjvInstance {
  return new (ajvClass(MODULES[dialect]))({ strict: false, logger: false, validateFormats: false });
}

/** Throws ConfigError `JSON_SCHEMA_DRAFT_UNSUPPORTED`. */
export function supportedDialect(dialect: JsonSchemaDocument['dialect']): JsonSchemaDialect {
  if (dialect !== 'draft-04') return dialect;
  const problem =
    'values cannot be checked against draft-04 of JSON Schema; write the schema in draft-07 or later, or set validate: false';
  throw new ConfigError(problem, 'JSON_SCHEMA_DRAFT_UNSUPPORTED');
}
