/**
 * The nodes that the parser makes: they keep an offset, and work out line and column when asked.
 *
 * A schema of megabytes has hundreds of thousands of nodes, most of whose places nobody ever asks for.
 */
import type {
  JsonArray,
  JsonLiteral,
  JsonMember,
  JsonNode,
  JsonNumber,
  JsonObject,
  JsonString,
} from './json-node.ts';
import type { Position } from './position.ts';
import type { TextPlaces } from './text-places.ts';

class Placed {
  readonly #places: TextPlaces;
  readonly #offset: number;

  constructor(places: TextPlaces, offset: number) {
    this.#places = places;
    this.#offset = offset;
  }

  get position(): Position {
    return this.#places.at(this.#offset);
  }
}

export class PlacedLiteral extends Placed implements JsonLiteral {
  readonly kind: JsonLiteral['kind'];

  constructor(places: TextPlaces, offset: number, kind: JsonLiteral['kind']) {
    super(places, offset);
    this.kind = kind;
  }
}

export class PlacedNumber extends Placed implements JsonNumber {
  readonly kind = 'number';
  readonly text: string;

  constructor(places: TextPlaces, offset: number, text: string) {
    super(places, offset);
    this.text = text;
  }
}

export class PlacedString extends Placed implements JsonString {
  readonly kind = 'string';
  readonly value: string;

  constructor(places: TextPlaces, offset: number, value: string) {
    super(places, offset);
    this.value = value;
  }
}

export class PlacedArray extends Placed implements JsonArray {
  readonly kind = 'array';
  readonly items: readonly JsonNode[];

  constructor(places: TextPlaces, offset: number, items: readonly JsonNode[]) {
    super(places, offset);
    this.items = items;
  }
}

export class PlacedObject extends Placed implements JsonObject {
  readonly kind = 'object';
  readonly members: ReadonlyMap<string, JsonMember>;

  constructor(places: TextPlaces, offset: number, members: ReadonlyMap<string, JsonMember>) {
    super(places, offset);
    this.members = members;
  }
}

/** A key and its value; the key's place is kept as an offset too. */
export class PlacedMember implements JsonMember {
  readonly key: string;
  readonly value: JsonNode;
  readonly #places: TextPlaces;
  readonly #offset: number;

  constructor(
    places: TextPlaces,
    offset: number,
    { key, value }: { readonly key: string; readonly value: JsonNode },
  ) {
    this.#places = places;
    this.#offset = offset;
    this.key = key;
    this.value = value;
  }

  get keyPosition(): Position {
    return this.#places.at(this.#offset);
  }
}
