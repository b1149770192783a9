/** A comparison as JSON for programs, and as Markdown for the comment of a review. */
import { compatibilityLevels } from '@ottla/schema';
import { jsonDocument } from '../report/json-document.ts';
import { printable } from '../terminal.ts';
import { editWords, passingAll, verdictText, type FileChange, type SchemaChange } from './schema-change.ts';

/** One document. Edits are those of @ottla/schema; `passing` is null where nothing was compared. */
export function diffJson(files: readonly FileChange[]): string {
  return jsonDocument({
    format: 'ottla-diff',
    version: 1,
    files: files.map(({ before, after, moved, schemas, failures }) => ({
      before,
      after,
      moved,
      schemas: schemas.map(({ name, state, edits, findings, passing }) => ({
        name,
        state,
        edits,
        findings: findings.map(({ rule, severity, path, message, position, other, fix }) => ({
          rule,
          severity,
          path,
          message,
          before: other,
          after: position,
          fix,
        })),
        passing,
      })),
      failures: failures.map(({ code, message, file, line, column }) => ({
        code,
        message,
        position: { file, line, column },
      })),
    })),
    passing: passingAll(files),
    levels: compatibilityLevels,
  });
}

/** The lines of a page; one line when nothing differs. */
export function diffMarkdown(files: readonly FileChange[]): readonly string[] {
  if (files.length === 0) return ['No schema changed.'];
  const lines = files.flatMap(({ before, after, moved, schemas, failures }) => [
    `### ${moved ? 'Moved ' : ''}${fileTitle(before, after)}`,
    '',
    ...failures.flatMap(({ message }) => [`- ❌ ${code(message)}`, '']),
    ...schemas.flatMap(changeMarkdown),
  ]);
  const passing = passingAll(files);
  return passing === null ? lines : [...lines, `**${verdictText(passing)}**`];
}

function fileTitle(before: string | null, after: string | null): string {
  if (before === null) return `Added ${code(after ?? '')}`;
  if (after === null) return `Removed ${code(before)}`;
  return before === after ? code(after) : `${code(before)} → ${code(after)}`;
}

const STATE_WORDS = { added: 'Added', removed: 'Removed', changed: 'Changed' } as const;

function changeMarkdown({ name, state, type, edits, findings }: SchemaChange): readonly string[] {
  if (state !== 'changed') return [`${STATE_WORDS[state]} ${code(name ?? type)}`, ''];
  const rows = edits.map((edit) => {
    const { sign, words } = editWords(edit);
    const places = [edit.before.position, edit.after.position].map(({ line, column }) => `${line}:${column}`);
    return `| ${sign} | ${code(edit.path)} | ${code(words)} | ${places.join(' → ')} |`;
  });
  const notes = findings.map(
    ({ rule, severity, path, message }) => `- **${severity}** ${rule} ${code(path)}: ${escaped(message)}`,
  );
  return [
    ...(rows.length === 0 ? [] : ['|  | where | what | line |', '| --- | --- | --- | --- |', ...rows, '']),
    ...(notes.length === 0 ? [] : [...notes, '']),
  ];
}

/** Text that stays text: in a fence longer than any within, with bars that end no cell. */
function code(text: string): string {
  const shown = printable(text).replaceAll('|', '\\|');
  if (shown === '') return '(schema)';
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${shown}${fence}` : `${fence} ${shown} ${fence}`;
}

function escaped(text: string): string {
  return printable(text).replaceAll(/[\\`*_{}[\]<>#|@&]/g, '\\$&');
}
