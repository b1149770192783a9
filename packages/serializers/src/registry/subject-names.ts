/**
 * The subject of each record, as the option `subject` names it, kept where it may be kept.
 *
 * What a strategy answers for a topic is kept for good, in a bounded memory, per role and record name; of many who wait
 * one asks. A failure is not kept. A function that does not say what it depends on is asked for each record.
 */
import { isStrayPromise, kindOf, type RecordHeader, type SchemaRegistry } from '@ottla/kernel';
import { LRUCache } from 'lru-cache';
import { registryFailure, serializationError } from '../errors.ts';
import { topicNameStrategy, type SubjectContext, type SubjectOption } from './subject-strategy.ts';

/** Subjects come from topics, and a program may use topics without end. */
const MOST_TOPICS = 10_000;

/** Whose subject is asked for. */
export interface NamedRecord {
  readonly topic: string;
  readonly isKey: boolean;
  readonly headers: readonly RecordHeader[];
  readonly recordName: string | null;
}

export class SubjectNames {
  readonly #subject: SubjectOption;
  readonly #registry: SchemaRegistry;
  /** By topic, role and record name. */
  readonly #kept = new LRUCache<string, string>({ max: MOST_TOPICS });
  readonly #pending = new Map<string, Promise<string>>();

  constructor(subject: SubjectOption, registry: SchemaRegistry) {
    this.#subject = subject;
    this.#registry = registry;
  }

  /** Whether one answer serves all records of a topic, role and record name. */
  get dependsOnTopic(): boolean {
    return typeof this.#subject === 'string' || this.#subject.dependsOn === 'topic';
  }

  /** Whether the record's name may count. */
  get asksForRecord(): boolean {
    return typeof this.#subject !== 'string' && this.#subject !== topicNameStrategy;
  }

  /** The subject, where it can be told at once. Throws what the function throws, as an error of the record. */
  known(record: NamedRecord): string | undefined {
    if (typeof this.#subject === 'string') return this.#subject;
    if (this.dependsOnTopic) {
      const kept = this.#kept.get(keyOf(record));
      if (kept !== undefined) return kept;
      if (this.#pending.has(keyOf(record))) return undefined;
    }
    const answer = this.#call(record);
    if (!isStrayPromise(answer)) return this.#keep(answer, record);
    // Who waits then waits for this answer.
    if (this.dependsOnTopic) void this.#await(record, answer);
    return undefined;
  }

  /** The subject, waited for. Rejects with SerializationError. */
  async ask(record: NamedRecord): Promise<string> {
    if (typeof this.#subject === 'string') return this.#subject;
    if (!this.dependsOnTopic) return this.#askTwice(record);
    const key = keyOf(record);
    return this.#kept.get(key) ?? this.#pending.get(key) ?? this.#await(record, this.#call(record));
  }

  #await(record: NamedRecord, answer: unknown): Promise<string> {
    const key = keyOf(record);
    const asked = this.#settled(record, answer).finally(() => this.#pending.delete(key));
    // It may be that nobody waits, when bytes were given without `ready`.
    isStrayPromise(asked);
    this.#pending.set(key, asked);
    return asked;
  }

  async #settled(record: NamedRecord, answer: unknown): Promise<string> {
    try {
      return this.#keep(await answer, record);
    } catch (error) {
      throw registryFailure(error, { topic: record.topic, isKey: record.isKey });
    }
  }

  /** Nothing says for which other records an answer holds, so by the time it is serialized it must come at once. */
  async #askTwice(record: NamedRecord): Promise<string> {
    const first = await this.#settled(record, this.#call(record));
    const again = this.#call(record);
    if (typeof again === 'string') return again;
    if (!isStrayPromise(again)) throw this.#refused(again, record);
    const problem =
      `the function given as 'subject' answers with a promise each time (now '${first}'); give it dependsOn: 'topic' ` +
      'if its answer holds for all records of a topic, or let it keep its answers and give them at once';
    throw serializationError(problem, 'SUBJECT_NOT_AT_ONCE', record);
  }

  #call(record: NamedRecord): unknown {
    if (typeof this.#subject === 'string') return this.#subject;
    const { topic, isKey, headers, recordName } = record;
    const context: SubjectContext = { topic, isKey, headers, recordName, registry: this.#registry };
    try {
      return this.#subject(context);
    } catch (error) {
      throw registryFailure(error, { topic, isKey });
    }
  }

  #keep(answer: unknown, record: NamedRecord): string {
    if (typeof answer !== 'string' || answer === '') throw this.#refused(answer, record);
    if (this.dependsOnTopic) this.#kept.set(keyOf(record), answer);
    return answer;
  }

  #refused(answer: unknown, record: NamedRecord): Error {
    const found = answer === '' ? 'an empty string' : kindOf(answer);
    const problem = `the function given as 'subject' answered ${found}; it must answer the name of a subject`;
    return serializationError(problem, 'SUBJECT_INVALID', record);
  }
}

/** Topics hold no blanks. */
function keyOf({ topic, isKey, recordName }: NamedRecord): string {
  return `${topic} ${isKey ? 'key' : 'value'} ${recordName ?? ''}`;
}
