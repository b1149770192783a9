/**
 * Where `$ref` leads when it names a reference of the registry.
 *
 * A registry names references as it likes; ajv resolves `$ref` as a URI against the `$id` around it. Here each text
 * gets an address that nothing else has, and whatever names it (as written, or resolved against the text's own
 * address) leads there first. Nothing is ever fetched.
 */
import type { UriResolver } from 'ajv/dist/types/index.js';

const DIRECTORY = 'registry:///';

export class SchemaAddresses {
  readonly #byName = new Map<string, string>();
  readonly #plain: UriResolver;

  constructor(names: readonly string[], plain: UriResolver) {
    this.#plain = plain;
    for (const [index, name] of names.entries()) {
      const address = addressOf(index);
      const bare = withoutEnd(name);
      if (bare === '') continue;
      this.#byName.set(bare, address);
      this.#byName.set(plain.resolve(DIRECTORY, bare), address);
    }
  }

  /** For ajv's option `uriResolver`. */
  get resolver(): UriResolver {
    return {
      parse: (uri) => this.#plain.parse(uri),
      serialize: (parts) => this.#plain.serialize(parts),
      resolve: (scope, reference) => this.#resolve(scope, reference),
    };
  }

  #resolve(scope: string, reference: string): string {
    const mark = reference.indexOf('#');
    const place = mark < 0 ? reference : reference.slice(0, mark);
    const resolved = this.#plain.resolve(scope, reference);
    if (place === '') return resolved;
    const address =
      this.#byName.get(place) ?? this.#byName.get(this.#plain.resolve(relativeTo(scope), place));
    return address === undefined ? resolved : `${address}${mark < 0 ? '' : reference.slice(mark)}`;
  }
}

/** The address of the reference of this index. */
export function addressOf(index: number): string {
  return `${DIRECTORY}${index}`;
}

/** A text without an address of its own stands beside those it refers to. */
function relativeTo(scope: string): string {
  return scope === '' || scope === '#' ? DIRECTORY : scope;
}

function withoutEnd(name: string): string {
  return name.replace(/#$/, '');
}
