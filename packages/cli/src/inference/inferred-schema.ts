/**
 * The schema that all values of a sighting fit, as JSON, and what is to be said about it.
 *
 * Deterministic: fields come by the largest index at which their key stood, then by name; types are named by the
 * way to them, in that order. Where nothing or too little was seen, the narrowest type is taken and a note says
 * so. Uses up the sighting: what turns out to be a dictionary is made one.
 */
import { namespaceOf, simpleName } from '@ottla/schema';
import { plural } from '../plural.ts';
import { isFieldName, kindsOf, looksLikeDictionary } from './dictionary-sign.ts';
import { InferenceNotes } from './inference-notes.ts';
import type { LinePlace } from './line-error.ts';
import { itemPath, memberPath, ROOT_PATH, valuePath } from './place-path.ts';
import { ScalarTypes, type ScalarOptions, type TextType } from './scalar-types.ts';
import { Sighting, type SeenMember, type SeenObjects } from './sighting.ts';
import { taggedScalar } from './tagged-scalar.ts';
import { pascalCase, TypeNames } from './type-names.ts';

export type SchemaJson = string | readonly SchemaJson[] | { readonly [key: string]: unknown };

export interface InferenceOptions extends ScalarOptions {
  /** Of the record that a line holds; the names of others begin with it. */
  readonly fullName: string;
  /** Objects with more different keys are dictionaries. */
  readonly mostKeys: number;
  /** Where objects are dictionaries for certain; see place-path.ts. */
  readonly maps: ReadonlySet<string>;
}

export interface InferredSchema {
  readonly schema: SchemaJson;
  readonly notes: InferenceNotes;
}

/** A place on the way down. */
interface Spot {
  readonly path: string;
  /** What a type here is called, without a namespace. */
  readonly name: string;
  readonly namespace: string;
  /** The namespace that stands around a type here, and need not be said again. */
  readonly enclosing: string;
}

/** Takes the sightings of a line's value and of the records that said their names. */
export function inferredSchema(
  sighting: Sighting,
  records: ReadonlyMap<string, SeenObjects>,
  options: InferenceOptions,
): InferredSchema {
  const builder = new SchemaBuilder(records, options);
  return { schema: builder.root(sighting), notes: builder.notes };
}

class SchemaBuilder {
  readonly notes = new InferenceNotes();
  readonly #records: ReadonlyMap<string, SeenObjects>;
  readonly #options: InferenceOptions;
  readonly #scalars: ScalarTypes;
  readonly #names = new TypeNames();
  readonly #defined = new Set<string>();

  constructor(records: ReadonlyMap<string, SeenObjects>, options: InferenceOptions) {
    this.#records = records;
    this.#options = options;
    this.#scalars = new ScalarTypes(options, this.notes);
    for (const fullName of records.keys()) this.#names.reserve(fullName);
  }

  root(sighting: Sighting): SchemaJson {
    const { fullName } = this.#options;
    const named = this.#records.get(fullName);
    if (named !== undefined && sighting.objects !== null) {
      // Values inside call themselves what the lines are called, so all are of one type.
      named.take(sighting.objects);
      sighting.objects = null;
      sighting.seenRecords().set(fullName, { count: named.count, first: NOWHERE });
    }
    const [name, namespace] = [simpleName(fullName), namespaceOf(fullName)];
    return this.#type(sighting, { path: ROOT_PATH, name, namespace, enclosing: '' });
  }

  #type(sighting: Sighting, spot: Spot, isOptional = false): SchemaJson {
    const isNullable = isOptional || sighting.nulls > 0 || sighting.forced?.has('null') === true;
    const types = [...(isNullable ? ['null'] : []), ...this.#branches(sighting, spot)];
    const [only] = types;
    const kinds = kindsOf(sighting);
    if (kinds.length > 1) this.notes.tell(spot.path, `${kinds.join(' and ')}: a union`);
    if (kinds.length === 0)
      this.notes.tell(spot.path, `nothing${isNullable ? ' but null' : ''} was seen: null`);
    if (only === undefined) return 'null';
    // But for that of a record, a tag is only read in a union.
    const isTagged =
      sighting.forced !== null || [...(sighting.records?.keys() ?? [])].some((name) => !this.#isRecord(name));
    return types.length === 1 && !isTagged ? only : types;
  }

  /** In the order of a union, no two of which are of one type without a name. */
  #branches(sighting: Sighting, spot: Spot): readonly SchemaJson[] {
    const { forced } = sighting;
    const branches: SchemaJson[] = [...this.#scalars.typesOf(sighting, spot.path)];
    const text = this.#scalars.textType(sighting, spot.path);
    if (text !== null) branches.push(this.#textJson(text, spot));
    const arrays = [sighting, forced?.get('array')].flatMap((seen) => seen?.arrays ?? []);
    if (arrays.length > 0) {
      const items = new Sighting();
      for (const array of arrays) items.take(array.items);
      const inner = { ...spot, path: itemPath(spot.path), name: `${spot.name}Item` };
      branches.push({ type: 'array', items: this.#type(items, inner) });
    }
    return [...branches, ...this.#objectBranches(sighting, spot)];
  }

  #textJson(text: TextType, spot: Spot): SchemaJson {
    if (text.kind === 'string') return 'string';
    if (text.kind === 'logical') return { type: text.type, logicalType: text.logicalType };
    const name = this.#names.take(spot.name, spot.namespace);
    return { type: 'enum', ...nameAttributes({ ...spot, name }), symbols: text.symbols };
  }

  #objectBranches({ objects, records, forced }: Sighting, spot: Spot): readonly SchemaJson[] {
    const branches: SchemaJson[] = [];
    const isDictionary = objects !== null && this.#isDictionary(objects, spot.path);
    const dictionaries = [isDictionary ? objects : null, forced?.get('map')?.objects ?? null];
    const tagged = [...(records ?? [])].find(([fullName]) => this.#isRecord(fullName));
    if (objects !== null && tagged !== undefined) this.notes.refuseUntagged(spot.path, tagged[1].first);
    if (dictionaries.some((dictionary) => dictionary !== null)) {
      const values = new Sighting();
      for (const dictionary of dictionaries) {
        if (dictionary !== null) values.take(dictionary.becomeDictionary());
      }
      const inner = { ...spot, path: valuePath(spot.path), name: `${spot.name}Value` };
      branches.push({ type: 'map', values: this.#type(values, inner) });
    }
    if (objects !== null && !isDictionary) {
      const name = this.#names.take(spot.name, spot.namespace);
      branches.push(this.#definition(objects, { ...spot, name }));
    }
    const named = [...(records?.keys() ?? [])].toSorted();
    return [...branches, ...named.map((fullName) => this.#record(fullName, spot))];
  }

  #isRecord(fullName: string): boolean {
    const objects = this.#records.get(fullName);
    return objects !== undefined && taggedScalar(objects) === undefined;
  }

  /** A type that said its name: defined where it comes first. */
  #record(fullName: string, { enclosing }: Spot): SchemaJson {
    const objects = this.#records.get(fullName);
    if (objects === undefined || this.#defined.has(fullName)) return fullName;
    this.#defined.add(fullName);
    const scalar = taggedScalar(objects);
    const [name, namespace] = [simpleName(fullName), namespaceOf(fullName)];
    const owner = { path: fullName, name, namespace, enclosing };
    if (scalar === undefined) return this.#definition(objects, owner);
    const { type, ...attributes } = scalar;
    return { type, ...nameAttributes(owner), ...attributes };
  }

  #definition({ members, count }: SeenObjects, owner: Spot): SchemaJson {
    if (members.size === 0) this.notes.tell(owner.path, 'only empty objects: a record without fields');
    const sorted = [...members].toSorted(([leftKey, left], [rightKey, right]) => {
      return left.rank - right.rank || (leftKey < rightKey ? -1 : 1);
    });
    const fields = sorted.map(([key, member]) => this.#field(key, member, { owner, count }));
    return { type: 'record', ...nameAttributes(owner), fields };
  }

  /** Of `count` objects. */
  #field(
    key: string,
    { sighting, key: cases }: SeenMember,
    { owner, count }: { readonly owner: Spot; readonly count: number },
  ): SchemaJson {
    const path = memberPath(owner.path, key);
    if (!isFieldName(key)) this.notes.refuseKey(path, cases.first, owner.path);
    const name = owner.name + (pascalCase(key) || 'Field');
    const spot = { path, name, namespace: owner.namespace, enclosing: owner.namespace };
    const type = this.#type(sighting, spot, cases.count < count);
    const isNullable = type === 'null' || (Array.isArray(type) && type[0] === 'null');
    return { name: key, type, ...(isNullable ? { default: null } : {}) };
  }

  #isDictionary(objects: SeenObjects, path: string): boolean {
    const { maps, mostKeys } = this.#options;
    if (maps.has(path)) {
      this.notes.mapsMet.add(path);
      return true;
    }
    const { members, values } = objects;
    if (values !== null || members.size > mostKeys) {
      this.notes.tell(path, `objects with more than ${plural(mostKeys, 'different key')}: a map`);
      return true;
    }
    const isDictionary = ![...members.keys()].every(isFieldName) && looksLikeDictionary(objects);
    if (isDictionary)
      this.notes.tell(path, `${plural(members.size, 'different key')}, not all of them names: a map`);
    return isDictionary;
  }
}

function nameAttributes({ name, namespace, enclosing }: Spot): { readonly [key: string]: string } {
  return namespace === enclosing ? { name } : { name, namespace };
}

/** Of what no message is about. */
const NOWHERE: LinePlace = { file: '', line: 1, column: 1 };
