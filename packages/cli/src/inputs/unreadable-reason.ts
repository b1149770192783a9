/** Why a file or a folder cannot be read, in words; the system's own code for what is rare. */
import { errorCode } from '../cli-error.ts';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'no permission',
  EPERM: 'no permission',
  ENOENT: 'no such file',
  ENOTDIR: 'no such file',
  EISDIR: 'it is a folder',
  ELOOP: 'its links lead in a circle',
  EMFILE: 'too many files are open',
};

export function unreadableReason(error: unknown): string {
  const code = errorCode(error);
  return code === undefined ? String(error) : (REASONS[code] ?? code);
}
