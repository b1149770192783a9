/** What the projects of users have alike: the Nodes they run, the strictness they may ask for, npm and a compiler. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './run.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The oldest Node that is served. */
export const NODE_22 = fileURLToPath(new URL('../node_modules/node-22/bin/node', import.meta.url));
/** It, and the one of today. */
export const NODES: readonly string[] = [NODE_22, process.execPath];

/** The strictest that a user may ask for; how modules are resolved is the project's own. */
const STRICT = {
  target: 'ES2023',
  lib: ['ES2023', 'ESNext.Disposable'],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  verbatimModuleSyntax: true,
  skipLibCheck: false,
  types: ['node'],
};

interface Manifest {
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** `name@version` of each, as a package.json of this repository has it among its devDependencies. */
export function versioned(names: readonly string[], manifest: string): string[] {
  const { devDependencies } = JSON.parse(readFileSync(join(ROOT, manifest), 'utf8')) as Manifest; // our own file
  return names.map((name) => `${name}@${devDependencies[name]}`);
}

/** What a program in TypeScript needs, in our versions. */
export const compilerPackages = (): string[] => versioned(['typescript', '@types/node'], 'package.json');

/** Installs what is named, or what package.json asks for. */
export async function npmInstall(folder: string, what: readonly string[] = []): Promise<void> {
  await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...what], { cwd: folder });
}

export interface CompilerSettings {
  readonly compilerOptions: Readonly<Record<string, unknown>>;
  readonly include?: readonly string[];
  readonly files?: readonly string[];
}

/** Writes what the compiler reads: STRICT where the settings say nothing else. */
export function configure(
  folder: string,
  { compilerOptions, ...sources }: CompilerSettings,
  file = 'tsconfig.json',
): void {
  const settings = { compilerOptions: { ...STRICT, ...compilerOptions }, ...sources };
  writeFileSync(join(folder, file), JSON.stringify(settings));
}

/** `folder` has the compiler installed. */
export async function compile(folder: string, file = 'tsconfig.json'): Promise<void> {
  await run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', file], { cwd: folder });
}
