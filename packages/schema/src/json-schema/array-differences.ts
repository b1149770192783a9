/** Differences between two arrays: of every item, of items by position, of what may follow, of how many. */
import type { Comparison, Walk } from './comparison.ts';
import { itemContent } from './content-model.ts';
import { compareLimit } from './limit-differences.ts';
import { compareRest, compareUnevaluated } from './rest-differences.ts';
import { acceptsAnything, type ArrayModel, type SchemaModel } from './schema-model.ts';

export function* compareArrays(here: Comparison, writer: ArrayModel, reader: ArrayModel): Walk {
  yield* here.compareOptional(writer.items, reader.items, ['items']);
  yield* compareTuples(here, writer, reader);
  yield* compareRest(here, 'ADDITIONAL_ITEMS', [writer.additionalItems, reader.additionalItems]);
  yield* compareUnevaluated(here, 'UNEVALUATED_ITEMS', [writer.unevaluatedItems, reader.unevaluatedItems]);
  compareLimit(here, 'MAX_ITEMS', [writer, reader]);
  compareLimit(here, 'MIN_ITEMS', [writer, reader]);
  if (writer.uniqueItems !== reader.uniqueItems) {
    here.add(writer.uniqueItems ? 'UNIQUE_ITEMS_REMOVED' : 'UNIQUE_ITEMS_ADDED', 'uniqueItems');
  }
  compareLimit(here, 'MAX_CONTAINS', [writer, reader]);
  compareLimit(here, 'MIN_CONTAINS', [writer, reader]);
}

function* compareTuples(here: Comparison, writer: ArrayModel, reader: ArrayModel): Walk {
  const length = Math.max(writer.tuple.length, reader.tuple.length);
  for (let index = 0; index < length; index++) {
    const was = writer.tuple[index];
    const is = reader.tuple[index];
    const path = ['items', String(index)];
    if (was !== undefined && is !== undefined) here.include(yield { writer: was, reader: is }, ...path);
    else if (was !== undefined) yield* compareRemoved(here, path, { item: was, array: reader });
    else if (is !== undefined) yield* compareAdded(here, path, { item: is, array: writer });
  }
}

/** An item, and the array that does not list it. */
interface UnlistedItem {
  readonly item: SchemaModel;
  readonly array: ArrayModel;
}

/** The reader no longer lists the item: does it still let it in? */
function* compareRemoved(here: Comparison, path: readonly string[], { item, array }: UnlistedItem): Walk {
  const content = itemContent(array);
  if (content === 'open') {
    here.add('ITEM_REMOVED_FROM_OPEN_CONTENT_MODEL', ...path);
  } else if (content === 'closed') {
    const harmless = item.kind === 'false';
    const type = harmless
      ? 'ITEM_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL'
      : 'ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL';
    here.add(type, ...path);
  } else {
    const covering = yield { writer: item, reader: content };
    here.include(covering, ...path);
    const verdict = covering.compatible ? 'IS_COVERED' : 'NOT_COVERED';
    here.add(`ITEM_REMOVED_${verdict}_BY_PARTIALLY_OPEN_CONTENT_MODEL`, ...path);
  }
}

/** The writer did not list the item: what did it let in at this place? */
function* compareAdded(here: Comparison, path: readonly string[], { item, array }: UnlistedItem): Walk {
  const content = itemContent(array);
  if (content === 'open') {
    const harmless = acceptsAnything(item);
    const type = harmless
      ? 'ITEM_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL'
      : 'ITEM_ADDED_TO_OPEN_CONTENT_MODEL';
    here.add(type, ...path);
  } else if (content === 'closed') {
    here.add('ITEM_ADDED_TO_CLOSED_CONTENT_MODEL', ...path);
  } else {
    const covering = yield { writer: content, reader: item };
    here.include(covering, ...path);
    const verdict = covering.compatible ? 'IS_COVERED' : 'NOT_COVERED';
    here.add(`ITEM_ADDED_${verdict}_BY_PARTIALLY_OPEN_CONTENT_MODEL`, ...path);
  }
}
