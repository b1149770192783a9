/**
 * What a semantic rule is: a row of prose and an example, the edits it looks at, and what they mean for data.
 */
import type { Direction } from '../compatibility/compatibility-finding.ts';
import type { CompatibilityLevel } from '../compatibility/compatibility-level.ts';
import type { Severity } from '../rules/finding.ts';
import type { Rule } from '../rules/rule.ts';
import type { Field, Schema } from '../schema.ts';
import type { FoundEdit } from './found-edit.ts';

/** What an edit means. */
export interface Meaning {
  readonly message: string;
  readonly fix: string | null;
  readonly detail: string;
  /** Null unless it concerns one way. */
  readonly direction?: Direction;
  /** When it is not the rule's. */
  readonly severity?: Severity;
  /** When it is not the edit's: two edits of one path, rule and detail are one finding. */
  readonly path?: string;
}

export interface SemanticRow extends Omit<Rule, 'family' | 'category' | 'severity'> {
  /** `warn` unless told otherwise. */
  readonly severity?: Rule['severity'];
  /** Kinds of edits: `field.default` (owner and attribute), `changed schema` (kind and element). */
  readonly on: readonly string[];
  readonly find: (found: FoundEdit) => readonly Meaning[];
}

/** The kind of an edit, as rows name it. */
export function editKind({ edit }: FoundEdit): string {
  return edit.element === 'attribute' ? `${edit.owner}.${edit.attribute}` : `${edit.kind} ${edit.element}`;
}

/** Both sides, where both are schemas. */
export function schemasOf({ before, after }: FoundEdit): readonly [Schema, Schema] | undefined {
  if (before === null || after === null || isField(before) || isField(after)) return undefined;
  return [before, after];
}

/** Both sides, where both are fields. */
export function fieldsOf({ before, after }: FoundEdit): readonly [Field, Field] | undefined {
  if (before === null || after === null || !isField(before) || !isField(after)) return undefined;
  return [before, after];
}

function isField(node: Schema | Field): node is Field {
  return 'schema' in node;
}

/** An example about the type of one field. */
export function typeExample(before: string, bad: string, good: string): Rule['example'] {
  const text = (type: string): string => fieldText(`{"name": "total", "type": ${type}}`);
  return { before: text(before), bad: text(bad), good: text(good), level: 'FULL' };
}

/** An example about one field. */
export function fieldExample(before: string, bad: string, good: string): Rule['example'] {
  return { before: fieldText(before), bad: fieldText(bad), good: fieldText(good), level: 'FULL' };
}

/** The same, at a level that lets the edit pass. */
export function atLevel(level: CompatibilityLevel, example: Rule['example']): Rule['example'] {
  return 'before' in example ? { ...example, level } : example;
}

function fieldText(field: string): string {
  return `{"type": "record", "name": "com.acme.Order", "fields": [${field}]}`;
}
