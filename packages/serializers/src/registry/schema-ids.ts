/**
 * Which id stands before a payload: the gate between a serializer and a schema registry.
 *
 * Finds the subject of a record, asks the registry once per subject and remembers the answer for good: an id
 * never changes. A failure is not remembered; it passes through as the registry gave it.
 */
import {
  SerializationError,
  type SchemaRegistry,
  type SchemaText,
  type SerializerContext,
} from '@ottla/kernel';

/** A fixed subject, or one by record. Without either: `<topic>-key` or `<topic>-value`. */
export type SubjectOption = string | ((context: SerializerContext) => string);

export interface SchemaIdsOptions {
  readonly registry: SchemaRegistry;
  readonly schema: SchemaText;
  readonly subject?: SubjectOption | undefined;
  /** Whether an unknown schema is registered (true, as in Java) or is an error. */
  readonly autoRegisterSchemas?: boolean | undefined;
}

/** The subject of Confluent's TopicNameStrategy. */
export function topicSubject({ topic, isKey }: Pick<SerializerContext, 'topic' | 'isKey'>): string {
  return `${topic}-${isKey ? 'key' : 'value'}`;
}

/** Subjects come from topics, and a program may use topics without end. */
const MOST_SUBJECTS = 10_000;

export class SchemaIds {
  readonly #options: SchemaIdsOptions;
  readonly #ids = new Map<string, number>();
  readonly #pending = new Map<string, Promise<void>>();
  // The last answer: most serializers serve one topic, and building its subject would cost a string per record.
  #lastTopic: string | undefined;
  #lastIsKey = false;
  #lastId = 0;

  constructor(options: SchemaIdsOptions) {
    this.#options = options;
  }

  subject(context: SerializerContext): string {
    const { subject } = this.#options;
    if (subject === undefined) return topicSubject(context);
    return typeof subject === 'string' ? subject : subject(context);
  }

  /** True once the id is known; else a promise that settles when it is, or rejects as the registry did. */
  ready(context: SerializerContext): true | Promise<void> {
    if (this.#isLast(context)) return true;
    const subject = this.subject(context);
    if (this.#known(subject) !== undefined) return true;
    const pending = this.#pending.get(subject);
    if (pending !== undefined) return pending;
    const asked = this.#ask(subject);
    this.#pending.set(subject, asked);
    return asked;
  }

  /** Throws SerializationError `SCHEMA_ID_UNKNOWN` when `ready` was not waited for. */
  id(context: SerializerContext): number {
    if (this.#isLast(context)) return this.#lastId;
    const subject = this.subject(context);
    const id = this.#known(subject);
    if (id === undefined) {
      const problem = `the id of the schema under subject '${subject}' is not known yet; wait for ready() first`;
      throw new SerializationError(problem, { code: 'SCHEMA_ID_UNKNOWN', topic: context.topic, subject });
    }
    // A function may name another subject for the next record of this topic.
    if (typeof this.#options.subject !== 'function') {
      this.#lastTopic = context.topic;
      this.#lastIsKey = context.isKey;
      this.#lastId = id;
    }
    return id;
  }

  #isLast(context: SerializerContext): boolean {
    return context.topic === this.#lastTopic && context.isKey === this.#lastIsKey;
  }

  #known(subject: string): number | undefined {
    const own = this.#ids.get(subject);
    if (own !== undefined) return own;
    const id = this.#options.registry.knownSchemaId(subject, this.#options.schema);
    if (id !== undefined) this.#remember(subject, id);
    return id;
  }

  async #ask(subject: string): Promise<void> {
    const { registry, schema, autoRegisterSchemas = true } = this.#options;
    try {
      this.#remember(subject, await registry.schemaId(subject, schema, { register: autoRegisterSchemas }));
    } finally {
      this.#pending.delete(subject);
    }
  }

  #remember(subject: string, id: number): void {
    if (this.#ids.size >= MOST_SUBJECTS) this.#ids.clear();
    this.#ids.set(subject, id);
  }
}
