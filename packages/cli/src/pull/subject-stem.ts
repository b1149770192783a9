/**
 * A name of a file for a subject, whatever a registry calls its subjects.
 *
 * Letters, digits, `.`, `_` and `-` stay; other characters become `_`. Where the result could be taken for
 * something else (a hidden file, a version, a device of Windows, a name too long) or stands for several
 * subjects, eight digits of the subject's SHA-256 tell them apart. Hence it never leaves its folder, and
 * means the same on every file system. Pure.
 */
import { createHash } from 'node:crypto';

/** With what is put after it, a name stays far below 255 bytes. */
const CHARACTERS_MAXIMUM = 100;
const SAFE = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/;
/** What Windows takes for a device, with any extension. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
/** Would be read as version, extension or nothing: `orders.v2`, `orders.schema`, `orders.`. */
const MISLEADING = /(\.v\d+|\.schema|\.)$/i;

/**
 * @example
 * subjectStem('orders-value'); // 'orders-value'
 * subjectStem('../../x'); // '______x-1dd4ad3a'
 */
export function subjectStem(subject: string): string {
  const isPlain =
    SAFE.test(subject) &&
    subject.length <= CHARACTERS_MAXIMUM &&
    !DEVICE.test(subject) &&
    !MISLEADING.test(subject);
  return isPlain ? subject : distinctStem(subject);
}

/** The name with digits of its own: of subjects that differ in case only each gets these. */
export function distinctStem(subject: string): string {
  const readable = subject
    .slice(0, CHARACTERS_MAXIMUM)
    .replaceAll(/[^A-Za-z0-9._-]/g, '_')
    .replace(/^[.-]+/, (start) => '_'.repeat(start.length));
  const digits = createHash('sha256').update(subject, 'utf8').digest('hex').slice(0, 8);
  return `${DEVICE.test(readable) ? '_' : ''}${readable}-${digits}`;
}
