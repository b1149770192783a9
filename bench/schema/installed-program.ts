/** `ottla` as users have it: packed, and installed by npm in a folder of its own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../test/pack/run.ts';
import { packAll } from '../../test/pack/tarballs.ts';

export class InstalledProgram implements Disposable {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async make(): Promise<InstalledProgram> {
    const folder = mkdtempSync(join(tmpdir(), 'ottla-installed-'));
    const tarballs = await packAll(join(folder, 'tarballs'));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
    await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...tarballs], {
      cwd: folder,
    });
    return new InstalledProgram(folder);
  }

  get main(): string {
    return join(this.#folder, 'node_modules/ottla/dist/main.js');
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
