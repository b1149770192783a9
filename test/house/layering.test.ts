import { describe, expect, it } from 'vitest';
import { importsOf, packageFolders, resolveImport, shippedSources } from './source-tree.ts';

/** Who may import whom (DESIGN.md, section 1). Type-only imports count. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  kernel: [],
  protocol: ['kernel'],
  schema: ['kernel'],
  cluster: ['kernel', 'protocol'],
  producer: ['kernel', 'protocol', 'cluster'],
  'registry-client': ['kernel', 'schema'],
  serializers: ['kernel', 'schema'],
  codegen: ['kernel', 'schema'],
  embedded: ['kernel', 'protocol', 'schema'],
  'confluent-schema-registry': ['kernel', 'registry-client'],
  cli: packageFolders.filter((folder) => folder !== 'cli'),
};

/** Parts that only decide: no I/O, no clock, no chance, nothing asynchronous. */
const PURE_PARTS: readonly RegExp[] = [
  /^packages\/protocol\/src\//,
  /^packages\/schema\/src\//,
  /^packages\/producer\/src\/core\//,
  /^packages\/cluster\/src\/(connection|metadata)\//,
  /^packages\/embedded\/src\/broker\//,
  /^packages\/embedded\/src\/registry\/(?!registry-(server|exchange|interception)\.ts$)/,
];
const ACTS: readonly RegExp[] = [
  /\bDate\.now\b/,
  /\bperformance\.now\b/,
  /\bMath\.random\b/,
  /\bset(Timeout|Interval|Immediate)\b/,
  /\bqueueMicrotask\b/,
  /\bawait\b/,
  /\bprocess\.(env|on|exit|nextTick)\b/,
];
const ACTING_MODULES =
  /^(node:)?(net|tls|fs|http|https|dns|child_process|worker_threads|timers|crypto)(\/|$)/;
/** A digest depends on its bytes alone; the rest of node:crypto does not. */
const HASHING =
  /^import (?:\{ createHash \}|type \{ Hash \}) from 'node:crypto';$|\bnodeModule\('node:crypto', [^)]*\)\.createHash\b/gm;
/** Modules of Node that code for browsers, too, asks for at run time. */
const ASKED_FOR = /\bnodeModule\(\s*'([^']+)'/g;

const folderOf = (path: string): string => path.split('/')[1] ?? '';

/** Comments and the contents of strings may say what they like. */
function codeOnly(text: string): string {
  return text
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/(^|[^:])\/\/.*$/gm, '$1')
    .replaceAll(/'(?:[^'\\\n]|\\.)*'/g, "''")
    .replaceAll(/`(?:[^`\\]|\\.)*`/g, '``');
}

/** What is imported or asked for. */
function modulesOf(text: string): string[] {
  return [...importsOf(text), ...[...text.matchAll(ASKED_FOR)].map(([, name = '']) => name)];
}

describe('layering', () => {
  it('names every package in the table', () => {
    expect(packageFolders.filter((folder) => MAY_IMPORT[folder] === undefined)).toEqual([]);
  });

  it('lets a package import only those below it', () => {
    const wrong = shippedSources().flatMap(({ path, text }) =>
      importsOf(text)
        .filter((specifier) => specifier.startsWith('@ottla/') || specifier === 'ottla')
        .map((specifier) => (specifier === 'ottla' ? 'cli' : (specifier.split('/')[1] ?? '')))
        .filter((target) => !(MAY_IMPORT[folderOf(path)] ?? []).includes(target))
        .map((target) => `${path} imports ${target}; allowed: ${MAY_IMPORT[folderOf(path)]?.join(', ')}`),
    );
    expect(wrong).toEqual([]);
  });

  it('never reaches into another package by path', () => {
    const wrong = shippedSources().flatMap(({ path, text }) =>
      importsOf(text)
        .filter((specifier) => specifier.startsWith('.'))
        .map((specifier) => resolveImport(path, specifier))
        .filter((target) => !target.startsWith(`packages/${folderOf(path)}/`))
        .map((target) => `${path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('has no circle of imports', () => {
    const imports = new Map(
      shippedSources().map(({ path, text }) => [
        path,
        importsOf(text)
          .filter((specifier) => specifier.startsWith('.'))
          .map((specifier) => resolveImport(path, specifier)),
      ]),
    );
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path)) circles.push([...trail.slice(trail.indexOf(path)), path].join(' > '));
      if (trail.includes(path) || done.has(path)) return;
      for (const target of imports.get(path) ?? []) visit(target, [...trail, path]);
      done.add(path);
    };
    for (const path of imports.keys()) visit(path, []);
    expect(circles).toEqual([]);
  });

  it('lets the core of the producer import only what decides', () => {
    const core = shippedSources().filter(({ path }) => path.startsWith('packages/producer/src/core/'));
    const wrong = core.flatMap(({ path, text }) =>
      importsOf(text)
        .filter((specifier) =>
          specifier.startsWith('.')
            ? !resolveImport(path, specifier).startsWith('packages/producer/src/core/')
            : !['@ottla/kernel', '@ottla/protocol'].includes(specifier),
        )
        .map((specifier) => `${path} imports ${specifier}`),
    );
    expect(core.length).toBeGreaterThan(0);
    expect(wrong).toEqual([]);
  });

  it('keeps clocks, chance, timers and I/O out of the pure parts', () => {
    const pure = shippedSources().filter(({ path }) => PURE_PARTS.some((part) => part.test(path)));
    const wrong = pure.flatMap(({ path, text }) => [
      ...ACTS.filter((call) => call.test(codeOnly(text))).map(
        (call) => `${path} uses ${call.source}; take it as an argument`,
      ),
      ...modulesOf(text.replaceAll(HASHING, ''))
        .filter((specifier) => ACTING_MODULES.test(specifier))
        .map((specifier) => `${path} imports ${specifier}; let the edge of the package act`),
    ]);
    expect(wrong).toEqual([]);
  });
});
