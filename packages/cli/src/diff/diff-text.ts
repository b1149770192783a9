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
  const { before, after, schemas, failures } = file;
  const lines: Piece[][] = [];
  if (before === null)
    lines.push([
      ['green', '+ '],
      ['bold', after ?? ''],
    ]);
  else if (after === null)
    lines.push([
      ['red', '- '],
      ['bold', before],
    ]);
  else {
    const name: Piece = ['bold', before === after ? after : `${before} → ${after}`];
    lines.push(file.moved ? [['cyan', '→ '], name, ['dim', '  moved']] : [name]);
  }
  for (const { message } of failures) lines.push(['  ', ['red', 'error'], ` ${message}`]);
  for (const change of schemas) lines.push(...changeLines(change, file));
  return lines;
}

function changeLines(change: SchemaChange, file: FileChange): readonly Piece[][] {
  if (change.state !== 'changed') {
    const added = change.state === 'added';
    return [
      [
        '  ',
        [added ? 'green' : 'red', added ? '+ ' : '- '],
        change.name ?? 'schema',
        ['dim', `  ${change.type}`],
      ],
    ];
  }
  const lines: Piece[][] = [];
  const told = new Set<CompatibilityFinding>();
  for (const { type, edits } of groupsOf(change)) {
    lines.push(['  ', ['bold', type === '' ? 'schema' : type]]);
    const width = Math.min(WIDEST_LABEL, Math.max(...edits.map(({ label }) => label.length)));
    for (const { edit, label } of edits) {
      const { sign, words } = editWords(edit);
      const places = `  ${placeText(edit.before.position, file.before)} → ${placeText(edit.after.position, file.after)}`;
      lines.push([
        '    ',
        [SIGN_STYLES[sign], `${sign} `],
        `${label.padEnd(width)}  ${words}`,
        ['dim', places],
      ]);
      for (const finding of change.findings) {
        if (finding.path !== edit.path || told.has(finding)) continue;
        told.add(finding);
        lines.push(findingLine(finding, '        '));
      }
    }
  }
  for (const finding of change.findings) {
    if (!told.has(finding)) lines.push(findingLine(finding, `  ${finding.path}  `));
  }
  return lines;
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
