/**
 * Runs lint rules over schema files: one walk over what each file defines calls every rule.
 *
 * A type is judged once, in the file that defines it; of a type from elsewhere only its use is seen. Time is
 * linear in the files. Parts nearer to the top are seen first, so the depth of a type is the least there is.
 */
import type { Finding, Severity } from '../rules/finding.ts';
import type { LintCategory } from '../rules/rule.ts';
import { lintCategories } from '../rules/rule.ts';
import { isNamed, type Field, type NamedSchema, type RecordSchema, type Schema } from '../schema.ts';
import type { LintFile, LintSet, Look, Site } from './lint-rule.ts';
import { lintRows, lintRules } from './lint-rules.ts';
import { lintSetOf } from './lint-set.ts';
import { LintSource } from './lint-source.ts';

export interface LintFinding extends Finding {
  readonly file: string;
}

export interface LintOptions {
  /** The severities of the rules to be applied to a file. */
  readonly rules: (file: string) => ReadonlyMap<string, Severity>;
}

/**
 * What the rules find, file by file in the order given, then by position. The texts must be those the schemas
 * were parsed from.
 * @example
 * const text = '{"type":"fixed","name":"iban","size":34}';
 * const files = [{ file: 'iban.avsc', text, schemas: [parseSchema(text, { file: 'iban.avsc' })] }];
 * lintSchemas(files, { rules: () => lintRuleSet('STANDARD') }).map(({ rule }) => rule); // ['NAMESPACE_REQUIRED', 'TYPE_PASCAL_CASE']
 */
export function lintSchemas(files: readonly LintFile[], options: LintOptions): readonly LintFinding[] {
  const read = files.map((file) => ({ file, source: new LintSource(file) }));
  const set = lintSetOf(read);
  return read.flatMap(({ file, source }) => {
    const linter = new FileLinter(file, { source, set, rules: options.rules(file.file) });
    return linter.lint().toSorted(byPosition);
  });
}

/**
 * The rules of a category and of those below it, with their severities.
 * @example
 * lintRuleSet('MINIMAL').get('DECIMAL_HAS_PRECISION'); // 'error'
 */
export function lintRuleSet(category: LintCategory): ReadonlyMap<string, Severity> {
  const most = lintCategories.indexOf(category);
  return new Map(
    lintRules.flatMap(({ id, severity, category: smallest }): [string, Severity][] =>
      smallest === null || severity === 'off' || lintCategories.indexOf(smallest) > most
        ? []
        : [[id, severity]],
    ),
  );
}

interface Applied<Part> {
  readonly rule: string;
  readonly severity: Severity;
  readonly look: Look<Part>;
}

/** By what they look at. */
interface AppliedRules {
  readonly file: Applied<LintFile>[];
  readonly type: Applied<NamedSchema>[];
  readonly field: Applied<Field>[];
  readonly schema: Applied<Schema>[];
}

interface FileScope {
  readonly source: LintSource;
  readonly set: LintSet;
  readonly rules: ReadonlyMap<string, Severity>;
}

/** A schema still to be looked at. */
interface Waiting {
  readonly schema: Schema;
  readonly path: string;
}

class FileLinter {
  readonly #file: LintFile;
  readonly #source: LintSource;
  readonly #set: LintSet;
  readonly #findings: LintFinding[] = [];
  readonly #rules: AppliedRules;
  readonly #seen = new Set<NamedSchema>();
  /** By depth. */
  readonly #waiting: Waiting[][] = [];

  constructor(file: LintFile, { source, set, rules }: FileScope) {
    this.#file = file;
    this.#source = source;
    this.#set = set;
    this.#rules = appliedRules(rules);
  }

  lint(): readonly LintFinding[] {
    this.#apply(this.#rules.file, this.#file, this.#site('', 0));
    this.#waiting.push(this.#file.schemas.map((schema) => ({ schema, path: '' })));
    for (let depth = 0; depth < this.#waiting.length; depth++) {
      // Branches of unions join the level while it is walked.
      for (const { schema, path } of this.#waiting[depth] ?? []) this.#schema(schema, path, depth);
      this.#waiting[depth] = [];
    }
    return this.#findings;
  }

  #schema(schema: Schema, around: string, depth: number): void {
    const path = isNamed(schema) ? schema.fullName : around;
    if (isNamed(schema)) {
      if (this.#seen.has(schema) || schema.position.file !== this.#file.file) return;
      this.#seen.add(schema);
    }
    const site = this.#site(path, depth);
    this.#apply(this.#rules.schema, schema, site);
    if (isNamed(schema)) this.#apply(this.#rules.type, schema, site);
    if (schema.type === 'record') this.#fields(schema, depth);
    else if (schema.type === 'array') this.#wait({ schema: schema.items, path: `${path}[]` }, depth + 1);
    else if (schema.type === 'map') this.#wait({ schema: schema.values, path: `${path}{}` }, depth + 1);
    else if (schema.type === 'union')
      for (const branch of schema.branches) this.#wait({ schema: branch, path }, depth);
  }

  #fields(record: RecordSchema, depth: number): void {
    for (const field of record.fields) {
      const path = `${record.fullName}.${field.name}`;
      this.#apply(this.#rules.field, field, this.#site(path, depth + 1));
      this.#wait({ schema: field.schema, path }, depth + 1);
    }
  }

  #wait(waiting: Waiting, depth: number): void {
    const level = this.#waiting[depth];
    if (level === undefined) this.#waiting[depth] = [waiting];
    else level.push(waiting);
  }

  #site(path: string, depth: number): Site {
    return { path, depth, file: this.#file, source: this.#source };
  }

  #apply<Part>(rules: readonly Applied<Part>[], part: Part, site: Site): void {
    for (const { rule, severity, look } of rules) {
      for (const { message, position, fix, path = site.path, detail = '', other = null } of look(
        part,
        site,
        this.#set,
      )) {
        this.#findings.push({
          rule,
          severity,
          path,
          message,
          position,
          other,
          fix,
          detail,
          file: this.#file.file,
        });
      }
    }
  }
}

function appliedRules(severityById: ReadonlyMap<string, Severity>): AppliedRules {
  const rules: AppliedRules = { file: [], type: [], field: [], schema: [] };
  for (const row of lintRows) {
    const severity = severityById.get(row.id);
    if (severity === undefined) continue;
    const applied = { rule: row.id, severity };
    if (row.on === 'file') rules.file.push({ ...applied, look: row.look });
    else if (row.on === 'type') rules.type.push({ ...applied, look: row.look });
    else if (row.on === 'field') rules.field.push({ ...applied, look: row.look });
    else rules.schema.push({ ...applied, look: row.look });
  }
  return rules;
}

function byPosition(left: LintFinding, right: LintFinding): number {
  const lines = left.position.line - right.position.line;
  if (lines !== 0) return lines;
  const columns = left.position.column - right.position.column;
  return columns !== 0 ? columns : Number(left.rule > right.rule) - Number(left.rule < right.rule);
}
