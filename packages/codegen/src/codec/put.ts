/**
 * One expression that puts a value behind `at` and gives the place behind it, with what is known of the room there.
 *
 * Puts of fixed size count on bytes that are sure to be free; puts with a length of their own make room and leave
 * SPARE_BYTES behind them. Here is where those bytes are counted, so that room is asked for once in a run.
 */
import type { Code } from './code-layout.ts';

/** What a put with a length of its own leaves free; the run time's constant of this name. */
export const SPARE_BYTES = 64;

export interface Put {
  readonly code: Code;
  /** Bytes that must be sure at its start. */
  readonly needs: number;
  /** Bytes that are sure behind it, when so many were at its start. */
  readonly left: (sure: number) => number;
}

/** Takes at most so many bytes, and asks for no room. */
export function fixedPut(code: Code, bytes: number): Put {
  return { code, needs: bytes, left: (sure) => sure - bytes };
}

/** Has a length of its own. */
export function roomyPut(code: Code, needs = 0): Put {
  return { code, needs, left: () => SPARE_BYTES };
}

/** Calls what leaves nothing sure. */
export function calledPut(code: Code, needs = 0): Put {
  return { code, needs, left: () => 0 };
}

/** One of two. */
export function eitherPut(test: string, yes: Put, no: Put): Put {
  return {
    code: { test, yes: yes.code, no: no.code },
    needs: Math.max(yes.needs, no.needs),
    left: (sure) => Math.min(yes.left(sure), no.left(sure)),
  };
}

/** Behind a branch's position of so many bytes. */
export function behind(bytes: number, { code, needs, left }: Put): Put {
  return { code, needs: bytes + needs, left: (sure) => left(sure - bytes) };
}

/** For each put of a run, the bytes to ask for before it, or 0. Nothing is sure before the first. */
export function roomsBefore(puts: readonly Put[]): readonly number[] {
  let sure = 0;
  return puts.map((put, index) => {
    const asked = sure < put.needs ? bytesOfRun(puts, index) : 0;
    sure = put.left(Math.max(sure, asked));
    return asked;
  });
}

/** What this put and those behind it need, as far as asking once serves them. */
function bytesOfRun(puts: readonly Put[], start: number): number {
  let bytes = 0;
  let behindRoomy = 0;
  for (let index = start; index < puts.length; index++) {
    const put = puts[index];
    if (put === undefined) break;
    const isMaybeRoomy = put.left(Number.POSITIVE_INFINITY) < Number.POSITIVE_INFINITY;
    if (behindRoomy > 0 && behindRoomy + put.needs > SPARE_BYTES) break;
    bytes += put.needs;
    if (behindRoomy > 0 || isMaybeRoomy) behindRoomy += put.needs;
    // What leaves as much whatever there was ends the run.
    if (isMaybeRoomy && put.left(put.needs) === put.left(Number.POSITIVE_INFINITY)) break;
  }
  return bytes;
}
