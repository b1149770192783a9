/**
 * Prints a tree of schemas without recursion: a schema becomes pieces, which are text or more schemas.
 *
 * `state` is whatever a printer hands down, such as the enclosing namespace.
 */
import type { Schema } from './schema.ts';

export type Piece<State> = string | { readonly schema: Schema; readonly state: State };

export function printPieces<State>(
  root: Schema,
  state: State,
  piecesOf: (schema: Schema, state: State) => readonly Piece<State>[],
): string {
  const out: string[] = [];
  const waiting: Piece<State>[] = [{ schema: root, state }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next === 'string') {
      out.push(next);
      continue;
    }
    const pieces = piecesOf(next.schema, next.state);
    for (let index = pieces.length - 1; index >= 0; index--) {
      const piece = pieces[index];
      if (piece !== undefined) waiting.push(piece);
    }
  }
  return out.join('');
}
