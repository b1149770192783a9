/**
 * Which lint rules hold for which file, and how severe they are: the command line before the configuration.
 *
 * Also the other way round: the configuration under which findings would be silent. Pure.
 */
import { resolve } from 'node:path';
import { lintRuleSet, ruleOf, type LintCategory, type LintFinding, type Severity } from '@ottla/schema';
import { stringify } from 'yaml';
import type { Config } from '../config/read-config.ts';
import { pathPattern } from '../inputs/path-pattern.ts';
import { relativePath } from '../inputs/relative-path.ts';

/** What may break in types that are not stable yet. */
const BREAKING_RULES: ReadonlySet<string> = new Set(['NEW_FIELD_HAS_DEFAULT']);

export interface LintScope {
  readonly config: Config;
  readonly workingFolder: string;
  /** Instead of the sets of the configuration. */
  readonly category: LintCategory | undefined;
}

export class LintSettings {
  readonly #scope: LintScope;
  readonly #rules: ReadonlyMap<string, Severity>;
  readonly #ignored: readonly { readonly rule: string; readonly matches: (place: string) => boolean }[];
  readonly #isUnstable: (path: string) => boolean;

  constructor(scope: LintScope) {
    this.#scope = scope;
    const { lint } = scope.config;
    this.#rules = rulesOf(scope);
    this.#ignored = [...lint.ignoreOnly].map(([rule, patterns]) => ({ rule, matches: matcherOf(patterns) }));
    this.#isUnstable = matcherOf(lint.unstable);
  }

  /** The rules for a file, by its path relative to the working folder. `except` are those its subject is spared. */
  rulesFor(path: string, except: ReadonlySet<string>): ReadonlyMap<string, Severity> {
    const place = this.#placeOf(path);
    const ignored = this.#ignored.filter(({ matches }) => matches(place)).map(({ rule }) => rule);
    if (ignored.length + except.size === 0) return this.#rules;
    return new Map([...this.#rules].filter(([rule]) => !ignored.includes(rule) && !except.has(rule)));
  }

  /** Whether a finding is about what may break where it is. */
  isExcused({ rule, path }: LintFinding): boolean {
    return BREAKING_RULES.has(rule) && this.#isUnstable(path);
  }

  /** The part of a configuration that silences these findings and what is silent already. */
  ignoresText(findings: readonly { readonly rule: string; readonly path: string }[]): string {
    const places = new Map(
      [...this.#scope.config.lint.ignoreOnly].map(([rule, known]) => [rule, new Set(known)]),
    );
    for (const { rule, path } of findings) {
      const known = places.get(rule) ?? new Set();
      places.set(rule, known.add(literalPattern(this.#placeOf(path))));
    }
    const sorted = [...places].toSorted(([left], [right]) => (left < right ? -1 : 1));
    const ignoreOnly = Object.fromEntries(sorted.map(([rule, known]) => [rule, [...known].toSorted()]));
    return stringify({ lint: { ignore_only: ignoreOnly } }, { lineWidth: 0 }).trimEnd();
  }

  #placeOf(path: string): string {
    const { config, workingFolder } = this.#scope;
    return relativePath(config.folder, resolve(workingFolder, path));
  }
}

function rulesOf({ config, category }: LintScope): ReadonlyMap<string, Severity> {
  const { use, except, severity } = config.lint;
  const rules = new Map(
    (category === undefined ? use : [category]).flatMap((each) => [...lintRuleSet(each)]),
  );
  for (const id of except) rules.delete(id);
  for (const [id, given] of severity) {
    if (ruleOf(id)?.family !== 'lint') continue;
    if (given === 'off') rules.delete(id);
    else rules.set(id, given);
  }
  return rules;
}

function matcherOf(patterns: readonly string[]): (text: string) => boolean {
  const all = patterns.map((pattern) => pathPattern(pattern));
  return (text) => all.some((pattern) => pattern.match(text) !== null);
}

/** A pattern that matches a path, whatever characters it has. Braces cannot be written as they are. */
function literalPattern(path: string): string {
  return path.replaceAll(/[*?[]/g, '[$&]').replaceAll('{', '?');
}
