/** What `ottla init` tells the person: what it found, what to mind, what to do next. Pure. */
import { plural } from '../plural.ts';
import { printable, type Terminal } from '../terminal.ts';
import type { InitialConfig } from './initial-config.ts';
import type { ProjectSurvey } from './project-survey.ts';

const FAILURES_SHOWN = 5;

export function initSummary(
  { survey, config }: { readonly survey: ProjectSurvey; readonly config: InitialConfig },
  paint: Terminal['paint'],
): readonly string[] {
  const count = config.rows.reduce((total, { files }) => total + files.length, 0);
  const commands = nextCommands(survey, config);
  const width = Math.max(...commands.map(([command]) => command.length));
  return [
    '',
    `${plural(count, 'schema file')} of ${plural(config.subjectCount, 'subject')}`,
    ...config.rows.flatMap(({ path }, index) => [
      `  ${printable(path)}`,
      paint('dim', `    ${printable(config.examples[index] ?? '')}`),
    ]),
    ...remarks(survey, config).map((remark) => `${paint('yellow', 'note')}: ${remark}`),
    '',
    paint('bold', 'Next'),
    ...commands.map(([command, why]) => `  ${command.padEnd(width)}  ${paint('dim', why)}`),
  ];
}

function remarks(survey: ProjectSurvey, { verdict, comparable }: InitialConfig): readonly string[] {
  const { failures, levels } = verdict;
  const notes: string[] = [];
  if (survey.stopped)
    notes.push('there are more folders here than init looks into; see to `schemas` by hand');
  if (survey.testFiles > 0)
    notes.push(`${plural(survey.testFiles, 'schema file')} in folders of tests left out`);
  if (failures.length > 0) {
    const shown = failures.slice(0, FAILURES_SHOWN).map((each) => `\n  ${printable(each)}`);
    notes.push(`${plural(failures.length, 'file')} that check and gen refuse until mended:${shown.join('')}`);
  }
  if (levels.size > 0) {
    const names = [...levels].map(([subject, level]) => `${printable(subject)} ${level}`);
    notes.push(
      `not every version reads the one before; what they keep is under \`subjects\`: ${names.join(', ')}`,
    );
  }
  if (survey.above !== null) {
    notes.push(`${printable(survey.above)} held for this folder; here the new one does from now on`);
  }
  if (!comparable) {
    notes.push(
      'check compares with what git has, or with earlier versions (NAME.v1.avsc); there is neither yet',
    );
  }
  return notes;
}

type NextCommand = readonly [command: string, why: string];

function nextCommands(
  { packageInstaller: { runs, adds, addsLibrary }, installed, hasLibrary, has }: ProjectSurvey,
  { comparable, generates }: InitialConfig,
): readonly NextCommand[] {
  const ignore = has('node_modules') && !has('.gitignore') ? 'echo node_modules > .gitignore && ' : '';
  const commit = `${has('.git') ? '' : 'git init && '}${ignore}git add . && git commit`;
  const next: (NextCommand | null)[] = [
    installed === null && adds !== null ? [adds, 'also lets editors complete ottla.yaml'] : null,
    comparable ? null : [commit, 'then there is something to compare with'],
    [`${runs} check`, 'what a change breaks'],
    [`${runs} lint`, 'mistakes and bad style'],
    generates ? [`${runs} gen`, 'types and serializers'] : null,
    generates && !hasLibrary && addsLibrary !== null ? [addsLibrary, 'what generated code imports'] : null,
  ];
  return next.filter((one) => one !== null);
}
