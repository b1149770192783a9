import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Timer } from '@ottla/kernel';
import { ManualClock, settled } from '@ottla/kernel/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RecordedTerminal } from '../../testing/recorded-terminal.ts';
import { TemporaryFolder } from '../../testing/temporary-folder.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { OpenFileWatcher, WatchEvents } from './file-watcher.ts';
import { FAILURE_QUIET_MS, QUIET_MS, watchGen } from './gen-watch.ts';
import type { WatchScope } from './watch-scope.ts';

/** A watcher that sees what the spec tells it. */
class ToldWatcher {
  readonly opened: { readonly scope: WatchScope; readonly events: WatchEvents; closed: boolean }[] = [];

  readonly open: OpenFileWatcher = (scope, events) => {
    const watcher = { scope, events, closed: false };
    this.opened.push(watcher);
    return {
      close: () => {
        watcher.closed = true;
        return Promise.resolve();
      },
    };
  };

  get events(): WatchEvents {
    const last = this.opened.at(-1);
    if (last === undefined) throw new Error('nothing is watched');
    return last.events;
  }
}

/** Says when a failure begins to wait. */
class FailureClock extends ManualClock {
  #begun: () => void = () => undefined;

  failureWaiting(): Promise<void> {
    return new Promise((resolve) => (this.#begun = resolve));
  }

  override after(delayMs: number, callback: () => void): Timer {
    const timer = super.after(delayMs, callback);
    if (delayMs === FAILURE_QUIET_MS) this.#begun();
    return timer;
  }
}

const LINE = /^\d+ of \d+ files? written .* in \d+ ms$/;

let folder: TemporaryFolder;
let terminal: RecordedTerminal;
let watcher: ToldWatcher;
let clock: FailureClock;
let stop: (exitCode: ExitCode) => void;
let ended: Promise<ExitCode>;

const customer = (type: string): object => ({
  type: 'record',
  name: 'Customer',
  fields: [{ name: 'id', type }],
});

beforeEach(() => {
  folder = new TemporaryFolder();
  folder.write('.git/HEAD', '');
  folder.write('schemas/customer.avsc', customer('long'));
  folder.write('schemas/level.avsc', { type: 'enum', name: 'Level', symbols: ['LOW'] });
  terminal = new RecordedTerminal();
  watcher = new ToldWatcher();
  clock = new FailureClock({ takesAlongMs: FAILURE_QUIET_MS });
});

afterEach(async () => {
  stop(EXIT.ok);
  await ended.catch(() => undefined);
  folder[Symbol.dispose]();
});

/** Starts it, up to the end of the first run. */
async function start(inputs: readonly string[] = ['schemas'], clean = true): Promise<void> {
  let exitCode: ExitCode = EXIT.ok;
  let ask = (): void => undefined;
  const asked = new Promise<void>((resolve) => (ask = resolve));
  stop = (code) => {
    exitCode = code;
    ask();
  };
  const out = inputs.length === 0 ? {} : { out: 'out' };
  ended = watchGen(
    { inputs, options: { ...out, clean, watch: true }, workingFolder: folder.path, environment: {} },
    {
      terminal,
      clock,
      openWatcher: watcher.open,
      stop: {
        asked,
        get exitCode() {
          return exitCode;
        },
      },
    },
  );
  await Promise.race([ended, terminal.noted(/watching|^schemas|^error/)]);
}

/** The line that comes of it when files change. */
async function changed(pattern = LINE): Promise<string> {
  terminal.clear();
  watcher.events.changed();
  return terminal.noted(pattern);
}

describe('ottla gen --watch', () => {
  it('generates, and again what a change asks for, with a line for each run', async () => {
    await start();
    expect(terminal.notes).toEqual([
      expect.stringMatching(/^3 of 3 files written from 2 schema files in \d+ ms$/),
      'watching; Ctrl-C ends it',
    ]);
    const level = statSync(join(folder.path, 'out/level.ts'));
    folder.write('schemas/customer.avsc', customer('string'));
    expect(await changed()).toMatch(/^1 of 3 files written/);
    expect(terminal.printed).toEqual(['out/customer.ts']);
    expect(folder.read('out/customer.ts')).toContain('  id: string;');
    expect(statSync(join(folder.path, 'out/level.ts')).ino).toBe(level.ino);
  });

  it('shows a broken schema, leaves what is there, and goes on', async () => {
    await start();
    folder.write('schemas/customer.avsc', '{ "type": "rekord" }');
    expect(await changed(/customer\.avsc/)).toMatch(/^schemas\/customer\.avsc:1:\d+: /);
    expect(terminal.notes.join('\n')).toContain('^');
    expect(folder.read('out/customer.ts')).toContain('  id: number;');
    folder.write('schemas/customer.avsc', customer('string'));
    await changed();
    expect(folder.read('out/customer.ts')).toContain('  id: string;');
  });

  it('tells nothing of what is mended in a moment, as a file that is being written is', async () => {
    clock = new FailureClock({ takesAlongMs: QUIET_MS });
    await start();
    terminal.clear();
    const halfWritten = async (): Promise<void> => {
      const waiting = clock.failureWaiting();
      folder.write('schemas/customer.avsc', '{ "type": "rec');
      watcher.events.changed();
      await waiting;
    };
    await halfWritten();
    folder.write('schemas/customer.avsc', customer('string'));
    watcher.events.changed();
    expect(await terminal.noted(LINE)).toMatch(/^1 of 3 files/);
    expect(terminal.notes).toHaveLength(1);
    terminal.clear();
    await halfWritten();
    await clock.advanceSettled(FAILURE_QUIET_MS - 1);
    expect(terminal.notes).toEqual([]);
    clock.advance(1);
    expect(await terminal.noted(/avsc/)).toMatch(/^schemas\/customer\.avsc:1:\d+: /);
    await halfWritten();
    stop(EXIT.ok);
    await ended;
    expect(clock.pendingTimers).toBe(0);
  });

  it('says that all is well again though nothing is to be written', async () => {
    await start();
    folder.write('schemas/customer.avsc', '{');
    await changed(/customer\.avsc/);
    folder.write('schemas/customer.avsc', customer('long'));
    expect(await changed(/ ms$/)).toMatch(/^nothing to write in \d+ ms$/);
  });

  it('begins with a broken schema, too', async () => {
    folder.write('schemas/customer.avsc', '{');
    await start();
    expect(terminal.notes[0]).toMatch(/^schemas\/customer\.avsc:1:2: /);
    folder.write('schemas/customer.avsc', customer('long'));
    expect(await changed()).toMatch(/^3 of 3 files/);
  });

  it('takes up files that appear and drops what vanishes', async () => {
    await start();
    folder.write('schemas/deep/new.avsc', { type: 'fixed', name: 'New', size: 2 });
    expect(await changed()).toMatch(/^2 of 4 files/);
    expect(terminal.printed).toEqual(['out/index.ts', 'out/new.ts']);
    folder.remove('schemas/deep');
    expect(await changed()).toMatch(/^1 of 3 files .*, 1 file removed/);
    expect(folder.files('out')).not.toContain('out/new.ts');
    folder.remove('schemas');
    expect(await changed(/error/)).toBe("error: no schema file matches 'schemas'");
    expect(folder.files('out')).toHaveLength(3);
  });

  it('follows ottla.yaml: other options, other files', async () => {
    folder.write('ottla.yaml', 'version: 1\nschemas: { path: schemas/*.avsc }\ngen: { out: out }\n');
    await start([]);
    const [first] = watcher.opened;
    folder.write('more/more.avsc', { type: 'fixed', name: 'More', size: 2 });
    folder.write(
      'ottla.yaml',
      'version: 1\nschemas: [{ path: schemas/*.avsc }, { path: more/*.avsc }]\ngen: { out: out, choices: { long: bigint } }\n',
    );
    await changed();
    expect(folder.read('out/customer.ts')).toContain('  id: bigint;');
    expect(folder.files('out')).toContain('out/more.ts');
    expect(first?.closed).toBe(true);
    expect(watcher.opened.at(-1)?.scope.roots).toContain(join(folder.path, 'more'));
    folder.write('ottla.yaml', 'version: 1\ngne: {}\n');
    expect(await changed(/ottla\.yaml/)).toMatch(/^ottla\.yaml:2:1: .*did you mean 'gen'/);
  });

  it('makes one run of many changes', async () => {
    await start();
    terminal.clear();
    for (let event = 0; event < 10; event++) watcher.events.changed();
    await terminal.noted(/ ms$/);
    await settled();
    expect(terminal.notes).toHaveLength(1);
  });

  it('tells nothing when the watcher becomes ready and nothing has changed, else what has', async () => {
    await start();
    terminal.clear();
    watcher.events.ready();
    await settled();
    await settled();
    expect(terminal.notes).toEqual([]);
    folder.write('schemas/customer.avsc', customer('string'));
    watcher.events.ready();
    expect(await terminal.noted(LINE)).toMatch(/^1 of 3 files/);
  });

  it('ends with what asked it to, and watches nothing any more', async () => {
    await start();
    stop(EXIT.interrupted);
    expect(await ended).toBe(130);
    expect(watcher.opened.every(({ closed }) => closed)).toBe(true);
    watcher.events.changed();
    await settled();
    expect(terminal.notes.at(-1)).toBe('watching; Ctrl-C ends it');
  });

  it('ends when the command line is wrong, or files cannot be watched', async () => {
    await expect(start(['schmeas'])).rejects.toMatchObject({ code: 'INPUT_MISSING', exitCode: 2 });
    expect(watcher.opened.every(({ closed }) => closed)).toBe(true);
    await start();
    watcher.events.failed(Object.assign(new Error('no watches are left'), { code: 'ENOSPC' }));
    await expect(ended).rejects.toMatchObject({
      code: 'WATCH_FAILED',
      exitCode: 2,
      message: 'files cannot be watched: no watches are left',
    });
  });
});

describe('what is watched', () => {
  const scopeOf = async (...words: string[]): Promise<WatchScope> => {
    await start(words);
    const last = watcher.opened.at(-1);
    if (last === undefined) throw new Error('nothing is watched');
    return last.scope;
  };
  const at = (path: string): string => join(folder.path, path);

  it('is the folder, of it schemas only, and where the configuration may come to be', async () => {
    const { roots, counts, enters } = await scopeOf('schemas');
    expect(roots).toEqual(['ottla.json', 'ottla.yaml', 'ottla.yml', 'schemas'].map(at));
    expect(['schemas/a.avsc', 'schemas/b.avdl', 'ottla.yaml'].map(at).every(counts)).toBe(true);
    expect(['schemas/a.ts', 'schemas/b.txt'].map(at).some(counts)).toBe(false);
    expect(['node_modules', '.git', 'deep'].map(enters)).toEqual([false, false, true]);
  });

  it('is what a pattern can match, whatever its extension', async () => {
    folder.write('schemas/a.json', customer('long'));
    const { roots, counts } = await scopeOf('schemas/**/*.json', 'schemas/level.avsc');
    expect(roots).toEqual(expect.arrayContaining([at('schemas'), at('schemas/level.avsc')]));
    expect(counts(at('schemas/deep/b.json'))).toBe(true);
  });

  it('is what IDL imports, and the tsconfig.json that was asked', async () => {
    folder.write('tsconfig.json', '{}');
    folder.write('else/money.avsc', { type: 'fixed', name: 'Money', size: 8 });
    folder.write('idl/a.avdl', 'schema A; import schema "../else/money.avsc"; record A { Money m; }');
    const { roots } = await scopeOf('idl');
    expect(roots).toEqual(expect.arrayContaining([at('else/money.avsc'), at('tsconfig.json')]));
  });
});
