/**
 * What a pull would write, remove and must not touch, seen from what stands in the folder.
 *
 * A file is ours to replace when what it holds is some version of its subject: then nothing is lost. Anything
 * else was changed here, or is no work of ours, and is only overwritten when that is asked for. A file that
 * holds the schema in another layout is left as it is. Reads only.
 */
import type { SchemaBundle } from '@ottla/registry-client';
import type { OutputFolder } from '../output/output-folder.ts';
import type { PlacedVersion } from './file-places.ts';
import { lockedSubject } from './locked-schema.ts';
import { laidOut } from './schema-layout.ts';
import { SchemaLikeness } from './schema-likeness.ts';

export interface FilePlan {
  readonly writes: readonly { readonly file: string; readonly text: string }[];
  /** Files that hold what no version is. They stand in `writes`, too. */
  readonly changed: readonly { readonly file: string; readonly subject: string }[];
  /** Files of versions that are locked no more, as they were written. */
  readonly removes: readonly string[];
  /** The same, changed since: they stay. */
  readonly left: readonly string[];
}

export interface PlanSources {
  readonly output: OutputFolder;
  readonly before: SchemaBundle;
  readonly after: SchemaBundle;
  /** Texts of a subject in the registry, newest first. */
  readonly registered: (subject: string) => AsyncIterable<string>;
  /** Subjects whose files stay though they are locked no more. */
  readonly gone: readonly string[];
}

export async function filePlan(
  placed: readonly PlacedVersion[],
  kept: ReadonlySet<string>,
  sources: PlanSources,
): Promise<FilePlan> {
  const { output, before, after } = sources;
  const likeness = { before: new SchemaLikeness(before), after: new SchemaLikeness(after) };
  const writes: { file: string; text: string }[] = [];
  const changed: { file: string; subject: string }[] = [];
  for (const version of placed) {
    const { file, subject, schemaType, sha256 } = version;
    const text = laidOut(after.schemas[sha256] ?? '', schemaType);
    const found = output.read(file);
    const isLike = (known: string): boolean =>
      found !== null && likeness.after.areAlike(found, known, version);
    if (isLike(text)) continue;
    writes.push({ file, text });
    if (found !== null && !(await isVersion(isLike, subject, sources))) changed.push({ file, subject });
  }
  const held = new Set([...kept, ...placed.map(({ file }) => file)]);
  return { writes, changed, ...stale(held, likeness.before, sources) };
}

/** Whether a file holds a version of the subject, one that was locked or one of the registry. */
async function isVersion(
  isLike: (text: string) => boolean,
  subject: string,
  { before, registered }: PlanSources,
): Promise<boolean> {
  for (const { sha256 } of lockedSubject(before, subject)?.versions ?? []) {
    const known = before.schemas[sha256];
    if (known !== undefined && isLike(known)) return true;
  }
  for await (const known of registered(subject)) if (isLike(known)) return true;
  return false;
}

function stale(
  held: ReadonlySet<string>,
  likeness: SchemaLikeness,
  { output, before, gone }: PlanSources,
): Pick<FilePlan, 'removes' | 'left'> {
  // On file systems that ignore case a file under its new name is the file under its old one.
  const folded = new Set([...held].map((file) => file.toLowerCase()));
  const removes: string[] = [];
  const left: string[] = [];
  for (const [subject, { versions }] of Object.entries(before.subjects)) {
    if (gone.includes(subject)) continue;
    for (const { version, file, sha256 } of versions) {
      if (file === undefined || folded.has(file.toLowerCase())) continue;
      const found = output.read(file);
      if (found === null) continue;
      const text = before.schemas[sha256];
      const isOurs = text !== undefined && likeness.areAlike(found, text, { subject, version });
      (isOurs ? removes : left).push(file);
    }
  }
  return { removes, left };
}
