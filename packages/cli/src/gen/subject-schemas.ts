/**
 * The schemas of `ottla gen` that a registry or a lock holds: of each subject the newest version, with what it
 * refers to.
 *
 * Subjects are names that anybody may have made: they name texts in messages and headers, never files. Of one
 * subject one version is generated from, the newest that is asked for or referred to. Pure.
 */
import type { SchemaInput } from '@ottla/codegen';
import { referredSubject, type LockedVersion, type SchemaBundle } from '@ottla/registry-client';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-code.ts';
import { pathPattern } from '../inputs/path-pattern.ts';
import { plural } from '../plural.ts';
import { printable } from '../terminal.ts';
import { passedOver, someOf, type SchemaTexts } from './schema-texts.ts';
import { topicTypes } from './topic-types.ts';

interface TakenVersion extends LockedVersion {
  readonly subject: string;
}

/** `words`: subjects and patterns of them; all without any. `from`: who holds them. */
export function subjectSchemas(
  bundle: SchemaBundle,
  words: readonly string[],
  from: 'lock' | 'registry',
): SchemaTexts {
  const asked = meantSubjects(words, Object.keys(bundle.subjects), from);
  const { taken, older } = takenVersions(bundle, asked);
  const avro = taken.filter(({ schemaType }) => schemaType === 'AVRO');
  const schemas = avro.map((version) => ({
    subject: version.subject,
    input: inputOf(version, bundle),
  }));
  const inputs = schemas.map(({ input }) => input);
  return {
    inputs,
    shownAs: new Map(avro.map((version) => [fileOf(version), `${from}:${shown(version)}`])),
    readFiles: [],
    topics: topicTypes(schemas, inputs),
    counted: plural(avro.length, 'subject'),
    notes: [
      ...passedOver(taken.filter(({ schemaType }) => schemaType !== 'AVRO').map(shown)),
      ...(older.length === 0 ? [] : [`types are those of the newest version, though ${someOf(older)}`]),
    ],
  };
}

/** The subjects that words mean. Throws CliError `INPUT_MISSING` when a word means none. */
export function meantSubjects(
  words: readonly string[],
  known: readonly string[],
  from: 'lock' | 'registry',
): readonly string[] {
  const nothing = (message: string): CliError =>
    new CliError(message, { code: 'INPUT_MISSING', exitCode: EXIT.usage });
  if (known.length === 0) throw nothing(`the ${from} holds no subject`);
  if (words.length === 0) return known.toSorted();
  const meant = words.flatMap((word) => {
    if (known.includes(word)) return [word];
    const pattern = pathPattern(word);
    const found = known.filter((subject) => pattern.match(subject) !== null);
    if (found.length === 0) throw nothing(`the ${from} holds no subject '${printable(word)}'`);
    return found;
  });
  return [...new Set(meant)].toSorted();
}

/** One version of each subject, and who refers to an older one. */
function takenVersions(
  { subjects }: SchemaBundle,
  asked: readonly string[],
): { readonly taken: readonly TakenVersion[]; readonly older: readonly string[] } {
  const taken = new Map<string, TakenVersion>();
  const references: { readonly by: string; readonly subject: string; readonly version: number }[] = [];
  const take = (subject: string, version: LockedVersion | undefined): void => {
    const known = taken.get(subject);
    if (version === undefined || (known !== undefined && known.version >= version.version)) return;
    taken.set(subject, { ...version, subject });
    for (const reference of version.references ?? []) {
      const referred = referredSubject(subject, reference.subject);
      references.push({ by: subject, subject: referred, version: reference.version });
    }
  };
  const versionsOf = (subject: string): readonly LockedVersion[] =>
    Object.hasOwn(subjects, subject) ? (subjects[subject]?.versions ?? []) : [];
  for (const subject of asked) take(subject, versionsOf(subject).at(-1));
  // Grows while it is gone through: what is referred to refers to others.
  for (const { subject, version } of references) {
    take(
      subject,
      versionsOf(subject).find((each) => each.version === version),
    );
  }
  const older = references
    .filter(({ subject, version }) => (taken.get(subject)?.version ?? 0) > version)
    .map(({ by, subject, version }) => `${printable(by)} refers to ${printable(subject)} version ${version}`);
  const names = [...taken.keys()].toSorted();
  return { taken: names.flatMap((name) => taken.get(name) ?? []), older };
}

/** Schemas that have no name are called after their file: after the subject, whatever the version. */
function fileOf({ subject }: TakenVersion): string {
  return `${subject}.avsc`;
}

function inputOf(version: TakenVersion, { schemas }: SchemaBundle): SchemaInput {
  const { subject, sha256 } = version;
  return {
    file: fileOf(version),
    text: schemas[sha256] ?? '',
    // The same for both, so that either can check what the other made.
    source: `${subject} version ${version.version}`,
  };
}

function shown({ subject, version }: TakenVersion): string {
  return `${printable(subject)}@${version}`;
}
