/**
 * The configuration for a project that was looked at: its text, and what is to be said of it.
 *
 * Drafted, judged as `check` will judge it, and drafted again with what that showed.
 */
import type { Workplace } from '../workplace.ts';
import { configDraft, type ConfigDraft } from './config-draft.ts';
import { judgeDraft, type DraftVerdict } from './draft-verdict.ts';
import type { ProjectSurvey } from './project-survey.ts';
import { schemaRows } from './schema-layout.ts';
import { schemasEntry, type SchemasRow } from './schemas-row.ts';
import { subjectNames } from './unique-versions.ts';

export interface InitialConfig {
  readonly text: string;
  readonly rows: readonly SchemasRow[];
  /** What one file of each row is. */
  readonly examples: readonly string[];
  readonly subjectCount: number;
  readonly verdict: DraftVerdict;
  /** Whether `check` has something to compare with. */
  readonly comparable: boolean;
  /** Whether there is something to generate from. */
  readonly generates: boolean;
}

export interface InitialOrder {
  readonly survey: ProjectSurvey;
  /** Relative to the working folder. */
  readonly schemas: readonly string[];
  readonly out: string;
  /** False for files that are not written yet. */
  readonly judged: boolean;
}

export async function initialConfig(
  { survey, schemas, out, judged }: InitialOrder,
  workplace: Workplace,
): Promise<InitialConfig> {
  const rows = schemaRows(schemas);
  const names = subjectNames(rows.map(schemasEntry), schemas);
  const examples = rows.map((row) => exampleOf(row, names));
  const draft: ConfigDraft = {
    schemaFile: `${survey.installed ?? 'node_modules/ottla'}/ottla.schema.json`,
    rows,
    examples,
    levels: new Map(),
    against: survey.against,
    out,
  };
  const verdict = judged
    ? await judgeDraft(configDraft(draft), workplace)
    : { failures: [], levels: new Map(), versioned: true };
  return {
    // Without versions git is what there will be.
    text: configDraft({
      ...draft,
      levels: verdict.levels,
      against: survey.against ?? (verdict.versioned ? null : 'git:HEAD'),
    }),
    rows,
    examples,
    subjectCount: new Set([...names.values()].map(({ subject }) => subject)).size,
    verdict,
    comparable: verdict.versioned || survey.against !== null,
    generates: schemas.some((path) => !path.endsWith('.json')),
  };
}

/** `schemas/order.v2.avsc is version 2 of order-value` */
function exampleOf(row: SchemasRow, names: ReturnType<typeof subjectNames>): string {
  const file = row.files.findLast((path) => !path.endsWith('.json')) ?? row.files.at(-1) ?? '';
  const name = names.get(file);
  if (name === undefined) return file;
  return `${file} is ${name.version === null ? '' : `version ${name.version} of `}${name.subject}`;
}
