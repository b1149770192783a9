/**
 * Lists of rules: for people, for programs, and docs/reference/rules.md.
 *
 * Everything comes from the rule table; what is not said there is said nowhere.
 */
import { lintCategories, type LintCategory, type Rule, type RuleFamily } from '@ottla/schema';
import type { Terminal } from '../terminal.ts';
import { jsonDocument } from '../report/json-document.ts';
import { styledLine } from '../report/styled-line.ts';
import { examplePartsOf } from './rule-example.ts';

const FAMILIES: Readonly<Record<RuleFamily, { readonly title: string; readonly prose: string }>> = {
  compatibility: {
    title: 'Compatibility',
    prose:
      'What one version of an Avro schema cannot read of another; a registry refuses it at the level it is found at.',
  },
  semantics: {
    title: 'Semantics',
    prose: 'Changes of an Avro schema that every registry lets pass, although values change their meaning.',
  },
  'json-schema': {
    title: 'JSON Schema',
    prose:
      'What one version of a JSON Schema no longer accepts of another, by the rules of Confluent’s registry.',
  },
  subjects: {
    title: 'Subjects',
    prose: 'What happened to whole subjects, and to files of versions that are published.',
  },
  lint: { title: 'Lint', prose: 'What `ottla lint` looks for in a single schema.' },
};

/** Object.keys gives string[]; these are all keys of the table. */
export const ruleFamilies = Object.keys(FAMILIES) as readonly RuleFamily[];

export interface RuleFilter {
  readonly family?: RuleFamily;
  /** With the rules of the smaller categories. */
  readonly category?: LintCategory;
}

export function filterRules(rules: readonly Rule[], { family, category }: RuleFilter): readonly Rule[] {
  const held =
    category === undefined ? lintCategories : lintCategories.slice(0, lintCategories.indexOf(category) + 1);
  return rules.filter(
    (rule) =>
      (family === undefined || rule.family === family) &&
      (category === undefined || (rule.category !== null && held.includes(rule.category))),
  );
}

/** One line for each rule: id, severity, category, purpose. */
export function printRulesText(rules: readonly Rule[], paint: Terminal['paint']): string {
  const blocks = byFamily(rules).map(([family, found]) => {
    const width = Math.max(...found.map(({ id }) => id.length));
    return [
      styledLine(paint, [['bold', FAMILIES[family].title]]),
      ...found.map(({ id, severity, category, purpose }) =>
        styledLine(paint, [
          '  ',
          ['cyan', id.padEnd(width)],
          `  ${severity.padEnd(5)}  ${family === 'lint' ? `${(category ?? '').padEnd(8)}  ` : ''}`,
          purpose,
        ]),
      ),
    ].join('\n');
  });
  return blocks.join('\n\n');
}

export function printRulesJson(rules: readonly Rule[]): string {
  const listed = rules.map(({ id, family, severity, category, purpose, remedy, example }) => ({
    id,
    family,
    severity,
    category,
    purpose,
    remedy,
    example,
  }));
  return jsonDocument({ version: 1, rules: listed });
}

export function printRulesMarkdown(rules: readonly Rule[]): string {
  const sections = byFamily(rules).map(([family, found]) => {
    const { title, prose } = FAMILIES[family];
    return [`## ${title}`, prose, ...found.flatMap(markdownOf)].join('\n\n');
  });
  const intro = [
    '# Rules',
    'Made by `ottla rules --format markdown`; edit the rule tables of `@ottla/schema` instead. `ottla explain RULE` shows one of them.',
    'An `error` breaks someone, a `warn` may, an `info` is good to know; `off` is only looked for when the configuration asks. The category of a lint rule is the smallest set that holds it: MINIMAL, STANDARD, STRICT, each with those before it.',
  ];
  return [...intro, ...sections].join('\n\n');
}

function markdownOf(rule: Rule): readonly string[] {
  const facts = [
    `severity \`${rule.severity}\``,
    ...(rule.category === null ? [] : [`category ${rule.category}`]),
  ];
  return [
    `### ${rule.id}`,
    `${escapedProse(rule.purpose)} (${facts.join(', ')})`,
    `Remedy: ${escapedProse(rule.remedy)}`,
    ...examplePartsOf(rule).flatMap(({ title, lines }) => [
      `${title}:`,
      ['```diff', ...lines.map(({ sign, text }) => `${sign} ${text}`.trimEnd()), '```'].join('\n'),
    ]),
  ];
}

/** Prose of rules is plain text, but for code in backticks. */
function escapedProse(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith('`') ? part : part.replaceAll(/[\\*_<>[\]]/g, String.raw`\$&`)))
    .join('');
}

function byFamily(rules: readonly Rule[]): readonly (readonly [RuleFamily, readonly Rule[]])[] {
  return ruleFamilies
    .map((family) => [family, rules.filter((rule) => rule.family === family)] as const)
    .filter(([, found]) => found.length > 0);
}
