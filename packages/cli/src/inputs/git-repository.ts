/**
 * A git repository, read through the `git` program: which files a ref has, and their bytes.
 *
 * Never through a shell, never writing, never fetching. The number of processes does not grow with the number
 * of files. `GIT_DIR` and its like are git's to obey. What cannot be had is a CliError with the remedy.
 */
import { spawn } from 'node:child_process';
import { buffer } from 'node:stream/consumers';
import { CliError, errorCode } from '../cli-error.ts';
import { EXIT } from '../exit-code.ts';
import { printable } from '../terminal.ts';
import { BlobStream } from './blob-stream.ts';
import { refuseLarge } from './input-file.ts';

/** A file in the tree of a ref. */
export interface GitFile {
  /** From the root of the repository, with '/'. */
  readonly path: string;
  readonly id: string;
  /** Its text is the way to another file. */
  readonly isLink: boolean;
}

interface Answer {
  readonly exitCode: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export class GitRepository {
  /** Absolute. */
  readonly root: string;
  readonly #folder: string;
  readonly #shallow: boolean;

  private constructor(root: string, folder: string, shallow: boolean) {
    this.root = root;
    this.#folder = folder;
    this.#shallow = shallow;
  }

  /** The repository that a folder belongs to. Throws CliError `GIT_MISSING` or `GIT_REPOSITORY_MISSING`. */
  static async open(folder: string): Promise<GitRepository> {
    const answer = await git(['rev-parse', '--is-shallow-repository', '--show-toplevel'], folder);
    const [shallow, ...root] = answer.stdout.toString('utf8').split('\n');
    if (answer.exitCode !== 0) {
      throw gitError(
        'GIT_REPOSITORY_MISSING',
        `no git repository to compare with: ${firstLine(answer.stderr)}`,
        {
          remedy: 'Run it inside a git repository, or compare with files or a folder.',
        },
      );
    }
    return new GitRepository(root.slice(0, -1).join('\n'), folder, shallow === 'true');
  }

  /** All regular files and links of a ref, in git's order. Throws CliError `GIT_REF_UNKNOWN`. */
  async files(ref: string): Promise<readonly GitFile[]> {
    // Git would take it for an option, or for a path inside a tree.
    if (!/^[^-:\0][^:\0]*$/.test(ref)) throw this.#unknownRef(ref, 'no branch, tag or commit is named so');
    const answer = await git(['ls-tree', '-r', '-z', '--full-tree', ref], this.#folder);
    if (answer.exitCode !== 0) throw this.#unknownRef(ref, firstLine(answer.stderr));
    const files: GitFile[] = [];
    for (const entry of answer.stdout.toString('utf8').split('\0')) {
      // Submodules (160000) are no files of this repository.
      const [, kind, id, path] = /^(10|12)0\d{3} blob ([0-9a-f]+)\t(.*)$/s.exec(entry) ?? [];
      if (id !== undefined && path !== undefined) files.push({ path, id, isLink: kind === '12' });
    }
    return files;
  }

  /** The bytes of files, by id. `shown` names a file in messages. */
  async contents(
    files: readonly GitFile[],
    shown: (path: string) => string,
  ): Promise<ReadonlyMap<string, Buffer>> {
    const paths = new Map(files.map(({ id, path }) => [id, path]));
    const shownOf = (id: string): string => shown(paths.get(id) ?? id);
    const contents = new Map<string, Buffer>();
    if (paths.size === 0) return contents;
    const child = spawn('git', ['cat-file', '--batch'], { cwd: this.#folder, env: gitEnvironment() });
    const ended = exitOf(child);
    // Looked at below, after what was written has been read.
    ended.catch(() => undefined);
    const complaint = buffer(child.stderr);
    const stream = new BlobStream({
      began: (id, byteLength) => refuseLarge(byteLength, shownOf(id)),
      ended: (id, bytes) => void contents.set(id, bytes),
      missing: (id) => {
        throw gitError('GIT_OBJECT_MISSING', `git does not have the text of ${printable(shownOf(id))}`, {
          remedy: 'This clone is partial; fetch the whole commit first.',
        });
      },
    });
    // A git that died early leaves a broken pipe; its exit code says more.
    child.stdin.on('error', () => undefined);
    child.stdin.end([...paths.keys()].map((id) => `${id}\n`).join(''));
    try {
      for await (const chunk of child.stdout) stream.push(chunk);
    } finally {
      child.kill();
    }
    await ended;
    if (contents.size < paths.size) {
      throw gitError('GIT_FAILED', `git cat-file failed: ${firstLine((await complaint).toString('utf8'))}`);
    }
    return contents;
  }

  #unknownRef(ref: string, reason: string): CliError {
    return gitError('GIT_REF_UNKNOWN', `git does not know '${printable(ref)}' here: ${reason}`, {
      remedy: this.#remedyOf(ref),
    });
  }

  /** A command that would help, and none that git would refuse. */
  #remedyOf(ref: string): string {
    const name = printable(ref.replace(/^(refs\/remotes\/)?origin\//, '').replace(/[~^@].*$/s, ''));
    const isName = /^\w[-\w./]*$/.test(name) && name !== 'HEAD';
    if (!isName && !this.#shallow) {
      return name === 'HEAD'
        ? 'This history has no such commit.'
        : 'Give a branch, a tag or a commit, as in git:origin/main.';
    }
    const shallow = this.#shallow ? 'This clone is shallow. ' : '';
    const fetch = isName ? `git fetch origin ${name}` : 'git fetch --unshallow';
    return `${shallow}Fetch it first: ${fetch}. In CI, check out the whole history (fetch-depth: 0).`;
  }
}

function gitError(code: string, message: string, options: { readonly remedy?: string } = {}): CliError {
  return new CliError(message, { code, exitCode: EXIT.usage, ...options });
}

function gitEnvironment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    // Git's words are shown, in one language; it asks nobody, and fetches nothing by itself.
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_OPTIONAL_LOCKS: '0',
  };
}

async function git(words: readonly string[], folder: string): Promise<Answer> {
  const child = spawn('git', words, {
    cwd: folder,
    env: gitEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [exitCode, stdout, stderr] = await Promise.all([
    exitOf(child),
    buffer(child.stdout),
    buffer(child.stderr),
  ]);
  return { exitCode, stdout, stderr: stderr.toString('utf8') };
}

async function exitOf(child: {
  once(event: 'error', listener: (error: Error) => void): unknown;
  once(event: 'close', listener: (exitCode: number | null) => void): unknown;
}): Promise<number | null> {
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
  } catch (error) {
    throw gitError('GIT_MISSING', `cannot run git: ${errorCode(error) ?? String(error)}`, {
      remedy: 'Install git and have it on the PATH, or compare with files or a folder.',
    });
  }
}

function firstLine(complaint: string): string {
  const line = complaint.trim().split('\n')[0] ?? '';
  return printable(line === '' ? 'it gave no reason' : line.slice(0, 300));
}
