/**
 * A file that appears when a command is ready, for programs that wait for it.
 *
 * It is whole when it appears (temporary file, then a rename) and is gone when the command is: one left by
 * a killed run is removed at the start, so its presence means ready.
 */
import { randomUUID } from 'node:crypto';
import { access, constants, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { CliError, errorCode } from '../cli-error.ts';
import { EXIT } from '../exit-code.ts';
import { printable } from '../terminal.ts';

export class ReadyFile implements AsyncDisposable {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  /** Removes what an earlier run left at this path. Throws CliError for a folder it cannot write to. */
  static async claim(path: string): Promise<ReadyFile> {
    const file = new ReadyFile(resolve(path));
    await file.#act(() => access(dirname(file.#path), constants.W_OK));
    await file.withdraw();
    return file;
  }

  /** Says ready. */
  async announce(content: Readonly<Record<string, unknown>>): Promise<void> {
    const temporary = `${this.#path}.${randomUUID()}.tmp`;
    await this.#act(async () => {
      try {
        await writeFile(temporary, `${JSON.stringify(content, null, 2)}\n`, { flag: 'wx' });
        await rename(temporary, this.#path);
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
    });
  }

  /** Says no longer ready. */
  async withdraw(): Promise<void> {
    await this.#act(() => rm(this.#path, { force: true }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.withdraw();
  }

  async #act(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      throw new CliError(`cannot write the ready file ${printable(this.#path)}: ${errorCode(error)}`, {
        code: 'READY_FILE_UNUSABLE',
        exitCode: EXIT.usage,
        cause: error,
      });
    }
  }
}
