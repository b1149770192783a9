/**
 * A comparison as text for a terminal: by file and type, with both places of every edit, the verdict last.
 */
import type { CompatibilityFinding, Edit, Position } from '@ottla/schema';
import { styledLine, type Piece } from '../report/styled-line.ts';
import type { Style, Terminal } from '../terminal.ts';
import {
  editWords,
  passingAll,
  placeInType,
  verdictText,
  type FileChange,
  type SchemaChange,
} from './schema-change.ts';

const SIGN_STYLES: Readonly<Record<ReturnType<typeof editWords>['sign'], Style>> = {
  '+': 'green',
  '-': 'red',
  '~': 'yellow',
  '→': 'cyan',
};
const SEVERITY_STYLES: Readonly<Record<CompatibilityFinding['severity'], Style>> = {
  error: 'red',
  warn: 'yellow',
  info: 'dim',
};
const WIDEST_LABEL = 40;

/** The lines, painted; none when nothing differs. */
export function diffText(files: readonly FileChange[], paint: Terminal['paint']): readonly string[] {
  const lines = files.flatMap((file) => [...fileLines(file), []]);
  const passing = passingAll(files);
  if (passing !== null) lines.push([['bold', verdictText(passing)]]);
  else lines.pop();
  return lines.map((pieces) => styledLine(paint, pieces));
}

function fileLines(file: FileChange): readonly Piece[][] {
  const { schemas, failures } = file;
  return [
    titleLine(file),
    ...failures.map(({ message }): Piece[] => ['  ', ['red', 'error'], ` ${message}`]),
    ...schemas.flatMap((change) => changeLines(change, file)),
  ];
}

function titleLine({ before, after, moved }: FileChange): Piece[] {
  if (before === null)
    return [
      ['green', '+ '],
      ['bold', after ?? ''],
    ];
  if (after === null)
    return [
      ['red', '- '],
      ['bold', before],
    ];
  const name: Piece = ['bold', before === after ? after : `${before} → ${after}`];
  return moved ? [['cyan', '→ '], name, ['dim', '  moved']] : [name];
}

function changeLines(change: SchemaChange, file: FileChange): readonly Piece[][] {
  if (change.state !== 'changed') {
    const sign: Piece = change.state === 'added' ? ['green', '+ '] : ['red', '- '];
    return [['  ', sign, change.name ?? 'schema', ['dim', `  ${change.type}`]]];
  }
  const untold = new Map<string, CompatibilityFinding[]>();
  for (const finding of change.findings) {
    untold.set(finding.path, [...(untold.get(finding.path) ?? []), finding]);
  }
  const lines: Piece[][] = [];
  for (const { type, edits } of groupsOf(change)) {
    lines.push(['  ', ['bold', type === '' ? 'schema' : type]]);
    const widest = edits.reduce((width, { label }) => Math.max(width, label.length), 0);
    for (const { edit, label } of edits) {
      lines.push(editLine(edit, label.padEnd(Math.min(WIDEST_LABEL, widest)), file));
      for (const finding of untold.get(edit.path) ?? []) lines.push(findingLine(finding, '        '));
      untold.delete(edit.path);
    }
  }
  // Of JSON Schema there are no edits to tell.
  if (lines.length + untold.size === 0) lines.push(['  ', [SIGN_STYLES['~'], '~ '], change.type]);
  for (const finding of [...untold.values()].flat()) lines.push(findingLine(finding, `  ${finding.path}  `));
  return lines;
}

function editLine(edit: Edit, label: string, file: FileChange): Piece[] {
  const { sign, words } = editWords(edit);
  const before = placeText(edit.before.position, file.before);
  const after = placeText(edit.after.position, file.after);
  return ['    ', [SIGN_STYLES[sign], `${sign} `], `${label}  ${words}`, ['dim', `  ${before} → ${after}`]];
}

function findingLine({ severity, rule, message }: CompatibilityFinding, indent: string): Piece[] {
  return [indent, [SEVERITY_STYLES[severity], severity], ` ${rule}  `, ['dim', message]];
}

/** Runs of edits of one type, in order. */
function groupsOf(
  change: SchemaChange,
): readonly { readonly type: string; readonly edits: { readonly edit: Edit; readonly label: string }[] }[] {
  const groups: { type: string; edits: { edit: Edit; label: string }[] }[] = [];
  for (const edit of change.edits) {
    const { type, label } = placeInType(edit.path, change.typeNames);
    const last = groups.at(-1);
    if (last?.type === type) last.edits.push({ edit, label });
    else groups.push({ type, edits: [{ edit, label }] });
  }
  return groups;
}

/** `14:7`; with its file when that is not the one above. */
function placeText({ file, line, column }: Position, shown: string | null): string {
  return file === undefined || file === shown ? `${line}:${column}` : `${file}:${line}:${column}`;
}
