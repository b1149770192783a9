/**
 * Rules of what happens to whole subjects and to versions that are published.
 *
 * They compare files, not schemas, so whoever has the files applies them; nothing here does.
 */
import type { Rule } from '../rules/rule.ts';

const BEFORE = '{"type": "record", "name": "com.acme.Customer", "fields": [{"name": "id", "type": "long"}]}';

export const subjectRules: readonly Rule[] = [
  {
    id: 'SUBJECT_REMOVED',
    family: 'subjects',
    severity: 'warn',
    category: null,
    purpose:
      'A subject or its newest version is gone from the files. Records written with it remain, and their readers look for its schema here.',
    remedy: 'Keep the file until its last record has expired, or excuse the finding.',
    example: { before: BEFORE, bad: '', good: BEFORE, level: 'BACKWARD' },
  },
  {
    id: 'PUBLISHED_VERSION_CHANGED',
    family: 'subjects',
    severity: 'warn',
    category: null,
    purpose:
      'A file of an earlier version holds another schema than before; its layout does not count. What was published under that version stays as it was, so the file no longer tells the truth.',
    remedy: 'Restore the file, and put the change into a new version.',
    example: {
      before: BEFORE,
      bad: BEFORE.replace('"long"', '"string"'),
      good: BEFORE,
      level: 'BACKWARD',
    },
  },
];
