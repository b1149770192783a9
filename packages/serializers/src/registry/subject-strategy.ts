/**
 * Under which subject the schema of a record stands: the strategies of Confluent's serializers, as functions.
 *
 * A strategy decides by topic, role and the record's name; one of a user's own may look at headers, too, and may ask
 * the registry. Who calls it keeps what it answers. Source: SubjectNameStrategy and its implementations in Confluent's
 * Java client; Java raises for schemas that are no records, and so do we.
 */
import type { RecordHeader, SchemaRegistry } from '@ottla/kernel';
import { hasStatusNotFound, serializationError, type ErrorPlace } from '../errors.ts';

/** What a strategy decides by. */
export interface SubjectContext {
  readonly topic: string;
  readonly isKey: boolean;
  readonly headers: readonly RecordHeader[];
  /** Full name of the record of the schema that is written or was written; null when it is none, or not known yet. */
  readonly recordName: string | null;
  readonly registry: SchemaRegistry;
}

/**
 * Names the subject of a record. `dependsOn: 'topic'` says that its answer is the same for all records of a topic, role
 * and record name: it is then asked once for them. Without it, it is asked for each record and must answer at once
 * when the record is serialized; a promise is waited for, and the function asked again.
 * @example
 * const byTenant: SubjectStrategy = ({ topic, isKey }) => `${topic.split('.')[0]}-${isKey ? 'key' : 'value'}`;
 */
export type SubjectStrategy = ((context: SubjectContext) => string | PromiseLike<string>) & {
  readonly dependsOn?: 'topic' | undefined;
};

/** A subject for all records, or a strategy. */
export type SubjectOption = string | SubjectStrategy;

function byTopic(strategy: (context: SubjectContext) => string | PromiseLike<string>): SubjectStrategy {
  return Object.freeze(Object.assign(strategy, { dependsOn: 'topic' as const }));
}

/** `<topic>-key` or `<topic>-value`; the default. */
export const topicNameStrategy: SubjectStrategy = byTopic(
  ({ topic, isKey }) => `${topic}-${isKey ? 'key' : 'value'}`,
);

/** The record's full name: one subject for a type, whatever topics it is in. */
export const recordNameStrategy: SubjectStrategy = byTopic((context) => recordNameOf(context));

/** `<topic>-<record's full name>`: several types in one topic. */
export const topicRecordNameStrategy: SubjectStrategy = byTopic(
  (context) => `${context.topic}-${recordNameOf(context)}`,
);

export interface AssociatedNameOptions {
  /** For topics that the registry associates with no subject; `none`: that is an error. Default: topicNameStrategy. */
  readonly fallback?: SubjectStrategy | 'none' | undefined;
  /** Of the resource, such as a cluster's id. Default: the registry's. */
  readonly namespace?: string | undefined;
}

/**
 * The subject that the registry associates with the topic, for keys or values. Asked once per topic and role.
 * @example
 * avroSerializer(Customer, { registry, subject: associatedNameStrategy({ fallback: recordNameStrategy }) });
 */
export function associatedNameStrategy(options: AssociatedNameOptions = {}): SubjectStrategy {
  const { fallback = topicNameStrategy, namespace } = options;
  return byTopic(async (context) => {
    const found = await associatedSubjects(context, namespace);
    const [subject] = found;
    if (found.length > 1) {
      const several = found.map((each) => `'${each}'`).join(', ');
      const problem = `the registry associates several subjects with it: ${several}; leave one, or name it with the option 'subject'`;
      throw serializationError(problem, 'SUBJECT_AMBIGUOUS', placeOf(context));
    }
    if (subject !== undefined) return subject;
    if (fallback !== 'none') return fallback(context);
    const problem = `the registry associates no subject with it; associate one, or give associatedNameStrategy a fallback`;
    throw serializationError(problem, 'SUBJECT_INVALID', placeOf(context));
  });
}

async function associatedSubjects(context: SubjectContext, namespace: string | undefined): Promise<string[]> {
  const type = context.isKey ? 'key' : 'value';
  try {
    const found = await context.registry.associations(context.topic, {
      type,
      ...(namespace === undefined ? {} : { namespace }),
    });
    const ofRole = found.filter(({ associationType = type }) => associationType === type);
    return [...new Set(ofRole.map(({ subject }) => subject))];
  } catch (error) {
    // Also a registry that knows no associations at all.
    if (hasStatusNotFound(error)) return [];
    throw error;
  }
}

function placeOf({ topic, isKey }: SubjectContext): ErrorPlace {
  return { topic, isKey };
}

function recordNameOf(context: SubjectContext): string {
  const { recordName } = context;
  if (recordName !== null && recordName !== '') return recordName;
  const problem =
    'the subject is to be named by the record, and the schema is no record, or none was given; ' +
    "use topicNameStrategy, or name the subject with the option 'subject'";
  throw serializationError(problem, 'SUBJECT_INVALID', placeOf(context));
}
