/**
 * A value of a configuration file and where it stands, so that what is wrong with it can be shown there.
 *
 * Owns the reading of YAML, of which JSON is a part. Aliases are followed a bounded number of times and
 * nothing is copied out of them, so they cannot blow up. Keys are read as entries, never as properties.
 */
import { LineCounter, isAlias, isMap, isScalar, isSeq, parseDocument, type Document } from 'yaml';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-code.ts';
import { sourceExcerpt } from '../report/source-excerpt.ts';
import { printable } from '../terminal.ts';

const VALUES_MAXIMUM = 100_000;

/** A file that was read, and how much of it has been looked at. */
class ConfigSource {
  readonly file: string;
  readonly text: string;
  readonly document: Document;
  readonly lines: LineCounter;
  #looked = 0;

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
    this.lines = new LineCounter();
    // Its own check for equal keys is quadratic; entries() has one.
    this.document = parseDocument(text, { lineCounter: this.lines, uniqueKeys: false, prettyErrors: false });
  }

  errorAt(offset: number, problem: string): CliError {
    const { line, col } = this.lines.linePos(Math.min(offset, this.text.length));
    const place = { line: Math.max(line, 1), column: Math.max(col, 1) };
    const where = `${printable(this.file)}:${place.line}:${place.column}`;
    return new CliError(`${where}: ${printable(withoutCredentials(problem))}`, {
      code: 'CONFIG_INVALID',
      exitCode: EXIT.usage,
      excerpt: sourceExcerpt(withoutCredentials(this.text), place),
    });
  }

  count(offset: number): void {
    if (++this.#looked > VALUES_MAXIMUM) throw this.errorAt(offset, `more than ${VALUES_MAXIMUM} values`);
  }
}

export class ConfigValue {
  readonly #source: ConfigSource;
  readonly #node: unknown;
  readonly #offset: number;

  private constructor(source: ConfigSource, node: unknown, offset: number) {
    source.count(offset);
    this.#source = source;
    this.#offset = offsetOf(node) ?? offset;
    this.#node = isAlias(node) ? node.resolve(source.document) : node;
  }

  /** The whole of a file. Throws CliError `CONFIG_INVALID` with the place. */
  static parse(file: string, text: string): ConfigValue {
    const source = new ConfigSource(file, text);
    const [error] = source.document.errors;
    if (error !== undefined) throw source.errorAt(error.pos[0], error.message);
    return new ConfigValue(source, source.document.contents, 0);
  }

  /** What is wrong here. */
  error(problem: string): CliError {
    return this.#source.errorAt(this.#offset, problem);
  }

  /** Whether there is nothing: an empty file, `key:` without a value, `null`. */
  get isEmpty(): boolean {
    return (
      this.#node === null || this.#node === undefined || (isScalar(this.#node) && this.#node.value === null)
    );
  }

  /** As written: a fingerprint of digits stays text. Undefined for a list or a section. */
  get text(): string | undefined {
    if (!isScalar(this.#node) || this.#node.value === null) return undefined;
    const { value, source } = this.#node;
    return typeof value === 'string' ? value : source;
  }

  /** The values of a list; undefined for anything else. */
  get items(): readonly ConfigValue[] | undefined {
    if (!isSeq(this.#node)) return undefined;
    return this.#node.items.map((item) => new ConfigValue(this.#source, item, this.#offset));
  }

  /** The keys of a section with their values; undefined for anything else. Throws for a key that stands twice. */
  entries():
    readonly { readonly key: ConfigValue; readonly name: string; readonly value: ConfigValue }[] | undefined {
    if (!isMap(this.#node)) return undefined;
    const seen = new Set<string>();
    return this.#node.items.map((pair) => {
      const key = new ConfigValue(this.#source, pair.key, this.#offset);
      const name = key.text;
      if (name === undefined) throw key.error('a key must be text');
      if (seen.has(name)) throw key.error(`the key '${name}' stands here twice`);
      seen.add(name);
      return { key, name, value: new ConfigValue(this.#source, pair.value, key.#offset) };
    });
  }

  /** What it is, for messages. */
  get kind(): string {
    if (this.isEmpty) return 'nothing';
    if (isSeq(this.#node)) return 'a list';
    if (isMap(this.#node)) return 'a section';
    const text = withoutCredentials(this.text ?? '');
    return text.length <= 60 ? `'${text}'` : `'${text.slice(0, 50)}…'`;
  }
}

/** With what stands before the `@` of a URL starred out: excerpts end in logs. As long as it was. */
function withoutCredentials(text: string): string {
  return text.replaceAll(/(?<=:\/\/)[^\s/]*@/g, (hidden) => `${'*'.repeat(hidden.length - 1)}@`);
}

function offsetOf(node: unknown): number | undefined {
  // Nodes of a parsed document carry where they stand: start, end of the value, end.
  const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
  return Array.isArray(range) && typeof range[0] === 'number' ? range[0] : undefined;
}
