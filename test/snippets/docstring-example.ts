/**
 * The `@example` blocks that users meet in their editors: those of what entry points export, and of its members.
 *
 * Declarations are found by their form, as prettier lays them out; one that is not found is an error.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EntryPoint, publicNames } from '../house/public-api.ts';
import { resolveImport, ROOT } from '../house/source-tree.ts';

export interface DocstringExample {
  /** The entry point, as an import names it. */
  readonly entry: string;
  /** The export that it stands on. */
  readonly name: string;
  readonly text: string;
}

interface Declaration {
  readonly text: string;
  /** Where it begins. */
  readonly start: number;
}

/** In the order of the exports; each once, also where two names lead to it. */
export function docstringExamples({ name: entry, file }: EntryPoint): DocstringExample[] {
  const examples = publicNames(read(file)).flatMap(({ name, from }) => {
    if (from?.startsWith('.') === false) return [];
    const declaration = declarationOf(name, from === undefined ? file : resolveImport(file, from));
    if (declaration === undefined) throw new Error(`${entry}: the declaration of ${name} is not found`);
    return docsOf(declaration)
      .flatMap(examplesIn)
      .map((text): [string, DocstringExample] => [text, { entry, name, text }]);
  });
  return [...new Map(examples).values()];
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

/** Where it is declared, whichever modules pass it on. */
function declarationOf(name: string, file: string): Declaration | undefined {
  const text = read(file);
  const declared = new RegExp(
    String.raw`^(?:export )?(?:abstract |async )?(?:class|function\*?|const|interface|type) ${name}\b`,
    'm',
  ).exec(text);
  if (declared !== null) return { text, start: declared.index };
  const passedOn = new RegExp(String.raw`(?:\{[^{}]*\b${name}\b[^{}]*\}|\*)\s*from\s*'(\.[^']+)'`, 'g');
  for (const [, from = ''] of text.matchAll(passedOn)) {
    const found = declarationOf(name, resolveImport(file, from));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The docstring of a declaration, and those within it. */
function docsOf({ text, start }: Declaration): string[] {
  const [before, rest] = [text.slice(0, start), text.slice(start)];
  // Orders to the linter may stand between.
  const [, own] = /\/\*\*((?:(?!\*\/)[^])*)\*\/\s*(?:\/\/[^\n]*\n)*$/.exec(before) ?? [];
  const hasMembers = /^(?:export )?(?:abstract )?(?:class|interface)/.test(rest);
  const body = hasMembers ? (/^[^]*?^\}/m.exec(rest)?.[0] ?? '') : '';
  const within = [...body.matchAll(/\/\*\*((?:(?!\*\/)[^])*)\*\//g)].map(([, doc = '']) => doc);
  return own === undefined ? within : [own, ...within];
}

function examplesIn(doc: string): string[] {
  const lines = doc.replaceAll(/^[ \t]*\*(?: |$)/gm, '');
  return [...lines.matchAll(/@example\b((?:(?!^@\w)[^])*)/gm)].map(([, text = '']) => text.trim());
}
