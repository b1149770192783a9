/** The body of a registration, look-up or compatibility check, read but not yet parsed: who sent which text. */
import type { SchemaMetadata, SchemaRuleSet } from '@ottla/kernel';
import { integerAt, jsonObject, listAt, objectAt, optionally, textAt } from './json-body.ts';
import { ruleSetAt } from './rule-set.ts';
import { metadataAt } from './schema-metadata.ts';

/** As sent: a version of -1 is the latest, and nothing may be missing though it is. */
export interface SubmittedReference {
  readonly name: string | undefined;
  readonly subject: string | undefined;
  readonly version: number | undefined;
}

export interface SubmittedSchema {
  readonly schemaType: string;
  /** Empty when there was none. */
  readonly schema: string;
  readonly references: readonly SubmittedReference[];
  readonly metadata: SchemaMetadata | undefined;
  readonly ruleSet: SchemaRuleSet | undefined;
  /** Negative unless the sender wants a certain one, which is for import mode. */
  readonly id: number;
  /** 0 for the next one; -1 for the latest or the next one, said in the metadata. */
  readonly version: number;
}

function referenceAt(value: unknown, place: string): SubmittedReference {
  const members = objectAt(value, place);
  return {
    name: optionally(members, 'name', textAt),
    subject: optionally(members, 'subject', textAt),
    version: optionally(members, 'version', integerAt),
  };
}

/** Reads a body; throws 400 for what has not its shape. */
export function readSubmittedSchema(body: string): SubmittedSchema {
  const members = jsonObject(body);
  return {
    schemaType: optionally(members, 'schemaType', textAt) ?? 'AVRO',
    schema: optionally(members, 'schema', textAt) ?? '',
    references: optionally(members, 'references', (list, at) => listAt(list, at, referenceAt)) ?? [],
    metadata: optionally(members, 'metadata', metadataAt),
    ruleSet: optionally(members, 'ruleSet', ruleSetAt),
    id: optionally(members, 'id', integerAt) ?? -1,
    version: optionally(members, 'version', integerAt) ?? 0,
  };
}
