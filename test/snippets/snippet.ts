/**
 * The TypeScript blocks of a README as programs: extracted, pointed at servers of the test, written out.
 *
 * A README writes 'localhost:9092' and 'http://localhost:8081', as its reader will have them.
 */
import { readFileSync } from 'node:fs';

export interface Servers {
  readonly bootstrapServer: string;
  readonly registryUrl: string;
}

/**
 * The ```ts blocks of a Markdown file, in order; with 'group' those that say so behind the language: they need a
 * cluster with consumer groups and run until they are stopped.
 */
export function snippetsOf(markdownFile: string, flag: '' | 'group' = ''): string[] {
  const blocks = readFileSync(markdownFile, 'utf8').matchAll(/^```ts(?: (\S+))?\n([\s\S]*?)^```$/gm);
  return [...blocks].filter((match) => (match[1] ?? '') === flag).map((match) => match[2] ?? '');
}

export function pointAt(snippet: string, servers: Servers): string {
  return snippet
    .replaceAll('localhost:9092', servers.bootstrapServer)
    .replaceAll('http://localhost:8081', servers.registryUrl);
}
