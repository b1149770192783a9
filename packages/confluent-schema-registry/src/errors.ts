/**
 * The error classes, by the names and in the hierarchy users match on.
 *
 * Each takes a message or the error that led to it, which stays as `cause`. Failures of HTTP are
 * `ResponseError` (api/), failures of avsc while decoding pass as avsc throws them.
 */

/** The ancestor of all others; by itself: a schema that the registry does not know under that subject. */
export class ConfluentSchemaRegistryError extends Error {
  /** `reason`: a text, or whatever was thrown, which becomes the cause. */
  constructor(reason: unknown) {
    const { message } = Object(reason) as { message?: unknown }; // absent in a text
    super(String(message || reason), typeof reason === 'string' ? undefined : { cause: reason });
    this.name = this.constructor.name;
  }
}

/** A buffer that is no message, an impossible id, or a schema that cannot be parsed. */
export class ConfluentSchemaRegistryArgumentError extends ConfluentSchemaRegistryError {}

/** The subject's level in the registry is not the one `register` was asked for. */
export class ConfluentSchemaRegistryCompatibilityError extends ConfluentSchemaRegistryError {}

/** An .avsc file that holds no record. */
export class ConfluentSchemaRegistryInvalidSchemaError extends ConfluentSchemaRegistryError {}

/**
 * A value that does not fit its schema.
 *
 * @example
 * const registry = new SchemaRegistry({ host: 'http://localhost:8081' });
 * const { id } = await registry.register(readAVSC('customer.avsc'), { subject: 'customers-value' });
 * try {
 *   await registry.encode(id, { id: 'one', name: 'Ada', email: null });
 * } catch (error) {
 *   if (error instanceof ConfluentSchemaRegistryValidationError) console.error(error.paths); // [['id']]
 * }
 */
export class ConfluentSchemaRegistryValidationError extends ConfluentSchemaRegistryError {
  /** Where it does not fit. JSON Schema with `detailedErrorPaths`: `{ path, message }` each. */
  paths: string[][];

  constructor(reason: unknown, paths: string[][]) {
    super(reason);
    this.paths = paths;
  }
}

/** What a parser threw, as the class users match on. */
export const asArgumentError = (error: unknown): unknown =>
  error instanceof Error && !(error instanceof ConfluentSchemaRegistryArgumentError)
    ? new ConfluentSchemaRegistryArgumentError(error)
    : error;
