/** A folder and an embedded registry in which `ottla pull` and `ottla lock` run in this process; gone when the test ends. */
import { EmbeddedRegistry } from '@ottla/embedded';
import { systemClock, type SchemaText } from '@ottla/kernel';
import { RegistryClient } from '@ottla/registry-client';
import { formatSchemaText } from '@ottla/schema';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runLock, type LockOptions } from '../../packages/cli/src/commands/lock-command.ts';
import { runPull, type PullOptions } from '../../packages/cli/src/commands/pull-command.ts';
import { noteFailure } from '../../packages/cli/src/failure-note.ts';
import { RecordedTerminal } from '../../packages/cli/testing/recorded-terminal.ts';

export interface Ran {
  readonly exitCode: number;
  readonly stdout: readonly string[];
  readonly stderr: string;
}

type Place = Parameters<typeof runPull>[2];

/** A record of com.acme with these fields, as a registry may hold it: on one line. */
export function avro(name: string, fields: Readonly<Record<string, unknown>>): SchemaText {
  const listed = Object.entries(fields).map(([field, type]) => ({ name: field, type }));
  return {
    schemaType: 'AVRO',
    schema: JSON.stringify({ type: 'record', name: `com.acme.${name}`, fields: listed }),
  };
}

/** What a registered version is in its file. */
export async function laidOutAs(place: PullWorkplace, subject: string, version: number): Promise<string> {
  return formatSchemaText((await place.registry.version(subject, version)).schema);
}

export class PullWorkplace implements AsyncDisposable {
  readonly folder: string;
  readonly server: EmbeddedRegistry;
  readonly registry: RegistryClient;

  private constructor(folder: string, server: EmbeddedRegistry) {
    this.folder = folder;
    this.server = server;
    this.registry = new RegistryClient({ url: server.url, retryBackoffMs: 1 });
  }

  static async start(): Promise<PullWorkplace> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'ottla-pull-')));
    return new PullWorkplace(folder, await EmbeddedRegistry.start());
  }

  /** Subjects with their versions, oldest first. */
  async register(subjects: Readonly<Record<string, SchemaText | readonly SchemaText[]>>): Promise<void> {
    for (const [subject, versions] of Object.entries(subjects)) {
      for (const version of [versions].flat()) await this.registry.register(subject, version);
    }
  }

  pull(words: readonly string[] = [], options: PullOptions = {}): Promise<Ran> {
    return this.#run(options, (given, place) => runPull(words, given, place));
  }

  lock(options: LockOptions = {}): Promise<Ran> {
    return this.#run(options, runLock);
  }

  async #run<O extends { readonly registry?: string }>(
    options: O,
    run: (options: O, place: Place) => Promise<number>,
  ): Promise<Ran> {
    const terminal = new RecordedTerminal();
    const workplace = {
      workingFolder: this.folder,
      clock: systemClock,
      readStdin: () => Promise.resolve(new Uint8Array()),
      environment: { OTTLA_REGISTRY_URL: this.server.url },
    };
    const exitCode = await run(options, { terminal, workplace }).catch((error: unknown) =>
      noteFailure(error, terminal),
    );
    return { exitCode, stdout: terminal.printed, stderr: terminal.notes.join('\n') };
  }

  async write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(this.folder, path)), { recursive: true });
      await writeFile(join(this.folder, path), text);
    }
  }

  read(path: string): Promise<string> {
    return readFile(join(this.folder, path), 'utf8');
  }

  /** When a file was last written. */
  async changedAt(path: string): Promise<bigint> {
    return (await stat(join(this.folder, path), { bigint: true })).mtimeNs;
  }

  /** Paths of all files but the texts of the lock, sorted. */
  async files(): Promise<readonly string[]> {
    const entries = await readdir(this.folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(this.folder.length + 1))
      .filter((path) => !path.startsWith('.ottla/cache/'))
      .toSorted();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.registry.close();
    await this.server.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
