/**
 * A refusal of the registry, in the words and numbers of Confluent's.
 *
 * Clients match on error_code and some on the text, so both are Confluent's to the letter, oddities included.
 * Handlers throw one; the core turns it into an answer. Knows nothing of HTTP beyond the status. Source:
 * confluentinc/schema-registry, Errors and the exceptions of its REST resources.
 */

/** Thrown by handlers; `errorCode` is the body's error_code, `status` the HTTP status. */
export class RegistryFailure extends Error {
  readonly status: number;
  readonly errorCode: number;

  constructor(status: number, errorCode: number, message: string) {
    super(message);
    this.name = 'RegistryFailure';
    this.status = status;
    this.errorCode = errorCode;
  }
}

/** One maker per documented refusal. */
export const refuse = {
  badRequest: (why: string) => new RegistryFailure(400, 400, why),
  noRoute: () => new RegistryFailure(404, 404, 'HTTP 404 Not Found'),
  methodNotAllowed: () => new RegistryFailure(405, 405, 'HTTP 405 Method Not Allowed'),
  tooLarge: (maxBytes: number) =>
    new RegistryFailure(413, 413, `HTTP 413 Request Entity Too Large (the limit is ${maxBytes} bytes)`),
  mediaType: () => new RegistryFailure(415, 415, 'HTTP 415 Unsupported Media Type'),
  subjectNotFound: (subject: string) => new RegistryFailure(404, 40401, `Subject '${subject}' not found.`),
  versionNotFound: (version: number | string) =>
    new RegistryFailure(404, 40402, `Version ${version} not found.`),
  schemaNotFound: () => new RegistryFailure(404, 40403, 'Schema not found'),
  schemaIdNotFound: (id: number | string) => new RegistryFailure(404, 40403, `Schema ${id} not found`),
  subjectSoftDeleted: (subject: string) =>
    new RegistryFailure(
      404,
      40404,
      `Subject '${subject}' was soft deleted.Set permanent=true to delete permanently`,
    ),
  subjectNotSoftDeleted: (subject: string) =>
    new RegistryFailure(
      404,
      40405,
      `Subject '${subject}' was not deleted first before being permanently deleted`,
    ),
  versionSoftDeleted: (subject: string, version: number) =>
    new RegistryFailure(
      404,
      40406,
      `Subject '${subject}' Version ${version} was soft deleted.Set permanent=true to delete permanently`,
    ),
  versionNotSoftDeleted: (subject: string, version: number) =>
    new RegistryFailure(
      404,
      40407,
      `Subject '${subject}' Version ${version} was not deleted first before being permanently deleted`,
    ),
  noSubjectCompatibility: (subject: string) =>
    new RegistryFailure(
      404,
      40408,
      `Subject '${subject}' does not have subject-level compatibility configured`,
    ),
  noSubjectMode: (subject: string) =>
    new RegistryFailure(404, 40409, `Subject '${subject}' does not have subject-level mode configured`),
  incompatible: (subject: string, reasons: readonly string[]) =>
    new RegistryFailure(
      409,
      40901,
      `Schema being registered is incompatible with an earlier schema for subject "${subject}", details: [${reasons.join(', ')}]`,
    ),
  invalidSchema: (why: string) => new RegistryFailure(422, 42201, why),
  invalidVersion: (version: string) =>
    new RegistryFailure(
      422,
      42202,
      `The specified version '${version}' is not a valid version id. Allowed values are between [1, 2^31-1] and the string "latest"`,
    ),
  invalidLevel: () =>
    new RegistryFailure(
      422,
      42203,
      'Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive, forward_transitive, and full_transitive',
    ),
  invalidMode: () =>
    new RegistryFailure(
      422,
      42204,
      'Invalid mode. Valid values are READWRITE, READONLY, IMPORT and FORWARD.',
    ),
  forwardNotGlobal: () => new RegistryFailure(422, 42204, 'Forward mode only supported on global level'),
  /** `state` such as 'in read-only mode' or 'not in import mode'; the default context has an empty prefix. */
  inMode: (subject: string, contextPrefix: string, state: string) =>
    new RegistryFailure(422, 42205, `Subject ${subject} in context ${contextPrefix} is ${state}`),
  importNotEmpty: () => new RegistryFailure(422, 42205, 'Cannot import since found existing subjects'),
  idTaken: (id: number, contextPrefix: string) =>
    new RegistryFailure(
      422,
      42205,
      `Overwrite new schema with id ${id} in context ${contextPrefix} is not permitted.`,
    ),
  referenceExists: (subject: string, version: number) =>
    new RegistryFailure(
      422,
      42206,
      `One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=${subject},version=${version}}.`,
    ),
  invalidSubject: (subject: string) =>
    new RegistryFailure(422, 42208, `The specified subject '${subject}' is not a valid.`),
  invalidRuleSet: (why: string) => new RegistryFailure(422, 42210, why),
  contextNotEmpty: (contextPrefix: string) =>
    new RegistryFailure(422, 42211, `The specified context '${contextPrefix}' is not empty.`),
};
