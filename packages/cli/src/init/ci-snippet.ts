/**
 * What makes a CI judge the contracts of a project, as a file for each system.
 *
 * A branch may have any name, so none is pasted into a script: the systems hand them over as variables. Pure.
 */
import type { PackageInstaller } from './package-installer.ts';

export const ciSystems = ['github', 'gitlab', 'none'] as const;
export type CiSystem = (typeof ciSystems)[number];

export interface CiSnippet {
  /** From the root of the repository. */
  readonly file: string;
  readonly text: string;
}

/** Null for 'none'. `generates`: whether the project keeps generated code that may be stale. */
export function ciSnippet(
  system: CiSystem,
  { runs, installs }: PackageInstaller,
  { generates }: { readonly generates: boolean },
): CiSnippet | null {
  const ottla = (words: string): string => `${runs} ${words}`;
  const stale = generates ? [ottla('gen --check')] : [];
  if (system === 'github') {
    const against = '--against "git:origin/$GITHUB_BASE_REF" --format github';
    return {
      file: '.github/workflows/ottla.yaml',
      text: github([...installs, ottla(`check ${against}`), ottla('lint --format github'), ...stale]),
    };
  }
  if (system === 'gitlab') {
    const base = '$CI_MERGE_REQUEST_DIFF_BASE_SHA';
    const check = ottla(`check --against "git:${base}" -o junit=ottla.xml`);
    return { file: '.gitlab-ci.yml', text: gitlab([...installs, check, ottla('lint'), ...stale]) };
  }
  return null;
}

const github = (
  commands: readonly string[],
): string => `# Judges the contracts before a change of them is merged.
name: contracts
on: pull_request
permissions:
  contents: read
jobs:
  contracts:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with: { fetch-depth: 0 } # the check reads the base from git
      - uses: actions/setup-node@v5
        with: { node-version: 24 }
${commands.map((command) => `      - run: ${command}\n`).join('')}`;

const gitlab = (
  commands: readonly string[],
): string => `# Judges the contracts before a change of them is merged.
contracts:
  image: node:24
  rules:
    - if: $CI_PIPELINE_SOURCE == 'merge_request_event'
  variables:
    GIT_DEPTH: 0 # the check reads the base from git
  script:
${commands.map((command) => `    - ${command}\n`).join('')}  artifacts:
    when: always
    reports:
      junit: ottla.xml
`;
