/**
 * `ottla gen`: reads schemas, writes the modules @ottla/codegen makes of them.
 *
 * Prints the path of each file it wrote, or with --check of each file that is stale, on stdout. Decides
 * nothing about types; a schema that does not parse is shown with its line and a caret.
 */
import { CliError } from '../cli-error.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { checkOutput, settleOutput } from '../gen/gen-report.ts';
import { GenMemory, planGen, runPlan } from '../gen/gen-run.ts';
import type { GenOptions, GenRequest } from '../gen/gen-settings.ts';
import type { Terminal } from '../terminal.ts';
import { processWorkplace, type Workplace } from '../workplace.ts';

type GenWorkplace = Pick<Workplace, 'workingFolder' | 'clock' | 'environment'>;

export async function runGen(
  inputs: readonly string[],
  options: GenOptions,
  {
    terminal,
    workplace = processWorkplace(),
  }: { readonly terminal: Terminal; readonly workplace?: GenWorkplace },
): Promise<ExitCode> {
  const { workingFolder, clock, environment } = workplace;
  refuseBoth(options);
  const request: GenRequest = { inputs, options, workingFolder, environment };
  if (options.watch === true) {
    const { watchInProcess } = await import('../gen/gen-watch.ts');
    return watchInProcess(request, { terminal, clock });
  }
  const result = await runPlan(await planGen(request), new GenMemory());
  for (const note of result.schemas.notes) terminal.note(note);
  if (options.check === true) return checkOutput(result, { terminal, workingFolder });
  const { summary } = settleOutput(result, { clean: options.clean === true }, { terminal, workingFolder });
  terminal.note(terminal.paint('dim', summary));
  return EXIT.ok;
}

function refuseBoth({ check, watch, clean }: GenOptions): void {
  const other = watch === true ? '--watch' : clean === true ? '--clean' : undefined;
  if (check !== true || other === undefined) return;
  throw new CliError(`--check writes nothing, and ${other} does`, {
    code: 'OPTIONS_UNFIT',
    exitCode: EXIT.usage,
    remedy: 'Give one of them.',
  });
}
