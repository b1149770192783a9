/**
 * The way of a value from the version that wrote it to the version that reads it, one version after the other.
 *
 * Upwards each version's own UPGRADE rules lead to it; downwards each version's DOWNGRADE rules lead away from it, in
 * reverse. Asks the registry for the versions in between, each once; whoever asks keeps the answer.
 * A version that the registry no longer has is a gap: harmless while no version on the way has rules, refused otherwise.
 * Source: AbstractKafkaSchemaSerDe.getMigrations.
 */
import type { RegisteredSchema, SchemaRegistry } from '@ottla/kernel';
import { isNotFound } from '../errors.ts';
import { migrationImpossible } from './rule-failure.ts';
import type { RuleStage } from './rule-execution.ts';
import type { RuleMode } from './rule-options.ts';
import { ruleSteps, type RuleShelf } from './rule-step.ts';

export interface MigrationQuestion {
  readonly registry: SchemaRegistry;
  readonly subject: string;
  readonly writer: RegisteredSchema;
  readonly reader: RegisteredSchema;
}

/** A registry that names versions far apart must not make us ask for all of them. */
const MOST_VERSIONS_BETWEEN = 1000;
/** As many questions at a time. */
const QUESTIONS_AT_ONCE = 10;

/** Empty when there is nothing to execute. Rejects as the registry does, or with `RULE_MIGRATION_IMPOSSIBLE`. */
export async function migrationStages(
  question: MigrationQuestion,
  shelf: RuleShelf,
): Promise<readonly RuleStage[]> {
  const { subject, writer, reader } = question;
  if (writer.id === reader.id) return [];
  const [from, to] = await Promise.all([versioned(question, writer), versioned(question, reader)]);
  if (from === null || to === null) {
    if (!hasMigrationRules(writer) && !hasMigrationRules(reader)) return [];
    const stranger = (from === null ? writer : reader).id;
    const remedy = 'register it under this subject, or read without its latest version';
    throw migrationImpossible(
      subject,
      `schema ${stranger} is no version of subject '${subject}', so migration rules lead nowhere; ${remedy}`,
    );
  }
  if (from.version === to.version) return [];
  const mode = from.version < to.version ? 'UPGRADE' : 'DOWNGRADE';
  const way = [from, ...(await versionsBetween(question, from.version, to.version)), to];
  const stages = way
    .slice(1)
    .map((target, at) => stageOf({ mode, subject, source: way[at] ?? null, target }, shelf))
    .filter((stage) => stage !== null);
  if (stages.length > 0 && way.includes(null)) {
    const which = `versions of subject '${subject}' between ${from.version} and ${to.version}`;
    const problem = `${which} are deleted, and with them maybe rules of the migration`;
    throw migrationImpossible(subject, `${problem}; restore them, or read without the latest version`);
  }
  return stages;
}

type Version = RegisteredSchema & { readonly version: number };

/** Null when the registry knows it under no version of this subject. */
async function versioned(
  { registry, subject }: MigrationQuestion,
  schema: RegisteredSchema,
): Promise<Version | null> {
  const known =
    schema.version !== undefined && (schema.subject ?? subject) === subject
      ? schema
      : await unlessGone(registry.schema(schema.id, { subject }));
  return known?.version === undefined ? null : { ...known, version: known.version };
}

/** In the order of the way; null for a version that is gone. */
async function versionsBetween(
  { registry, subject }: MigrationQuestion,
  from: number,
  to: number,
): Promise<readonly (RegisteredSchema | null)[]> {
  const count = Math.abs(to - from) - 1;
  if (count > MOST_VERSIONS_BETWEEN) {
    const problem = `${count} versions of subject '${subject}' lie between ${from} and ${to}, and a migration spans at most ${MOST_VERSIONS_BETWEEN}`;
    throw migrationImpossible(subject, `${problem}; read with a version that is nearer`);
  }
  const way: (RegisteredSchema | null)[] = [];
  while (way.length < count) {
    const batch = Math.min(QUESTIONS_AT_ONCE, count - way.length);
    const next = Array.from({ length: batch }, (_, at) => way.length + at + 1);
    const asked = next.map((distance) => (from < to ? from + distance : from - distance));
    way.push(...(await Promise.all(asked.map((version) => unlessGone(registry.version(subject, version))))));
  }
  return way;
}

async function unlessGone(answer: Promise<RegisteredSchema>): Promise<RegisteredSchema | null> {
  try {
    return await answer;
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}

interface Leg {
  readonly mode: RuleMode;
  readonly subject: string;
  readonly source: RegisteredSchema | null;
  readonly target: RegisteredSchema | null;
}

/** Null when this leg has no rules, or when its versions are gone. */
function stageOf({ mode, subject, source, target }: Leg, shelf: RuleShelf): RuleStage | null {
  const owner = mode === 'UPGRADE' ? target : source;
  const steps = ruleSteps(owner?.ruleSet, { list: 'migrationRules', mode }, shelf);
  if (owner === null || steps.length === 0) return null;
  return { mode, subject, source, target: target ?? owner, steps, isEncoding: false };
}

function hasMigrationRules({ ruleSet }: RegisteredSchema): boolean {
  return (ruleSet?.migrationRules ?? []).length > 0;
}
