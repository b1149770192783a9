/**
 * Schemas of 2019-09 and 2020-12: what one schema object says, as a model.
 *
 * Keywords join one after another in the order of the text, as Confluent joins them: those of one type make one
 * part; those of a type that `type: [...]` names go into that alternative, unless something else came between;
 * several parts make an implied `allOf`. An implied `allOf` inside a written combination gives its parts to it.
 */
import { keywordGroups, typeNames, criteria, type TypeGroup } from './keyword-groups.ts';
import type { CombinedModel, Criterion, SchemaModel } from './schema-model.ts';
import {
  conditionalModel,
  impliedModel,
  typeNamesOf,
  valuesModel,
  writtenCombination,
} from './schema-parts.ts';
import { plainModel, type SchemaSource } from './schema-source.ts';
import { typedModel } from './typed-models.ts';

/** Keywords of one type, on their way to a model. */
interface TypedPart {
  readonly kind: 'typed';
  readonly group: TypeGroup;
  readonly keywords: readonly string[];
  readonly integer: boolean;
}

/** `type: [...]`. */
interface AlternativesPart {
  readonly kind: 'alternatives';
  readonly parts: readonly Part[];
}

/** Anything that no other part joins. */
interface FixedPart {
  readonly kind: 'fixed';
  readonly model: SchemaModel;
}

type Part = TypedPart | AlternativesPart | FixedPart;

/** Keywords that say nothing here, but end the joining into alternatives. */
const SILENT: ReadonlySet<string> = new Set(['format', 'readOnly', 'writeOnly']);
/** Keywords that join after all others. */
const LAST = ['properties', 'patternProperties', 'unevaluatedItems', 'unevaluatedProperties'];
/** Of those, the ones that say as little when empty as when absent. */
const LISTS: ReadonlySet<string> = new Set(['properties', 'patternProperties']);

export function modernModel(source: SchemaSource): SchemaModel {
  const joined = new JoinedParts();
  const { reader } = source;
  if (reader.has('$dynamicRef')) joined.add(fixed(source.reference('$dynamicRef')));
  for (const keyword of reader.object.members.keys()) {
    if (LAST.includes(keyword)) continue;
    if (SILENT.has(keyword)) joined.close();
    const part = partOf(keyword, source);
    if (part !== null) joined.add(part);
  }
  for (const keyword of LAST) {
    const silent = LISTS.has(keyword) && reader.members(keyword).length === 0;
    const part = silent || !reader.has(keyword) ? null : partOf(keyword, source);
    if (part !== null) joined.add(part);
  }
  for (const [, node] of reader.members('$defs')) source.nested(node);
  const models = joined.parts.map((part) => modelOf(part, source));
  return impliedModel('allOf', models, source);
}

function partOf(keyword: string, source: SchemaSource): Part | null {
  const { reader, node } = source;
  const criterion = criteria.find((name) => name === keyword);
  if (criterion !== undefined) return fixed(unwrapped(criterion, source));
  switch (keyword) {
    case '$ref':
      return fixed(source.reference('$ref'));
    case 'type':
      return typePart(source);
    case 'enum':
    case 'const':
      return fixed(valuesModel(keyword, source));
    case 'not': {
      const refused = reader.node('not') ?? node;
      return fixed({ ...plainModel('empty', node), kind: 'not', refused: source.nested(refused) });
    }
    case 'if':
      return fixed(conditionalModel(source));
    default:
      return keywordPart(keyword, source);
  }
}

function keywordPart(keyword: string, source: SchemaSource): Part | null {
  for (const [group, keywords] of Object.entries(keywordGroups(source.dialect))) {
    // Object.entries forgets the keys' type.
    if (keywords.includes(keyword)) return typed(group as TypeGroup, [keyword]);
  }
  return null;
}

function typePart(source: SchemaSource): Part {
  const parts = typeNamesOf(source).map((name): Part => {
    const group = typeNames.get(name) ?? null;
    if (group === null) return fixed(plainModel(name === 'null' ? 'null' : 'boolean', source.node));
    return { ...typed(group, []), integer: name === 'integer' };
  });
  const [only] = parts;
  const single = source.reader.node('type')?.kind === 'string';
  return single && only !== undefined ? only : { kind: 'alternatives', parts };
}

/** A combination as written, with the parts of its branches where those are implied combinations. */
function unwrapped(criterion: Criterion, source: SchemaSource): CombinedModel {
  const written = writtenCombination(criterion, source);
  const branches = written.branches.flatMap((branch) =>
    branch.kind === 'combined' && branch.criterion === 'allOf' && branch.implied ? branch.branches : [branch],
  );
  return { ...written, branches };
}

function modelOf(part: Part, source: SchemaSource): SchemaModel {
  switch (part.kind) {
    case 'fixed':
      return part.model;
    case 'typed': {
      const { group, integer } = part;
      return typedModel(group, source, { reader: source.reader.only(part.keywords), integer });
    }
    case 'alternatives': {
      const branches = part.parts.map((branch) => modelOf(branch, source));
      const plain = plainModel('empty', source.node);
      return { ...plain, kind: 'combined', criterion: 'anyOf', branches, implied: true };
    }
  }
}

class JoinedParts {
  parts: readonly Part[] = [];
  /** No keyword joins an alternative any more. */
  #closed = false;

  close(): void {
    this.#closed = true;
  }

  add(part: Part): void {
    const [only] = this.parts;
    if (only !== undefined && this.parts.length === 1 && !this.#closed) {
      const together = distributed(only, part) ?? distributed(part, only);
      if (together !== null) {
        this.parts = [together];
        return;
      }
    }
    const joined = withJoined(this.parts, part);
    if (this.parts.length > 0 && joined.length > this.parts.length) this.#closed = true;
    this.parts = joined;
  }
}

/** The alternatives with a part of one of their types gone into it; null when they have no such type. */
function distributed(alternatives: Part, part: Part): Part | null {
  if (alternatives.kind !== 'alternatives' || part.kind !== 'typed') return null;
  const joined = withJoined(alternatives.parts, part);
  return joined.length > alternatives.parts.length ? null : { kind: 'alternatives', parts: joined };
}

/** Parts with one more, which goes into the first of its own type. */
function withJoined(parts: readonly Part[], added: Part): readonly Part[] {
  const index = parts.findIndex(
    (part) => part.kind === 'typed' && added.kind === 'typed' && part.group === added.group,
  );
  const host = parts[index];
  if (host?.kind !== 'typed' || added.kind !== 'typed') return [...parts, added];
  const keywords = [...host.keywords, ...added.keywords];
  return parts.with(index, { ...host, keywords, integer: host.integer || added.integer });
}

function typed(group: TypeGroup, keywords: readonly string[]): TypedPart {
  return { kind: 'typed', group, keywords, integer: false };
}

function fixed(model: SchemaModel): FixedPart {
  return { kind: 'fixed', model };
}
