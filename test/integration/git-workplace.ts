/** A temporary git repository in which `ottla` runs; removed for certain when the test ends. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ottla, type Finished } from './cli-process.ts';

const ENVIRONMENT = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Test',
  GIT_AUTHOR_EMAIL: 'test@example.com',
  GIT_AUTHOR_DATE: '2026-01-01T00:00:00Z',
  GIT_COMMITTER_NAME: 'Test',
  GIT_COMMITTER_EMAIL: 'test@example.com',
  GIT_COMMITTER_DATE: '2026-01-01T00:00:00Z',
};

export class GitWorkplace implements AsyncDisposable {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** A repository with these files in its first commit, on the branch `main`. */
  static async with(files: Readonly<Record<string, string>>): Promise<GitWorkplace> {
    const place = await GitWorkplace.without();
    await place.git('init', '-q', '-b', 'main');
    await place.commit(files);
    return place;
  }

  /** A folder that is no repository. */
  static async without(files: Readonly<Record<string, string>> = {}): Promise<GitWorkplace> {
    const place = new GitWorkplace(await realpath(await mkdtemp(join(tmpdir(), 'ottla-check-'))));
    await place.write(files);
    return place;
  }

  async git(...words: readonly string[]): Promise<string> {
    const env = { ...process.env, ...ENVIRONMENT };
    const { stdout } = await promisify(execFile)('git', words, { cwd: this.folder, env });
    return stdout;
  }

  /** Puts a text into the repository's objects; its id. */
  async hash(text: string): Promise<string> {
    await this.write({ '.git/text': text });
    return (await this.git('hash-object', '-w', '.git/text')).trim();
  }

  async write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(this.folder, path)), { recursive: true });
      await writeFile(join(this.folder, path), text);
    }
  }

  async commit(files: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.write(files);
    await this.git('add', '-A');
    await this.git('commit', '-q', '--allow-empty', '-m', 'a change');
  }

  remove(path: string): Promise<void> {
    return rm(join(this.folder, path), { recursive: true });
  }

  read(path: string): Promise<string> {
    return readFile(join(this.folder, path), 'utf8');
  }

  /** Runs `ottla` in the folder, or one below it. */
  run(
    words: readonly string[],
    options: { readonly below?: string; readonly env?: Record<string, string> } = {},
  ): Promise<Finished> {
    return ottla(words, join(this.folder, options.below ?? ''), options.env);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
