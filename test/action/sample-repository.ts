/**
 * A repository as a team has it: contracts, ottla installed from the tarballs, a branch `main` and changes
 * on top of it.
 */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from '../pack/run.ts';

const GIT_IDENTITY = [
  '-c',
  'user.name=Sample',
  '-c',
  'user.email=sample@example.com',
  '-c',
  'commit.gpgsign=false',
];

export const CUSTOMER = `{
  "type": "record",
  "name": "Customer",
  "namespace": "com.acme",
  "doc": "Somebody who buys from us.",
  "fields": [
    { "name": "id", "type": "long" },
    { "name": "email", "type": ["null", "string"], "default": null }
  ]
}
`;

/** Old records can still be read. */
export const WITH_DEFAULT = CUSTOMER.replace(
  '"default": null }',
  '"default": null },\n    { "name": "tier", "type": "string", "default": "NONE" }',
);

/** They cannot. */
export const WITHOUT_DEFAULT = WITH_DEFAULT.replace(', "default": "NONE"', '');

export class SampleRepository {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** `modules` is a node_modules folder with ottla in it. `files` are committed on the branch `main`. */
  static async make(
    folder: string,
    modules: string,
    files: Readonly<Record<string, string>>,
  ): Promise<SampleRepository> {
    mkdirSync(folder, { recursive: true });
    const repository = new SampleRepository(folder);
    await repository.git('init', '--quiet', '--initial-branch=main');
    repository.write({
      ...files,
      '.gitignore': 'node_modules\n',
      'package.json': '{ "name": "sample", "private": true }\n',
    });
    repository.install(modules);
    await repository.commit();
    return repository;
  }

  install(modules: string): void {
    symlinkSync(modules, join(this.folder, 'node_modules'));
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      const file = join(this.folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }

  async git(...words: readonly string[]): Promise<string> {
    const { stdout } = await run('git', [...GIT_IDENTITY, ...words], { cwd: this.folder });
    return stdout.trim();
  }

  async commit(): Promise<void> {
    await this.git('add', '--all');
    await this.git('commit', '--quiet', '--message=change');
  }

  /** A second checkout as actions/checkout makes it: one commit of one branch. */
  async shallowCopy(folder: string, modules: string): Promise<SampleRepository> {
    await this.git('clone', '--quiet', '--depth=1', '--branch=change', `file://${this.folder}`, folder);
    const copy = new SampleRepository(folder);
    copy.install(modules);
    return copy;
  }
}
