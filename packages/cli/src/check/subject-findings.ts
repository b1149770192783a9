/** Findings about whole subjects and versions, which no comparison of two schemas can make. Pure. */
import { ruleOf, type Finding, type Severity } from '@ottla/schema';
import type { PastVersion } from '../subjects/subject-history.ts';
import { labelOf, type SubjectFile } from '../subjects/subject-tree.ts';

const START = { line: 1, column: 1 } as const;

/** No file of the subject is left. */
export function removedSubject(subject: string, before: SubjectFile): Finding {
  return finding('SUBJECT_REMOVED', {
    message: `the subject '${subject}' is gone; ${before.file.file} was its newest version`,
    position: { ...START, file: before.file.file },
    fix: `keep ${before.file.path} until its last record has expired`,
  });
}

/** The newest file is older than what is published. */
export function goneVersion(newest: SubjectFile, before: SubjectFile): Finding {
  return finding('SUBJECT_REMOVED', {
    message: `${labelOf(before)} is gone; the newest file is ${labelOf(newest)}`,
    position: { ...START, file: newest.file.file },
    other: { ...START, file: before.file.file },
    fix: `restore ${before.file.path}`,
    detail: labelOf(before),
  });
}

/** A file of several types has one less. */
export function removedType(name: string, newest: SubjectFile, before: PastVersion): Finding {
  return finding('SUBJECT_REMOVED', {
    path: name,
    message: 'the type is gone from this file',
    position: { ...START, file: newest.file.file },
    other: { ...START, file: before.file.file },
    fix: 'keep the type until its last record has expired',
  });
}

/** A file of an earlier version says something else than what was published. */
export function rewrittenVersion(now: SubjectFile, before: SubjectFile): Finding {
  return finding('PUBLISHED_VERSION_CHANGED', {
    message: `${labelOf(now)} was published as another schema`,
    position: { ...START, file: now.file.file },
    other: { ...START, file: before.file.file },
    fix: 'restore the file, and put the change into a new version',
    detail: labelOf(now),
  });
}

function finding(
  rule: string,
  rest: Pick<Finding, 'message' | 'position' | 'fix'> & Partial<Finding>,
): Finding {
  const usual = ruleOf(rule)?.severity;
  const severity: Severity = usual === undefined || usual === 'off' ? 'warn' : usual;
  return { rule, severity, path: '', other: null, detail: '', ...rest };
}
