/**
 * What a comparison of two inputs has found, by file and by schema: the one result that every format prints.
 */
import {
  checkHistory,
  compatibilityLevels,
  diffSchemas,
  namedTypesOf,
  SchemaError,
  semanticFindings,
  simpleName,
  type CompatibilityFinding,
  type CompatibilityLevel,
  type Edit,
  type HistoryReport,
  type Contract,
  type Schema,
} from '@ottla/schema';
import type { NamedContract } from '../subjects/contracts.ts';
import { sameContract } from '../subjects/same-contracts.ts';

export interface SchemaChange {
  /** The full name, of the new version where there is one; null for what has none. */
  readonly name: string | null;
  readonly state: 'added' | 'removed' | 'changed';
  /** What kind of schema was added or removed: `record`, `union`, `JSON Schema`. */
  readonly type: string;
  /** None of JSON Schema. */
  readonly edits: readonly Edit[];
  /** What changes the meaning of values although a registry lets it pass; of JSON Schema what readers or writers refuse. */
  readonly findings: readonly CompatibilityFinding[];
  /** The levels that allow it; null when nothing was compared, or the comparison is too much. */
  readonly passing: readonly CompatibilityLevel[] | null;
  /** Full names of the types of both versions. */
  readonly typeNames: ReadonlySet<string>;
}

/** A file of either side, or of both. */
export interface FileChange {
  /** As shown; null where the side has no such file. */
  readonly before: string | null;
  readonly after: string | null;
  /** True when it was found by what it holds, at another place. */
  readonly moved: boolean;
  readonly schemas: readonly SchemaChange[];
  /** Of files that could not be read as schemas. */
  readonly failures: readonly SchemaError[];
}

/** The changes between what two files say; what stayed the same is left out. */
export function schemaChanges(
  before: readonly NamedContract[],
  after: readonly NamedContract[],
): readonly SchemaChange[] {
  const alone = before.length === 1 && after.length === 1;
  const keyOf = ({ name }: NamedContract): string | null => (alone ? null : name);
  const left = new Map(before.map((old) => [keyOf(old), old]));
  const changes = after.flatMap((now): SchemaChange[] => {
    const old = left.get(keyOf(now));
    if (old === undefined) return [presence('added', now)];
    left.delete(keyOf(now));
    const change = compared(old, now);
    return change === undefined ? [] : [change];
  });
  return [...changes, ...[...left.values()].map((old) => presence('removed', old))];
}

function presence(state: 'added' | 'removed', { name, contract }: NamedContract): SchemaChange {
  const type = contract.type === 'AVRO' ? contract.schema.type : 'JSON Schema';
  return { name, state, type, edits: [], findings: [], passing: null, typeNames: new Set() };
}

/** Undefined when nothing differs. */
function compared(before: NamedContract, { name, contract: after }: NamedContract): SchemaChange | undefined {
  if (before.contract.type === 'AVRO' && after.type === 'AVRO') {
    return comparedAvro(before.contract.schema, { name, schema: after.schema });
  }
  if (sameContract(before.contract, after)) return undefined;
  const report = judged(before.contract, after, 'FULL');
  return {
    name,
    state: 'changed',
    type: 'JSON Schema',
    edits: [],
    findings: report?.findings ?? [],
    passing: report?.passing ?? null,
    typeNames: new Set(),
  };
}

function comparedAvro(
  before: Schema,
  { name, schema: after }: { readonly name: string | null; readonly schema: Schema },
): SchemaChange | undefined {
  const edits = diffSchemas(before, after);
  const findings = semanticFindings(before, after);
  if (edits.length + findings.length === 0) return undefined;
  const types = [...namedTypesOf(after), ...namedTypesOf(before)];
  return {
    name,
    state: 'changed',
    type: after.type,
    edits,
    findings,
    passing:
      judged({ type: 'AVRO', schema: before }, { type: 'AVRO', schema: after }, 'NONE')?.passing ?? null,
    typeNames: new Set(types.map(({ fullName }) => fullName)),
  };
}

/** Null when the comparison is too much. */
function judged(before: Contract, after: Contract, level: CompatibilityLevel): HistoryReport | null {
  try {
    const report = checkHistory(after, [{ label: 'before', contract: before }], { level });
    // Computed when it is asked for.
    return { ...report, passing: report.passing };
  } catch (error) {
    if (error instanceof SchemaError) return null;
    throw error;
  }
}

/** The levels that allow all of it; null when nothing was compared. */
export function passingAll(files: readonly FileChange[]): readonly CompatibilityLevel[] | null {
  const judged = files.flatMap(({ schemas }) =>
    schemas.flatMap(({ passing }) => (passing === null ? [] : [passing])),
  );
  if (judged.length === 0) return null;
  return compatibilityLevels.filter((level) => judged.every((passing) => passing.includes(level)));
}

/** The verdict in words. */
export function verdictText(passing: readonly CompatibilityLevel[]): string {
  const refused = compatibilityLevels.filter((level) => !passing.includes(level));
  if (refused.length === 0) return 'every level allows it';
  if (passing.length === 1) return `only ${passing.join()} allows it`;
  return `allowed by ${passing.join(', ')}; refused by ${refused.join(', ')}`;
}

/** The named type an edit stands in, and what the place is called there; '' for a schema without a name. */
export function placeInType(
  path: string,
  typeNames: ReadonlySet<string>,
): { readonly type: string; readonly label: string } {
  if (typeNames.has(path)) return { type: path, label: simpleName(path) };
  // A branch of a union may have dots, but a field stands before it.
  const field = /^[^[{|]*/.exec(path)?.[0] ?? '';
  const type = field.slice(0, Math.max(0, field.lastIndexOf('.')));
  return { type, label: path.slice(type === '' ? 0 : type.length + 1) };
}

/** An edit in words: a sign, and what it says of its place. */
export function editWords(edit: Edit): { readonly sign: '+' | '-' | '~' | '→'; readonly words: string } {
  const [before, after] = [edit.before.text ?? 'none', edit.after.text ?? 'none'];
  if (edit.element === 'attribute') return { sign: '~', words: `${edit.attribute} ${before} → ${after}` };
  if (edit.element === 'schema') return { sign: '~', words: `${before} → ${after}` };
  if (edit.kind === 'moved') return { sign: '→', words: `moved from place ${before} to ${after}` };
  if (edit.kind === 'renamed') return { sign: '→', words: `was ${before}, by ${edit.by}` };
  const what = edit.element === 'field' ? '' : `${edit.element} `;
  const text = edit.element === 'symbol' ? '' : edit.kind === 'added' ? after : before;
  return { sign: edit.kind === 'added' ? '+' : '-', words: `${what}${text}`.trimEnd() };
}
