/**
 * An example of a docstring as a program: what its reader has at hand is put before it, and what it says of a result
 * is checked.
 *
 * At hand are what our packages export and the names of the scene; an example imports or declares anything else.
 * `expression; // literal` says what the expression gives, on the same line or the next; any other comment is for
 * people.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { entryPoints, publicNames } from '../house/public-api.ts';
import { ROOT } from '../house/source-tree.ts';
import type { DocstringExample } from './docstring-example.ts';

/** Names that mean the same in every example. */
const SCENE: Readonly<Record<string, string>> = {
  Customer: "import { Customer } from './generated/com/acme/customer.js';",
  customers: "const customers = [{ id: 1, name: 'Ada', email: null }];",
  Line: `import orderTypes from './gen-nodejs/order_types.cjs';
const { Line } = orderTypes;`,
  producer: `import { Producer } from '@ottla/producer';
await using producer = new Producer({ bootstrapServers: ['localhost:9092'] });`,
  registry: `import { RegistryClient } from '@ottla/registry-client';
await using registry = new RegistryClient({ url: 'http://localhost:8081' });`,
};

/** What each entry point exports, types marked as such. */
const EXPORTS: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map(
  entryPoints.map(({ name: entry, file }) => [
    entry,
    new Map(
      publicNames(readFileSync(join(ROOT, file), 'utf8')).map(({ name, isType }) => [
        name,
        isType ? `type ${name}` : name,
      ]),
    ),
  ]),
);

export function exampleProgram({ entry, text }: DocstringExample): string {
  const free = freeNames(text);
  const imports: string[] = [];
  const scene: string[] = [];
  for (const name of free) {
    const own = EXPORTS.get(entry)?.get(name);
    const foreign = [...EXPORTS].find(([, names]) => names.has(name));
    const set = Object.hasOwn(SCENE, name) ? SCENE[name] : undefined;
    if (own !== undefined) imports.push(`import { ${own} } from '${entry}';`);
    else if (set !== undefined) scene.push(set);
    else if (foreign !== undefined && !(name in globalThis)) {
      imports.push(`import { ${foreign[1].get(name)} } from '${foreign[0]}';`);
    }
  }
  const body = withResults(text);
  if (body !== text) imports.push("import { deepStrictEqual } from 'node:assert';");
  // What an example makes and shows no use of.
  const shown = declaredNames(text).map((name) => `void ${name};`);
  return [...imports, ...scene, body, ...shown, ''].join('\n');
}

/** What an example uses and neither imports nor declares, with words that only look so. */
function freeNames(text: string): ReadonlySet<string> {
  const code = text
    .replaceAll(/\/\/.*$/gm, '')
    .replaceAll(/'(?:[^'\\\n]|\\.)*'/g, "''")
    .replaceAll(/(?<![.\w$])[\w$]+(?=: )/g, '');
  const bound = new Set(
    [...text.matchAll(/\b(?:const|using|class|interface|function)\s+(\w+)/g)].map(([, name = '']) => name),
  );
  for (const name of [...declaredNames(text), ...importedNames(text)]) bound.add(name);
  const used = [...code.matchAll(/(?<![\w$'])(?<!(?<!\.)\.)[A-Za-z_$][\w$]*/g)].map(([name]) => name);
  return new Set(used.filter((name) => !bound.has(name)));
}

function importedNames(text: string): string[] {
  return [...text.matchAll(/^import\s+([^;]*?)\s+from/gm)].flatMap(([, names = '']) =>
    [...names.matchAll(/\w+/g)].map(([name]) => name),
  );
}

/** Those of the outermost block. */
function declaredNames(text: string): string[] {
  const targets = text.matchAll(/^(?:const|await using)\s+(\w+|\{[^}]*\}|\[[^\]]*\])/gm);
  return [...targets].flatMap(([, target = '']) =>
    [...target.matchAll(/(\w+)\s*(?=[,}\]]|$)/g)].map(([, name = '']) => name),
  );
}

function withResults(text: string): string {
  return text.replaceAll(
    /^(?!const|import|await using|for|if|try|type|\/\/|[\s})])(.+?);(?: |\n)\/\/ (.+)$/gm,
    (whole, expression: string, result: string) =>
      isLiteral(result) ? `deepStrictEqual(${expression}, ${result});` : whole,
  );
}

function isLiteral(text: string): boolean {
  if (!/^(?:['"[{\d-]|true$|false$|null$|undefined$|new |Uint8Array\.of)/.test(text)) return false;
  try {
    return new Script(`(${text})`) instanceof Script;
  } catch {
    return false;
  }
}
