/**
 * The members of an object as a read-only Map that costs little: most objects have a handful of members.
 *
 * A few are searched one by one; many, and whoever walks them all, get a real Map, made once.
 */
import type { JsonMember } from './json-node.ts';

/** Up to here a search from the front is as fast as a hash. */
const FEW_MEMBERS = 8;

export interface KeyedMember extends JsonMember {
  readonly key: string;
}

export class MemberMap implements ReadonlyMap<string, JsonMember> {
  /** In the order of the text. */
  readonly list: readonly KeyedMember[];
  #map: ReadonlyMap<string, JsonMember> | undefined;

  /** Keys are unique. */
  constructor(list: readonly KeyedMember[]) {
    this.list = list;
  }

  get size(): number {
    return this.list.length;
  }

  get(key: string): JsonMember | undefined {
    if (this.list.length > FEW_MEMBERS) return this.#asMap().get(key);
    for (const member of this.list) {
      if (member.key === key) return member;
    }
    return undefined;
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  keys(): MapIterator<string> {
    return this.#asMap().keys();
  }

  values(): MapIterator<JsonMember> {
    return this.#asMap().values();
  }

  entries(): MapIterator<[string, JsonMember]> {
    return this.#asMap().entries();
  }

  [Symbol.iterator](): MapIterator<[string, JsonMember]> {
    return this.entries();
  }

  forEach(call: (value: JsonMember, key: string, map: ReadonlyMap<string, JsonMember>) => void): void {
    for (const member of this.list) call(member, member.key, this);
  }

  #asMap(): ReadonlyMap<string, JsonMember> {
    this.#map ??= new Map(this.list.map((member) => [member.key, member]));
    return this.#map;
  }
}

/** The first member whose key stood before. */
export function repeatedMember<Member extends KeyedMember>(list: readonly Member[]): Member | undefined {
  if (list.length > FEW_MEMBERS) {
    const keys = new Set<string>();
    return list.find(({ key }) => keys.size === keys.add(key).size);
  }
  for (let later = 1; later < list.length; later++) {
    for (let earlier = 0; earlier < later; earlier++) {
      if (list[earlier]?.key === list[later]?.key) return list[later];
    }
  }
  return undefined;
}
