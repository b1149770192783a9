/** What a pull tells the person who watches: what moved, and what the registry no longer holds. */
import { printable as shortened } from '@ottla/kernel';
import type { SchemaLock } from '@ottla/registry-client';
import { plural } from '../plural.ts';
import { printable, type Terminal } from '../terminal.ts';
import { lockDrift, type Drift } from './lock-drift.ts';
import { lockedSubject } from './locked-schema.ts';

const SHOWN_DRIFTS = 50;
const NAME_CHARACTERS = 200;

/** A difference as a sentence, for a lock that is compared. */
export function driftSentence({ subject, locked, held }: Drift): string {
  return `${shownSubject(subject)}: the registry has ${held}, the lock has ${locked}`;
}

export function shownSubject(subject: string): string {
  return printable(shortened(subject, NAME_CHARACTERS));
}

/** Notes how what was locked changed, and which of it the registry no longer holds. */
export function noteChanges(
  terminal: Terminal,
  { before, after, gone }: { before: SchemaLock; after: SchemaLock; gone: readonly string[] },
): void {
  const moved = lockDrift(before, after).filter(
    ({ subject }) => lockedSubject(before, subject) !== undefined && !gone.includes(subject),
  );
  for (const { subject, locked, held } of moved.slice(0, SHOWN_DRIFTS)) {
    terminal.note(`${shownSubject(subject)}: ${locked} -> ${held}`);
  }
  if (moved.length > SHOWN_DRIFTS)
    terminal.note(`… and ${plural(moved.length - SHOWN_DRIFTS, 'change')} more`);
  if (moved.some(({ locked }) => / with id \d+$/.test(locked))) {
    const question = 'ids changed: is this the registry that the lock was of?';
    terminal.note(`${terminal.paint('yellow', 'warning')}: ${question}`);
  }
  noteGone(terminal, before, gone);
}

/** Notes which subjects are not in the registry. */
export function noteGone(terminal: Terminal, before: SchemaLock, gone: readonly string[]): void {
  for (const subject of gone) {
    const block = lockedSubject(before, subject);
    const files = (block?.versions ?? []).flatMap(({ file }) => (file === undefined ? [] : [file]));
    const stays = files.length === 0 ? '' : `; ${printable(files.join(', '))} stays`;
    const said =
      block === undefined
        ? `the registry does not hold '${shownSubject(subject)}'`
        : `the registry no longer holds '${shownSubject(subject)}'${stays}`;
    terminal.note(`${terminal.paint('yellow', 'warning')}: ${said}`);
  }
}
