/**
 * A folder in which the published specs of @kafkajs/confluent-schema-registry find our package where they
 * expect the project's own sources.
 *
 * Specs and fixtures are copied from the sources; in the place of each module there stands a line that
 * requires the same path of the packed package, installed with npm.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { publishedModules } from '../../packages/confluent-schema-registry/published-modules.ts';
import { npmInstall } from '../pack/user-project.ts';

export const PACKAGE = '@ottla/confluent-schema-registry';

/** What the specs and their setup import, besides what our package brings; the versions the project itself uses. */
const TOOLS = {
  '@types/jest': '^29.5.14',
  '@types/node': '^22.0.0',
  jest: '^29.7.0',
  'ts-jest': '^29.2.5',
  typescript: '^5.7.3',
  uuid: '^11.0.5',
};

export interface SuiteProjectOptions {
  readonly sources: string;
  readonly tarball: string;
  /** Of what the package depends on, in place of the newest that it allows. */
  readonly versions: Readonly<Record<string, string>>;
}

/** Users may hold these too, and one copy must do for both: the lowest version of each that we declare. */
export function oldestVersions(): Record<string, string> {
  const url = new URL('../../packages/confluent-schema-registry/package.json', import.meta.url);
  const { dependencies } = JSON.parse(readFileSync(url, 'utf8')) as { dependencies: Record<string, string> };
  return Object.fromEntries(
    ['ajv', 'avsc', 'mappersmith', 'protobufjs'].map((name) => {
      const lowest = /\d+\.\d+\.\d+/.exec(dependencies[name] ?? '')?.[0];
      if (lowest === undefined) throw new Error(`the drop-in declares no range for ${name}`);
      return [name, lowest];
    }),
  );
}

const writeText = (path: string, text: string): void => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
};

/** Names of the spec files, below the folder. */
export function specsOf(sources: string): string[] {
  const names = readdirSync(join(sources, 'src'), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.spec.ts')).map((name) => join('src', name));
}

export async function makeSuiteProject(
  folder: string,
  { sources, tarball, versions }: SuiteProjectOptions,
): Promise<void> {
  for (const name of [
    'fixtures',
    'bin',
    'jest.config.js',
    'jest.setup.ts',
    'tsconfig.json',
    ...specsOf(sources),
  ]) {
    if (existsSync(join(sources, name))) cpSync(join(sources, name), join(folder, name), { recursive: true });
  }
  for (const { path } of publishedModules) {
    writeText(join(folder, 'src', `${path}.js`), `module.exports = require('${PACKAGE}/dist/${path}');\n`);
  }
  const manifest = {
    name: 'published-suite',
    private: true,
    dependencies: { [PACKAGE]: `file:${tarball}`, ...versions },
    devDependencies: TOOLS,
  };
  writeText(join(folder, 'package.json'), JSON.stringify(manifest));
  await npmInstall(folder);
}
