/** Whether a type is defined where it is used or comes from another file, and when that changed. */
import type { Schema } from '../schema.ts';
import type { SemanticRow } from './semantic-row.ts';
import type { TypePair, TypePairing } from './type-pairing.ts';

/** No edit shows it: the schema stays the same. `movedTypes` finds it. */
export const typeHomeRow: SemanticRow = {
  id: 'REFERENCE_MOVED',
  severity: 'info',
  purpose:
    'A named type that was defined in this file comes from another one now, or the reverse. The bytes stay the same, but the schema has other references, and who changes the type changes it for others.',
  remedy: 'Register the file that defines the type first, and refer to it.',
  example: {
    before:
      '{"type": "record", "name": "com.acme.Order", "fields": [{"name": "total", "type": {"type": "fixed", "name": "Money", "size": 8}}]}',
    bad: '{"type": "record", "name": "com.acme.Order", "fields": [{"name": "total", "type": "com.acme.Money"}]}',
    good: '{"type": "record", "name": "com.acme.Order", "fields": [{"name": "total", "type": {"type": "fixed", "name": "Money", "size": 8}}]}',
    level: 'FULL',
  },
  on: [],
  find: () => [],
};

/** A pair of types of which one is at home and the other is not. */
interface MovedType {
  readonly pair: TypePair;
  readonly to: 'another file' | 'this file';
}

/** Files are compared within each side only: the two sides may name one file differently. */
export function movedTypes(before: Schema, after: Schema, types: TypePairing): readonly MovedType[] {
  return [...types.byAfter.values()].flatMap((pair): MovedType[] => {
    const wasHere = pair.before.position.file === before.position.file;
    const isHere = pair.after.position.file === after.position.file;
    return wasHere === isHere ? [] : [{ pair, to: isHere ? 'this file' : 'another file' }];
  });
}
