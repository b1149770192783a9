/**
 * JSON Schema as a PayloadFormat: JSON text behind the frame, as Confluent's KafkaJsonSchemaSerializer writes it.
 *
 * What is checked is what is written: where a value has toJSON() or members that are undefined, its text is parsed
 * again for the check. Reading gives plain values; a reader's schema changes nothing of them, it only checks.
 * Without checks no schema is looked at, so that one that ajv cannot take does not stop records.
 */
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { jsonSchemaFindings, parseJson, parseJsonSchema, type JsonSchemaDocument } from '@ottla/schema';
import { jsonOfBytes } from '../json/json-bytes.ts';
import { jsonTextOf } from '../json/json-text.ts';
import type { LargeIntegers } from '../json/large-integers.ts';
import type {
  PayloadFormat,
  PayloadReader,
  PayloadWriter,
  ResolvedSchema,
} from '../registry/payload-format.ts';
import type { AjvFactory, AjvInstance } from './ajv-instance.ts';
import { SchemaValidators, type Validate } from './schema-validator.ts';

/** Compiled schemas that are kept; a topic may have been written with any number. */
const MOST_VALIDATORS = 1000;

export interface JsonSchemaFormatOptions {
  readonly validate: boolean;
  readonly allErrors: boolean;
  readonly ajv?: AjvInstance | AjvFactory | undefined;
  /** Of what is read. */
  readonly largeIntegers: LargeIntegers;
}

export class JsonSchemaFormat implements PayloadFormat {
  readonly schemaType = 'JSON';
  readonly hasMessageIndexes = false;
  readonly #options: JsonSchemaFormatOptions;
  readonly #compiler: SchemaValidators;
  readonly #validators = new LRUCache<string, Validate>({ max: MOST_VALIDATORS });

  constructor(options: JsonSchemaFormatOptions) {
    this.#options = options;
    this.#compiler = new SchemaValidators(options);
  }

  /** The title, as Confluent's clients take it. */
  recordName({ text }: ResolvedSchema): string | null {
    const root = parseJson(text.schema);
    const title = root.kind === 'object' ? root.members.get('title')?.value : undefined;
    return title?.kind === 'string' && title.value !== '' ? title.value : null;
  }

  writer(schema: ResolvedSchema): PayloadWriter {
    if (!this.#options.validate) {
      return { write: (value, writer) => void writer.writeUtf8(jsonTextOf(value).text) };
    }
    const validate = this.#validator(schema);
    // An ajv of the caller's may fill in defaults and coerce types: never in the caller's value, always in ours.
    const isOwn = this.#options.ajv !== undefined;
    return {
      write(value, writer) {
        const { text, isPlain } = jsonTextOf(value);
        const checked: unknown = isPlain && !isOwn ? value : JSON.parse(text);
        validate(checked);
        writer.writeUtf8(isOwn ? jsonTextOf(checked).text : text);
      },
    };
  }

  reader(writer: ResolvedSchema, reader: ResolvedSchema | null): PayloadReader {
    const validate = this.#options.validate ? this.#validator(reader ?? writer) : undefined;
    const { largeIntegers } = this.#options;
    const read = (payload: Buffer): unknown => {
      const value = jsonOfBytes(payload, largeIntegers);
      // JSON Schema knows numbers only, so that is what is checked.
      validate?.(largeIntegers === 'bigint' ? jsonOfBytes(payload, 'round') : value);
      return value;
    };
    return { read, readAt: (bytes, start) => read(bytes.subarray(start)) };
  }

  incompatibilities(reader: ResolvedSchema, writer: ResolvedSchema): readonly string[] {
    const question = { direction: 'BACKWARD', policy: 'STRICT' } as const;
    const findings = jsonSchemaFindings(documentOf(writer), documentOf(reader), question);
    return findings.map(({ path, message }) => `${path}: ${message}`);
  }

  #validator(schema: ResolvedSchema): Validate {
    const key = digestOf(schema);
    const kept = this.#validators.get(key);
    if (kept !== undefined) return kept;
    const made = this.#compiler.validator(schema);
    this.#validators.set(key, made);
    return made;
  }
}

/** One schema stands under many subjects, and texts are long. */
function digestOf({ text, references }: ResolvedSchema): string {
  const parts = [text.schema, ...references.flatMap(({ name, schema }) => [name, schema])];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64');
}

function documentOf({ text, references }: ResolvedSchema): JsonSchemaDocument {
  const linked = references.map(({ name, schema }) => ({ name, text: schema }));
  return parseJsonSchema(text.schema, { references: linked });
}
