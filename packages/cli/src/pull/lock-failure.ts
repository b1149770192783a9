/**
 * What is wrong with ottla.lock or the texts beside it, with what a command line can do about it, by a table.
 *
 * The library says "lock the subjects again", which `ottla lock` cannot do from a lock that it cannot read. Pure;
 * loads no client, since the program asks it about every failure.
 */
import { ConfigError } from '@ottla/kernel';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-code.ts';
import { withoutAdvice } from '../registry/registry-failure.ts';

interface Row {
  readonly remedy: string;
  /** How the library's advice begins, which the remedy stands for. */
  readonly insteadOf: string;
}

const ANEW = 'or delete it, and pull its subjects again';
const FROM_GIT = `Take it from git as it was, of a merge either side, and run \`ottla lock\`; ${ANEW}.`;

const rows: ReadonlyMap<string, Row> = new Map([
  ['LOCK_INVALID', { remedy: FROM_GIT, insteadOf: 'lock the subjects again' }],
  ['LOCK_DIGEST_MISMATCH', { remedy: FROM_GIT, insteadOf: 'it is generated' }],
  ['BUNDLE_INVALID', { remedy: FROM_GIT, insteadOf: 'lock the subjects again' }],
  [
    'LOCK_VERSION_UNKNOWN',
    { remedy: `Use the release of ottla that wrote it; ${ANEW}.`, insteadOf: 'use the release of Ottla' },
  ],
  [
    'BUNDLE_TEXT_MISSING',
    {
      remedy: 'Bring .ottla/cache along with the lock; or `ottla lock` asks the registry for it.',
      insteadOf: 'lock the subjects again',
    },
  ],
  ['BUNDLE_TEXT_ALTERED', { remedy: '`ottla lock` writes it anew.', insteadOf: 'delete the file' }],
  [
    'BUNDLE_TOO_LARGE',
    { remedy: 'Name fewer subjects, or only their latest versions.', insteadOf: 'lock fewer subjects' },
  ],
  ['BUNDLE_UNREADABLE', { remedy: 'Check its path and permissions.', insteadOf: 'check path' }],
  ['BUNDLE_UNWRITABLE', { remedy: 'Check its path, permissions and space.', insteadOf: 'check path' }],
]);

/** The failure of a lock as what a command ends in; undefined for anything else. */
export function lockFailure(error: unknown): CliError | undefined {
  const row = error instanceof ConfigError ? rows.get(error.code) : undefined;
  if (!(error instanceof ConfigError) || row === undefined) return undefined;
  const { remedy, insteadOf } = row;
  const message = withoutAdvice(error.message, insteadOf);
  return new CliError(message, { code: error.code, exitCode: EXIT.usage, remedy, cause: error });
}
