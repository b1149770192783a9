/**
 * Writes `dist` as npm serves it: CommonJS with our own packages bundled in, an ESM wrapper around the index,
 * and declarations that need none of our packages.
 *
 * Every published file is a door to one shared chunk, so each class exists once, whichever way it is imported.
 * Run by `pnpm build` and before every pack.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown, type Plugin } from 'rolldown';
import { nodeVersionCheck } from './node-version-check.ts';
import { publishedModules, type PublishedModule } from './published-modules.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const DIST = join(HERE, 'dist');
/** Where tsc writes (see tsconfig.build.json). Not published: what is needed of it is copied. */
const DECLARATIONS = join(HERE, '.cache/types');
const TYPES = join(DIST, 'types');

const write = (path: string, text: string): void => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
};

/** The lines of a module that shows the exports of others, and one of the first's as its default. */
function door({ sources, default: named }: PublishedModule, targetOf: (source: string) => string): string {
  const targets = sources.map((source) => `'${targetOf(source)}'`);
  const lines = targets.map((target) => `export * from ${target};\n`);
  if (named !== undefined) lines.push(`export { ${named} as default } from ${targets[0]};\n`);
  return lines.join('');
}

/** The doors exist in memory only: 'door:api/index' and so on. */
const doors: Plugin = {
  name: 'published-modules',
  resolveId: (id) => (id.startsWith('door:') ? id : null),
  load(id) {
    const module = publishedModules.find(({ path }) => id === `door:${path}`);
    return module === undefined ? null : door(module, (source) => join(HERE, 'src', `${source}.ts`));
  },
};

/** The chunk that every published file is a door to. */
const CHUNK = 'drop-in';

async function writeCommonJs(): Promise<void> {
  const { name, engines } = JSON.parse(readFileSync(join(HERE, 'package.json'), 'utf8')) as {
    name: string;
    engines: { node: string };
  }; // ours, and it has both
  const bundle = await rolldown({
    input: Object.fromEntries(publishedModules.map(({ path }) => [path, `door:${path}`])),
    plugins: [doors],
    platform: 'node',
    external: (id) => !/^(\.|\/|door:|@ottla\/)/.test(id),
    transform: { target: 'es2023' },
  });
  await bundle.write({
    dir: DIST,
    format: 'cjs',
    // jest runs `require` without flags, but not `import()`.
    dynamicImportInCjs: false,
    exports: 'named',
    esModule: true,
    generatedCode: { symbols: false },
    entryFileNames: '[name].js',
    codeSplitting: { groups: [{ name: CHUNK, test: /\.ts$/ }] },
    chunkFileNames: '[name].js',
    intro: (chunk) => (chunk.name === CHUNK ? nodeVersionCheck(name, engines.node) : ''),
  });
  await bundle.close();
}

/** Named exports as `require` has them, and all of them as the default, as Node gives it for CommonJS. */
function writeEsm(): void {
  const exported: unknown = createRequire(import.meta.url)(join(DIST, 'index.js'));
  const names = Object.keys(exported as object).sort(); // a module's exports are an object
  const list = names.join(', ');
  write(
    join(DIST, 'index.mjs'),
    `import { ${list} } from './index.js';\nexport { ${list} };\nexport default { ${list} };\n`,
  );
  write(
    join(DIST, 'index.d.mts'),
    "export * from './index.js';\ndeclare const all: typeof import('./index.js');\nexport default all;\n",
  );
}

/** The quoted text after `from`, `import(` and a bare `import`. */
const SPECIFIER = /(?<=(?:\bfrom\s+|\bimport\(|^import\s+)['"])[^'"\n]+(?=['"])/gm;

/** Copies a declaration and those it imports; throws when one needs a package that users do not have. */
function copyDeclaration(source: string, copied: Set<string>): void {
  if (copied.has(source)) return;
  copied.add(source);
  const text = readFileSync(join(DECLARATIONS, `${source}.d.ts`), 'utf8');
  const rewritten = text.replaceAll(SPECIFIER, (target) => {
    if (target.startsWith('@ottla/')) throw new Error(`${source}.ts shows ${target} in its types`);
    if (!target.startsWith('.')) return target;
    copyDeclaration(join(dirname(source), target).replace(/\.ts$/, ''), copied);
    return target.replace(/\.ts$/, '.js');
  });
  write(join(TYPES, `${source}.d.ts`), rewritten);
}

function writeDeclarations(): void {
  const copied = new Set<string>();
  for (const module of publishedModules) {
    for (const source of module.sources) copyDeclaration(source, copied);
    const path = join(DIST, `${module.path}.d.ts`);
    const targetOf = (source: string): string => {
      const target = relative(dirname(path), join(TYPES, `${source}.js`)).replaceAll('\\', '/');
      return target.startsWith('.') ? target : `./${target}`;
    };
    write(path, door(module, targetOf));
  }
}

const tsc = createRequire(import.meta.url).resolve('typescript/package.json');
execFileSync(process.execPath, [join(dirname(tsc), 'bin/tsc'), '-b', join(HERE, 'tsconfig.build.json')], {
  stdio: 'inherit',
});
rmSync(DIST, { recursive: true, force: true });
await writeCommonJs();
// Neither ESM, as the sources beside it, nor said to be CommonJS, as the original does not say it: by that word
// TypeScript would read mappersmith's types in another form than the user's program does.
write(join(DIST, 'package.json'), '{}\n');
writeEsm();
writeDeclarations();
