import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolveImport, ROOT, withoutComments } from './source-tree.ts';

/** Which libraries an entry point of the serializers loads at import; optional peers stand in their own only. */
const LOADS: Readonly<Record<string, readonly string[]>> = {
  '.': ['lru-cache'],
  './avro': ['lru-cache'],
  './avro/compiled': [],
  './json-schema': ['ajv', 'ajv-formats', 'lru-cache'],
  './protobuf': ['lru-cache', 'protobufjs'],
  './thrift': ['thrift'],
  './kafkajs': [],
  './platformatic': [],
};

const FOLDER = 'packages/serializers';

/** What is there at run time: types are erased, and what is loaded later is loaded when it is asked for. */
function valueImports(text: string): string[] {
  const statements = withoutComments(text).matchAll(
    /(?:^|\n)\s*(?:import|export)\b(?!\s+type\b)([^;'"]*?)from\s*['"]([^'"]+)['"]/g,
  );
  return [...statements]
    .filter(([, names = '']) => !/^\s*\{(?:\s*type\s+[^,}]+,?)+\s*\}\s*$/.test(names))
    .map(([, , specifier = '']) => specifier);
}

function packageOf(specifier: string): string {
  const [scope = '', name = ''] = specifier.split('/');
  return specifier.startsWith('@') ? `${scope}/${name}` : scope;
}

/** The packages that importing a module loads, ours and Node's left out. */
function librariesBehind(entry: string): string[] {
  const libraries = new Set<string>();
  const seen = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const specifier of valueImports(readFileSync(join(ROOT, path), 'utf8'))) {
      if (specifier.startsWith('.')) visit(resolveImport(path, specifier));
      else if (!/^(node:|@ottla\/)/.test(specifier)) libraries.add(packageOf(specifier));
    }
  };
  visit(entry);
  return [...libraries].toSorted();
}

describe('the entry points of the serializers', () => {
  // A file of the repository.
  const { exports } = JSON.parse(readFileSync(join(ROOT, FOLDER, 'package.json'), 'utf8')) as {
    exports: Record<string, string>;
  };

  it('are all in the table', () => {
    expect(Object.keys(exports).toSorted()).toEqual(Object.keys(LOADS).toSorted());
  });

  it.each(Object.entries(exports))('%s loads its own libraries only', (name, path) => {
    const allowed = LOADS[name] ?? [];
    expect(librariesBehind(`${FOLDER}/${path}`).filter((library) => !allowed.includes(library))).toEqual([]);
  });
});
