/**
 * `ottla gen --watch`: a first run, then another one after each change of what was read.
 *
 * Every run reads all files again and so depends on no history of events; the generator remembers what did not
 * change, and the output folder is written to where it differs. A broken schema is shown and waited for; what
 * was generated before stays. One run at a time; changes meanwhile make one more.
 */
import { isOttlaError, type Clock } from '@ottla/kernel';
import { CliError, errorCode } from '../cli-error.ts';
import { StopRequest } from '../dev/stop-request.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { noteFailure } from '../failure-note.ts';
import type { Terminal } from '../terminal.ts';
import { watchDisk, type FileWatcher, type OpenFileWatcher } from './file-watcher.ts';
import { settleOutput } from './gen-report.ts';
import { GenMemory, planGen, runPlan } from './gen-run.ts';
import type { GenRequest } from './gen-settings.ts';
import { sameRoots, watchScope, type WatchScope } from './watch-scope.ts';

/** A file that is saved is emptied and filled, and often several are saved at once. */
export const QUIET_MS = 20;

export interface WatchPorts {
  readonly terminal: Terminal;
  readonly clock: Clock;
  readonly openWatcher: OpenFileWatcher;
  readonly stop: Pick<StopRequest, 'asked' | 'exitCode'>;
}

/** Until a signal, or until nobody reads what is printed. */
export async function watchInProcess(
  request: GenRequest,
  { terminal, clock }: Pick<WatchPorts, 'terminal' | 'clock'>,
): Promise<ExitCode> {
  using stop = new StopRequest();
  terminal.onReaderGone(() => stop.ask());
  // Awaited here: signals are listened to until this block is left.
  return await watchGen(request, { terminal, clock, stop, openWatcher: watchDisk });
}

export async function watchGen(request: GenRequest, ports: WatchPorts): Promise<ExitCode> {
  await using session = new WatchSession(request, ports);
  // What the command line says wrongly ends it: no change of a file mends that.
  await session.start();
  // Awaited here: the session is closed when this block is left.
  return await session.ended;
}

/** `first`: of the session; `again`: the watcher has just become ready, which is worth a line only if it found something. */
type Occasion = 'first' | 'again' | 'change';

class WatchSession implements AsyncDisposable {
  /** The exit code, once told to stop. Rejects when files cannot be watched. */
  readonly ended: Promise<ExitCode>;
  readonly #request: GenRequest;
  readonly #ports: WatchPorts;
  readonly #memory = new GenMemory();
  #fail: (error: unknown) => void = () => undefined;
  #watched: { readonly scope: WatchScope; readonly watcher: FileWatcher } | undefined;
  #read: readonly string[] = [];
  #lastFailure: string | undefined;
  #lastNotes = '';
  #pending: Occasion | undefined;
  #running: Promise<void> | undefined;
  #closed = false;

  constructor(request: GenRequest, ports: WatchPorts) {
    this.#request = request;
    this.#ports = ports;
    const failed = new Promise<never>((_resolve, reject) => (this.#fail = reject));
    this.ended = Promise.race([ports.stop.asked.then(() => ports.stop.exitCode), failed]);
    // Whoever waits for `ended` hears of it; before that nobody does.
    this.ended.catch(() => undefined);
  }

  /** The first run. Throws for what the command line and ottla.yaml say wrongly, and for inputs that are not there. */
  async start(): Promise<void> {
    await this.#run('first');
  }

  #wish(occasion: Occasion): void {
    if (this.#closed) return;
    this.#pending = this.#pending === 'change' ? 'change' : occasion;
    if (this.#running !== undefined) return;
    this.#running = this.#runWished().catch(this.#fail);
  }

  async #runWished(): Promise<void> {
    while (this.#pending !== undefined && !this.#closed) {
      await new Promise<void>((done) => void this.#ports.clock.after(QUIET_MS, done));
      const occasion = this.#pending;
      this.#pending = undefined;
      if (!this.#closed) await this.#run(occasion);
    }
    this.#running = undefined;
  }

  async #run(occasion: Occasion): Promise<void> {
    const { clock, terminal } = this.#ports;
    const startMs = clock.now();
    try {
      const line = await this.#generate(occasion);
      const isNews = this.#lastFailure !== undefined;
      this.#lastFailure = undefined;
      if (line === null && occasion === 'again' && !isNews) return;
      const took = `in ${Math.max(1, Math.round(clock.now() - startMs))} ms`;
      terminal.note(terminal.paint('dim', `${line ?? 'nothing to write'} ${took}`));
      if (occasion === 'first') terminal.note(terminal.paint('dim', 'watching; Ctrl-C ends it'));
    } catch (error) {
      if (!isOttlaError(error)) throw error;
      const isBroken = error instanceof CliError && error.exitCode === EXIT.invalidInput;
      if (occasion === 'first' && !isBroken) throw error;
      // Told again after each change: one who saves a file wants to know what came of it.
      if (occasion === 'again' && error.message === this.#lastFailure) return;
      this.#lastFailure = error.message;
      noteFailure(error, terminal);
    }
  }

  /** The summary; null when nothing was to be written. */
  async #generate(occasion: Occasion): Promise<string | null> {
    const { terminal } = this.#ports;
    const { workingFolder, options } = this.#request;
    const plan = await planGen(this.#request);
    await this.#watch(watchScope(plan, this.#read));
    const result = await runPlan(plan, this.#memory);
    this.#read = result.schemas.readFiles;
    await this.#watch(watchScope(plan, this.#read));
    const notes = result.schemas.notes.join('\n');
    if (notes !== this.#lastNotes && notes !== '') terminal.note(notes);
    this.#lastNotes = notes;
    const clean = options.clean === true;
    const { changed, summary } = settleOutput(result, { clean }, { terminal, workingFolder });
    return changed === 0 && occasion !== 'first' ? null : summary;
  }

  /** Looks at these places; what changed before that is found by one more run. */
  async #watch(scope: WatchScope): Promise<void> {
    if (this.#closed || (this.#watched !== undefined && sameRoots(this.#watched.scope, scope))) return;
    const before = this.#watched?.watcher;
    const watcher = this.#ports.openWatcher(scope, {
      ready: () => this.#wish('again'),
      changed: () => this.#wish('change'),
      failed: (error) => this.#fail(unwatchable(error)),
    });
    this.#watched = { scope, watcher };
    await before?.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await this.#watched?.watcher.close();
    await this.#running;
  }
}

function unwatchable(error: Error): CliError {
  const code = errorCode(error);
  const isFull = code === 'ENOSPC' || code === 'EMFILE';
  return new CliError(`files cannot be watched: ${error.message}`, {
    code: 'WATCH_FAILED',
    exitCode: EXIT.usage,
    ...(isFull
      ? { remedy: 'The system watches no more files: name fewer folders, or raise its limit.' }
      : {}),
    cause: error,
  });
}
