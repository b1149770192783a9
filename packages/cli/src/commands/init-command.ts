/**
 * `ottla init`: an `ottla.yaml` that fits the schemas that are here, and the next commands.
 *
 * Everything is found, asked and judged before anything is written; nothing that exists is replaced, and
 * nothing is written outside the working folder. Prints the files it wrote on stdout.
 */
import { CliError } from '../cli-error.ts';
import { CONFIG_NAMES } from '../config/read-config.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { ciSnippet, ciSystems, type CiSnippet, type CiSystem } from '../init/ci-snippet.ts';
import { initialConfig, type InitialConfig } from '../init/initial-config.ts';
import { initSummary } from '../init/init-summary.ts';
import { surveyProject, type ProjectSurvey } from '../init/project-survey.ts';
import type { Questions } from '../init/questions.ts';
import { sampleContract } from '../init/sample-contract.ts';
import { kindOnDisk } from '../inputs/disk-tree.ts';
import { OutputFolder } from '../output/output-folder.ts';
import { printable, type Terminal } from '../terminal.ts';
import { processWorkplace, type Workplace } from '../workplace.ts';

export interface InitOptions {
  readonly ci?: CiSystem;
  readonly out: string;
  readonly sample?: boolean;
  readonly print?: boolean;
  readonly yes?: boolean;
  /** False with --no-input. */
  readonly input?: boolean;
}

export interface InitPorts {
  readonly terminal: Terminal;
  /** Null when nobody is there to answer. */
  readonly questions: () => Questions | null;
  readonly workplace?: Workplace;
}

interface Choices {
  readonly sample: boolean;
  readonly ci: CiSystem;
}

export async function runInit(
  options: InitOptions,
  { terminal, questions, workplace = processWorkplace() }: InitPorts,
): Promise<ExitCode> {
  const { workingFolder } = workplace;
  if (options.print !== true) refuseExisting(workingFolder);
  if (options.out.trim() === '') throw refused('--out names no folder', 'As in: --out src/generated');
  const survey = await surveyProject(workingFolder);
  const asked =
    options.yes === true || options.input === false || options.print === true ? null : questions();
  let choices: Choices;
  try {
    choices = await chosen(options, survey, asked);
  } finally {
    asked?.close();
  }
  const samples = choices.sample ? sampleContract : [];
  const schemas = choices.sample ? samples.map(({ path }) => path) : survey.schemas;
  const config = await initialConfig(
    { survey, schemas, out: options.out, judged: !choices.sample },
    workplace,
  );
  if (options.print === true) {
    terminal.print(config.text.trimEnd());
    return EXIT.ok;
  }
  const snippet = ciSnippet(choices.ci, survey.packageInstaller, { generates: config.generates });
  const folder = new OutputFolder(workingFolder);
  const place = (file: string): boolean => workingFolder === survey.root && folder.read(file) === null;
  const fits = snippet !== null && place(snippet.file);
  const files = [...samples, { path: CONFIG_NAMES[0] ?? '', text: config.text }];
  if (snippet !== null && fits) files.push({ path: snippet.file, text: snippet.text });
  for (const { path } of files) refuseTaken(folder, path);
  for (const { path, text } of files) {
    folder.write(path, text);
    terminal.print(path);
  }
  tell({ survey, config, snippet: fits ? null : snippet }, terminal);
  return EXIT.ok;
}

function refuseExisting(workingFolder: string): void {
  const existing = CONFIG_NAMES.find((name) => kindOnDisk(`${workingFolder}/${name}`) !== null);
  if (existing === undefined) return;
  throw refused(
    `${existing} is here already, and init replaces nothing`,
    'To see what it would write: ottla init --print',
    'CONFIG_EXISTS',
  );
}

function refuseTaken(folder: OutputFolder, path: string): void {
  if (folder.read(path) === null) return;
  throw refused(`${printable(path)} is here already, and init replaces nothing`, 'Move it away first.');
}

async function chosen(
  options: InitOptions,
  survey: ProjectSurvey,
  questions: Questions | null,
): Promise<Choices> {
  const sample = survey.schemas.length === 0 && (await wantsSample(options, questions));
  if (survey.schemas.length === 0 && !sample) {
    throw refused(
      'there is no .avsc, .avdl or .avpr file here',
      'For a contract to begin with: ottla init --sample',
      'SCHEMAS_MISSING',
    );
  }
  const proposed = proposedCi(survey);
  if (options.ci !== undefined) return { sample, ci: options.ci };
  if (questions === null) return { sample, ci: options.yes === true ? proposed : 'none' };
  const text = 'Judge changes of the contracts in CI?';
  return { sample, ci: await questions.ask({ text, answers: ciSystems, proposed }) };
}

async function wantsSample(options: InitOptions, questions: Questions | null): Promise<boolean> {
  if (options.sample === true || options.yes === true) return true;
  if (questions === null) return false;
  const text = 'There is no schema here. Write a contract to begin with?';
  return (await questions.ask({ text, answers: ['yes', 'no'], proposed: 'yes' })) === 'yes';
}

function proposedCi({ has }: ProjectSurvey): CiSystem {
  if (has('.github')) return 'github';
  return has('.gitlab-ci.yml') ? 'gitlab' : 'none';
}

/** What a person should know; a snippet that has no place of its own is printed to be put where it belongs. */
function tell(
  done: {
    readonly survey: ProjectSurvey;
    readonly config: InitialConfig;
    readonly snippet: CiSnippet | null;
  },
  terminal: Terminal,
): void {
  const { snippet } = done;
  for (const line of initSummary(done, (style, text) => terminal.paint(style, text))) terminal.note(line);
  if (snippet === null) return;
  terminal.note(`\nTo put into ${snippet.file} in the root of the repository by hand:\n`);
  terminal.note(snippet.text.trimEnd());
}

function refused(message: string, remedy: string, code = 'INIT_REFUSED'): CliError {
  return new CliError(message, { code, exitCode: EXIT.usage, remedy });
}
