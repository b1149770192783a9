/**
 * Which files of a tree a JSON Schema refers to: by path, from the file that refers, or by `$id`.
 *
 * Texts are looked through, not parsed: what is broken is the parser's to say. Each file of the tree is looked
 * at once. Pure.
 */
import { posix } from 'node:path';
import type { InputFile } from '../inputs/input-file.ts';

export interface ReferredFile {
  /** What `$ref` may call it. */
  readonly name: string;
  readonly file: InputFile;
}

const REFERENCE = /"\$ref"\s*:\s*"([^"#\\]+)/g;
const IDENTIFIER = /"(?:\$id|id)"\s*:\s*"([^"\\]+)"/;

export class JsonSchemaReferences {
  readonly #byPath: ReadonlyMap<string, InputFile>;
  readonly #byId = new Map<string, InputFile>();

  constructor(files: readonly InputFile[]) {
    this.#byPath = new Map(files.map((file) => [file.path, file]));
    for (const file of files) {
      const id = idOf(file);
      if (id !== undefined && !this.#byId.has(id)) this.#byId.set(id, file);
    }
  }

  /** All files that a file needs, with those that these need. One file may have several names. */
  of(main: InputFile): readonly ReferredFile[] {
    const referred = new Map<string, InputFile>();
    const seen = new Set([main]);
    const open = [main];
    for (let from = open.pop(); from !== undefined; from = open.pop()) {
      for (const [, reference = ''] of from.text.matchAll(REFERENCE)) {
        const target = this.#find(reference, from);
        if (target === undefined || target === main) continue;
        referred.set(posix.relative(posix.dirname(main.path), target.path), target);
        referred.set(reference, target);
        if (seen.has(target)) continue;
        seen.add(target);
        open.push(target);
      }
    }
    return [...referred].map(([name, file]) => ({ name, file }));
  }

  #find(reference: string, from: InputFile): InputFile | undefined {
    const beside = this.#byPath.get(posix.join(posix.dirname(from.path), reference));
    return beside ?? this.#byId.get(reference) ?? this.#byId.get(joined(reference, idOf(from)));
  }
}

function idOf({ text }: InputFile): string | undefined {
  return IDENTIFIER.exec(text)?.[1]?.replace(/#$/, '');
}

function joined(reference: string, id: string | undefined): string {
  return id !== undefined && URL.canParse(reference, id) ? new URL(reference, id).href : reference;
}
