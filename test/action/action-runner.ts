/**
 * Runs the steps of action.yml as a runner of GitHub does, without GitHub.
 *
 * Knows the few forms the file uses and throws for any other, so that nothing is passed over: composite
 * steps with `run`, `shell: bash`, `${{ inputs.name }}` and the condition that an input is given.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { outcomeOf, type RunOptions } from '../pack/run.ts';

interface Step {
  readonly name: string;
  readonly if?: string;
  readonly shell: string;
  readonly run: string;
  readonly 'working-directory': string;
  readonly env: Readonly<Record<string, string>>;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

export interface ActionResult {
  readonly status: number;
  /** What the log shows: both streams of all steps. */
  readonly log: string;
}

const STEP_KEYS = new Set(['name', 'if', 'shell', 'run', 'working-directory', 'env']);

export class ActionRunner {
  readonly #action: Action;

  constructor(file: string) {
    // The file is ours; what matters of its shape is checked when it is run.
    this.#action = parse(readFileSync(file, 'utf8')) as Action;
    if (this.#action.runs.using !== 'composite') throw new Error('the action is not composite');
  }

  /** Runs the steps until one fails. `workspace` is the checkout; `environment` comes on top of this process's. */
  async run(
    workspace: string,
    given: Readonly<Record<string, string>>,
    environment: Readonly<Record<string, string>>,
  ): Promise<ActionResult> {
    const inputs = this.#inputsOf(given);
    let log = '';
    for (const step of this.#action.runs.steps) {
      const unknown = Object.keys(step).find((key) => !STEP_KEYS.has(key));
      if (unknown !== undefined || step.shell !== 'bash')
        throw new Error(`the step '${step.name}' is of another kind`);
      if (step.if !== undefined && !holds(step.if, inputs)) continue;
      const env = Object.fromEntries(
        Object.entries(step.env).map(([name, value]) => [name, filledIn(value, inputs)]),
      );
      // Inside a script an expression would be pasted as code; none may stand there.
      if (step.run.includes('${{')) throw new Error(`the script of '${step.name}' holds an expression`);
      const result = await runBash(step.run, {
        cwd: join(workspace, filledIn(step['working-directory'], inputs)),
        env: { ...process.env, ...environment, GITHUB_WORKSPACE: workspace, ...env },
      });
      log += result.log;
      if (result.status !== 0) return { status: result.status, log };
    }
    return { status: 0, log };
  }

  #inputsOf(given: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
    const unknown = Object.keys(given).find((name) => !Object.hasOwn(this.#action.inputs, name));
    if (unknown !== undefined) throw new Error(`the action has no input '${unknown}'`);
    return new Map(
      Object.entries(this.#action.inputs).map(([name, input]) => [name, given[name] ?? input.default]),
    );
  }
}

function filledIn(text: string, inputs: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\$\{\{ *(.*?) *\}\}/g, (_whole, expression: string) => {
    const value = inputs.get(/^inputs\.([a-z-]+)$/.exec(expression)?.[1] ?? '');
    if (value === undefined) throw new Error(`cannot evaluate '${expression}'`);
    return value;
  });
}

function holds(condition: string, inputs: ReadonlyMap<string, string>): boolean {
  const value = inputs.get(/^\$\{\{ inputs\.([a-z-]+) != '' \}\}$/.exec(condition)?.[1] ?? '');
  if (value === undefined) throw new Error(`cannot evaluate '${condition}'`);
  return value !== '';
}

/** As GitHub runs `shell: bash`: the script is a file. */
async function runBash(script: string, options: RunOptions): Promise<ActionResult> {
  const folder = mkdtempSync(join(tmpdir(), 'ottla-step-'));
  try {
    const file = join(folder, 'step.sh');
    writeFileSync(file, script);
    const shell = ['--noprofile', '--norc', '-eo', 'pipefail', file];
    const { status, stdout, stderr } = await outcomeOf('bash', shell, options);
    return { status: status ?? 1, log: `${stdout}${stderr}` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
