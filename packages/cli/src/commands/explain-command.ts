/** `ottla explain RULE`: why a rule is looked for, what to do about it, and an example. */
import { nearestName } from '@ottla/kernel';
import { ruleOf, ruleTable, type Rule } from '@ottla/schema';
import { CliError } from '../cli-error.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { styledLine, type Piece } from '../report/styled-line.ts';
import { examplePartsOf } from '../rules/rule-example.ts';
import type { DiffLine } from '../rules/line-diff.ts';
import { printable, type Style, type Terminal } from '../terminal.ts';

const SIGN_STYLES: Readonly<Record<DiffLine['sign'], Style>> = { '-': 'red', '+': 'green', ' ': 'dim' };

/** What is longer is near to nothing, and would take its time. */
const LONGEST_ID = 100;

export function runExplain(ids: readonly string[], terminal: Terminal): ExitCode {
  const pages = ids.map((id) => pageOf(knownRule(id), (style, text) => terminal.paintPrinted(style, text)));
  terminal.print(pages.join('\n\n'));
  return EXIT.ok;
}

/** In any case, and with `-` for `_`. Throws CliError, exit 2. */
function knownRule(id: string): Rule {
  const spelled = id.toUpperCase().replaceAll('-', '_');
  const rule = ruleOf(spelled);
  if (rule !== undefined) return rule;
  const nearest = nearestName(
    spelled.slice(0, LONGEST_ID),
    ruleTable.map((known) => known.id),
  );
  const parts = ruleTable
    .filter((known) => spelled !== '' && known.id.includes(spelled))
    .map((known) => known.id);
  throw new CliError(`there is no rule '${printable(id)}'`, {
    code: 'RULE_UNKNOWN',
    exitCode: EXIT.usage,
    remedy: `${guessText(nearest === undefined ? parts : [nearest])}ottla rules lists them all.`,
  });
}

const MOST_GUESSES = 4;

/** `Did you mean FIELD_CASE? `; nothing when too many would do. */
function guessText(ids: readonly string[]): string {
  if (ids.length === 0 || ids.length > MOST_GUESSES) return '';
  return `Did you mean ${ids.join(', ').replace(/, (?=[^,]*$)/, ' or ')}? `;
}

function pageOf(rule: Rule, paint: Terminal['paint']): string {
  const facts = [
    `severity ${rule.severity}`,
    `family ${rule.family}`,
    ...(rule.category === null ? [] : [`category ${rule.category}`]),
  ];
  const lines: (readonly Piece[])[] = [
    [['bold', rule.id], `  ${facts.join(' · ')}`],
    [],
    [rule.purpose],
    [],
    [['bold', 'Remedy'], `  ${rule.remedy}`],
  ];
  for (const { title, lines: shown } of examplePartsOf(rule)) {
    lines.push([], [['bold', title]]);
    for (const { sign, text } of shown) lines.push(['  ', [SIGN_STYLES[sign], `${sign} ${text}`]]);
  }
  return lines.map((line) => styledLine(paint, line)).join('\n');
}
