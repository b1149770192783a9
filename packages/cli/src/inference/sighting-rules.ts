/**
 * Adds values to sightings.
 *
 * Takes all of a value or, when the places become too many, throws. The value has been looked through by
 * line-refusal.ts before: it is not too deep, and its numbers and texts can be kept.
 */
import type { JsonMember, JsonNode, JsonObject, JsonString, Position } from '@ottla/schema';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-code.ts';
import type { LinePlace } from './line-error.ts';
import { numberKind } from './number-spelling.ts';
import { sameSize, SeenObjects, Sighting, VARIED, type SeenCases, type SeenTexts } from './sighting.ts';
import { formsOfText } from './text-form.ts';
import { TYPE_KEY, typeTagOf, VALUE_KEY } from './type-tag.ts';

export interface SightingLimits {
  /** Objects with more different keys are dictionaries. */
  readonly mostKeys: number;
  /** Strings with more different values are no enum; 0: none is. */
  readonly mostSymbols: number;
}

/** What places may take, in characters; a place without a name counts for as many. */
const ROOM = 50_000_000;
const PLACE_ROOM = 100;
/** Of an enum that says its name with `$type`. */
const MOST_TAGGED_SYMBOLS = 1000;
const BEYOND_LATIN1 = /[^\0-\u00ff]/;
const SYMBOL = /^[A-Za-z_]\w{0,99}$/;

interface PlacedMember {
  readonly key: string;
  readonly member: JsonMember;
  /** Among the members of its object. */
  readonly index: number;
}

type PlaceOf = (position: Position) => LinePlace;

export class SightingRules {
  /** What is in records that say their name, by that, wherever they stand. */
  readonly records = new Map<string, SeenObjects>();
  readonly #limits: SightingLimits;
  #room = ROOM;
  #placeOf: PlaceOf = (position) => ({ file: '', ...position });

  constructor(limits: SightingLimits) {
    this.#limits = limits;
  }

  /** Adds the value of a line; `placeOf` tells where its parts stand. */
  seeLine(sighting: Sighting, node: JsonNode, placeOf: PlaceOf): void {
    this.#placeOf = placeOf;
    this.#see(sighting, node);
  }

  #see(sighting: Sighting, node: JsonNode): void {
    switch (node.kind) {
      case 'null':
        sighting.nulls++;
        return;
      case 'true':
      case 'false':
        sighting.booleans++;
        return;
      case 'number':
        this.#seeNumber(sighting, node);
        return;
      case 'string':
        this.#seeText(sighting.seenTexts(), node, this.#limits.mostSymbols);
        return;
      case 'array': {
        const items = sighting.seenItems();
        for (const item of node.items) this.#see(items, item);
        return;
      }
      case 'object':
        this.#seeTagged(sighting, node);
    }
  }

  #seeNumber(sighting: Sighting, node: Extract<JsonNode, { kind: 'number' }>): void {
    const numbers = sighting.seenNumbers();
    const kind = numberKind(node.text);
    if (kind === 'fraction' || kind === 'rounded') {
      numbers.fractions = this.#counted(numbers.fractions, node);
      if (kind === 'rounded') numbers.rounded = this.#counted(numbers.rounded, node);
      return;
    }
    numbers.whole = this.#counted(numbers.whole, node);
    if (kind === 'large') numbers.large = this.#counted(numbers.large, node);
    if (kind !== 'int') numbers.fitsInt = false;
  }

  #seeText(texts: SeenTexts, { value }: JsonString, mostSymbols: number): void {
    texts.count++;
    if (texts.size !== VARIED) {
      texts.size = BEYOND_LATIN1.test(value) ? VARIED : sameSize(texts.size, value.length);
    }
    if (texts.forms !== 0) texts.forms &= formsOfText(value);
    const { symbols } = texts;
    if (symbols === null || symbols.has(value)) return;
    if (symbols.size >= mostSymbols || !SYMBOL.test(value)) {
      texts.symbols = null;
      return;
    }
    this.#take(value.length);
    symbols.add(ownText(value));
  }

  #seeTagged(sighting: Sighting, node: JsonObject): void {
    const tag = typeTagOf(node);
    if (tag === undefined) {
      this.#seeMembers(sighting.seenObjects(), node);
      return;
    }
    if (tag.kind === 'forced') {
      const forced = (sighting.forced ??= new Map<string, Sighting>());
      const inside = forced.get(tag.type) ?? new Sighting();
      forced.set(tag.type, inside);
      // What is in a map is no tag.
      if (tag.type === 'map' && tag.value.kind === 'object')
        this.#seeMembers(inside.seenObjects(), tag.value);
      else this.#see(inside, tag.value);
      return;
    }
    const known = this.records.get(tag.fullName);
    const fullName = known === undefined ? ownText(tag.fullName) : tag.fullName;
    if (known === undefined) this.#take(fullName.length);
    const record = known ?? new SeenObjects();
    this.records.set(fullName, record);
    const records = sighting.seenRecords();
    records.set(fullName, this.#counted(records.get(fullName) ?? null, node));
    this.#seeMembers(record, node, TYPE_KEY);
  }

  /** `tagKey` is no member: the object is a record whatever its keys are. */
  #seeMembers(objects: SeenObjects, node: JsonObject, tagKey?: string): void {
    objects.count++;
    let index = 0;
    node.members.forEach((member, key) => {
      if (key === tagKey) return;
      const { value } = member;
      const sighting = this.#memberOf(objects, { key, member, index: index++ });
      const isTagged = tagKey !== undefined && key === VALUE_KEY && value.kind === 'string';
      if (isTagged) this.#seeText(sighting.seenTexts(), value, MOST_TAGGED_SYMBOLS);
      else this.#see(sighting, value);
      if (tagKey === undefined && objects.members.size > this.#limits.mostKeys) objects.becomeDictionary();
    });
  }

  #memberOf(objects: SeenObjects, { key, member, index }: PlacedMember): Sighting {
    if (objects.values !== null) return objects.values;
    const known = objects.members.get(key);
    if (known === undefined) {
      this.#take(key.length);
      return objects.add(ownText(key), {
        rank: index,
        key: this.#counted(null, { position: member.keyPosition }),
      });
    }
    known.key.count++;
    if (known.rank < index) known.rank = index;
    return known.sighting;
  }

  #counted(cases: SeenCases | null, node: { readonly position: Position }): SeenCases {
    if (cases === null) return { count: 1, first: this.#placeOf(node.position) };
    cases.count++;
    return cases;
  }

  /** Room for one more place. */
  #take(length: number): void {
    this.#room -= PLACE_ROOM + length;
    if (this.#room >= 0) return;
    throw new CliError('the lines have too many different places for one schema', {
      code: 'INPUT_INVALID',
      exitCode: EXIT.invalidInput,
      remedy: 'Take objects with many keys for dictionaries: --maps 100.',
    });
  }
}

/** A text that does not keep the line it was cut from in memory. */
function ownText(text: string): string {
  return Buffer.from(text).toString();
}
