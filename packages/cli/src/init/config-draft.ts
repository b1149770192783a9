/**
 * The text of a new `ottla.yaml`: rows for what was found, and the keys people set first, each explained.
 *
 * Whatever files and subjects are called, the text reads back as what it was made of. Pure.
 */
import type { CompatibilityLevel } from '@ottla/schema';
import { stringify } from 'yaml';
import { printable } from '../terminal.ts';
import type { SchemasRow } from './schemas-row.ts';

export interface ConfigDraft {
  /** Where editors find the JSON Schema, from the folder of the file. */
  readonly schemaFile: string;
  readonly rows: readonly SchemasRow[];
  /** An example for each row: what one of its files is. */
  readonly examples: readonly string[];
  /** Subjects whose versions do not keep BACKWARD, with what they keep. */
  readonly levels: ReadonlyMap<string, CompatibilityLevel>;
  /** What schemas are compared with; null when there is nothing yet. */
  readonly against: string | null;
  /** The folder of the generated files. */
  readonly out: string;
}

export function configDraft(draft: ConfigDraft): string {
  return [head(draft), schemas(draft), subjects(draft), gen(draft), check(draft), LINT]
    .filter((part) => part !== '')
    .join('\n');
}

const head = ({ schemaFile }: ConfigDraft): string => `# yaml-language-server: $schema=${schemaFile}
# The contracts of this project: where they are, how they are judged, what is made of them.
version: 1
`;

function schemas({ rows, examples }: ConfigDraft): string {
  const written = rows.map(({ path, subject }, index) => {
    const lines = [
      ...comment(`  # ${examples[index] ?? ''}`),
      `  - path: ${scalar(path)}`,
      subject === null
        ? "    # subject: '{name}-value' # the path without version and extension unless told otherwise"
        : `    subject: ${scalar(subject)}`,
      '    level: BACKWARD',
    ];
    return lines.join('\n');
  });
  return `# Which files are contracts, and the subjects they are versions of. The first row that fits a file counts.
# {topic}, {name} and {version} stand for a part of one folder or file name.
# level: who is upgraded first? BACKWARD: consumers, FORWARD: producers, FULL: either; _TRANSITIVE: all versions.
schemas:
${written.join('\n')}
`;
}

function subjects({ levels }: ConfigDraft): string {
  if (levels.size === 0) return '';
  const rows = [...levels].map(([subject, level]) => `  ${scalar(subject)}: { level: ${level} }\n`);
  return `# What their versions keep today; NONE asks nothing of them.
subjects:
${rows.join('')}`;
}

const gen = ({ out }: ConfigDraft): string => `# \`ottla gen\` writes types and serializers.
gen:
  out: ${scalar(out)}
  layout: type # a module for each type; or namespace, single
  codecs: interpreted # or compiled: plain functions, the fastest; or none: types only
  # choices: { long: bigint, decimal: string }
  # topics: { customers: { key: com.acme.CustomerId, value: com.acme.Customer } } # else by the subjects
`;

const check = ({
  against,
}: ConfigDraft): string => `# What \`ottla check\` compares with, besides versions that stand beside each other.
check:
  ${against === null ? '# against: [git:HEAD]' : `against: [${scalar(against)}]`}
  fail_on: error # or warn
`;

const LINT = `# \`ottla rules\` lists what is looked for.
lint:
  use: STANDARD # or MINIMAL, STRICT
`;

/** A comment is one line. */
function comment(line: string): readonly string[] {
  return line.trim() === '#' ? [] : [printable(line)];
}

/** One line of YAML that reads back as this text. JSON's quotes are YAML's, too. */
function scalar(text: string): string {
  if (UNSHOWN.test(text)) return JSON.stringify(text).replaceAll(UNSHOWN_ALL, escaped);
  return stringify(text, { singleQuote: true, lineWidth: 0, collectionStyle: 'flow' }).trimEnd();
}

const UNSHOWN = /[\p{C}\p{Zl}\p{Zp}]/u;
const UNSHOWN_ALL = new RegExp(UNSHOWN, 'gu');

function escaped(character: string): string {
  return [...Array(character.length).keys()]
    .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
    .join('');
}
