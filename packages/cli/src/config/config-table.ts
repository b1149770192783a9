/**
 * Every key of `ottla.yaml`: its name, what it may be, what its absence means, and what it is for.
 *
 * Types, checks, messages and the reference page derive from these rows.
 */
import { nearestName } from '@ottla/kernel';
import { compatibilityLevels, lintCategories, ruleOf, ruleTable, severities } from '@ottla/schema';
import { pathPattern } from '../inputs/path-pattern.ts';
import { choicesKind, codecsKind } from './choices-kind.ts';
import {
  listOf,
  mapOf,
  oneOf,
  optional,
  required,
  section,
  subsection,
  textKind,
  withDefault,
  type SectionOf,
} from './config-kind.ts';
import { registrySection } from './registry-section.ts';

const text = textKind('a text', (given) => (given.trim() === '' ? undefined : { value: given }));

const pattern = textKind(
  'a path or a pattern',
  (given) => {
    if (given.trim() === '') return undefined;
    if (given.startsWith('/')) return { problem: 'a pattern begins in the folder of this file, not with /' };
    // So that a project means the same on every system.
    if (given.includes('\\')) return { problem: "a pattern is written with '/', on Windows, too" };
    return { value: given };
  },
  { pattern: '^(?!/)[^\\\\]*[^\\\\\\s][^\\\\]*$' },
);

const rule = textKind(
  'the id of a rule',
  (given) => {
    const known = ruleOf(given);
    if (known !== undefined) return { value: known.id };
    const nearest = nearestName(
      given,
      ruleTable.map(({ id }) => id),
    );
    const remedy = nearest === undefined ? '`ottla rules` lists them' : `did you mean '${nearest}'?`;
    return { problem: `there is no rule '${given}'; ${remedy}` };
  },
  { title: 'rule', enum: ruleTable.map(({ id }) => id) },
);

const PATH_PLACEHOLDERS: readonly string[] = ['topic', 'name', 'version'];
const SUBJECT_PLACEHOLDERS: readonly string[] = ['topic', 'name', 'path'];

const subjectTemplate = textKind(
  'a text, with `{topic}`, `{name}` or `{path}` where these belong',
  (given) => {
    const unknown = [...given.matchAll(/\{([^{}]*)\}/g)].find(
      ([, name = '']) => !SUBJECT_PLACEHOLDERS.includes(name),
    );
    if (given.trim() === '') return undefined;
    if (unknown === undefined) return { value: given };
    return { problem: `{${unknown[1]}} is no placeholder; known are {${SUBJECT_PLACEHOLDERS.join('}, {')}}` };
  },
  { pattern: `^(?![\\s\\S]*\\{(?!(?:${SUBJECT_PLACEHOLDERS.join('|')})\\})[^{}]*\\})[\\s\\S]*\\S` },
);

/** The id of a finding. */
export const FINGERPRINT = /^[0-9a-f]{12}$/;

const fingerprint = textKind(
  'the twelve hex digits that a report shows',
  (given) => (FINGERPRINT.test(given) ? { value: given } : undefined),
  { type: ['string', 'number'], pattern: FINGERPRINT.source },
);

const date = textKind('a date, as in 2026-12-31', (given) => (isDate(given) ? { value: given } : undefined), {
  type: 'string',
  format: 'date',
});

/** Whether a text is a day of the calendar: `2026-12-31`. */
export function isDate(given: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(given)) return false;
  const day = new Date(`${given}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(given);
}

const level = oneOf(compatibilityLevels);
const policy = oneOf(['STRICT', 'LENIENT'] as const);
const severityOfRules = mapOf(rule, oneOf(['off', ...severities] as const));

const schemasTable = {
  path: required(
    pattern,
    'Which files: a path or pattern from the folder of this file. `{topic}`, `{name}` and `{version}` stand for a part of one folder or file name; `{version}` is digits.',
  ),
  subject: withDefault(
    subjectTemplate,
    '{path}',
    'The subject they are versions of, as in `{topic}-value`. `{path}` is the path without version and extension.',
  ),
  level: optional(level, 'Their compatibility level; BACKWARD unless told otherwise.'),
  policy: optional(policy, 'How strict JSON Schema is compared; STRICT unless told otherwise.'),
  references: withDefault(listOf(pattern), [], 'Files they may refer to that are no subjects themselves.'),
};

export type SchemasEntry = SectionOf<typeof schemasTable>;

/** What is wrong with a `schemas` row beyond its single values; null when nothing is. */
export function schemasEntryProblem({ path, subject }: SchemasEntry): string | null {
  const { placeholders } = pathPattern(path, { placeholders: true });
  const unknown = placeholders.find((name) => !PATH_PLACEHOLDERS.includes(name));
  if (unknown !== undefined)
    return `{${unknown}} is no placeholder of a path; known are {${PATH_PLACEHOLDERS.join('}, {')}}`;
  for (const name of ['topic', 'name']) {
    if (subject.includes(`{${name}}`) && !placeholders.includes(name)) {
      return `the subject '${subject}' needs {${name}} in the path '${path}'`;
    }
  }
  return null;
}

const subjectTable = {
  level: optional(level, 'Its level, before that of its files.'),
  policy: optional(policy, 'Its policy, before that of its files.'),
  except: withDefault(listOf(rule), [], 'Rules that do not count for it.'),
};

const checkTable = {
  against: withDefault(
    listOf(text),
    [],
    'What to compare with when no --against is given: folders, files, `git:REF` or `REF:path`, from the folder of this file.',
  ),
  failOn: withDefault(
    oneOf(['error', 'warn'] as const),
    'error',
    'The mildest severity that ends the command with 1.',
  ),
  severity: withDefault(
    severityOfRules,
    new Map(),
    'Other severities for rules; `off` drops their findings.',
  ),
};

const lintTable = {
  use: withDefault(
    listOf(oneOf(lintCategories)),
    ['STANDARD'],
    'The sets of rules; STANDARD unless told otherwise.',
  ),
  except: withDefault(listOf(rule), [], 'Rules of these sets that are not looked for.'),
  ignoreOnly: withDefault(
    mapOf(rule, listOf(pattern)),
    new Map(),
    'Files in which a rule is not looked for, as patterns.',
  ),
  severity: withDefault(
    severityOfRules,
    new Map(),
    'Other severities for rules; `off` drops them, anything else adds them.',
  ),
  unstable: withDefault(
    listOf(text),
    [],
    'Full names that are not stable yet, as in `*.alpha.*`: what breaks there is an info.',
  ),
};

const allowTable = {
  id: required(fingerprint, 'The finding, as a report names it.'),
  until: optional(date, 'The last day on which it is excused; for good without it.'),
  reason: required(text, 'Why.'),
};

const topicTable = {
  key: optional(text, 'The full name of the type of its keys, as in `com.acme.CustomerId`.'),
  value: optional(text, 'The full name of the type of its values.'),
};

const codecStyle = oneOf(['interpreted', 'compiled', 'none'] as const);
const codecs: typeof codecStyle = {
  ...codecStyle,
  read(value) {
    // `codecs` sounds like the place of what `choices` name.
    if (value.entries() === undefined || value.isEmpty) return codecStyle.read(value);
    throw value.error(`this must be ${codecStyle.expected}; codecs of values stand under value_codecs`);
  },
};

const genTable = {
  out: optional(text, 'The folder of the generated files; the option --out comes before.'),
  layout: withDefault(
    oneOf(['type', 'namespace', 'single'] as const),
    'type',
    'One module for each named type, for each namespace, or one for all.',
  ),
  enums: withDefault(
    oneOf(['union', 'const', 'enum'] as const),
    'union',
    'An enum is a union of strings, that and a frozen object of the same name, or a TypeScript enum.',
  ),
  codecs: withDefault(
    codecs,
    'interpreted',
    'Schema constants with serializers; these with functions that write and read; or types only.',
  ),
  importExtension: optional(
    oneOf(['.js', '.ts', 'none'] as const),
    'How imports between generated files end; as the tsconfig.json of the folder wants it unless told otherwise.',
  ),
  from: withDefault(
    oneOf(['files', 'lock', 'registry'] as const),
    'files',
    'Where the schemas are when `ottla gen` is given no words: the files of `schemas`, `ottla.lock`, or the registry.',
  ),
  topics: optional(
    mapOf(text, section(topicTable)),
    'What topics carry, for `topics.ts`; of subjects that end in `-key` and `-value` unless told otherwise. An empty section makes none.',
  ),
  choices: withDefault(
    choicesKind,
    new Map(),
    'How values look in TypeScript; the option --long comes before.',
  ),
  overrides: withDefault(
    mapOf(text, choicesKind),
    new Map(),
    'The same for single types and fields, by full name: `com.acme.Order`, `com.acme.Order.total`.',
  ),
  valueCodecs: withDefault(codecsKind, new Map(), 'Where the codecs are that choices name.'),
};

export const configTable = {
  $schema: optional(text, 'Where editors find the JSON Schema of this file, for `ottla.json`.'),
  version: required(oneOf(['1']), 'The version of this format: 1.'),
  schemas: withDefault(
    listOf(section(schemasTable, schemasEntryProblem)),
    [],
    'Where schemas are and which subjects they belong to. The first row that fits a file counts.',
  ),
  subjects: withDefault(
    mapOf(text, section(subjectTable)),
    new Map(),
    'What holds for single subjects, by name.',
  ),
  registry: registrySection,
  gen: subsection(genTable, 'What `ottla gen` makes.'),
  check: subsection(checkTable, 'What `ottla check` does.'),
  lint: subsection(lintTable, 'What `ottla lint` does.'),
  allow: withDefault(
    listOf(section(allowTable)),
    [],
    'Findings that are excused. `ottla allow` writes them.',
  ),
};

export const configSection = section(configTable);

export type ConfigContent = SectionOf<typeof configTable>;
export type AllowEntry = SectionOf<typeof allowTable>;
