/**
 * `ottla gen --watch`: a first run, then another one after each change of what was read.
 *
 * Every run reads all files again and so depends on no history of events; the generator remembers what did not
 * change, and the output folder is written to where it differs. A broken schema is shown, unless another change
 * follows at once, and waited for; what was generated before stays. One run at a time; changes meanwhile make one
 * more.
 */
import { isOttlaError, type Clock, type OttlaError } from '@ottla/kernel';
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

/** Often several files are saved at once. */
export const QUIET_MS = 10;

/**
 * How long a failure waits to be told. A file that is saved is emptied and filled, and what is found between is
 * mended in a moment; the watcher tells of a second change of a file 50 ms after the first at the earliest.
 */
export const FAILURE_QUIET_MS = 150;

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
  /** Ends the wait of a failure. */
  #wake: () => void = () => undefined;
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
    const failure = await this.#run('first');
    if (failure === undefined) return;
    if (!(failure instanceof CliError) || failure.exitCode !== EXIT.invalidInput) throw failure;
    this.#tell(failure);
  }

  #wish(occasion: Occasion): void {
    if (this.#closed) return;
    this.#pending = this.#pending === 'change' ? 'change' : occasion;
    this.#wake();
    if (this.#running !== undefined) return;
    this.#running = this.#runWished().catch(this.#fail);
  }

  async #runWished(): Promise<void> {
    while (this.#pending !== undefined && !this.#closed) {
      await new Promise<void>((done) => void this.#ports.clock.after(QUIET_MS, done));
      const occasion = this.#pending;
      this.#pending = undefined;
      if (this.#closed) break;
      const failure = await this.#run(occasion);
      if (failure === undefined) continue;
      await this.#noChange(FAILURE_QUIET_MS);
      if (this.#pending === undefined && !this.#closed) this.#tellAnew(failure, occasion);
    }
    this.#running = undefined;
  }

  /** Resolves then, or at the next change. */
  async #noChange(ms: number): Promise<void> {
    if (this.#pending !== undefined || this.#closed) return;
    await new Promise<void>((done) => {
      const timer = this.#ports.clock.after(ms, done);
      this.#wake = () => {
        timer.cancel();
        done();
      };
    });
    this.#wake = () => undefined;
  }

  /** Gives what went wrong, to be told or not. */
  async #run(occasion: Occasion): Promise<OttlaError | undefined> {
    const { clock, terminal } = this.#ports;
    const startMs = clock.now();
    try {
      const line = await this.#generate(occasion);
      const isNews = this.#lastFailure !== undefined;
      this.#lastFailure = undefined;
      if (line === null && occasion === 'again' && !isNews) return undefined;
      const took = `in ${Math.max(1, Math.round(clock.now() - startMs))} ms`;
      terminal.note(terminal.paint('dim', `${line ?? 'nothing to write'} ${took}`));
      if (occasion === 'first') terminal.note(terminal.paint('dim', 'watching; Ctrl-C ends it'));
      return undefined;
    } catch (error) {
      if (isOttlaError(error)) return error;
      throw error;
    }
  }

  /** Told again after each change: one who saves a file wants to know what came of it. */
  #tellAnew(failure: OttlaError, occasion: Occasion): void {
    if (occasion !== 'again' || failure.message !== this.#lastFailure) this.#tell(failure);
  }

  #tell(failure: OttlaError): void {
    this.#lastFailure = failure.message;
    noteFailure(failure, this.#ports.terminal);
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
    this.#wake();
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
