/** docs/reference/lock-file.md and the code say the same. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sampleBundle } from '../../testing/sample-bundle.ts';
import { bundleRemedies } from './bundle-problem.ts';
import { lockFileMembers, subjectMembers, versionMembers } from './lock-shape.ts';
import { parseLock, printLock } from './lock-text.ts';

const page = readFileSync(new URL('../../../../docs/reference/lock-file.md', import.meta.url), 'utf8');

/** The first cells of the table under a heading. */
function rowsUnder(heading: string): string[] {
  const section = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return [...section.matchAll(/^\| `(\w+)`/gm)].map((match) => match[1] ?? '');
}

describe('the page about the lock file', () => {
  it('shows what printLock gives', () => {
    const bundle = sampleBundle({
      money: [{ id: 1, schema: '{"type":"fixed","name":"Money","size":8}' }],
      'orders-value': [
        {
          id: 2,
          schema: '{"type":"array","items":"Money"}',
          references: [{ name: 'Money', subject: 'money', version: 1 }],
        },
      ],
    });
    const [orders] = bundle.subjects['orders-value']?.versions ?? [];
    const lock = {
      ...bundle,
      subjects: {
        ...bundle.subjects,
        'orders-value': { level: 'BACKWARD', versions: [{ ...orders!, file: 'schemas/orders.avsc' }] },
      },
    } as const;
    const shown = /```json\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
    expect(shown).toBe(printLock(lock));
    expect(parseLock(shown).subjects).toEqual(lock.subjects);
  });

  it('tells how the digest is made', () => {
    const { digest, subjects } = JSON.parse(/```json\n([\s\S]*?)```/.exec(page)?.[1] ?? '') as {
      digest: string;
      subjects: object;
    };
    let rolling = 'ottla.lock 1';
    for (const block of Object.entries(subjects)) {
      rolling = createHash('sha256')
        .update(`${rolling}\n${JSON.stringify(block)}`)
        .digest('hex');
    }
    expect(rolling).toBe(digest);
  });

  it.each([
    ['The file', Object.keys(lockFileMembers)],
    ['A subject', Object.keys(subjectMembers)],
    ['A version', Object.keys(versionMembers)],
    ['What can be wrong', Object.keys(bundleRemedies)],
  ])('has a row for each member under "%s"', (heading, members) => {
    expect(rowsUnder(heading)).toEqual(members);
  });
});
