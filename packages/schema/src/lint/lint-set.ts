/** What only all linted files together tell: the style most fields are in, who defines what, what never ends. */
import { isCamelCase, isSnakeCase } from '../name-words.ts';
import { childSchemas, isPrimitive, type Schema } from '../schema.ts';
import type { LintFile, LintSet } from './lint-rule.ts';
import type { Definition, LintSource } from './lint-source.ts';

/** The files with the texts behind them, in the order given. */
export function lintSetOf(
  files: readonly { readonly file: LintFile; readonly source: LintSource }[],
): LintSet {
  const definitions = new Map<string, (Definition & { readonly file: LintFile })[]>();
  for (const { file, source } of files) {
    for (const definition of source.definitions) {
      const all = definitions.get(definition.fullName) ?? [];
      definitions.set(definition.fullName, all);
      all.push({ ...definition, file });
    }
  }
  const schemas = holdingSchemas(files.flatMap(({ file }) => file.schemas));
  const balance = styleBalance(schemas);
  return {
    definitions,
    fieldStyle: balance >= 0 ? 'camelCase' : 'snake_case',
    stylePrevails: balance !== 0,
    endless: endlessRecords(schemas),
  };
}

/** Every schema that holds others, once, at any depth, types of other files included. */
function holdingSchemas(roots: readonly Schema[]): ReadonlySet<Schema> {
  const found = new Set<Schema>(roots);
  for (const schema of found) {
    for (const child of childSchemas(schema)) {
      if (!isPrimitive(child)) found.add(child);
    }
  }
  return found;
}

/** How many more fields are in camelCase than in snake_case; of words in one case nothing can be told. */
function styleBalance(schemas: ReadonlySet<Schema>): number {
  let balance = 0;
  for (const schema of schemas) {
    if (schema.type !== 'record') continue;
    for (const { name } of schema.fields) {
      if (isCamelCase(name) !== isSnakeCase(name)) balance += isCamelCase(name) ? 1 : -1;
    }
  }
  return balance;
}

/**
 * Records of which no value can end. Starts from what surely ends and goes up: a record ends when all its
 * fields do, a union when one of its branches does, everything else at once.
 */
function endlessRecords(schemas: ReadonlySet<Schema>): ReadonlySet<Schema> {
  const missing = new Map<Schema, number>();
  const users = new Map<Schema, Schema[]>();
  const ending: Schema[] = [];
  for (const schema of schemas) {
    if (endsAtOnce(schema)) continue;
    const needs = childSchemas(schema).filter((child) => !endsAtOnce(child));
    if (schema.type === 'union' && needs.length < schema.branches.length) needs.length = 0;
    for (const need of needs) {
      const known = users.get(need);
      if (known === undefined) users.set(need, [schema]);
      else known.push(schema);
    }
    if (needs.length === 0) ending.push(schema);
    else missing.set(schema, schema.type === 'union' ? 1 : needs.length);
  }
  for (let next = ending.pop(); next !== undefined; next = ending.pop()) {
    for (const user of users.get(next) ?? []) {
      const count = (missing.get(user) ?? 0) - 1;
      if (count > 0) missing.set(user, count);
      else if (missing.delete(user)) ending.push(user);
    }
  }
  return new Set([...missing.keys()].filter((schema) => schema.type === 'record'));
}

/** An empty union ends nowhere, but that is a fault of its own. */
function endsAtOnce(schema: Schema): boolean {
  return schema.type !== 'record' && schema.type !== 'union';
}
